package position

import "quotient/market"

// A Leg is one side held of a contract: Bid long, Ask short.
type Leg struct {
	Contract market.Contract
	Side     market.Side
	_        uint8
}

// A Pair is a spread position (套利持仓): so many lots of each leg.
type Pair struct {
	A, B Leg
	Lots market.Qty
}

// Confirm counts lots of two legs as a spread position from now on: the exchange
// confirmed them, or a spread order made them (then after its fills). Until then
// both legs are speculation. false, and nothing changes, when a leg does not hold
// so many lots outside of pairs, or no place is left.
func (l *Limits) Confirm(a, b Leg, lots market.Qty) bool {
	if a.Contract == b.Contract || lots <= 0 || lots > l.Speculation(a) || lots > l.Speculation(b) {
		return false
	}
	i := l.lookup(a, b)
	if i < 0 {
		if int(l.st.pairs) == len(l.pairs) {
			return false
		}
		i = int(l.st.pairs)
		l.pairs[i] = Pair{A: a, B: b}
		l.st.pairs++
	}
	l.pair(i, lots)
	return true
}

// Unpair turns lots of a spread position back into speculation. false when it has
// not so many.
func (l *Limits) Unpair(a, b Leg, lots market.Qty) bool {
	i := l.lookup(a, b)
	if i < 0 || lots <= 0 || lots > l.pairs[i].Lots {
		return false
	}
	l.pair(i, -lots)
	l.drop(i)
	return true
}

// Pairs returns the number of spread positions.
func (l *Limits) Pairs() int { return int(l.st.pairs) }

// Pair returns the spread position i, below Pairs; they are in the order in which
// they were first confirmed.
func (l *Limits) Pair(i int) Pair { return l.pairs[i] }

// Spread returns the lots of a leg that are in spread positions.
func (l *Limits) Spread(g Leg) market.Qty {
	if !l.leg(g) {
		return 0
	}
	return l.rows[g.Contract].paired[g.Side-market.Bid]
}

// Speculation returns the lots of a leg that count as speculation.
func (l *Limits) Speculation(g Leg) market.Qty {
	if !l.leg(g) {
		return 0
	}
	return l.rows[g.Contract].held[g.Side-market.Bid] - l.Spread(g)
}

func (l *Limits) leg(g Leg) bool {
	return int(g.Contract) < len(l.rows) && (g.Side == market.Bid || g.Side == market.Ask)
}

// lookup returns where the pair of two legs is, -1 when there is none.
func (l *Limits) lookup(a, b Leg) int {
	for i := range l.pairs[:l.st.pairs] {
		if p := &l.pairs[i]; p.A == a && p.B == b || p.A == b && p.B == a {
			return i
		}
	}
	return -1
}

// pair adds lots to pair i and judges both legs anew.
func (l *Limits) pair(i int, lots market.Qty) {
	p := &l.pairs[i]
	p.Lots += lots
	for _, g := range [2]Leg{p.A, p.B} {
		l.rows[g.Contract].paired[g.Side-market.Bid] += lots
		l.scopes[l.scope[g.Contract]].paired[l.at(g.Contract, g.Side)] += lots
		l.judge(int(l.scope[g.Contract]))
	}
}

// drop forgets pair i once it is empty.
func (l *Limits) drop(i int) {
	if l.pairs[i].Lots != 0 {
		return
	}
	copy(l.pairs[i:l.st.pairs], l.pairs[i+1:l.st.pairs])
	l.st.pairs--
	l.pairs[l.st.pairs] = Pair{}
}

// breakUp undoes the pairs of lots that a leg lost, the youngest pair first: what
// is left of the other leg is speculation again (art. 6).
func (l *Limits) breakUp(g Leg, lots market.Qty) {
	for i := int(l.st.pairs) - 1; i >= 0 && lots > 0; i-- {
		if p := &l.pairs[i]; p.A == g || p.B == g {
			n := min(lots, p.Lots)
			lots -= n
			l.pair(i, -n)
			l.drop(i)
		}
	}
}
