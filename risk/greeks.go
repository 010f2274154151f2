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
	m.weight.Delta, m.weight.Vega = delta, vega
	m.delta, m.vega = bearable(delta), bearable(vega)
	g.weigh(c)
}

// weigh tells the bound table and ledger what a lot of c counts.
func (g *Gate) weigh(c market.Contract) {
	if w := &g.marks[c].weight; g.orders != nil {
		g.orders.Weigh(c, *w)
		g.ledger.Weigh(c, w.Delta, w.Vega)
	}
}

// greeks judges the worst case in delta and vega, over the product and the account.
func (g *Gate) greeks(in *market.Instruction, r *rail, o *orders.Table, l *position.Ledger) Verdict {
	m, p := &g.marks[in.Contract], &g.products[r.group]
	worst, held := o.Worst(int(r.group)), l.Sum(int(r.group))
	all, have := o.Account(), l.Account()
	if g.p.InForce.Has(RuleDelta) {
		if !m.delta {
			return Verdict{RuleDelta, -1, 0}
		}
		up, down := push(in, m.weight.Delta)
		if sways(up, down, held.Delta, &worst.Delta, p.MaxDelta) || sways(up, down, have.Delta, &all.Delta, g.p.MaxDelta) {
			if v := swayed(RuleDelta, up, down, held.Delta, &worst.Delta, p.MaxDelta); v.Rule != OK {
				return v
			}
			return swayed(RuleDelta, up, down, have.Delta, &all.Delta, g.p.MaxDelta)
		}
	}
	if g.p.InForce.Has(RuleVega) {
		if !m.vega {
			return Verdict{RuleVega, -1, 0}
		}
		up, down := push(in, m.weight.Vega)
		if sways(up, down, held.Vega, &worst.Vega, p.MaxVega) || sways(up, down, have.Vega, &all.Vega, g.p.MaxVega) {
			if v := swayed(RuleVega, up, down, held.Vega, &worst.Vega, p.MaxVega); v.Rule != OK {
				return v
			}
			return swayed(RuleVega, up, down, have.Vega, &all.Vega, g.p.MaxVega)
		}
	}
	return Verdict{}
}

// bearable reports whether sums can hold a weight.
func bearable(w int64) bool { return w <= orders.MaxWeight && w >= -orders.MaxWeight }

// push returns how far the legs can move what is held up and down when one lot
// bought counts w.
func push(in *market.Instruction, w int64) (up, down int64) {
	bid, ask := int64(in.BidQty)*w, -int64(in.AskQty)*w
	return max(bid, ask), max(-bid, -ask)
}

// sways reports whether the legs move what is held beyond most; a direction in
// which they do not move it is not theirs.
func sways(up, down, held int64, may *[2]int64, most int64) bool {
	return up > 0 && held+may[0]+up > most || down > 0 && may[1]-held+down > most
}

// swayed says how far, when they do.
func swayed(rule Rule, up, down, held int64, may *[2]int64, most int64) Verdict {
	if worst := held + may[0] + up; up > 0 && worst > most {
		return Verdict{rule, worst, most}
	}
	if worst := may[1] - held + down; down > 0 && worst > most {
		return Verdict{rule, worst, most}
	}
	return Verdict{}
}
