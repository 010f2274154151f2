package conn

import "quotient/market"

// A Pace says how soon a Dialer may try again.
type Pace uint8

// The paces.
const (
	PaceUsual Pace = iota // by the backoff
	PaceSoon              // by the backoff, but within its Within
	PaceNever             // not before another pace is said
)

// soon draws a wait from the upper half of Within.
func (b *Backoff) soon() market.Time {
	within := b.p.within()
	half := within / 2
	return within - half + market.Time(b.draw()%uint64(half+1))
}

// DefaultWithin is what a Within of 0 means.
const DefaultWithin = 250 * market.Millisecond

func (p *BackoffParams) within() market.Time {
	if p.Within <= 0 {
		return DefaultWithin
	}
	return p.Within
}
