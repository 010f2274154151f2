package conn

import (
	"fmt"

	"quotient/market"
)

// BackoffParams say how long to wait between attempts to connect.
type BackoffParams struct {
	First  market.Time // wait after the first failure
	Max    market.Time // longest wait
	Stable market.Time // a link that held this long starts again at First
	Within market.Time // longest wait at PaceSoon; 0 = DefaultWithin
	Seed   uint64      // of the jitter: the same seed gives the same waits
}

// DefaultBackoff waits 100 ms after the first failure and 10 s at most.
func DefaultBackoff(seed uint64) BackoffParams {
	return BackoffParams{First: 100 * market.Millisecond, Max: 10 * market.Second, Stable: 30 * market.Second, Seed: seed}
}

// Check reports the first thing that is wrong with p.
func (p *BackoffParams) Check() error {
	switch {
	case p.First <= 0:
		return fmt.Errorf("backoff: first wait is %d ns, must be above 0", p.First)
	case p.Max < p.First:
		return fmt.Errorf("backoff: longest wait %d ns is below the first wait %d ns", p.Max, p.First)
	case p.Max > market.Hour:
		return fmt.Errorf("backoff: longest wait %d ns is above an hour", p.Max)
	case p.Stable < 0:
		return fmt.Errorf("backoff: stable time is %d ns, must not be negative", p.Stable)
	case p.Within < 0:
		return fmt.Errorf("backoff: longest wait at haste is %d ns, must not be negative", p.Within)
	}
	return nil
}

// A Backoff gives the waits: each doubles the one before, up to Max, and is then
// drawn from the upper half of itself, so that many clients of one exchange do
// not come back in step.
type Backoff struct {
	p     BackoffParams
	step  market.Time // before jitter; 0 = no failure yet
	state uint64
}

// NewBackoff assumes that Check passed.
func NewBackoff(p BackoffParams) *Backoff { return &Backoff{p: p, state: p.Seed} }

// Fail notes a failed attempt, or the loss of a link, and returns the wait
// before the next attempt.
func (b *Backoff) Fail() market.Time {
	switch {
	case b.step == 0:
		b.step = b.p.First
	case b.step > b.p.Max/2:
		b.step = b.p.Max
	default:
		b.step *= 2
	}
	half := b.step / 2
	return b.step - half + market.Time(b.draw()%uint64(half+1))
}

// Held notes how long a link that is now lost had been up. Call it before Fail:
// a link that comes and goes within Stable keeps its long waits.
func (b *Backoff) Held(up market.Time) {
	if up >= b.p.Stable {
		b.step = 0
	}
}

// Reset forgets the failures.
func (b *Backoff) Reset() { b.step = 0 }

// draw is splitmix64.
func (b *Backoff) draw() uint64 {
	b.state += 0x9e3779b97f4a7c15
	z := b.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
