package sim

import "quotient/market"

// A set is which rows of a series are owed now.
type set struct {
	Series
	number  uint8
	row     int // at the money; -1 = not known, nothing is owed
	next    int // another row that is nearest; -1 = none
	nearest market.Time
	why     Restrike     // what it was struck by
	ref     market.Price // the reference, a middle rounded down
}

func newSet(s *Series, number uint8) set { return set{Series: *s, number: number, row: -1, next: -1} }

// has reports whether row k is in the set around row.
func (s *set) has(row, k int) bool { return row >= 0 && k >= row-s.Around && k <= row+s.Around }

// near returns the row nearest to half of twice.
func (s *set) near(twice market.Price) int {
	best := 0
	for k := 1; k < len(s.Rows); k++ {
		was, is := abs(2*s.Rows[best].Strike-twice), abs(2*s.Rows[k].Strike-twice)
		if is < was || is == was && s.TieHigh {
			best = k
		}
	}
	return best
}

func abs(p market.Price) market.Price { return max(p, -p) }

// due returns when the set moves if nothing changes.
func (s *set) due() market.Time {
	if s.next < 0 {
		return never
	}
	return s.nearest + s.Hold
}

// upTo moves the sets that are due by now, in the order of time.
func (n *counter) upTo(now market.Time) {
	for {
		first := (*set)(nil)
		for i := range n.sets {
			if s := &n.sets[i]; first == nil || s.due() < first.due() {
				first = s
			}
		}
		if first == nil || first.due() > now || first.next < 0 {
			return
		}
		n.move(first, first.next, first.By, first.due())
	}
}

// look takes over the underlying's snapshot as a reference.
func (n *counter) look(c market.Contract, d *market.Depth, now market.Time) {
	for i := range n.sets {
		s := &n.sets[i]
		if s.Underlying != c {
			continue
		}
		switch {
		case s.By == RestrikeLast && d.Last > 0:
			n.refer(s, 2*d.Last, now)
		case s.By == RestrikeMid && d.TwoSided():
			n.refer(s, d.Bid+d.Ask, now)
		default:
			s.next = -1
		}
	}
}

// refer tells a held series its reference, doubled.
func (n *counter) refer(s *set, twice market.Price, now market.Time) {
	s.ref = floorHalf(twice)
	k := s.near(twice)
	switch {
	case s.why != s.By:
		n.move(s, k, s.By, now)
	case k == s.row:
		s.next = -1
	case k != s.next:
		s.next, s.nearest = k, now
	}
}

// rollSets begins the sets' trading day. Where the reference of the policy is not
// known the last price of the day before stands in.
func (n *counter) rollSets(now market.Time) {
	for i := range n.sets {
		s := &n.sets[i]
		for k := range s.Rows {
			n.enrol(s, k, s.has(s.row, k), now)
		}
		known := s.why == s.By // a held one stays where it is
		if s.By == RestrikeSettlement {
			if known = n.settle[s.Underlying] > 0; known {
				n.settled(s.Underlying, now)
			}
		}
		if known {
			continue
		}
		if s.ref = n.before[s.Underlying]; s.ref > 0 {
			n.move(s, s.near(2*s.ref), RestrikeCarried, now)
		} else {
			n.move(s, -1, RestrikeNone, now)
		}
	}
}

// settled strikes the series that go by the underlying's settlement price.
func (n *counter) settled(c market.Contract, now market.Time) {
	for i := range n.sets {
		if s := &n.sets[i]; s.By == RestrikeSettlement && s.Underlying == c {
			s.ref = n.settle[c]
			n.move(s, s.near(2*s.ref), RestrikeSettlement, now)
		}
	}
}

// move puts the set around another row.
func (n *counter) move(s *set, row int, why Restrike, now market.Time) {
	was, same := s.row, row == s.row && why == s.why
	s.row, s.why, s.next = row, why, -1
	if same {
		return
	}
	for k := range s.Rows {
		if in := s.has(row, k); in != s.has(was, k) {
			n.enrol(s, k, in, now)
		}
	}
	m := Move{Series: s.number, Why: why, Underlying: s.Underlying, First: -1, Last: -1, Row: int16(row),
		Date: n.date, At: now, Reference: s.ref}
	if row >= 0 {
		m.First, m.Last = int16(max(row-s.Around, 0)), int16(min(row+s.Around, len(s.Rows)-1))
		m.Strike = s.Rows[row].Strike
	}
	n.moves = append(n.moves, m)
}

// enrol puts the call and the put of row k into the set, or takes them out.
func (n *counter) enrol(s *set, k int, in bool, now market.Time) {
	for _, c := range [2]market.Contract{s.Rows[k].Call, s.Rows[k].Put} {
		for i := int(c); i < len(n.rows) && int(c) < n.contracts; i += n.contracts {
			if r := &n.rows[i]; r.owes() && r.terms.Series == s.number+1 {
				r.settle(n.grants, now)
				r.member = in
			}
		}
	}
}
