package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// Greeks says what one lot of c bought adds in delta and vega, in the units of
// the limits (such as thousandths of a lot). Until told, no lot of c passes.
func (g *Gate) Greeks(c market.Contract, delta, vega int64) {
	if int(c) >= len(g.marks) {
		return
	}
	m := &g.marks[c]
	m.weight.Delta, m.weight.Vega, m.weighed = delta, vega, 1
	g.weigh(c)
}

// weigh tells the bound table and ledger what a lot of c counts.
func (g *Gate) weigh(c market.Contract) {
	if w := &g.marks[c].weight; g.orders != nil && g.ledger != nil {
		g.orders.Weigh(c, *w)
		g.ledger.Weigh(c, w.Delta, w.Vega)
	}
}

// greeks judges the worst case in delta and vega, over the product and the account.
func (g *Gate) greeks(in *market.Instruction, r *rail, o *orders.Table, l *position.Ledger) Verdict {
	m := &g.marks[in.Contract]
	p := &g.products[r.group]
	worst, held := o.Worst(int(r.group)), l.Sum(int(r.group))
	all, have := o.Account(), l.Account()
	if g.p.InForce.Has(RuleDelta) {
		if m.weighed == 0 || heavy(m.weight.Delta) {
			return Verdict{RuleDelta, -1, 0}
		}
		if v := sways(in, m.weight.Delta, held.Delta, &worst.Delta, p.MaxDelta, RuleDelta); v.Rule != OK {
			return v
		}
		if v := sways(in, m.weight.Delta, have.Delta, &all.Delta, g.p.MaxDelta, RuleDelta); v.Rule != OK {
			return v
		}
	}
	if g.p.InForce.Has(RuleVega) {
		if m.weighed == 0 || heavy(m.weight.Vega) {
			return Verdict{RuleVega, -1, 0}
		}
		if v := sways(in, m.weight.Vega, held.Vega, &worst.Vega, p.MaxVega, RuleVega); v.Rule != OK {
			return v
		}
		return sways(in, m.weight.Vega, have.Vega, &all.Vega, g.p.MaxVega, RuleVega)
	}
	return Verdict{}
}

// heavy reports whether a weight is more than sums can hold.
func heavy(w int64) bool { return w > orders.MaxWeight || w < -orders.MaxWeight }

// sways judges each leg in the direction in which it moves what is held.
func sways(in *market.Instruction, w, held int64, may *[2]int64, most int64, rule Rule) Verdict {
	bid, ask := int64(in.BidQty)*w, -int64(in.AskQty)*w
	if up := max(0, bid) + max(0, ask); up > 0 && held+may[0]+up > most {
		return Verdict{rule, held + may[0] + up, most}
	}
	if down := max(0, -bid) + max(0, -ask); down > 0 && may[1]-held+down > most {
		return Verdict{rule, may[1] - held + down, most}
	}
	return Verdict{}
}
