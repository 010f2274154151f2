package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// A result is what a product or the account has earned today.
type result struct {
	fen   market.Money
	known bool
	stops bool // what opens
	_     [6]byte
}

// unknown stands in a Verdict for a result that is not known.
const unknown = -1 << 63

// Funds says what is free to open with (可用资金), what is held already paid for
// and nothing taken off for what still works: the gate counts that itself. It
// must be told after every fill, before the next Check.
func (g *Gate) Funds(available market.Money, known bool) {
	g.st.funds = g.told(available, known, 0)
}

// LotMargin says what a lot of c bought, and one sold, freezes when it opens:
// margin, premium and fee in fen. Until told, no lot of c opens.
func (g *Gate) LotMargin(c market.Contract, long, short market.Money) {
	if int(c) >= len(g.marks) {
		return
	}
	m := &g.marks[c]
	m.weight.Margin = [2]market.Money{long, short}
	m.freezes = [2]bool{payable(long), payable(short)}
	g.weigh(c)
}

// Loss says what the product of c, or for market.NoContract the account, has
// earned today. An amount not known stops what opens.
func (g *Gate) Loss(c market.Contract, earned market.Money, known bool) {
	switch {
	case c == market.NoContract:
		g.st.earned = g.told(earned, known, g.p.MaxLoss)
	case int(c) < len(g.group):
		group := g.group[c]
		g.earned[group] = g.told(earned, known, g.products[group].MaxLoss)
	}
}

// told takes over a result: a loss as great as most is too much.
func (g *Gate) told(fen market.Money, known bool, most market.Money) result {
	if !known {
		fen = 0
	}
	return result{fen: fen, known: known, stops: g.p.InForce.Has(RuleLoss) && (!known || fen <= -most)}
}

// affords judges what opens: results above their floors, lots within the
// account's and the exchange's limits, and the funds for all that may still open.
func (g *Gate) affords(in *market.Instruction, r *rail, mine *orders.Reading, o *orders.Table, l *position.Ledger) Verdict {
	bid, ask := opening(in)
	if bid|ask == 0 {
		return Verdict{}
	}
	if g.earned[r.group].stops || g.st.earned.stops {
		return g.earns(r)
	}
	m := &g.marks[in.Contract]
	if g.p.InForce.Has(RuleExchange) {
		if lots := l.Long(in.Contract) + mine.Opens[orders.BidLeg] + bid; bid > 0 && lots > m.exchange[0] {
			return Verdict{RuleExchange, int64(lots), int64(m.exchange[0])}
		}
		if lots := l.Short(in.Contract) + mine.Opens[orders.AskLeg] + ask; ask > 0 && lots > m.exchange[1] {
			return Verdict{RuleExchange, int64(lots), int64(m.exchange[1])}
		}
	}
	if g.p.InForce.Has(RuleAccount) {
		if lots := l.Account().Lots + o.Account().Opens + bid + ask; lots > g.p.MaxLots {
			return Verdict{RuleAccount, int64(lots), int64(g.p.MaxLots)}
		}
	}
	if g.p.InForce.Has(RuleFunds) {
		return g.funded(m, bid, ask, o.Account().Margin)
	}
	return Verdict{}
}

// earns judges today's results against their floors.
func (g *Gate) earns(r *rail) Verdict {
	switch {
	case g.earned[r.group].stops:
		return g.earned[r.group].short(g.products[r.group].MaxLoss)
	case g.st.earned.stops:
		return g.st.earned.short(g.p.MaxLoss)
	}
	return Verdict{}
}

// short is the Verdict on a result that stops what opens.
func (x *result) short(most market.Money) Verdict {
	if !x.known {
		return Verdict{RuleLoss, unknown, -int64(most)}
	}
	return Verdict{RuleLoss, int64(x.fen), -int64(most)}
}

// funded judges whether bid and ask lots more can be opened with what is free of
// what works already. Lots are at most maxQty and a margin at most orders.MaxWeight,
// so that the sum fits.
func (g *Gate) funded(m *mark, bid, ask market.Qty, works market.Money) Verdict {
	if bid > 0 && !m.freezes[0] || ask > 0 && !m.freezes[1] || !g.st.funds.known {
		return Verdict{RuleFunds, -1, int64(g.st.funds.fen)}
	}
	need := works + m.weight.Margin[0]*market.Money(bid) + m.weight.Margin[1]*market.Money(ask)
	if need > g.st.funds.fen {
		return Verdict{RuleFunds, int64(need), int64(g.st.funds.fen)}
	}
	return Verdict{}
}

// payable reports whether a margin can be and sums can hold it.
func payable(margin market.Money) bool { return margin > 0 && margin <= orders.MaxWeight }

// headroom returns the share of an exchange limit that we use, rounded down.
func (g *Gate) headroom(limit market.Qty) market.Qty {
	return limit/1_000_000*market.Qty(g.p.Headroom) + limit%1_000_000*market.Qty(g.p.Headroom)/1_000_000
}

// SetExchange says what the exchange lets us hold long and short of c from now
// on, before head-room: such limits change with the date. Below 1 nothing opens.
func (g *Gate) SetExchange(c market.Contract, long, short market.Qty) {
	if int(c) < len(g.marks) {
		g.marks[c].exchange = [2]market.Qty{g.headroom(long), g.headroom(short)}
	}
}
