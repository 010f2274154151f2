package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// crosses reports whether a price crosses something of ours, be it of a leg or not.
func crosses(in *market.Instruction, mine *orders.Reading) bool {
	return in.Bid >= mine.Best[orders.AskLeg] || in.Ask <= mine.Best[orders.BidLeg]
}

// selfMatch judges whether a leg that crosses something of ours could meet it. A
// quote may cross the one it replaces, and only while that one stands: the exchange
// takes it out in the same act.
func selfMatch(in *market.Instruction, o *orders.Table) Verdict {
	if ask, ok := others(in, o, market.Ask); in.BidQty > 0 && ok && in.Bid >= ask {
		return Verdict{RuleSelfMatch, int64(in.Bid), int64(ask) - 1}
	}
	if bid, _ := others(in, o, market.Bid); in.AskQty > 0 && in.Ask <= bid {
		return Verdict{RuleSelfMatch, int64(in.Ask), int64(bid) + 1}
	}
	return Verdict{}
}

// others returns our most aggressive price on side s that in would not replace, 0
// when there is none.
func others(in *market.Instruction, o *orders.Table, s market.Side) (market.Price, bool) {
	if in.Kind == market.InstructQuote && o.QuoteID(in.Contract) == in.Target {
		return o.BestPossibleBut(in.Contract, s, in.Target)
	}
	return o.BestPossible(in.Contract, s)
}

// exposure judges the worst case: what is held, plus everything of ours that may
// still fill, plus this, all on one side.
func (g *Gate) exposure(in *market.Instruction, r *rail, mine *orders.Reading, o *orders.Table, l *position.Ledger) Verdict {
	if mine.InFlight > 0 {
		return Verdict{RuleInFlight, maxInFlight + 1, maxInFlight}
	}
	if o.Full() {
		return Verdict{RuleInFlight, int64(o.Used()), int64(o.Len())}
	}
	net, product, may := l.Net(in.Contract), l.NetGroup(int(r.group)), &o.Worst(int(r.group)).Lots
	if q := in.BidQty; q > 0 {
		lots, all := mine.Possible[orders.BidLeg]+q, product+may[orders.BidLeg]+q
		if lots > orders.MaxLots || net+lots > r.MaxLong || all > r.maxNet {
			return r.beyond(lots, net, r.MaxLong, all)
		}
	}
	if q := in.AskQty; q > 0 {
		lots, all := mine.Possible[orders.AskLeg]+q, may[orders.AskLeg]+q-product
		if lots > orders.MaxLots || lots-net > r.MaxShort || all > r.maxNet {
			return r.beyond(lots, -net, r.MaxShort, all)
		}
	}
	return Verdict{}
}

// beyond says which limit lots on one side break.
func (r *rail) beyond(lots, held, most, product market.Qty) Verdict {
	switch {
	case lots > orders.MaxLots:
		return Verdict{RulePosition, int64(lots), int64(orders.MaxLots)}
	case held+lots > most:
		return Verdict{RulePosition, int64(held + lots), int64(most)}
	}
	return Verdict{RuleProduct, int64(product), int64(r.maxNet)}
}

// bound reports whether a table and a ledger were told what bind tells.
func (g *Gate) bound(o *orders.Table, l *position.Ledger) bool { return o == g.orders && l == g.ledger }

// bind tells a table and a ledger which contracts make up a product and what
// their lots count.
func (g *Gate) bind(o *orders.Table, l *position.Ledger) {
	g.orders, g.ledger = o, l
	o.Group(g.group)
	l.Group(g.group)
	for c := range g.marks {
		g.weigh(market.Contract(c))
	}
}
