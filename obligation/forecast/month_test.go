package forecast

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// steady are n past days on which e of 100 s were effective.
func steady(n int, e market.Time) (all []Session) {
	for range n {
		all = append(all, Session{D: 100 * market.Second, E: e * market.Second})
	}
	return all
}

// Half of the month is over with 90 of 100 s; on every past day 80 of 100 were
// effective, so it ends with 170 of 200 whatever is drawn.
func TestMonthByHand(t *testing.T) {
	in := Input{Target: 850_000, D: 100 * market.Second, R: 100 * market.Second, Low: 90 * market.Second,
		Sessions: steady(3, 80), Draws: 50}
	want := Result{Low: 850_000, Mid: 850_000, High: 850_000, Chance: million, Sessions: 3, OK: true}
	if got := Month(in); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	in.Target, want.Chance = 850_001, 0
	if got := Month(in); got != want {
		t.Errorf("over the target by a millionth: %+v, want %+v", got, want)
	}
}

func TestRestOfMonth(t *testing.T) {
	for _, c := range []struct {
		name      string
		r         market.Time
		remaining []market.Time
		want      int64 // of 10 ns effective of 10 so far, 2 of 3 past
	}{
		{"one day of 3 ns", 3, []market.Time{3}, 12_000_000 / 13},
		{"each day rounds down: 3 × (4 × 2/3 → 2)", 12, []market.Time{4, 4, 4}, 16_000_000 / 22},
		{"what no day names is one more: 2 + (8 × 2/3 → 5)", 12, []market.Time{4}, 17_000_000 / 22},
		{"all of R without days", 12, nil, 18_000_000 / 22},
		{"the days name more than R", 3, []market.Time{6, 3}, 16_000_000 / 19},
		{"nothing is left", 0, nil, million},
	} {
		in := Input{D: 10, R: c.r, Low: 10, Remaining: c.remaining, Sessions: []Session{{3, 2}, {3, 2}, {3, 2}}}
		if got := Month(in); !got.OK || got.Low != c.want || got.High != c.want {
			t.Errorf("%s: %+v, want %d", c.name, got, c.want)
		}
	}
}

func TestNotAvailable(t *testing.T) {
	two := append(steady(2, 80), Session{D: 0, E: 0}, Session{D: -1, E: 0})
	if got := Month(Input{R: 5, Sessions: two}); got != (Result{Sessions: 2}) {
		t.Errorf("two days that owed something give %+v", got)
	}
	if got := Month(Input{R: 5, Sessions: append(two, steady(1, 80)...)}); !got.OK || got.Sessions != 3 {
		t.Errorf("three give %+v", got)
	}
	if got := Month(Input{Sessions: steady(3, 80)}); got.OK {
		t.Errorf("nothing owed gives %+v", got)
	}
}

func TestMoreEffectiveThanObligedIsAll(t *testing.T) {
	if got := Month(Input{R: 10, Sessions: []Session{{3, 5}, {3, 5}, {3, 5}}}); got.High != million {
		t.Errorf("got %+v", got)
	}
}

// ends is the exact law of the effective time of days to come, each 1 long: every
// way to cut them into blocks of two or three, at every place, worked out one by one.
func ends(past []Session, days int) map[market.Time]float64 {
	law := map[market.Time]float64{}
	var cut func(days int, e market.Time, p float64)
	cut = func(days int, e market.Time, p float64) {
		if days == 0 {
			law[e] += p
			return
		}
		for _, length := range []int{2, 3} {
			for at := range past {
				sum, n := e, 0
				for ; n < length && n < days; n++ {
					s := past[(at+n)%len(past)]
					sum += 1000 * s.E / s.D
				}
				cut(days-n, sum, p/2/float64(len(past)))
			}
		}
	}
	cut(days, 0, 1)
	return law
}

