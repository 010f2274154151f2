package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// Bounds of the numbers that an instruction may carry.
const (
	maxQty   = 1 << 31
	maxPrice = 1 << 40
)

// maxInFlight is how many unanswered instructions a contract may have.
const maxInFlight = 1

// Check judges an instruction against the limits, the market, what may still be
// live (o) and what is held (l). Approved holds it when Verdict.Rule is OK, and
// the message is then counted as sent: the caller hands it to the session and to
// o.Send. Both legs of a quote pass or neither does.
func (g *Gate) Check(in *market.Instruction, o *orders.Table, l *position.Ledger, now market.Time) (a Approved, v Verdict) {
	if v = g.judge(in, o, l, now); v.Rule != OK {
		g.strike(in, v.Rule, now)
		return a, v
	}
	a.in, a.epoch = *in, g.st.epoch
	g.st.lastID = in.ID
	g.sent.Add(now)
	if in.Kind.Adds() {
		g.st.day++
		g.rails[in.Contract].sent.Add(now)
		if g.p.InForce.Has(RuleRepeat) {
			g.act(in, now)
		}
	}
	return a, v
}

func (g *Gate) judge(in *market.Instruction, o *orders.Table, l *position.Ledger, now market.Time) Verdict {
	if in.Kind == market.InstructNone || in.Kind >= market.InstructCount {
		return Verdict{RuleNothing, int64(in.Kind), int64(market.InstructCount) - 1}
	}
	if in.ID <= g.st.lastID {
		return Verdict{RuleIDs, int64(in.ID), int64(g.st.lastID)}
	}
	if !in.Kind.Adds() {
		return g.safe(in, now)
	}
	if v := g.allowed(in); v.Rule != OK {
		return v
	}
	r := &g.rails[in.Contract]
	if v := g.shaped(in, r, now); v.Rule != OK {
		return v
	}
	if v := g.market(in, r, now); v.Rule != OK {
		return v
	}
	if r.option && g.p.InForce.Has(RuleBound) {
		if v := g.bounded(in, now); v.Rule != OK {
			return v
		}
	}
	if v := g.exposed(in, r, o, l); v.Rule != OK {
		return v
	}
	if v := g.rate(r, now); v.Rule != OK || !g.p.InForce.Has(RuleRepeat) {
		return v
	}
	return g.repeats(in, r, now)
}

// exposed judges what may come of the instruction with all else that may match or
// fill.
func (g *Gate) exposed(in *market.Instruction, r *rail, o *orders.Table, l *position.Ledger) Verdict {
	if !g.bound(o, l) {
		g.bind(o, l)
	}
	mine := o.Reading(in.Contract)
	if crosses(in, mine) {
		if v := selfMatch(in, o); v.Rule != OK {
			return v
		}
	}
	if g.books[in.Contract].shows != 0 {
		if v := g.linkedMatch(in); v.Rule != OK {
			return v
		}
	}
	if in.BidOffset != market.Open || in.AskOffset != market.Open {
		if v := offsets(in, o, l); v.Rule != OK {
			return v
		}
	}
	if !g.runs(in.Contract) {
		if v := g.reduces(in, o, l); v.Rule != OK {
			return v
		}
	}
	if v := g.exposure(in, r, mine, o, l); v.Rule != OK {
		return v
	}
	if g.p.InForce == 0 {
		return Verdict{}
	}
	if v := g.greeks(in, r, o, l); v.Rule != OK {
		return v
	}
	return g.affords(in, r, mine, o, l)
}

// safe judges a cancel or a query: only a window that is truly full holds a mass cancel
// back, the others one that has room for nothing else.
func (g *Gate) safe(in *market.Instruction, now market.Time) Verdict {
	single := in.Kind == market.InstructQuoteEnd || in.Kind == market.InstructOrderEnd
	if single && in.Target == 0 {
		return Verdict{RuleIDs, 0, int64(g.st.lastID)}
	}
	if most := g.mostFor(in.Kind); g.p.MaxMessages > 0 && g.p.Window > 0 && !g.sent.Fits(most, now, g.p.Window) {
		return Verdict{RuleRate, g.sent.Count(now, g.p.Window) + 1, most}
	}
	return Verdict{}
}

// allowed judges whether anything of this kind may leave for this contract.
func (g *Gate) allowed(in *market.Instruction) Verdict {
	switch {
	case g.st.mode != Run && g.st.mode != ReduceOnly:
		return Verdict{RuleMode, int64(g.st.mode), int64(Run)}
	case g.st.journal == 0:
		return Verdict{RuleJournal, 0, 1}
	case int(in.Contract) >= len(g.rails):
		return Verdict{RuleContract, int64(in.Contract), int64(len(g.rails))}
	case !g.runs(in.Contract) && (in.Kind == market.InstructQuote || g.Scope(in.Contract) != ReduceOnly):
		return Verdict{RuleMode, int64(g.Scope(in.Contract)), int64(Run)}
	case g.rails[in.Contract].missing != OK:
		return Verdict{g.rails[in.Contract].missing, 0, 0}
	}
	purposes := uint8(1<<market.PurposeHedge | 1<<market.PurposeCloseOut)
	if in.Kind == market.InstructQuote {
		purposes = 1<<market.PurposeQuote | 1<<market.PurposeResponse
	}
	if purposes>>in.Purpose&1 == 0 {
		return Verdict{RulePurpose, int64(in.Purpose), 0}
	}
	return Verdict{}
}
