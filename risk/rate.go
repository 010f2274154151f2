package risk

import "quotient/market"

// rate judges the number of messages: of the day, of the contract and of the
// account, of whose window a share is kept for cancels.
func (g *Gate) rate(r *rail, now market.Time) Verdict {
	if g.st.day >= g.p.MaxDay {
		return Verdict{RuleDay, g.st.day + 1, max(0, g.p.MaxDay)}
	}
	if g.p.Window <= 0 || g.p.ForCancels <= 0 {
		return Verdict{RuleRate, 0, 0}
	}
	if !r.sent.fits(r.MaxPerWindow, now, g.p.Window) {
		return Verdict{RuleContractRate, r.sent.count(now, g.p.Window) + 1, r.MaxPerWindow}
	}
	if most := g.free(); !g.sent.fits(most, now, g.p.Window) {
		return Verdict{RuleRate, g.sent.count(now, g.p.Window) + 1, max(0, most)}
	}
	return Verdict{}
}

// free is how many messages the window may hold after one that is no cancel.
func (g *Gate) free() int64 { return min(g.p.MaxMessages, maxPerWindow) - g.p.ForCancels }

// Messages returns how many messages left in the window that ends at now.
func (g *Gate) Messages(now market.Time) int64 { return g.sent.count(now, g.p.Window) }

// Budget returns how many quotes and orders the account's window has room for at now.
func (g *Gate) Budget(now market.Time) int64 { return max(0, g.free()-g.Messages(now)) }

// NextFree returns the first instant from now on at which the window takes a cancel.
func (g *Gate) NextFree(now market.Time) market.Time {
	if g.p.MaxMessages <= 0 || g.p.Window <= 0 {
		return now
	}
	return g.sent.next(g.p.MaxMessages, now, g.p.Window)
}

// NextBudget returns the first instant from now on at which the account's and the
// contract's windows take a quote or an order; 0 = never.
func (g *Gate) NextBudget(c market.Contract, now market.Time) market.Time {
	if int(c) >= len(g.rails) || g.p.Window <= 0 {
		return 0
	}
	account := g.sent.next(g.free(), now, g.p.Window)
	contract := g.rails[c].sent.next(g.rails[c].MaxPerWindow, now, g.p.Window)
	if account == 0 || contract == 0 {
		return 0
	}
	return max(account, contract)
}
