package orders

import "quotient/market"

// massCancel takes over that no quote, or no order, that was sent before the mass
// cancel e.ID is left.
func (t *Table) massCancel(e *market.Event) Change {
	ch := Change{Kind: ChangeMassEnded, Contract: market.NoContract, Was: Sent}
	m := t.mass(e.ID)
	if m == nil {
		i := t.find(e.ID)
		ch.Duplicate, ch.Unmatched = i != nowhere, i == nowhere
		return ch
	}
	var one Change
	for t.MassEnded(e, &one) {
		ch.Qty++
	}
	ch.Entry = m.Entry
	return ch
}

// mass returns the mass cancel id that still awaits its report.
func (t *Table) mass(id uint64) *slot {
	i := t.find(id)
	if i == nowhere {
		return nil
	}
	s := &t.slots[i]
	if s.Gone() || !s.massive() {
		return nil
	}
	return s
}

// massive reports whether s is a mass cancel.
func (s *slot) massive() bool {
	return s.Kind == market.InstructMassQuotes || s.Kind == market.InstructMassOrders
}

// MassEnded is Apply of an EventMassCancel entry by entry, for who wants to know
// each: it ends the next entry, tells of it in ch, and is false when none is left.
func (t *Table) MassEnded(e *market.Event, ch *Change) bool {
	m := t.mass(e.ID)
	if m == nil {
		return false
	}
	for ; int(m.cursor) < t.contracts; m.cursor++ {
		for i := t.books[m.cursor].head; i != nowhere; i = t.slots[i].next {
			s := &t.slots[i]
			if s.Kind != endsKind(m.Kind) || s.Gone() || s.seq > m.seq {
				continue
			}
			*ch = Change{Kind: ChangeEnded, Was: s.Status, Contract: s.Contract}
			t.end(i, market.EndMass)
			ch.Entry = s.Entry
			t.refresh(int(m.cursor))
			return true
		}
	}
	t.closeMass(m)
	return false
}

// closeMass lets go of m, which was answered, and of older ones of its class.
func (t *Table) closeMass(m *slot) {
	kind, seq := m.Kind, m.seq
	for i := t.books[t.contracts].head; i != nowhere; {
		s := &t.slots[i]
		next := s.next
		if s.Kind == kind && s.seq <= seq {
			t.release(i)
		}
		i = next
	}
	t.refresh(t.contracts)
}

// synced takes over that every fill of the day has been told: nothing is owed.
func (t *Table) synced() Change {
	ch := Change{Kind: ChangeSynced, Contract: market.NoContract}
	for b := range t.books {
		for i := t.books[b].head; i != nowhere; {
			s := &t.slots[i]
			next := s.next
			query := s.Kind == market.InstructPositions || s.Kind == market.InstructTrades
			if s.Status == Owed || query {
				t.release(i)
				ch.Qty++
			}
			i = next
		}
		t.refresh(b)
	}
	return ch
}

// Down makes everything Unknown: the session is lost. Cancels and queries that
// were on their way are forgotten, what they were to end stays in doubt.
func (t *Table) Down() {
	for b := range t.books {
		for i := t.books[b].head; i != nowhere; {
			s := &t.slots[i]
			next := s.next
			switch {
			case !s.Kind.Adds():
				t.release(i)
			case !s.Gone():
				s.Status, s.Doubt = Unknown, DoubtLost
			}
			i = next
		}
		t.refresh(b)
	}
}

// Timeout makes Unknown what has waited for its answer, or for its end to be
// told, since now-after or longer, and returns how many entries that were.
func (t *Table) Timeout(now, after market.Time) (n int) {
	for b := range t.books {
		if k := &t.books[b]; k.InFlight == 0 || now-k.oldest < after {
			continue
		}
		for i := t.books[b].head; i != nowhere; {
			s := &t.slots[i]
			next := s.next
			if s.unanswered() && now-s.since() >= after {
				t.timeout(i)
				n++
			}
			i = next
		}
		t.refresh(b)
	}
	return n
}

// timeout puts slot i in doubt. What it was to end has waited as long and comes
// to it by itself; a cancel of nothing we know is forgotten.
func (t *Table) timeout(i int32) {
	s := &t.slots[i]
	s.doubt(DoubtTimeout)
	if s.Kind != market.InstructQuoteEnd && s.Kind != market.InstructOrderEnd {
		return
	}
	target := t.find(s.Replaces)
	if target == nowhere || t.slots[target].Gone() || t.slots[target].Kind != endsKind(s.Kind) {
		t.release(i)
	}
}

// NewDay forgets the execution ids of the trading day that is over.
func (t *Table) NewDay() { t.executed.clear() }
