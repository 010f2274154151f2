package steering

import "quotient/market"

// A Need is how badly a contract needs its quote.
type Need uint8

// The needs, from the least.
const (
	Comfortable Need = iota // slack to spare: stepping back is affordable
	Watch                   // slack is getting short
	Behind                  // at the reserve: every second that can count must
	Critical                // the rest of the month must be quoted almost without a gap
	Lost                    // the target cannot be reached any more
	needCount
)

// String returns the need's name.
func (n Need) String() string {
	if n >= needCount {
		return "invalid"
	}
	return [needCount]string{"comfortable", "watch", "behind", "critical", "lost"}[n]
}

// onePPM is 100 % in parts per million.
const onePPM = 1_000_000

// Params are the thresholds between the needs.
type Params struct {
	Reserve  market.Time // slack kept for outages and exemptions
	Watch    market.Time // slack above the reserve under which to watch
	Critical int64       // ppm of required rest from which the need is critical
}

// Check calls bad for each threshold that cannot be.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if p.Reserve < 0 {
		bad("reserve", int64(p.Reserve), 0)
	}
	if p.Watch < 0 {
		bad("watch", int64(p.Watch), 0)
	}
	if p.Critical <= 0 || p.Critical > onePPM {
		bad("critical", p.Critical, onePPM)
	}
}

// NeedOf returns the need that follows from the slack, the required ratio for
// the rest of the month in ppm (-1 = nothing is left) and the thresholds.
func NeedOf(slack market.Time, rest int64, p *Params) Need {
	switch {
	case slack < 0 || rest > onePPM:
		return Lost
	case rest >= p.Critical:
		return Critical
	case slack <= p.Reserve:
		return Behind
	case slack-p.Reserve <= p.Watch:
		return Watch
	}
	return Comfortable
}
