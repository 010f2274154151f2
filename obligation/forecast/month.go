package forecast

import (
	"math/bits"

	"quotient/market"
)

// million is 100 % in parts per million.
const million = 1_000_000

const (
	minSessions  = 3    // fewer say nothing about the days to come
	defaultDraws = 2000 // when Input.Draws is 0
)

// A Session is one past trading day of what is judged.
type Session struct {
	D market.Time // obliged; without any the day says nothing and is left out
	E market.Time // of that, effective by the low reading
}

// An Input is the standing of a contract, or of a pool with its sums. Where terms
// change inside the month, Target is sum p(D+R) over sum (D+R), rounded up.
type Input struct {
	Target    int64         // parts per million
	D, R      market.Time   // obliged so far and to come
	Low       market.Time   // effective so far, by the low reading
	Sessions  []Session     // past trading days, oldest first
	Remaining []market.Time // of R, by trading day, the running one first; the rest of R counts as one more day
	Seed      uint64
	Draws     int // 0 = 2000
}

// A Result is the forecast of a month's end. Ratios are in parts per million,
// rounded down.
type Result struct {
	Low, Mid, High int64 // 5, 50 and 95 of 100 draws end at or below it
	Chance         int64 // ppm of the draws that meet the target
	Sessions       int   // past days that it rests on
	OK             bool  // there were enough of them, and anything is owed
}

// Month draws the rest of the month from past sessions many times over: blocks of
// two or three days in a row, as bad days come together (circular block
// bootstrap). A drawn day's ratio is taken for a day to come.
func Month(in Input) (r Result) {
	past := assessed(in.Sessions)
	total := in.total()
	r.Sessions = len(past)
	if len(past) < minSessions || total <= 0 {
		return r
	}
	ends, met := make([]int64, in.draws()), 0
	for k := range ends {
		e := in.end(past, k)
		if reached(in.Target, total, e) {
			met++
		}
		ends[k] = int64(scale(million, e, total))
	}
	r.Low, r.Mid, r.High = quantile(ends, 5), quantile(ends, 50), quantile(ends, 95)
	r.Chance = int64(met) * million / int64(len(ends))
	r.OK = true
	return r
}

// Chance returns in ppm how often at least least of several contracts meet their
// targets, each drawing the same past days: what hits one often hits all. Their
// sessions are aligned by the newest; a day on which one of them owed nothing is
// left out for all. The first input's Seed and Draws hold.
func Chance(in []Input, least int) (ppm int64, ok bool) {
	if len(in) == 0 || together(in) < minSessions {
		return 0, false
	}
	past := make([][]Session, len(in))
	for i := range in {
		if in[i].total() <= 0 {
			return 0, false
		}
		past[i] = common(in, i)
	}
	met, draws := int64(0), in[0].draws()
	for k := range draws {
		passed := 0
		for i := range in {
			one := in[i]
			one.Seed = in[0].Seed
			if reached(one.Target, one.total(), one.end(past[i], k)) {
				passed++
			}
		}
		if passed >= least {
			met++
		}
	}
	return met * million / int64(draws), true
}

// draws is how many months to draw.
func (in *Input) draws() int {
	if in.Draws <= 0 {
		return defaultDraws
	}
	return in.Draws
}

// total is the obliged time of the whole month.
func (in *Input) total() market.Time {
	return in.D + max(in.R, in.named())
}

// named is the time to come that Remaining names.
func (in *Input) named() (sum market.Time) {
	for _, left := range in.Remaining {
		sum += left
	}
	return sum
}

// end is the effective time at the month's end in draw k.
func (in *Input) end(past []Session, k int) market.Time {
	days := blocks{rng: newRand(in.Seed, uint64(k)), n: len(past)}
	e := in.Low
	for _, left := range in.Remaining {
		e += past[days.next()].of(left)
	}
	return e + past[days.next()].of(max(0, in.R-in.named()))
}

// of is the effective part of left on a day like s.
func (s *Session) of(left market.Time) market.Time {
	return scale(left, min(s.E, s.D), s.D)
}

// scale is a × b / c, rounded down; b is at most c, or a × b / c fits anyway.
func scale(a, b, c market.Time) market.Time {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, _ := bits.Div64(hi, lo, uint64(c))
	return market.Time(q)
}

// reached reports whether e of total meets the target.
func reached(target int64, total, e market.Time) bool {
	wantHi, wantLo := bits.Mul64(uint64(target), uint64(total))
	hi, lo := bits.Mul64(million, uint64(e))
	return hi > wantHi || hi == wantHi && lo >= wantLo
}
