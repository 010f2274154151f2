package margin

import (
	"math/bits"

	"quotient/market"
)

const (
	million = 1_000_000
	feePer  = 10_000_000 // what position.Fee's rates are parts of

	// most bounds every amount, so that sums and differences of two always fit.
	most = 1 << 61
)

// calc calculates with signed figures and remembers when one did not fit or was
// not known. What it returns from then on means nothing.
type calc struct{ wrong bool }

func (k *calc) fit(v int64) int64 {
	if v >= most || v <= -most {
		k.wrong = true
		return 0
	}
	return v
}

func (k *calc) add(a, b int64) int64 { return k.fit(k.fit(a) + k.fit(b)) }

func (k *calc) mul(a, b int64) int64 {
	m, ok := market.MulMoney(a, b)
	if !ok {
		k.wrong = true
		return 0
	}
	return k.fit(int64(m))
}

// floor is a × b ÷ of, rounded down; nothing fits an of of 0.
func (k *calc) floor(a, b, of int64) int64 {
	negative := a^b < 0
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if high >= uint64(of) {
		k.wrong = true
		return 0
	}
	q, rest := bits.Div64(high, low, uint64(of))
	if q >= most {
		k.wrong = true
		return 0
	}
	if !negative {
		return int64(q)
	}
	return -int64(q) - int64(min(rest, 1))
}

// ceil is a × b ÷ of, rounded up; of is positive.
func (k *calc) ceil(a, b, of int64) int64 { return -k.floor(-a, b, of) }