// TestDrawsFollowTheLaw draws often and compares with the exact law, worst
// deviation five sigma; the quantiles must be those of the law.
func TestDrawsFollowTheLaw(t *testing.T) {
	past := []Session{{100, 10}, {100, 35}, {50, 49}, {100, 72}}
	const draws = 20_000
	for days := 1; days <= 5; days++ {
		in := Input{R: market.Time(days) * 1000, Sessions: past, Seed: 7}
		for range days {
			in.Remaining = append(in.Remaining, 1000)
		}
		law, seen := ends(past, days), map[market.Time]int{}
		for k := range draws {
			seen[in.end(past, k)]++
		}
		for e := range seen {
			if law[e] == 0 {
				t.Errorf("%d days: drew %d, which no blocks give", days, e)
			}
		}
		for e, p := range law {
			if off := math.Abs(float64(seen[e]) - p*draws); off > 5*math.Sqrt(p*draws) {
				t.Errorf("%d days: %d drawn %d times, want %.0f", days, e, seen[e], p*draws)
			}
		}
	}
}

// A month of mixed days: the band, by the exact law of two days to come. Each of
// the three neighbours' sums 45, 84 and 49 % has a third of the draws.
func TestBandByHand(t *testing.T) {
	in := Input{Target: 490_001, R: 200, Remaining: []market.Time{100, 100},
		Sessions: []Session{{100, 10}, {100, 80}, {100, 88}}, Draws: 9000}
	got := Month(in)
	if got.Low != 450_000 || got.Mid != 490_000 || got.High != 840_000 {
		t.Errorf("got %+v", got)
	}
	if got.Chance < 310_000 || got.Chance > 360_000 {
		t.Errorf("chance %d, want a third", got.Chance)
	}
}

func TestSeedAndDraws(t *testing.T) {
	in := Input{Target: 700_000, R: 2000, Seed: 1}
	for i := range 20 {
		in.Sessions = append(in.Sessions, Session{100, market.Time(40 + i*3)})
		in.Remaining = append(in.Remaining, 100)
	}
	a, b := Month(in), Month(in)
	if a != b {
		t.Errorf("the same input gives %+v and %+v", a, b)
	}
	in.Draws = defaultDraws
	if b := Month(in); b != a {
		t.Errorf("no draws asked for gives %+v, 2000 give %+v", a, b)
	}
	in.Draws = -1
	if b := Month(in); b != a {
		t.Errorf("-1 draws give %+v", b)
	}
	in.Draws, in.Seed = 0, 2
	if b := Month(in); b == a {
		t.Error("another seed gives the same months")
	}
	in.Draws = 1
	if one := Month(in); one.Low != one.High || one.Chance%million != 0 {
		t.Errorf("one draw gives %+v", one)
	}
}

// TestBandHolds tries the band on months that go on as the past did, with bad days
// in pairs: nine of ten must end in it, give or take.
func TestBandHolds(t *testing.T) {
	r := newRand(11, 0)
	day := func(bad bool) Session {
		if bad {
			return Session{100_000, market.Time(30_000 + r.below(20_000))}
		}
		return Session{100_000, market.Time(85_000 + r.below(10_000))}
	}
	days := func(n int) (all []Session) {
		for len(all) < n {
			bad := r.below(6) == 0
			all = append(all, day(bad), day(bad))
		}
		return all[:n]
	}
	inside := 0
	const months = 300
	for m := range months {
		in := Input{Target: 800_000, Sessions: days(60), Seed: uint64(m), Draws: 400}
		var e market.Time
		for _, s := range days(15) {
			in.Remaining, in.R, e = append(in.Remaining, s.D), in.R+s.D, e+s.E
		}
		got := Month(in)
		if end := int64(scale(million, e, in.R)); end >= got.Low && end <= got.High {
			inside++
		}
	}
	if inside < months*80/100 || inside > months*97/100 {
		t.Errorf("%d of %d months ended within the band of 90 %%", inside, months)
	}
}

// Two contracts that are never good on the same day: together they never pass,
// though each does in two of three draws; drawn apart they would in four of nine.
func TestChanceTogether(t *testing.T) {
	one := func(a, b, c market.Time) Input {
		return Input{Target: 500_000, R: 100, Sessions: []Session{{100, a}, {100, b}, {100, c}}, Draws: 3000, Seed: 5}
	}
	apart := []Input{one(0, 100, 100), one(100, 0, 0)}
	apart[1].Seed = 6 // the first one's holds
	if got, ok := Chance(apart, 2); got != 0 || !ok {
		t.Errorf("both: %d %v, want never", got, ok)
	}
	if got, ok := Chance(apart, 1); got != million || !ok {
		t.Errorf("one of two: %d %v, want always", got, ok)
	}
	alike := []Input{one(0, 100, 100), one(0, 60, 50)}
	got, ok := Chance(alike, 2)
	alone := Month(alike[0])
	if !ok || got != alone.Chance || got < 600_000 || got > 730_000 {
		t.Errorf("alike: %d %v, want %d", got, ok, alone.Chance)
	}
}

