package forecast

import (
	"math/bits"

	"quotient/market"
)

// Slack is how much of the obliged time may still be lost: (1-p)(D+R) - (D-e),
// rounded down; below 0 the month is lost.
func Slack(target int64, d, r, e market.Time) market.Time {
	return scale(market.Time(million-target), d+r, million) - (d - e)
}

// NeedRest is the share of the rest that must be effective in ppm: (p(D+R)-e)/R,
// rounded up; 0 when nothing more is needed, -1 when nothing is left.
func NeedRest(target int64, d, r, e market.Time) int64 {
	if r <= 0 {
		return -1
	}
	hi, lo := bits.Mul64(uint64(target), uint64(d+r))
	ehi, elo := bits.Mul64(million, uint64(e))
	lo, borrow := bits.Sub64(lo, elo, 0)
	hi, borrow = bits.Sub64(hi, ehi, borrow)
	if borrow != 0 {
		return 0
	}
	if hi >= uint64(r) {
		return 1<<63 - 1
	}
	q, rem := bits.Div64(hi, lo, uint64(r))
	if rem != 0 {
		q++
	}
	return int64(min(q, 1<<63-1))
}
