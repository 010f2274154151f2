package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// SetScope tells the gate the mode of one contract. In force is the stricter of
// that and the account's; a contract begins in Run.
func (g *Gate) SetScope(c market.Contract, m Mode) {
	if int(c) < len(g.books) {
		g.books[c].scope = m
	}
}

// Scope returns the mode in force for c.
func (g *Gate) Scope(c market.Contract) Mode {
	if int(c) >= len(g.books) {
		return Isolated
	}
	return Stricter(g.st.mode, g.books[c].scope)
}

// runs reports whether neither the account's mode nor c's own holds anything back.
func (g *Gate) runs(c market.Contract) bool { return g.st.mode == Run && g.books[c].scope == Run }

// reduces judges an order in ReduceOnly: it closes, and even if all else on its
// side fills first it only takes off what is held.
func (g *Gate) reduces(in *market.Instruction, o *orders.Table, l *position.Ledger) Verdict {
	held, offset := l.Net(in.Contract), in.AskOffset
	if in.Side == market.Bid {
		held, offset = -held, in.BidOffset
	}
	left := max(0, held-o.Possible(in.Contract, in.Side))
	if q := in.Qty(in.Side); opensBy(offset) || q > left {
		return Verdict{RuleReduce, int64(q), int64(left)}
	}
	return Verdict{}
}

// opensBy reports whether a leg so marked may open.
func opensBy(o market.Offset) bool { return o != market.Close && o != market.CloseToday }

// opening returns the lots of each leg that open.
func opening(in *market.Instruction) (bid, ask market.Qty) {
	if opensBy(in.BidOffset) {
		bid = in.BidQty
	}
	if opensBy(in.AskOffset) {
		ask = in.AskQty
	}
	return bid, ask
}
