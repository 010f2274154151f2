package risk

import "quotient/market"

// Linked says the most aggressive price that the accounts linked with ours
// (实际控制关系账户) show on side s of c; ok is false when they show none.
func (g *Gate) Linked(c market.Contract, s market.Side, price market.Price, ok bool) {
	if int(c) >= len(g.books) || s != market.Bid && s != market.Ask {
		return
	}
	b := &g.books[c]
	b.linked[s-market.Bid], b.shows[s-market.Bid] = price, 0
	if ok {
		b.shows[s-market.Bid] = 1
	}
}

// linkedMatch judges whether a leg could meet a linked account.
func (b *book) linkedMatch(in *market.Instruction) Verdict {
	if in.BidQty > 0 && b.shows[1] != 0 && in.Bid >= b.linked[1] {
		return Verdict{RuleLinked, int64(in.Bid), int64(b.linked[1]) - 1}
	}
	if in.AskQty > 0 && b.shows[0] != 0 && in.Ask <= b.linked[0] {
		return Verdict{RuleLinked, int64(in.Ask), int64(b.linked[0]) + 1}
	}
	return Verdict{}
}
