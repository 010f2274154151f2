package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// Room returns how many lots a new quote or order may have on side s of c by the
// limits on size, ramp, position, greeks, exchange, account and funds, what
// stands counted as if it stayed: 0 when less than the least size fits or a limit
// is not set. Account and funds are shared out as if both legs of a quote opened.
// Lots that close what is held need neither, but must be marked so. Quote no more
// than the lesser of both sides.
func (g *Gate) Room(c market.Contract, s market.Side, o *orders.Table, l *position.Ledger, now market.Time) market.Qty {
	if int(c) >= len(g.rails) || g.rails[c].missing != OK || s != market.Bid && s != market.Ask {
		return 0
	}
	if !g.bound(o, l) {
		g.bind(o, l)
	}
	r := &g.rails[c]
	room := min(r.MaxOrderQty, g.netRoom(c, r, s, o, l), g.greekRoom(c, r, s, o, l))
	if now < g.st.rampUntil {
		room = min(room, max(g.st.rampLots, r.RampFloor))
	}
	taken, _ := o.Closing(c, s, o.QuoteID(c))
	held := l.Long(c)
	if s == market.Bid {
		held = l.Short(c)
	}
	room = max(min(room, held-taken), min(room, g.openRoom(c, r, s, o, l)))
	if room < r.MinOrderQty {
		return 0
	}
	return room
}

// netRoom returns the lots that the limits on net positions leave.
func (g *Gate) netRoom(c market.Contract, r *rail, s market.Side, o *orders.Table, l *position.Ledger) market.Qty {
	held, most := l.Net(c), r.MaxLong
	product := l.NetGroup(int(r.group))
	if s == market.Ask {
		held, most, product = -held, r.MaxShort, -product
	}
	may := o.Possible(c, s)
	return min(orders.MaxLots-may, most-held-may, r.maxNet-product-o.PossibleGroup(int(r.group), s))
}

// greekRoom returns the lots that the limits on delta and vega leave.
func (g *Gate) greekRoom(c market.Contract, r *rail, s market.Side, o *orders.Table, l *position.Ledger) market.Qty {
	m, room := &g.marks[c], market.Qty(farthest)
	worst, held := o.Worst(int(r.group)), l.Sum(int(r.group))
	all, have := o.Account(), l.Account()
	p := &g.products[r.group]
	if g.p.InForce.Has(RuleDelta) {
		room = min(room, leeway(m.delta, m.weight.Delta, s, held.Delta, &worst.Delta, p.MaxDelta),
			leeway(m.delta, m.weight.Delta, s, have.Delta, &all.Delta, g.p.MaxDelta))
	}
	if g.p.InForce.Has(RuleVega) {
		room = min(room, leeway(m.vega, m.weight.Vega, s, held.Vega, &worst.Vega, p.MaxVega),
			leeway(m.vega, m.weight.Vega, s, have.Vega, &all.Vega, g.p.MaxVega))
	}
	return room
}

// leeway returns the lots of weight w, when it is known, that one limit leaves on side s.
func leeway(known bool, w int64, s market.Side, held int64, may *[2]int64, most int64) market.Qty {
	if !known {
		return 0
	}
	if s == market.Ask {
		w = -w
	}
	switch {
	case w > 0:
		return market.Qty(max(0, most-held-may[0]) / w)
	case w < 0:
		return market.Qty(max(0, most+held-may[1]) / -w)
	}
	return farthest
}

// openRoom returns the lots that may be opened on side s.
func (g *Gate) openRoom(c market.Contract, r *rail, s market.Side, o *orders.Table, l *position.Ledger) market.Qty {
	if v := g.earns(r); v.Rule != OK {
		return 0
	}
	m, room := &g.marks[c], market.Qty(farthest)
	if g.p.InForce.Has(RuleExchange) {
		held := l.Long(c)
		if s == market.Ask {
			held = l.Short(c)
		}
		room = m.exchange[s-market.Bid] - held - o.Opening(c, s)
	}
	if g.p.InForce.Has(RuleAccount) {
		room = min(room, (g.p.MaxLots-l.Account().Lots-o.Account().Opens)/2)
	}
	if g.p.InForce.Has(RuleFunds) {
		if m.freezes != [2]bool{true, true} {
			return 0
		}
		lot := m.weight.Margin[0] + m.weight.Margin[1]
		room = min(room, market.Qty(max(0, g.st.funds.fen-o.Account().Margin)/lot))
	}
	return room
}
