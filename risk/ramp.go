package risk

import "quotient/market"

// Ramp holds a new build back until an instant: legs of at most lots (never less
// than Limits.RampFloor allows), and percent of the message windows, though one
// message at least. Cancels are not held back.
func (g *Gate) Ramp(until market.Time, lots market.Qty, percent int64) {
	g.st.rampUntil, g.st.rampLots, g.st.rampPercent = until, lots, min(max(0, percent), 100)
}

// ramped judges the size of a leg while the ramp lasts.
func (g *Gate) ramped(in *market.Instruction, r *rail) Verdict {
	most := max(g.st.rampLots, r.RampFloor)
	if q := max(in.BidQty, in.AskQty); q > most {
		return Verdict{RuleRamp, int64(q), int64(most)}
	}
	return Verdict{}
}

// cut returns the share of a window's limit that is free to use at now.
func (g *Gate) cut(limit int64, now market.Time) int64 {
	if now >= g.st.rampUntil || limit <= 0 {
		return limit
	}
	return max(1, limit*g.st.rampPercent/100)
}
