package risk

import "quotient/market"

// rate judges the number of messages: of the day, of the contract and of the
// account, of whose window a share is kept for cancels.
func (g *Gate) rate(r *rail, now market.Time) Verdict {
	most, all := g.cut(r.MaxPerWindow, now), g.free(now)
	switch {
	case g.st.day >= g.p.MaxDay:
		return Verdict{RuleDay, g.st.day + 1, max(0, g.p.MaxDay)}
	case g.p.Window <= 0 || g.p.ForCancels <= 0:
		return Verdict{RuleRate, 0, 0}
	case !r.sent.Fits(most, now, g.p.Window):
		return Verdict{RuleContractRate, r.sent.Count(now, g.p.Window) + 1, most}
	case !g.sent.Fits(all, now, g.p.Window):
		return Verdict{RuleRate, g.sent.Count(now, g.p.Window) + 1, max(0, all)}
	}
	return Verdict{}
}

// free is how many messages the window may hold after one that is no cancel.
func (g *Gate) free(now market.Time) int64 { return g.cut(g.most, now) }

// Messages returns how many messages left in the window that ends at now.
func (g *Gate) Messages(now market.Time) int64 { return g.sent.Count(now, g.p.Window) }

// Budget returns how many quotes and orders the account's window has room for at now.
func (g *Gate) Budget(now market.Time) int64 { return max(0, g.free(now)-g.Messages(now)) }

// forMass is how many messages of the share for cancels are left to mass cancels: the
// two of a kill leave though single cancels and queries have used up all else.
const forMass = 2

// mostFor is how many messages the window may hold after a cancel or query of kind k. The
// share for cancels is never left to mass cancels alone.
func (g *Gate) mostFor(k market.InstructionKind) int64 {
	if k == market.InstructMassQuotes || k == market.InstructMassOrders {
		return g.p.MaxMessages
	}
	return g.p.MaxMessages - min(forMass, max(0, g.p.ForCancels-1))
}

// NextFree returns the first instant from now on at which the window takes a cancel or
// query of kind k.
func (g *Gate) NextFree(k market.InstructionKind, now market.Time) market.Time {
	if g.p.MaxMessages <= 0 || g.p.Window <= 0 {
		return now
	}
	return g.sent.Next(g.mostFor(k), now, g.p.Window)
}

// NextBudget returns the first instant from now on at which the account's and the
// contract's windows take a quote or an order; 0 = never.
func (g *Gate) NextBudget(c market.Contract, now market.Time) market.Time {
	if int(c) >= len(g.rails) || g.p.Window <= 0 {
		return 0
	}
	end := g.st.rampUntil
	return min(g.next(c, now, now), max(end, g.next(c, now, end)))
}

// next is NextBudget by the limits in force at the instant when.
func (g *Gate) next(c market.Contract, now, when market.Time) market.Time {
	r := &g.rails[c]
	account := g.sent.Next(g.free(when), now, g.p.Window)
	contract := r.sent.Next(g.cut(r.MaxPerWindow, when), now, g.p.Window)
	if account == 0 || contract == 0 {
		return 0
	}
	return max(account, contract)
}
