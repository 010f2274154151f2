package pricing

import (
	"math"

	"quotient/market"
)

// ln2 and the coefficients (-ln2)^k / k! of 2^-f around 0. Twelve terms leave
// an error under one unit in the last place for |f| <= 1/2.
const ln2 = 0.693147180559945309417232121458

var pow2Terms = [13]float64{
	1,
	-ln2,
	ln2 * ln2 / 2,
	-ln2 * ln2 * ln2 / 6,
	ln2 * ln2 * ln2 * ln2 / 24,
	-ln2 * ln2 * ln2 * ln2 * ln2 / 120,
	ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 720,
	-ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 5040,
	ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 40320,
	-ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 362880,
	ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 3628800,
	-ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 39916800,
	ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 * ln2 / 479001600,
}

// deepest is the exponent from which on 2^-x counts as nothing.
const deepest = 1000

// pow2 returns 2^-x for x >= 0, and 0 for x >= 1000. The library's Exp takes
// another branch by processor; this one does not.
func pow2(x float64) float64 {
	if !(x < deepest) {
		return 0
	}
	n := int64(x + 0.5)
	f := x - float64(n) // in [-1/2, 1/2]
	sum := 0.0
	for i := len(pow2Terms) - 1; i >= 0; i-- {
		sum = float64(sum*f) + pow2Terms[i]
	}
	return sum * math.Float64frombits(uint64(1023-n)<<52)
}

// decay returns what is left of 1 after age, when half of it goes in each half.
// A half of zero or less forgets at once; a negative age counts as zero.
func decay(age, half market.Time) float64 {
	if age <= 0 {
		return 1
	}
	if half <= 0 {
		return 0
	}
	return pow2(float64(age) / float64(half))
}
