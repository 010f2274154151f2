package forecast

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// TestSlackAndNeedAreTheirDefinitions recounts both in whole numbers of any size.
func TestSlackAndNeedAreTheirDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.SampledFrom([]int64{5, 1000, 1e15, 4e18}).Draw(t, "limit")
		target := rapid.Int64Range(0, million).Draw(t, "target")
		d := rapid.Int64Range(0, limit).Draw(t, "d")
		r := rapid.Int64Range(0, limit).Draw(t, "r")
		e := rapid.Int64Range(0, d).Draw(t, "e")
		b := big.NewInt
		all := new(big.Int).Add(b(d), b(r))

		may := new(big.Int).Div(new(big.Int).Mul(b(million-target), all), b(million))
		may.Sub(may, b(d-e))
		if got := Slack(target, market.Time(d), market.Time(r), market.Time(e)); int64(got) != may.Int64() {
			t.Fatalf("slack %d, want %v", got, may)
		}

		want := int64(-1)
		if r > 0 {
			over := new(big.Int).Sub(new(big.Int).Mul(b(target), all), new(big.Int).Mul(b(million), b(e)))
			q, m := new(big.Int).DivMod(over, b(r), new(big.Int))
			if m.Sign() > 0 {
				q.Add(q, b(1))
			}
			if q.Sign() < 0 {
				q = b(0)
			}
			if !q.IsInt64() {
				q = b(1<<63 - 1)
			}
			want = q.Int64()
		}
		if got := NeedRest(target, market.Time(d), market.Time(r), market.Time(e)); got != want {
			t.Fatalf("need %d, want %d", got, want)
		}
	})
}

func TestNeedRestByHand(t *testing.T) {
	const most = 1<<63 - 1
	for _, c := range []struct {
		target     int64
		d, r, e    market.Time
		want, left int64
	}{
		{800_000, 100, 100, 100, 600_000, 40},
		{800_000, 100, 100, 60, 1_000_000, 0},
		{800_000, 100, 100, 59, 1_010_000, -1},
		{800_000, 100, 3, 82, 133_334, 2}, // 0.4 of 3, rounded up; 20.6 rounded down less 18
		{500_000, 100, 100, 100, 0, 100},
		{500_000, 99, 100, 100, 0, 100}, // half of an odd month is 99.5
		{800_000, 100, 0, 80, -1, 0},
		{800_000, 3e17, 3e17, 2e17, 933_334, 2e16},
		{500_000, 3e17, 3e17, 3e17, 0, 3e17},
		{million, 4e18, 1, 0, most, -4e18},
		{million, 18_446_744_073_709, 1, 0, most, -18_446_744_073_709}, // 2^64 and a little
		{million, 9_223_372_036_854, 1, 0, most, -9_223_372_036_854},
	} {
		if got := NeedRest(c.target, c.d, c.r, c.e); got != c.want {
			t.Errorf("NeedRest%v = %d", c, got)
		}
		if got := Slack(c.target, c.d, c.r, c.e); int64(got) != c.left {
			t.Errorf("Slack%v = %d", c, got)
		}
	}
}

// samples are taken each minute: a minute scheduled, then minutes off.
func samples(slack ...market.Time) (all []Sample) {
	for i, s := range slack {
		all = append(all, Sample{At: market.Time(i) * market.Minute, Scheduled: market.Time(min(i, 4)) * market.Minute, Slack: s})
	}
	return all
}

