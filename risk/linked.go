package risk

import "quotient/market"

// Linked says the most aggressive price that the accounts linked with ours
// (实际控制关系账户) show on side s of c; ok is false when they show none.
func (g *Gate) Linked(c market.Contract, s market.Side, price market.Price, ok bool) {
	if int(c) >= len(g.marks) || s != market.Bid && s != market.Ask {
		return
	}
	m := &g.marks[c]
	m.linked[s-market.Bid], m.shows[s-market.Bid] = price, 0
	if ok {
		m.shows[s-market.Bid] = 1
	}
}

// linkedMatch judges whether a leg could meet a linked account.
func (g *Gate) linkedMatch(in *market.Instruction) Verdict {
	m := &g.marks[in.Contract]
	if in.BidQty > 0 && m.shows[1] != 0 && in.Bid >= m.linked[1] {
		return Verdict{RuleLinked, int64(in.Bid), int64(m.linked[1]) - 1}
	}
	if in.AskQty > 0 && m.shows[0] != 0 && in.Ask <= m.linked[0] {
		return Verdict{RuleLinked, int64(in.Ask), int64(m.linked[0]) + 1}
	}
	return Verdict{}
}
