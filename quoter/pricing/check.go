package pricing

// ppm is one in the scale of the keys in parts per million.
const ppm = 1_000_000

// Check calls bad for each parameter that no model can work with: its key, what
// was found, and the nearest value allowed.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	within := func(key string, v, low, high int64) {
		if v < low {
			bad(key, v, low)
		} else if v > high {
			bad(key, v, high)
		}
	}
	within("lead_beta_fast", p.LeadBetaFast, -10*ppm, 10*ppm)
	within("lead_fast", int64(p.LeadFast), 0, maxSpan)
	within("imbalance_gain", p.ImbalanceGain, -ppm, ppm)
	within("thin_spread", int64(p.ThinSpread), 1, maxTicks)
	within("thin_age", int64(p.ThinAge), 1, maxSpan)
	within("spread_half_life", int64(p.SpreadHalfLife), 1, maxSpan)
	within("vol_half_life", int64(p.VolHalfLife), 1, maxSpan)
	within("width_vol", p.WidthVol, 0, 100*ppm)
	within("min_width", int64(p.MinWidth), 1, maxTicks)
	within("max_width", int64(p.MaxWidth), max(1, int64(p.MinWidth)), maxTicks)
	within("skew_per_lot", p.SkewPerLot, 0, 1000*maxTicks)
	within("max_skew", p.MaxSkew, 0, 1000*maxTicks)
	within("target", int64(p.Target), -maxTicks, maxTicks)
}

// Bounds of the parameters: a day, and more ticks than any contract's limits span.
const (
	maxSpan  = 86_400_000_000_000
	maxTicks = 1_000_000
)
