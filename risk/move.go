package risk

import "quotient/market"

// maxMoveOver bounds the memory of references.
const maxMoveOver = 10 * market.Minute

// strikesKept is how many collar and move refusals of a contract are remembered.
const strikesKept = 16

// second returns the second that t lies in.
func second(t market.Time) int64 { return int64(t / market.Second) }

// remember notes the reference that ends at now with a new book. It was in force
// no longer than it was fresh.
func (g *Gate) remember(c market.Contract, now market.Time) {
	r, b := &g.rails[c], &g.books[c]
	if b.middle == 0 || r.high.points == nil {
		return
	}
	until := min(now, max(b.at, g.st.heard)+r.StaleAfter)
	since := second(now - g.p.MoveOver)
	r.high.push(b.middle, second(until), since)
	r.low.push(-b.middle, second(until), since)
}

// moved judges a price against every reference of the last Params.MoveOver,
// counted in whole seconds, the one in force included.
func (g *Gate) moved(in *market.Instruction, r *rail, b *book, now market.Time) Verdict {
	high, low := r.extremes(b.middle, second(now-g.p.MoveOver))
	far := market.Price(0)
	if in.BidQty > 0 {
		far = max(high-2*in.Bid, 2*in.Bid-low)
	}
	if in.AskQty > 0 {
		far = max(far, high-2*in.Ask, 2*in.Ask-low)
	}
	if far > 2*r.MoveTicks {
		return Verdict{RuleMove, int64(far), 2 * int64(r.MoveTicks)}
	}
	return Verdict{}
}

// strike notes a refusal for the price's distance.
func (g *Gate) strike(in *market.Instruction, rule Rule, now market.Time) {
	if rule == RuleCollar || rule == RuleMove {
		g.rails[in.Contract].strikes.Add(now)
	}
}

// Strikes returns how many instructions of c were refused by RuleCollar or
// RuleMove in the Params.StrikeOver that ends at now, at most 16.
func (g *Gate) Strikes(c market.Contract, now market.Time) int64 {
	if int(c) >= len(g.rails) {
		return 0
	}
	return g.rails[c].strikes.Count(now, g.p.StrikeOver)
}