// The newest days are laid side by side; a day that one of them did not owe is
// left out for all of them.
func TestChanceAligns(t *testing.T) {
	long := []Session{{100, 0}, {100, 0}, {100, 99}, {100, 0}, {100, 99}, {100, 99}}
	short := []Session{{100, 99}, {0, 0}, {100, 99}, {100, 99}}
	in := []Input{{Target: 900_000, R: 10000, Sessions: long}, {Target: 900_000, R: 10000, Sessions: short}}
	if got, ok := Chance(in, 2); got != million || !ok {
		t.Errorf("%d %v, want always: the days that count are 99 %%", got, ok)
	}
	in[1].Sessions = short[1:]
	if got, ok := Chance(in, 2); ok {
		t.Errorf("two days in common give %d", got)
	}
	in[1].Sessions = append([]Session{{100, 99}}, short...)
	if got, _ := Chance(in, 2); got == million {
		t.Error("a bad day that both owed is not drawn")
	}
	if got, ok := Chance(nil, 0); ok {
		t.Errorf("no contract gives %d", got)
	}
	in[0].R = 0
	if got, ok := Chance(in, 1); ok {
		t.Errorf("a contract that owes nothing gives %d", got)
	}
}

func TestQuantileIsThatOfTheSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, million), 1, 40).Draw(t, "values")
		percent := rapid.Int64Range(1, 100).Draw(t, "percent")
		sorted := slices.Sorted(slices.Values(values))
		want := sorted[(percent*int64(len(values))+99)/100-1]
		if got := quantile(values, percent); got != want {
			t.Fatalf("%d %% of %v is %d, want %d", percent, sorted, got, want)
		}
	})
}

func TestBelow(t *testing.T) {
	r := newRand(3, 4)
	var seen [5]int
	for range 5000 {
		seen[r.below(5)]++
	}
	for v, n := range seen {
		if n < 850 || n > 1150 {
			t.Errorf("%d came %d times of 5000, want about 1000", v, n)
		}
	}
}

func TestQuantileAtTheEdge(t *testing.T) {
	var values []int64
	for i := range int64(20) {
		values = append(values, (i+1)*1000)
	}
	for percent, want := range map[int64]int64{5: 1000, 6: 2000, 50: 10_000, 95: 19_000, 96: 20_000, 100: 20_000} {
		if got := quantile(values, percent); got != want {
			t.Errorf("%d %% of twenty: %d, want %d", percent, got, want)
		}
	}
}

func TestReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(1, 1<<62).Draw(t, "total")
		target := rapid.Int64Range(0, million).Draw(t, "target")
		least := new(big.Int).Mul(big.NewInt(target), big.NewInt(total)) // rounded up
		least.Add(least, big.NewInt(million-1)).Div(least, big.NewInt(million))
		e := least.Int64()
		if !reached(target, market.Time(total), market.Time(e)) {
			t.Fatalf("%d of %d do not reach %d", e, total, target)
		}
		if e > 0 && reached(target, market.Time(total), market.Time(e-1)) {
			t.Fatalf("%d of %d reach %d", e-1, total, target)
		}
	})
	for _, c := range []struct{ target, total, e int64 }{
		{million, 1 << 62, 1<<62 - 1}, // the same upper word
		{million, 1 << 62, 1 << 44},   // another upper word, the same lower one
	} {
		if reached(c.target, market.Time(c.total), market.Time(c.e)) || !reached(c.target, market.Time(c.e), market.Time(c.total)) {
			t.Errorf("%+v", c)
		}
	}
}

// The sequence of splitmix64 from state 1234567, as published with the algorithm.
func TestRandomIsSplitmix(t *testing.T) {
	r := random(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431} {
		if got := r.next(); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}
