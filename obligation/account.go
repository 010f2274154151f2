package obligation

import (
	"math/bits"

	"quotient/market"
)

const million = 1_000_000

// A wide is a product of parts per million and nanoseconds, in 128 bits.
type wide struct{ hi, lo uint64 }

func product(ppm int64, t market.Time) (w wide) {
	w.hi, w.lo = bits.Mul64(uint64(ppm), uint64(t))
	return w
}

func (w wide) plus(o wide) (sum wide) {
	var carry uint64
	sum.lo, carry = bits.Add64(w.lo, o.lo, 0)
	sum.hi, _ = bits.Add64(w.hi, o.hi, carry)
	return sum
}

// minus is w - o; below says that o is the larger.
func (w wide) minus(o wide) (diff wide, below bool) {
	var borrow uint64
	diff.lo, borrow = bits.Sub64(w.lo, o.lo, 0)
	diff.hi, borrow = bits.Sub64(w.hi, o.hi, borrow)
	return diff, borrow != 0
}

// An account is a month as the agreement compares it. Where terms change inside
// the month each interval is counted at its own target.
type account struct {
	D, R      market.Time // obliged so far, obliged left
	Low, High market.Time // effective
	due       wide        // target × D, summed over the intervals
	rest      wide        // target × R
}

// take adds what one trading day came to under one target.
func (a *account) take(target int64, obliged, low, high market.Time) {
	a.D, a.Low, a.High = a.D+obliged, a.Low+low, a.High+high
	a.due = a.due.plus(product(target, obliged))
}

// leave adds obliged time that is to come.
func (a *account) leave(target int64, t market.Time) {
	a.R += t
	a.rest = a.rest.plus(product(target, t))
}

// plus adds another contract's account.
func (a *account) plus(o *account) {
	a.D, a.R, a.Low, a.High = a.D+o.D, a.R+o.R, a.Low+o.Low, a.High+o.High
	a.due, a.rest = a.due.plus(o.due), a.rest.plus(o.rest)
}

// slack is how much of the obliged time may still be lost, by low.
func (a *account) slack() market.Time {
	return slack(a.due.plus(a.rest), a.D, a.R, a.Low)
}

// needRest is the share of the rest that must be effective, by low.
func (a *account) needRest() int64 {
	return needRest(a.due.plus(a.rest), a.R, a.Low)
}

// passes reports whether what is over reaches the target, by low.
func (a *account) passes() bool {
	_, below := product(million, a.Low).minus(a.due)
	return a.D > 0 && !below
}

// verdict says what the month comes to. It is decided before its end when the
// time that is left cannot change it.
func (a *account) verdict() Verdict {
	if a.D+a.R == 0 {
		return NotAssessed
	}
	whole := a.due.plus(a.rest)
	_, short := product(million, a.Low).minus(whole)
	_, lost := product(million, a.High+a.R).minus(whole)
	switch {
	case !short:
		return Met
	case lost:
		return Missed
	case a.R == 0:
		return InBand
	}
	return Open
}
