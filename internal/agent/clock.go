package agent

import (
	"time"

	"quotient/market"
)

// A Clock is the time that the agent lives in: where it started, plus monotonic
// elapsed time, so it never steps. A simulated desk may run it faster.
type Clock struct {
	origin time.Time
	start  market.Time
	speed  float64
}

// WallClock starts at the wall clock and runs at its speed.
func WallClock() *Clock {
	now := time.Now()
	return &Clock{origin: now, start: market.Time(now.UnixNano()), speed: 1}
}

// SimClock starts at start and runs speed times as fast as real time.
func SimClock(start market.Time, speed float64) *Clock {
	return &Clock{origin: time.Now(), start: start, speed: speed}
}

// Now returns the present time.
func (c *Clock) Now() market.Time {
	elapsed := time.Since(c.origin)
	if c.speed == 1 {
		return c.start + market.Time(elapsed)
	}
	return c.start + market.Time(float64(elapsed)*c.speed)
}

// Until returns how long to wait in real time for t.
func (c *Clock) Until(t market.Time) time.Duration {
	d := t - c.Now()
	if c.speed == 1 {
		return time.Duration(d)
	}
	return time.Duration(float64(d) / c.speed)
}
