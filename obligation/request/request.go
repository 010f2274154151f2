package request

import "quotient/market"

// A request is one that is not decided yet. It holds no pointers.
type request struct {
	row       Row // Low and High are set when it is decided
	number    uint64
	sent      uint64      // quotes that had left when it was heard
	head      uint64      // number of the open request that it is one with, 0 none
	wake      market.Time // when it has to be looked at; 0 = something has to be heard first
	need      market.Time // the proof it waits for
	terms     int32
	next      int32   // in the contract's list, or among the vacant places; -1 none
	excused   bool    // made during an exemption, as far as is folded
	low, high attempt // as far as is folded
}

// Request notes a request for quote (询价) on a contract, made at the exchange's
// stamp or, when that is 0, now. Member says whether the contract is in the
// continuous-quote set. One told twice counts once.
func (m *Meter) Request(c market.Contract, ref market.Ref, stamp, now market.Time, member bool) {
	d := m.touch(c, now)
	stamp = orNow(stamp, 0, now)
	row := Row{Contract: c, Unit: NoUnit, Ref: ref, At: stamp, Seen: now}
	if d == nil {
		m.dismiss(&row, NotOwed, now)
		return
	}
	if m.known(d, ref) {
		return
	}
	row.Date, _ = m.cal.TradingDay(d.hours, stamp)
	if i := m.find(c, row.Date); i >= 0 {
		m.owed(d, &row, i, member)
	} else {
		m.dismiss(&row, NotOwed, now)
	}
	m.done(d, now)
}

// owed takes a request over under terms i.
func (m *Meter) owed(d *duty, row *Row, i int32, member bool) {
	t := &m.p.Terms[i]
	row.Unit, row.Due = t.Unit, row.At+t.Respond
	switch {
	case t.Scope == ScopeRest && member:
		m.dismiss(row, NotOwed, row.Seen)
	case t.Merge == PolicyYes && d.prior != 0 && near(row.At, d.prior, t.Apart):
		m.dismiss(row, Merged, row.Seen)
	case t.Merge == PolicyYes && d.head != 0 && near(row.At, d.head, t.Apart):
		if row.At < d.head && m.precede(d, row, i) {
			return
		}
		m.merge(d, row)
	default:
		m.add(d, row, i)
	}
}

func near(a, b, apart market.Time) bool { return max(a-b, b-a) < apart }

// known reports whether the id was heard before, and remembers it.
func (m *Meter) known(d *duty, ref market.Ref) bool {
	if ref == (market.Ref{}) {
		return false
	}
	for i := range d.heard {
		if d.heard[i] == ref {
			return true
		}
	}
	if own, _ := m.named(d, ref); own != 0 {
		return true
	}
	copy(d.heard[1:], d.heard[:])
	d.heard[0] = ref
	return false
}

// named is the number of the open request that goes by the id, and of the one
// that it is one with or itself; 0 none.
func (m *Meter) named(d *duty, ref market.Ref) (own, answers uint64) {
	if ref == (market.Ref{}) {
		return 0, 0
	}
	for i := d.first; i >= 0; i = m.table[i].next {
		if r := &m.table[i]; r.row.Ref == ref {
			if r.head != 0 {
				return r.number, r.head
			}
			return r.number, r.number
		}
	}
	return 0, 0
}

// add makes a request an open one.
func (m *Meter) add(d *duty, row *Row, terms int32) {
	t, excused := &m.p.Terms[terms], d.tail[d.at(row.At)].excused()
	m.st.number++
	if t.counts(excused) {
		d.lead(row.At, m.st.number)
	}
	i := m.place(d)
	if i < 0 {
		row.Low, row.High, row.Decided = Unknown, Unknown, row.Seen
		if !t.counts(excused) {
			row.Low, row.High = Excluded, Excluded
		}
		m.tell(d, row)
		return
	}
	m.table[i] = request{row: *row, number: m.st.number, sent: d.sent, terms: terms, next: -1, excused: excused}
	m.units[row.Unit].open++
	if m.consider(d, &m.table[i], row.Seen); m.table[i].row.Decided != 0 {
		m.sweep(d) // it was told late
	}
}

// place takes a vacant place to the end of the contract's list; -1 when there is none.
func (m *Meter) place(d *duty) int32 {
	i := m.st.vacant
	switch {
	case i >= 0:
		m.st.vacant = m.table[i].next
	case int(m.st.used) < len(m.table):
		i = m.st.used
		m.st.used++
	default:
		return -1
	}
	if d.first < 0 {
		d.first = i
	} else {
		m.table[d.final].next = i
	}
	d.final = i
	return i
}

// sweep takes the decided requests out of the list.
func (m *Meter) sweep(d *duty) {
	for m.unite(d) {
	}
	i := d.first
	d.first, d.final = -1, -1
	for i >= 0 {
		r, next := &m.table[i], m.table[i].next
		if r.row.Decided != 0 {
			*r = request{next: m.st.vacant}
			m.st.vacant = i
		} else {
			if r.next = -1; d.first < 0 {
				d.first = i
			} else {
				m.table[d.final].next = i
			}
			d.final = i
		}
		i = next
	}
}

// dismiss tells a request that is not in the denominator.
func (m *Meter) dismiss(row *Row, v Verdict, now market.Time) {
	row.Low, row.High, row.Decided = v, v, now
	m.tell(nil, row)
}

// tell counts a decided request and hands its row out.
func (m *Meter) tell(d *duty, row *Row) {
	if row.Unit != NoUnit {
		m.units[row.Unit].count(row)
	}
	if row.Low.Counts() && row.Date.Month() == d.month {
		d.requests++
		d.low += one(row.Low == Answered)
		d.high += one(row.High == Answered || row.High == Unknown)
	}
	m.st.lost += m.rows.Push(row)
	m.decided.Push(row)
}

func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
