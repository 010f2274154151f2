package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/position"
)

// A pair is how many lots of two legs are confirmed as a spread position (套利): long
// the first leg and short the second, and the other way.
type pair [2]market.Qty

// confirmPair takes over what the exchange has confirmed of a pair.
func (l *Loop) confirmPair(c *port.Command) {
	i := int(c.Value)
	if i < 0 || i >= len(l.pairs) || max(c.First, c.Count) > uint64(position.MaxQty) {
		return
	}
	l.pairs[i], l.st.paired = pair{market.Qty(c.First), market.Qty(c.Count)}, 1
	l.paired(i)
}

// unpaired breaks up what a leg that went down no longer backs: once one leg is closed
// the other is speculation again, and stays so until it is confirmed anew. Positions
// that the exchange has not told yet say nothing.
func (l *Loop) unpaired(c market.Contract) {
	for i, x := range l.r.Pairs {
		if l.st.synced == 0 || x.First != c && x.Second != c {
			continue
		}
		for way := range l.pairs[i] {
			a, b := l.legs(i, way)
			l.pairs[i][way] = min(l.pairs[i][way], l.lotsOf(a), l.lotsOf(b))
		}
		l.paired(i)
	}
}

// paired tells limits and funds what is confirmed of a pair, as far as it is held.
func (l *Loop) paired(i int) {
	if l.r.Account != nil {
		l.r.Account.Spread(i, l.pairs[i][0], l.pairs[i][1])
		l.st.fundless = 1
	}
	if l.r.Limits == nil {
		return
	}
	for way := range l.pairs[i] {
		a, b := l.legs(i, way)
		has, wants := l.spread(a, b), l.pairs[i][way]
		if has > wants {
			l.r.Limits.Unpair(a, b, has-wants)
		} else if more := min(wants-has, l.r.Limits.Speculation(a), l.r.Limits.Speculation(b)); more > 0 {
			l.r.Limits.Confirm(a, b, more)
		}
		for _, g := range [...]position.Leg{a, b} {
			l.tellExchange(g.Contract)
			l.touch(g.Contract)
		}
	}
}

// legs are the two legs of a pair held one way.
func (l *Loop) legs(i, way int) (a, b position.Leg) {
	first, second := market.Bid, market.Ask
	if way != 0 {
		first, second = second, first
	}
	return position.Leg{Contract: l.r.Pairs[i].First, Side: first}, position.Leg{Contract: l.r.Pairs[i].Second, Side: second}
}

// lotsOf is what is held of a leg.
func (l *Loop) lotsOf(g position.Leg) market.Qty {
	if g.Side == market.Bid {
		return l.r.Ledger.Long(g.Contract)
	}
	return l.r.Ledger.Short(g.Contract)
}

// spread is how many lots of two legs the limits count as a spread.
func (l *Loop) spread(a, b position.Leg) market.Qty {
	for i := range l.r.Limits.Pairs() {
		if p := l.r.Limits.Pair(i); p.A == a && p.B == b {
			return p.Lots
		}
	}
	return 0
}
