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

// bound works out which prices pass: those within the day's limits, where they
// are known, and within the collar around the reference. Without one none does.
func (b *book) bound(collar market.Price) {
	twice, ok := b.reference()
	if !ok {
		b.low, b.high = 1, 0
		return
	}
	b.low, b.high = (twice+1)>>1-collar, twice>>1+collar
	if b.upper > 0 {
		b.high = min(b.high, b.upper)
	}
	if b.lower > 0 {
		b.low = max(b.low, b.lower)
	}
}

// far says which rule a price breaks that is not between low and high.
func (b *book) far(p, collar market.Price) Verdict {
	twice, ok := b.reference()
	switch {
	case b.upper > 0 && p > b.upper:
		return Verdict{RulePrice, int64(p), int64(b.upper)}
	case b.lower > 0 && p < b.lower:
		return Verdict{RulePrice, int64(p), int64(b.lower)}
	case !ok:
		return Verdict{RuleCollar, -1, 2 * int64(collar)}
	}
	return Verdict{RuleCollar, int64(max(2*p-twice, twice-2*p)), 2 * int64(collar)}
}

// reference returns twice the price that the collar lies around: the middle of a
// sound book, else the one side there is, else the last price. A crossed book is
// no reference and leaves the last price.
func (b *book) reference() (twice market.Price, ok bool) {
	switch {
	case b.bidQty > 0 && b.askQty > 0 && b.bid < b.ask:
		return b.bid + b.ask, true
	case b.bidQty > 0 && b.askQty <= 0:
		return 2 * b.bid, b.bid > 0
	case b.askQty > 0 && b.bidQty <= 0:
		return 2 * b.ask, b.ask > 0
	}
	return 2 * b.last, b.last > 0
}
