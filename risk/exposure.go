package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// selfMatch judges whether a leg could meet an order of ours on the other side.
// A quote may cross the one it replaces, and only while that one stands: the
// exchange takes it out in the same act.
func selfMatch(in *market.Instruction, o *orders.Table) Verdict {
	if in.BidQty > 0 {
		if ask, ok := o.BestPossible(in.Contract, market.Ask); ok && in.Bid >= ask {
			if ask, ok = others(in, o, market.Ask); ok && in.Bid >= ask {
				return Verdict{RuleSelfMatch, int64(in.Bid), int64(ask) - 1}
			}
		}
	}
	if in.AskQty > 0 {
		if bid, ok := o.BestPossible(in.Contract, market.Bid); ok && in.Ask <= bid {
			if bid, ok = others(in, o, market.Bid); ok && in.Ask <= bid {
				return Verdict{RuleSelfMatch, int64(in.Ask), int64(bid) + 1}
			}
		}
	}
	return Verdict{}
}

// others returns our most aggressive price on side s that in would not replace.
func others(in *market.Instruction, o *orders.Table, s market.Side) (market.Price, bool) {
	if in.Kind == market.InstructQuote && in.Target != 0 && o.QuoteID(in.Contract) == in.Target {
		return o.BestPossibleBut(in.Contract, s, in.Target)
	}
	return o.BestPossible(in.Contract, s)
}

// exposure judges the worst case: what is held, plus everything of ours that may
// still fill, plus this, all on one side.
func (g *Gate) exposure(in *market.Instruction, r *rail, o *orders.Table, l *position.Ledger) Verdict {
	g.bind(o, l)
	if o.InFlight(in.Contract) {
		return Verdict{RuleInFlight, maxInFlight + 1, maxInFlight}
	}
	if o.Full() {
		return Verdict{RuleInFlight, int64(o.Used()), int64(o.Len())}
	}
	if in.BidQty > 0 {
		if v := g.worst(in.Contract, r, market.Bid, in.BidQty, o, l); v.Rule != OK {
			return v
		}
	}
	if in.AskQty > 0 {
		return g.worst(in.Contract, r, market.Ask, in.AskQty, o, l)
	}
	return Verdict{}
}

// worst judges qty more lots on side s.
func (g *Gate) worst(c market.Contract, r *rail, s market.Side, qty market.Qty, o *orders.Table, l *position.Ledger) Verdict {
	lots := o.Possible(c, s) + qty
	if lots > orders.MaxLots {
		return Verdict{RulePosition, int64(lots), int64(orders.MaxLots)}
	}
	held, most := l.Net(c), r.MaxLong
	product := l.NetGroup(int(r.group))
	if s == market.Ask {
		held, most, product = -held, r.MaxShort, -product
	}
	if net := held + lots; net > most {
		return Verdict{RulePosition, int64(net), int64(most)}
	}
	if net := product + o.PossibleGroup(int(r.group), s) + qty; net > g.products[r.group].MaxNet {
		return Verdict{RuleProduct, int64(net), int64(g.products[r.group].MaxNet)}
	}
	return Verdict{}
}

// bind tells a table and a ledger, once, which contracts make up a product and
// what their lots count.
func (g *Gate) bind(o *orders.Table, l *position.Ledger) {
	if o == g.orders && l == g.ledger {
		return
	}
	g.orders, g.ledger = o, l
	o.Group(g.group)
	l.Group(g.group)
	for c := range g.marks {
		g.weigh(market.Contract(c))
	}
}
