package risk

import "quotient/market"

// Linked says the most aggressive price that the accounts linked with ours
// (实际控制关系账户) show on side s of c; ok is false when they show none.
func (g *Gate) Linked(c market.Contract, s market.Side, price market.Price, ok bool) {
	if int(c) >= len(g.books) || s != market.Bid && s != market.Ask {
		return
	}
	b := &g.books[c]
	g.marks[c].linked[s-market.Bid] = price
	b.shows &^= 1 << s
	if ok {
		b.shows |= 1 << s
	}
}

// linkedMatch judges whether a leg could meet a linked account.
func (g *Gate) linkedMatch(in *market.Instruction) Verdict {
	shows, at := g.books[in.Contract].shows, &g.marks[in.Contract].linked
	if in.BidQty > 0 && shows>>market.Ask&1 != 0 && in.Bid >= at[1] {
		return Verdict{RuleLinked, int64(in.Bid), int64(at[1]) - 1}
	}
	if in.AskQty > 0 && shows>>market.Bid&1 != 0 && in.Ask <= at[0] {
		return Verdict{RuleLinked, int64(in.Ask), int64(at[0]) + 1}
	}
	return Verdict{}
}
