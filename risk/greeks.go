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
	lots := int64(max(in.BidQty, in.AskQty))
	if g.p.InForce.Has(RuleDelta) {
		w := m.weight.Delta
		reach := lots * max(w, -w)
		if !m.delta || strains(reach, held.Delta, &worst.Delta, p.MaxDelta) || strains(reach, have.Delta, &all.Delta, g.p.MaxDelta) {
			if v := m.deltas(in, g.p.MaxDelta, p, worst, all, held, have); v.Rule != OK {
				return v
			}
		}
	}
	if g.p.InForce.Has(RuleVega) {
		w := m.weight.Vega
		reach := lots * max(w, -w)
		if !m.vega || strains(reach, held.Vega, &worst.Vega, p.MaxVega) || strains(reach, have.Vega, &all.Vega, g.p.MaxVega) {
			return m.vegas(in, g.p.MaxVega, p, worst, all, held, have)
		}
	}
	return Verdict{}
}

// strains reports whether moving what is held by reach, in either direction, may
// take it beyond most.
func strains(reach, held int64, may *[2]int64, most int64) bool {
	return max(held+may[0], may[1]-held)+reach > most
}

// deltas judges an instruction that strains a limit on delta: it may not move what
// is held in that direction.
func (m *mark) deltas(in *market.Instruction, most int64, p *ProductLimit, worst, all *orders.Sum, held, have *position.Sum) Verdict {
	if !m.delta {
		return Verdict{RuleDelta, -1, 0}
	}
	up, down := push(in, m.weight.Delta)
	if v := sways(up, down, held.Delta, &worst.Delta, p.MaxDelta, RuleDelta); v.Rule != OK {
		return v
	}
	return sways(up, down, have.Delta, &all.Delta, most, RuleDelta)
}

// vegas is deltas for vega.
func (m *mark) vegas(in *market.Instruction, most int64, p *ProductLimit, worst, all *orders.Sum, held, have *position.Sum) Verdict {
	if !m.vega {
		return Verdict{RuleVega, -1, 0}
	}
	up, down := push(in, m.weight.Vega)
	if v := sways(up, down, held.Vega, &worst.Vega, p.MaxVega, RuleVega); v.Rule != OK {
		return v
	}
	return sways(up, down, have.Vega, &all.Vega, most, RuleVega)
}

// bearable reports whether sums can hold a weight.
func bearable(w int64) bool { return w <= orders.MaxWeight && w >= -orders.MaxWeight }

// push returns how far the legs can move what is held up and down when one lot
// bought counts w.
func push(in *market.Instruction, w int64) (up, down int64) {
	bid, ask := int64(in.BidQty)*w, -int64(in.AskQty)*w
	return max(bid, ask), max(-bid, -ask)
}

// sways judges each direction that the legs move what is held in.
func sways(up, down, held int64, may *[2]int64, most int64, rule Rule) Verdict {
	if worst := held + may[0] + up; up > 0 && worst > most {
		return Verdict{rule, worst, most}
	}
	if worst := may[1] - held + down; down > 0 && worst > most {
		return Verdict{rule, worst, most}
	}
	return Verdict{}
}
