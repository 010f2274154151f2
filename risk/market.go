package risk

import "quotient/market"

// market judges the instruction against the contract's phase and book.
func (g *Gate) market(in *market.Instruction, r *rail, b *book, now market.Time) Verdict {
	phases := r.OrderPhases
	if in.Kind == market.InstructQuote {
		phases = r.QuotePhases
	}
	if b.phase >= market.PhaseCount || phases>>b.phase&1 == 0 {
		return Verdict{RulePhase, int64(b.phase), int64(phases)}
	}
	if b.feed != g.st.feed {
		return Verdict{RuleStale, -1, int64(r.StaleAfter)}
	}
	if age := now - max(b.at, g.st.heard); age > r.StaleAfter {
		return Verdict{RuleStale, int64(age), int64(r.StaleAfter)}
	}
	if in.BidQty > 0 && (in.Bid < b.low || in.Bid > b.high) {
		return b.far(in.Bid, r.CollarTicks)
	}
	if in.AskQty > 0 && (in.Ask < b.low || in.Ask > b.high) {
		return b.far(in.Ask, r.CollarTicks)
	}
	return Verdict{}
}

// far says which rule a price breaks that is not between low and high.
func (b *book) far(p, collar market.Price) Verdict {
	switch {
	case b.upper > 0 && p > b.upper:
		return Verdict{RulePrice, int64(p), int64(b.upper)}
	case p < b.lower:
		return Verdict{RulePrice, int64(p), int64(b.lower)}
	case b.middle == 0:
		return Verdict{RuleCollar, -1, 2 * int64(collar)}
	}
	return Verdict{RuleCollar, int64(max(2*p-b.middle, b.middle-2*p)), 2 * int64(collar)}
}
