package obligation

import "quotient/market"

// A MemberRow is a move of a series' set (平值及附近合约).
type MemberRow struct {
	Series      uint8    // index into Params.Series
	Why         Restrike // what gave the reference; RestrikeUnset = nothing, the set is empty
	Underlying  market.Contract
	First, Last int16 // rows of the series that are in the set
	Row         int16 // the row at the money (平值); -1 = not known, the set is empty
	_           [6]byte
	At          market.Time  // holds from here on; a later row with an earlier At takes back what lies between
	Reference   market.Price // of the underlying, a half rounded down
	Strike      market.Price // at the money
}

// A set is which rows of a series are owed, and what may move it.
type set struct {
	row         int16 // at the money, -1 not known
	first, last int16 // the rows in the set
	near        int16 // the row that the reference is nearest to, -1 not known
	was         int16 // row before the last move
	why         Restrike
	_           [5]byte
	at          market.Time  // of the last move
	since       market.Time  // from when on near is the nearest
	twice       market.Price // twice the reference, 0 not known
}

func noSet() set { return set{row: -1, last: -1, near: -1, was: -1} }

func (s *set) has(row int16) bool { return s.first <= row && row <= s.last }

// due is when the set moves by itself because another row has been nearest for
// so long, 0 never.
func (s *set) due(hold market.Time) market.Time {
	if s.row < 0 || s.near < 0 || s.near == s.row {
		return 0
	}
	return s.since + hold
}

// nearest returns the row whose strike is nearest to half of twice.
func (r *Series) nearest(twice market.Price) int16 {
	lo, hi := 0, len(r.Rows)-1
	for lo < hi { // the first row with nothing nearer above it
		mid := (lo + hi) / 2
		if between := r.Rows[mid].Strike + r.Rows[mid+1].Strike; twice < between || twice == between && !r.TieHigh {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return int16(lo)
}

// around sets the row at the money and the rows on each side of it.
func (s *set) around(r *Series, row int16) {
	s.row, s.first, s.last = row, 0, -1
	if row >= 0 {
		s.first = int16(max(0, int32(row)-r.Around))
		s.last = int16(min(int32(len(r.Rows))-1, int32(row)+r.Around))
	}
}

// owes reports whether terms i ask for continuous quoting now: all the time, or
// in the series' set as it stands.
func (m *Meter) owes(i int32) bool {
	t := &m.p.Terms[i]
	if t.Watch {
		return false
	}
	return t.Series == 0 || m.sets[t.Series-1].has(m.of.place[i])
}

// move makes another row the one at the money, from t on.
func (m *Meter) move(i int32, row int16, why Restrike, t, now market.Time) {
	r, s := &m.p.Series[i], &m.sets[i]
	old, fresh := *s, *s
	fresh.around(r, row)
	fresh.was, fresh.why, fresh.at = old.row, why, t
	for k := range r.Rows {
		if was := old.has(int16(k)); was != fresh.has(int16(k)) { // what rolls its day now rolls it in the old set
			m.bring(r.Rows[k].Call, now)
			m.bring(r.Rows[k].Put, now)
		}
	}
	*s = fresh
	for k := range r.Rows {
		if is := fresh.has(int16(k)); is != old.has(int16(k)) {
			m.enter(r.Rows[k].Call, i, is, t, now)
			m.enter(r.Rows[k].Put, i, is, t, now)
		}
	}
	told := MemberRow{Series: uint8(i), Why: why, Underlying: r.Underlying, First: s.first, Last: s.last, Row: row, At: t, Reference: s.twice >> 1}
	if row >= 0 {
		told.Strike = r.Rows[row].Strike
	}
	m.st.lost += m.members.Push(&told)
}

// bring brings a contract's account up to now, if it has one.
func (m *Meter) bring(c market.Contract, now market.Time) {
	if d := m.duty(c); d != nil {
		m.catchUp(d, now)
	}
}

// enter takes a contract into its series' set, or out of it, from t on.
func (m *Meter) enter(c market.Contract, series int32, in bool, t, now market.Time) {
	d := m.duty(c)
	if d == nil {
		return
	}
	if d.terms >= 0 && int32(m.p.Terms[d.terms].Series) == series+1 && !m.p.Terms[d.terms].Watch {
		m.flag(d, bitOutside, !in, t, now)
	}
	m.remain(d)
}

// TakeMember takes a move of a series' set; false when there is none.
func (m *Meter) TakeMember(row *MemberRow) bool { return m.members.Take(row) }

// Member reports whether continuous quoting of the contract is owed now: it has
// terms today, and is in its series' set where there is one.
func (m *Meter) Member(c market.Contract) bool {
	d := m.duty(c)
	return d != nil && d.terms >= 0 && d.last().exempt&bitOutside == 0
}

// MemberAt reports whether it was owed at t, as far as is known now; 0 is now.
// Time before the tail is settled: the first stretch stands for it.
func (m *Meter) MemberAt(c market.Contract, t, now market.Time) bool {
	m.Advance(now)
	d := m.duty(c)
	if d == nil || d.terms < 0 {
		return false
	}
	if t == 0 {
		t = now
	}
	i := d.n - 1
	for i > 0 && d.tail[i].from > t {
		i--
	}
	return d.tail[i].exempt&bitOutside == 0
}
