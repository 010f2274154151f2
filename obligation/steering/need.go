package steering

import "quotient/market"

// A Need is how badly a contract, or a unit that is judged as one, needs its quote.
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
