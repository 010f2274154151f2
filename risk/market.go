package risk

import "quotient/market"

// allPhases has the bit of every phase there is.
const allPhases = 1<<market.PhaseCount - 1

// market judges the instruction against the contract's phase and book.
func (g *Gate) market(in *market.Instruction, r *rail, now market.Time) Verdict {
	b, phases := &g.books[in.Contract], r.OrderPhases
	if in.Kind == market.InstructQuote {
		phases = r.QuotePhases
	}
	if phases>>b.phase&1 == 0 { // none for a phase that does not exist
		return Verdict{RulePhase, int64(b.phase), int64(phases)}
	}
	if !g.fresh(b, now) {
		return g.aged(b, now)
	}
	if in.BidQty > 0 && !b.near.holds(in.Bid) || in.AskQty > 0 && !b.near.holds(in.Ask) {
		return g.away(in, r, b, now)
	}
	return Verdict{}
}

// fresh reports whether a book may be relied on at now.
func (g *Gate) fresh(b *book, now market.Time) bool {
	return b.feed == g.st.feed && now-max(b.at, g.st.heard) <= b.stale
}

// aged says how old a book is.
func (g *Gate) aged(b *book, now market.Time) Verdict {
	if b.feed != g.st.feed {
		return Verdict{RuleStale, -1, int64(b.stale)}
	}
	return Verdict{RuleStale, int64(now - max(b.at, g.st.heard)), int64(b.stale)}
}

// away judges prices that are not near.
func (g *Gate) away(in *market.Instruction, r *rail, b *book, now market.Time) Verdict {
	if in.BidQty > 0 && !b.far.holds(in.Bid) {
		return b.beyond(in.Bid, r.CollarTicks)
	}
	if in.AskQty > 0 && !b.far.holds(in.Ask) {
		return b.beyond(in.Ask, r.CollarTicks)
	}
	return g.moved(in, r, b, now)
}

// beyond says which rule a price breaks that is not within far.
func (b *book) beyond(p, collar market.Price) Verdict {
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
