package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// A result is what a product or the account has earned today.
type result struct {
	fen   market.Money
	known uint8
	_     [7]byte
}

// unknown stands in a Verdict for a result that is not known.
const unknown = -1 << 63

// Funds says what is free to open with (可用资金), what is held already paid for
// and nothing taken off for what still works: the gate counts that itself. It
// must be told after every fill, before the next Check.
func (g *Gate) Funds(available market.Money, known bool) { g.st.funds = told(available, known) }

// LotMargin says what a lot of c bought, and one sold, freezes when it opens:
// margin, premium and fee in fen. Until told, no lot of c opens.
func (g *Gate) LotMargin(c market.Contract, long, short market.Money) {
	if int(c) >= len(g.marks) {
		return
	}
	g.marks[c].weight.Margin = [2]market.Money{long, short}
	g.weigh(c)
}

// Loss says what the product of c, or for market.NoContract the account, has
// earned today. An amount not known stops what opens.
func (g *Gate) Loss(c market.Contract, earned market.Money, known bool) {
	switch {
	case c == market.NoContract:
		g.st.earned = told(earned, known)
	case int(c) < len(g.group):
		g.earned[g.group[c]] = told(earned, known)
	}
}

func told(fen market.Money, known bool) result {
	if known {
		return result{fen: fen, known: 1}
	}
	return result{}
}

// affords judges what opens: results above their floors, lots within the
// account's and the exchange's limits, and the funds for all that may still open.
func (g *Gate) affords(in *market.Instruction, r *rail, o *orders.Table, l *position.Ledger) Verdict {
	bid, ask := opening(in)
	if bid|ask == 0 {
		return Verdict{}
	}
	if v := g.earns(r); v.Rule != OK {
		return v
	}
	if g.p.InForce.Has(RuleExchange) {
		m := &g.marks[in.Contract]
		if lots := l.Long(in.Contract) + o.Opening(in.Contract, market.Bid) + bid; bid > 0 && lots > m.exchange[0] {
			return Verdict{RuleExchange, int64(lots), int64(m.exchange[0])}
		}
		if lots := l.Short(in.Contract) + o.Opening(in.Contract, market.Ask) + ask; ask > 0 && lots > m.exchange[1] {
			return Verdict{RuleExchange, int64(lots), int64(m.exchange[1])}
		}
	}
	if g.p.InForce.Has(RuleAccount) {
		if lots := l.Account().Lots + o.Account().Opens + bid + ask; lots > g.p.MaxLots {
			return Verdict{RuleAccount, int64(lots), int64(g.p.MaxLots)}
		}
	}
	return g.funded(in.Contract, bid, ask, o)
}

// earns judges today's results against their floors.
func (g *Gate) earns(r *rail) Verdict {
	if !g.p.InForce.Has(RuleLoss) {
		return Verdict{}
	}
	if v := g.earned[r.group].above(g.products[r.group].MaxLoss); v.Rule != OK {
		return v
	}
	return g.st.earned.above(g.p.MaxLoss)
}

// above judges one result: a loss as great as most is too much.
func (x result) above(most market.Money) Verdict {
	if x.known == 0 {
		return Verdict{RuleLoss, unknown, -int64(most)}
	}
	if x.fen <= -most {
		return Verdict{RuleLoss, int64(x.fen), -int64(most)}
	}
	return Verdict{}
}

// funded judges whether bid and ask lots more can be opened with what is free.
func (g *Gate) funded(c market.Contract, bid, ask market.Qty, o *orders.Table) Verdict {
	if !g.p.InForce.Has(RuleFunds) {
		return Verdict{}
	}
	need, ok := g.freezes(c, bid, ask)
	if !ok || g.st.funds.known == 0 {
		return Verdict{RuleFunds, -1, int64(g.st.funds.fen)}
	}
	if need += o.Account().Margin; need > g.st.funds.fen {
		return Verdict{RuleFunds, int64(need), int64(g.st.funds.fen)}
	}
	return Verdict{}
}

// freezes returns what opening bid and ask lots of c takes; lots are at most
// maxQty and a margin at most orders.MaxWeight, so that it fits.
func (g *Gate) freezes(c market.Contract, bid, ask market.Qty) (need market.Money, ok bool) {
	m := &g.marks[c].weight.Margin
	if bid > 0 && (m[0] <= 0 || m[0] > orders.MaxWeight) || ask > 0 && (m[1] <= 0 || m[1] > orders.MaxWeight) {
		return 0, false
	}
	return m[0]*market.Money(bid) + m[1]*market.Money(ask), true
}

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
