package award

import (
	"math"
	"math/bits"
)

const million = 1_000_000

// calc calculates with figures that are not negative and remembers when a result
// did not fit.
type calc struct{ over bool }

// fit is a result, 0 when it does not fit.
func (k *calc) fit(hi, lo uint64) int64 {
	if hi != 0 || lo > math.MaxInt64 {
		k.over = true
		return 0
	}
	return int64(lo)
}

// add is a + b.
func (k *calc) add(a, b int64) int64 { return k.fit(0, uint64(a)+uint64(b)) }

// mul is a × b.
func (k *calc) mul(a, b int64) int64 { return k.fit(bits.Mul64(uint64(a), uint64(b))) }

// part is a × b ÷ of, rounded down. Nothing divided by nothing does not fit.
func (k *calc) part(a, b, of int64) int64 {
	q, _ := k.divide(a, b, of)
	return q
}

// partUp is a × b ÷ of, rounded up.
func (k *calc) partUp(a, b, of int64) int64 {
	q, rest := k.divide(a, b, of)
	return k.add(q, int64(min(rest, 1)))
}

func (k *calc) divide(a, b, of int64) (q int64, rest uint64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(of) {
		k.over = true
		return 0, 0
	}
	u, rest := bits.Div64(hi, lo, uint64(of))
	return k.fit(0, u), rest
}

// below reports a × b < c × d for figures that are not negative.
func below(a, b, c, d int64) bool {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	hi2, lo2 := bits.Mul64(uint64(c), uint64(d))
	_, borrow := bits.Sub64(lo, lo2, 0)
	_, borrow = bits.Sub64(hi, hi2, borrow)
	return borrow != 0
}

// negative reports whether any figure is.
func negative(figures ...int64) bool {
	least := int64(0)
	for _, f := range figures {
		least = min(least, f)
	}
	return least != 0
}
