package risk

import "quotient/market"

// Linked says the most aggressive price that the accounts linked with ours
// (实际控制关系账户) show on side s of c; ok is false when they show none.
func (g *Gate) Linked(c market.Contract, s market.Side, price market.Price, ok bool) {
	if int(c) >= len(g.books) || s != market.Bid && s != market.Ask {
		return
	}
	i := s - market.Bid
	g.marks[c].linked[i], g.books[c].shows[i] = price, 0
	if ok {
		g.books[c].shows[i] = 1
	}
}

// linkedMatch judges whether a leg could meet a linked account.
func (g *Gate) linkedMatch(in *market.Instruction) Verdict {
	shows, at := &g.books[in.Contract].shows, &g.marks[in.Contract].linked
	if in.BidQty > 0 && shows[1] != 0 && in.Bid >= at[1] {
		return Verdict{RuleLinked, int64(in.Bid), int64(at[1]) - 1}
	}
	if in.AskQty > 0 && shows[0] != 0 && in.Ask <= at[0] {
		return Verdict{RuleLinked, int64(in.Ask), int64(at[0]) + 1}
	}
	return Verdict{}
}
