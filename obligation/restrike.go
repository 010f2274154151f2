package obligation

import "quotient/market"

// Settlement notes the settlement price (结算价) of the trading day before, of an
// underlying or of an option, at the exchange's stamp or, when that is 0, now.
// What is told after the close belongs to the next trading day.
func (m *Meter) Settlement(c market.Contract, p market.Price, stamp, now market.Time) {
	m.arrive(now)
	if int(c) >= len(m.prices) || p <= 0 {
		return
	}
	if root := m.of.rootOf[c]; root >= 0 {
		m.settled(int32(root), p, stamp, now)
	}
	if d := m.touch(c, now); d != nil {
		m.settledOption(d, p, orNow(stamp, 0, now), now)
	}
}

// settled moves the sets that the underlying's settlement price decides. Without
// a stamp it has been known since the trading day opened.
func (m *Meter) settled(root int32, p market.Price, stamp, now market.Time) {
	b, r, told := &m.bases[root], &m.of.roots[root], orNow(stamp, 0, now)
	if !b.settles(b.settledAt, told) {
		return
	}
	b.settledAt = told
	for _, i := range m.of.series[r.series.from:r.series.to] {
		if m.p.Series[i].By != RestrikeSettlement {
			continue
		}
		s := &m.sets[i]
		row, t := m.p.Series[i].nearest(2*p), max(told, s.at)
		if s.row < 0 && stamp == 0 && told <= b.close {
			t = b.opened
		}
		s.twice, s.near, s.since = 2*p, row, t
		if row != s.row || s.why != RestrikeSettlement {
			m.move(i, row, RestrikeSettlement, t, now)
		}
	}
}

// settles reports whether a settlement price told at t counts when the last was
// told at before. A trading day has one: the last that was told between the
// close before it and its open, else the first that is told inside it.
func (b *base) settles(before, t market.Time) bool {
	decided := before > b.closed && b.opened <= t && t <= b.close
	return t > b.closed && t >= before && !decided
}

// refer takes over twice the price of the underlying by which a set moves inside
// the day; 0 is none, and then no other row is known to be nearest.
func (m *Meter) refer(i int32, twice market.Price, stamp, now market.Time) {
	r, s := &m.p.Series[i], &m.sets[i]
	t := within(orNow(stamp, 0, now), s.since, now)
	s.twice = twice
	row := int16(-1)
	if twice != 0 {
		row = r.nearest(twice)
	}
	if row != s.near && t < s.at { // the other row was not nearest for long enough after all
		m.move(i, s.was, r.By, s.at, now)
		s.at = t
	}
	if row != s.near {
		s.near, s.since = row, t
	}
	switch {
	case row < 0:
	case s.why != r.By:
		m.move(i, row, r.By, t, now)
	default:
		m.hold(i, now)
	}
}

// hold moves the set when another row has been nearest for long enough, or notes
// when it will have been.
func (m *Meter) hold(i int32, now market.Time) {
	r, s := &m.p.Series[i], &m.sets[i]
	switch due := s.due(r.Hold); {
	case due == 0:
	case due <= now:
		m.move(i, s.near, r.By, due, now)
	default:
		m.st.turn = sooner(due, m.st.turn, 0)
	}
}

// dawn opens a trading day of a root at t: a set whose reference is not known
// goes by the last price of the day before.
func (m *Meter) dawn(root int32, t market.Time) {
	b, r := &m.bases[root], &m.of.roots[root]
	settled, last := b.settledAt > b.close, b.last
	m.clock(b, r.hours, t)
	b.last = 0
	for _, i := range m.of.series[r.series.from:r.series.to] {
		x, s := &m.p.Series[i], &m.sets[i]
		known := s.why == x.By
		if x.By == RestrikeSettlement {
			known = settled
		}
		switch {
		case known:
		case last != 0:
			row := x.nearest(2 * last)
			s.twice, s.near, s.since = 2*last, row, t
			m.move(i, row, RestrikeCarried, t, t)
		case s.row >= 0:
			s.twice = 0
			m.move(i, -1, RestrikeUnset, t, t)
		}
	}
}
