package request

import "quotient/market"

// Units returns how many units there are.
func (m *Meter) Units() int { return len(m.p.Units) }

// Lost returns how many rows nobody took in time.
func (m *Meter) Lost() int64 { return m.st.lost }

// TakeRow takes the row of a request that is decided; false when there is none.
func (m *Meter) TakeRow(row *Row) bool { return m.rows.Take(row) }

// TakeUnit takes the reading of a unit whose last contract has closed its trading
// day; false when there is none.
func (m *Meter) TakeUnit(r *UnitReading) bool { return m.days.Take(r) }

// Unit returns the unit in which a contract's answers are judged today; owed is
// false when it owes none.
func (m *Meter) Unit(c market.Contract) (unit uint8, owed bool) {
	if int(c) >= len(m.duties) || m.duties[c].terms < 0 {
		return NoUnit, false
	}
	return m.p.Terms[m.duties[c].terms].Unit, true
}

// Owes reports whether a contract owes answers today.
func (m *Meter) Owes(c market.Contract) bool {
	_, owed := m.Unit(c)
	return owed
}

// Contract returns the month's decided requests on a contract that are in the
// denominator, and how many of them were answered, provably and possibly.
func (m *Meter) Contract(c market.Contract) (requests, answeredLow, answeredHigh int64) {
	if int(c) >= len(m.duties) {
		return 0, 0, 0
	}
	d := &m.duties[c]
	return d.requests, d.low, d.high
}

// Read fills r with a unit's month as it stands. It changes nothing.
func (m *Meter) Read(u int, now market.Time, r *UnitReading) {
	date := market.Date(0)
	for c := range m.duties {
		if m.member(market.Contract(c), uint8(u)) {
			date = max(date, m.duties[c].date)
		}
	}
	m.fill(u, date, false, r)
}

// member reports whether a contract is ever in a unit.
func (m *Meter) member(c market.Contract, u uint8) bool {
	for _, i := range m.rowsOf(c) {
		if m.p.Terms[i].Unit == u {
			return true
		}
	}
	return false
}

// Open fills ask with what must be done for a contract's open requests, as of the
// last input or deadline: the earliest due of those that no answer stands for,
// else the one whose answer must stand longest. It is false when there is none.
func (m *Meter) Open(c market.Contract, ask *Ask) (found bool) {
	if int(c) >= len(m.duties) {
		return false
	}
	d := &m.duties[c]
	for i := d.first; i >= 0; i = m.table[i].next {
		r := &m.table[i]
		until, open := m.wants(d, r)
		if !open {
			continue
		}
		better := !found || until == 0 && (ask.Until != 0 || r.row.Due < ask.Due) || ask.Until != 0 && until > ask.Until
		if found = true; better {
			*ask = Ask{Ref: r.row.Ref, At: r.row.At, Due: r.row.Due, Until: until, Demand: m.demands[r.terms]}
		}
	}
	return found
}

// wants says whether a request still wants something, and up to when its answer
// must stand; 0 when none stands.
func (m *Meter) wants(d *duty, r *request) (until market.Time, open bool) {
	if r.head != 0 || !m.counts(d, r) {
		return 0, false
	}
	now := m.seen(d)
	lo, hi := m.attempts(d, r, now, now)
	switch {
	case lo.done == 0 && lo.since == 0:
		return 0, true
	case lo.done == 0:
		return m.enough(d, r, &lo, now), true
	case hi.done == 0: // it may be standing all the same
		return m.enough(d, r, &hi, now), true
	}
	return 0, false
}

// seen is the instant as of which a contract's requests are read: the last input
// or deadline, but not beyond what the calendar still has to do on the contract.
func (m *Meter) seen(d *duty) market.Time {
	if d.next != 0 {
		return min(m.st.now, d.next)
	}
	return m.st.now
}

// List appends views of requests to dst while it has room: the open ones, the
// earliest due first, then the decided ones, the last first.
func (m *Meter) List(dst []View) []View {
	from := len(dst)
	for c := range m.duties {
		for i := m.duties[c].first; i >= 0; i = m.table[i].next {
			if r := &m.table[i]; r.head == 0 {
				dst = enlist(dst, from, &View{Row: r.row, Open: true, place: i})
			}
		}
	}
	for i := from; i < len(dst); i++ {
		m.view(&dst[i])
	}
	for i := m.decided.Len() - 1; i >= 0 && len(dst) < cap(dst); i-- {
		dst = append(dst, View{Row: *m.decided.At(i)})
	}
	return dst
}

// enlist adds an open request to the views after from, by when it is due. The
// latest due falls out when there is no room.
func enlist(dst []View, from int, v *View) []View {
	if len(dst) < cap(dst) {
		dst = append(dst, View{})
	} else if len(dst) == from || dst[len(dst)-1].Due <= v.Due {
		return dst
	}
	i := len(dst) - 1
	for ; i > from && dst[i-1].Due > v.Due; i-- {
		dst[i] = dst[i-1]
	}
	dst[i] = *v
	return dst
}

// view completes the view of an open request.
func (m *Meter) view(v *View) {
	d, r := &m.duties[v.Contract], &m.table[v.place]
	lo, hi := m.attempts(d, r, m.seen(d), m.seen(d))
	v.Until, _ = m.wants(d, r)
	v.AnsweredLow, v.AnsweredHigh, v.QuoteID = lo.first, hi.first, hi.quote
	v.HeldLow, v.HeldHigh = max(lo.best, lo.held), max(hi.best, hi.held)
}
