package risk

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// The greatest value of the last seconds is what looking at every one finds, from
// the very first second on, and no more is remembered than one point a second.
func TestRidgeIsTheGreatestOfLate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const seconds = 5
		r := newRidge(seconds)
		var values []point
		now := int64(0)
		for range rapid.IntRange(1, 120).Draw(t, "values") {
			v := point{market.Price(rapid.IntRange(1, 90).Draw(t, "value")), now}
			values = append(values, v)
			r.push(v.value, v.second, now-seconds)
			if r.n > seconds+1 {
				t.Fatalf("%d points of %d seconds", r.n, seconds)
			}
			now += int64(max(0, rapid.IntRange(-4, 2).Draw(t, "pause")))
			if rapid.Bool().Draw(t, "asked") {
				continue
			}
			var want market.Price
			for _, v := range values {
				if v.second >= now-seconds {
					want = max(want, v.value)
				}
			}
			if got, ok := r.top(now - seconds); got != want || ok != (want > 0) {
				t.Fatalf("at %d: %d %v, want %d", now, got, ok, want)
			}
		}
	})
}

// A falling reference that is told and never asked for is remembered no longer.
func TestRidgeForgetsUnasked(t *testing.T) {
	r := newRidge(5)
	for now := range int64(100) {
		r.push(market.Price(1000-now), now, now-5)
		r.push(market.Price(1000-now)-1, now, now-5)
	}
	if top, ok := r.top(94); !ok || top != 906 || r.n != 6 {
		t.Errorf("%d %v of %d points", top, ok, r.n)
	}
}

func TestRidgeLoadsNoMoreThanItHolds(t *testing.T) {
	for more := range uint64(2) {
		r, other := newRidge(5), newRidge(5)
		r.n = uint64(len(r.points)) + more
		if _, ok := other.load(r.save(nil)); ok != (more == 0) {
			t.Errorf("%d more: loads %v", more, ok)
		}
	}
}
