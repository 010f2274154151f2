package window

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// most is the most instants that any stretch of length span holds, ends included,
// found by looking at every pair.
func most(times []market.Time, span market.Time) (most int64) {
	for i, from := range times {
		n := int64(0)
		for _, at := range times[i:] {
			if at-from <= span {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// However bursts straddle an edge: what is let in while it fits never holds more
// than the limit in any stretch, what is kept out would have, and who waits until
// Next gets in, not a nanosecond earlier.
func TestNoStretchHoldsMoreThanTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.Int64Range(1, 9).Draw(t, "limit")
		span := market.Time(rapid.Int64Range(1, 40).Draw(t, "span"))
		w, now := New(limit), market.Time(1000)
		var in []market.Time
		for range rapid.IntRange(1, 80).Draw(t, "tries") {
			now += market.Time(rapid.Int64Range(0, 12).Draw(t, "elapsed"))
			fits := most(append(in[:len(in):len(in)], now), span) <= limit
			if w.Fits(limit, now, span) != fits {
				t.Fatalf("at %d fits is %v; in: %v", now, !fits, in)
			}
			at := w.Next(limit, now, span)
			if fits && at != now || !fits && (at <= now || w.Fits(limit, at-1, span) || !w.Fits(limit, at, span)) {
				t.Fatalf("at %d next is %d", now, at)
			}
			n := int64(0)
			for _, x := range in {
				if now-x <= span {
					n++
				}
			}
			if w.Count(now, span) != n {
				t.Fatalf("at %d counts %d, are %d", now, w.Count(now, span), n)
			}
			if fits {
				w.Add(now)
				in = append(in, now)
			}
			kept, other := w.Save([]byte{7}), New(limit)
			rest, ok := other.Load(append(kept[1:], 9))
			if !ok || !bytes.Equal(rest, []byte{9}) || !bytes.Equal(other.Save(nil), kept[1:]) {
				t.Fatal("does not come back as it was saved")
			}
		}
	})
}

// More than it has room for are counted as many as it has room for.
func TestCountsWhatItRemembers(t *testing.T) {
	w := New(3) // four places
	for at := range market.Time(10) {
		w.Add(at)
	}
	if n := w.Count(9, 100); n != 4 {
		t.Errorf("counts %d of 4 places", n)
	}
	if n := w.Count(9, 2); n != 3 {
		t.Errorf("counts %d of 7, 8, 9", n)
	}
	if w.Fits(100, 9, 3) || !w.Fits(100, 9, 2) || w.Next(101, 9, 3) != 10 {
		t.Error("a limit beyond the places is not cut to them")
	}
	w.Clear()
	if w.Count(9, 100) != 0 || !w.Fits(1, 9, 100) {
		t.Error("something is left after Clear")
	}
	if w.Add(5); !w.Fits(1, 8, 2) {
		t.Error("what was cleared still holds the clock")
	}
}

func TestNothingFitsALimitThatIsNone(t *testing.T) {
	for _, limit := range []int64{0, -1} {
		w := New(limit)
		if w.Fits(limit, 5, 1) || w.Next(limit, 5, 1) != 0 {
			t.Errorf("limit %d lets something in", limit)
		}
	}
	for limit, places := range map[int64]int{-5: 1, 1: 1, 2: 2, 3: 4, 4: 4, 5: 8, Most: Most, 1 << 40: Most} {
		if w := New(limit); len(w.times) != places {
			t.Errorf("a limit of %d has %d places", limit, len(w.times))
		}
	}
}

// Time that seems to go back must not free the window.
func TestSurvivesTimeGoingBack(t *testing.T) {
	w := New(2)
	w.Add(100)
	w.Add(50) // counted as at 100
	if w.Fits(2, 60, 20) || w.Fits(2, 120, 20) || !w.Fits(2, 121, 20) {
		t.Error("the window was freed too early")
	}
	if w.Fits(1, 120, 20) || !w.Fits(1, 121, 20) {
		t.Error("the last is not counted as at the one before it")
	}
}

func TestLoadTakesNothingShort(t *testing.T) {
	w := New(2)
	all := w.Save(nil)
	for n := range all {
		if _, ok := w.Load(all[:n]); ok {
			t.Errorf("%d of %d bytes were enough", n, len(all))
		}
	}
}

func TestNoAllocations(t *testing.T) {
	w, now := New(64), market.Time(0)
	if n := testing.AllocsPerRun(1000, func() {
		now++
		w.Add(now)
		_ = w.Count(now, 50) + int64(w.Next(40, now, 50))
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
