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
	held, most := l.Net(c), r.MaxLong
	product := l.NetGroup(int(r.group))
	if s == market.Ask {
		held, most, product = -held, r.MaxShort, -product
	}
	if net := held + o.Possible(c, s) + qty; net > most {
		return Verdict{RulePosition, int64(net), int64(most)}
	}
	if net := product + o.PossibleGroup(int(r.group), s) + qty; net > g.net[r.group] {
		return Verdict{RuleProduct, int64(net), int64(g.net[r.group])}
	}
	return Verdict{}
}

// bind tells a table and a ledger, once, which contracts make up a product.
func (g *Gate) bind(o *orders.Table, l *position.Ledger) {
	if o != g.orders {
		o.Group(g.group)
		g.orders = o
	}
	if l != g.ledger {
		l.Group(g.group)
		g.ledger = l
	}
}

// Room returns how many lots a new quote or order may have on side s of c by the
// size and position limits, what stands counted as if it stayed: 0 when less
// than the least size fits or a limit is not set. Quote no more than the lesser
// of both sides.
func (g *Gate) Room(c market.Contract, s market.Side, o *orders.Table, l *position.Ledger, _ market.Time) market.Qty {
	if int(c) >= len(g.rails) || g.rails[c].missing != OK || s != market.Bid && s != market.Ask {
		return 0
	}
	g.bind(o, l)
	r := &g.rails[c]
	held, most := l.Net(c), r.MaxLong
	product := l.NetGroup(int(r.group))
	if s == market.Ask {
		held, most, product = -held, r.MaxShort, -product
	}
	room := min(r.MaxOrderQty, most-held-o.Possible(c, s),
		g.net[r.group]-product-o.PossibleGroup(int(r.group), s))
	if room < r.MinOrderQty {
		return 0
	}
	return room
}
