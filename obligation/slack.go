package obligation

import (
	"math/bits"

	"quotient/market"
)

// Slack is how much of the obliged time may still be lost when d is over, r is
// left and e was effective: (1-p)(d+r) - (d-e), rounded down; negative when the
// month is lost.
func Slack(target int64, d, r, e market.Time) market.Time {
	return slack(product(target, d+r), d, r, e)
}

// NeedRest is the share of the rest that must be effective, in parts per
// million: (p(d+r)-e)/r, rounded up; 0 when nothing more is needed, -1 when
// nothing is left.
func NeedRest(target int64, d, r, e market.Time) int64 {
	return needRest(product(target, d+r), r, e)
}

// slack is Slack for owed, the sum of target × time over the intervals of d+r.
func slack(owed wide, d, r, e market.Time) market.Time {
	spare, _ := product(million, d+r).minus(owed)
	may, _ := bits.Div64(spare.hi, spare.lo, million)
	return market.Time(may) - (d - e)
}

// needRest is NeedRest for owed.
func needRest(owed wide, r, e market.Time) int64 {
	if r <= 0 {
		return -1
	}
	need, below := owed.minus(product(million, e))
	if below {
		return 0
	}
	if need.hi >= uint64(r) {
		return 1<<63 - 1
	}
	q, rem := bits.Div64(need.hi, need.lo, uint64(r))
	if rem != 0 {
		q++
	}
	return int64(min(q, 1<<63-1))
}
