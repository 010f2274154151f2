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
	if in.BidQty > 0 {
		if v := b.near(in.Bid, r.CollarTicks); v.Rule != OK {
			return v
		}
	}
	if in.AskQty > 0 {
		if v := b.near(in.Ask, r.CollarTicks); v.Rule != OK {
			return v
		}
	}
	return g.moved(in, r, b, now)
}

// near judges a price against the day's limits, where they are known, and the
// collar around the reference.
func (b *book) near(p, collar market.Price) Verdict {
	if b.upper > 0 && p > b.upper {
		return Verdict{RulePrice, int64(p), int64(b.upper)}
	}
	if b.lower > 0 && p < b.lower {
		return Verdict{RulePrice, int64(p), int64(b.lower)}
	}
	twice, ok := b.reference()
	if !ok {
		return Verdict{RuleCollar, -1, 2 * int64(collar)}
	}
	away := 2*p - twice
	if away < 0 {
		away = -away
	}
	if away > 2*collar {
		return Verdict{RuleCollar, int64(away), 2 * int64(collar)}
	}
	return Verdict{}
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
