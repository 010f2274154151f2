package orders

import "quotient/market"

// fill counts an execution once.
func (t *Table) fill(e *market.Event, now market.Time) Change {
	ch := Change{Kind: ChangeFill, Contract: e.Contract, Side: e.Side, Offset: e.Offset, Price: e.Price, Qty: e.Qty}
	i, ok := leg(e.Side)
	if !ok || int(e.Contract) >= t.contracts || e.Qty <= 0 || e.Qty > MaxQty || e.Ref == (market.Ref{}) {
		ch.Malformed = true
		return ch
	}
	at := t.find(e.ID)
	matched := at != nowhere && t.slots[at].Contract == e.Contract && t.slots[at].Declared[i] > 0
	if matched {
		ch.Was, ch.Entry = t.slots[at].Status, t.slots[at].Entry
	}
	switch t.executed.add(e) {
	case seen:
		ch.Duplicate = true
		return ch
	case full:
		ch.Untracked = true
	}
	if !matched {
		ch.Unmatched = true
		return ch
	}
	t.execute(&ch, at, i, e, now)
	ch.Entry = t.slots[at].Entry
	t.refresh(int(e.Contract))
	return ch
}

// execute books a new execution on leg i of slot at.
func (t *Table) execute(ch *Change, at int32, i int, e *market.Event, now market.Time) {
	s := &t.slots[at]
	if ch.Offset == market.NoOffset {
		ch.Offset = s.Offsets[i]
	}
	ch.Late = s.Gone()
	s.Filled[i] += e.Qty
	ch.Over = min(e.Qty, max(0, s.Filled[i]-s.Declared[i]))
	switch s.Status {
	case Done:
	case Owed:
		if !s.owed() {
			t.release(at)
		}
	default:
		s.Leaves[i] = min(s.Leaves[i], max(0, s.Declared[i]-s.Filled[i]))
		if e.Flags&market.FlagRecovered == 0 {
			s.lower(e.Side, e.Leaves)
		}
		if s.filled() {
			t.ended(ch, at, market.EndFilled, now)
		}
	}
}