func TestBurn(t *testing.T) {
	const m = market.Minute
	all := samples(60, 57, 53, 53, 50, 50, 50) // scheduled minutes 0 1 2 3 4 4 4
	for _, c := range []struct {
		window market.Time
		n      int
		want   Rate
		ok     bool
	}{
		{2 * m, 3, Rate{7, 2 * m}, true},
		{m, 4, Rate{0, m}, true},
		{4 * m, 5, Rate{10, 4 * m}, true},
		{4*m - 1, 5, Rate{10, 4 * m}, true},
		{m, 6, Rate{0, 0}, false}, // nothing was scheduled
		{3 * m, 3, Rate{}, false}, // not measured so long
		{2*m + 1, 3, Rate{}, false},
		{m, 0, Rate{}, false},
		{m, 1, Rate{}, false},
	} {
		if got, ok := Burn(all[:c.n], c.window); got != c.want || ok != c.ok {
			t.Errorf("%v of %d: %v %v, want %v %v", c.window/m, c.n, got, ok, c.want, c.ok)
		}
	}
	gap := []Sample{all[0], {At: 10 * m, Scheduled: 4 * m, Slack: 50}}
	if r, ok := Burn(gap, 5*m); !ok || r != (Rate{10, 4 * m}) {
		t.Errorf("twice as old: %v %v", r, ok)
	}
	if _, ok := Burn(gap, 5*m-1); ok {
		t.Error("a sample over twice as old says nothing of the window")
	}
}

// Two stretches to come, 100 ns and 50 ns long.
var ahead = []Span{{100, 200}, {300, 350}}

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		slack market.Time
		rate  Rate
		now   market.Time
		at    market.Time
		ok    bool
	}{
		{50, Rate{1, 1}, 90, 150, true},
		{50, Rate{1, 1}, 120, 170, true},
		{50, Rate{1, 2}, 100, 300, true}, // 100 ns: the break belongs to nobody
		{49, Rate{1, 2}, 100, 198, true},
		{10, Rate{3, 10}, 100, 133, true},
		{74, Rate{1, 2}, 100, 348, true},
		{75, Rate{1, 2}, 100, 0, false}, // lasts exactly
		{0, Rate{1, 2}, 110, 110, true},
		{0, Rate{1, 2}, 210, 300, true},
		{-1, Rate{0, 2}, 110, 110, true},
		{5, Rate{0, 2}, 110, 0, false},
		{5, Rate{-1, 2}, 110, 0, false},
		{5, Rate{1, 0}, 110, 0, false},
		{4e18, Rate{1, 4e18}, 110, 0, false},
		{4e18, Rate{1, 4}, 110, 0, false},
		{4e18, Rate{1, 3}, 110, 0, false},
		{1 << 62, Rate{2, 1 << 62}, 110, 0, false},
		{1 << 62, Rate{1 << 60, 1 << 62}, 110, 0, false}, // 2^64 ns
		{5, Rate{1, 2}, 400, 0, false},
	} {
		if at, ok := Ends(c.slack, c.rate, ahead, c.now); at != c.at || ok != c.ok {
			t.Errorf("Ends%v = %d %v", c, at, ok)
		}
	}
}

// TestImpossibleIsTheFirstLostInstant goes dark ns by ns.
func TestImpossibleIsTheFirstLostInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slack := market.Time(rapid.Int64Range(-2, 160).Draw(t, "slack"))
		now := market.Time(rapid.Int64Range(80, 360).Draw(t, "now"))
		want, ok := market.Time(0), false
		left := slack
		for at := now; at < 400 && !ok; at++ {
			if left < 0 {
				want, ok = now, true
				break
			}
			if at >= 100 && at < 200 || at >= 300 && at < 350 {
				if left--; left < 0 {
					want, ok = at, true
				}
			}
		}
		if got, found := Impossible(slack, ahead, now); got != want || found != ok {
			t.Fatalf("slack %d at %d: %d %v, want %d %v", slack, now, got, found, want, ok)
		}
	})
}

func TestSafeDark(t *testing.T) {
	const m = market.Minute
	for _, c := range []struct {
		slack, left market.Time
		want        int64
	}{{10*m - 1, 60 * m, 9}, {10 * m, 60 * m, 10}, {90 * m, 60 * m, 60}, {0, m, 0}, {-5 * m, m, 0}} {
		if got := SafeDark(c.slack, c.left); got != c.want {
			t.Errorf("SafeDark%v = %d", c, got)
		}
	}
}
