package lab

import (
	"bytes"
	"context"
	"math"
	"os"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation/steering"
)

// keys are thresholds for a target: the less may be lost, the worse a loss must be.
// The reserve covers what the outages of a month come to in the worst of hundreds.
func keys(stepBackAt int64) *steering.Params {
	return &steering.Params{Reserve: 3 * market.Hour, Watch: 30 * market.Minute, Critical: 980_000, Back: steering.Out,
		StepBackAt: stepBackAt, ReturnAt: stepBackAt / 2, MinOff: market.Minute, MinOn: 30 * market.Second}
}

// TestFirstSteeringCompletesWithAlwaysOn is the promise of the first rule: it costs
// no month, whatever the target, and where there is slack it saves.
func TestFirstSteeringCompletesWithAlwaysOn(t *testing.T) {
	targets := []struct{ target, stepBackAt, least int64 }{{800_000, -3000, 70}, {900_000, -4000, 55}, {950_000, -6000, 28}, {990_000, -6000, 0}}
	n := 50
	if os.Getenv("QUOTIENT_LONG") != "" {
		n = 400
	}
	all, err := Spread(context.Background(), 1, n, 2, func(_ context.Context, seed uint64) (o [4]MonthOutcome, err error) {
		m := newMonth(seed)
		for i, c := range targets {
			o[i] = m.outcome(seed, c.target, keys(c.stepBackAt))
		}
		return o, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range targets {
		var of []MonthOutcome
		for _, o := range all {
			of = append(of, o[i])
		}
		var b bytes.Buffer
		PrintMonths(&b, c.target, of)
		t.Log("\n" + b.String())
		if always, steered := Completed(of); steered < always {
			t.Errorf("target %d: %d months met always on, %d steered", c.target, always, steered)
		}
		if got := Capture(of); got < float64(c.least) || got > 100 {
			t.Errorf("target %d: capture %.1f %%, want at least %d", c.target, got, c.least)
		}
	}
}

func TestMonthsAreTheirSeeds(t *testing.T) {
	run := func(workers int) []MonthOutcome {
		all, err := Months(context.Background(), 7, 3, workers, 900_000, *keys(-4000))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	a, b := run(1), run(3)
	for i := range a {
		if a[i] != b[i] || a[i].Seed != uint64(7+i) {
			t.Errorf("month %d: %+v and %+v", i, a[i], b[i])
		}
	}
	if a[0].Always.E == a[1].Always.E && a[0].Best == a[1].Best {
		t.Error("two seeds give the same month")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Months(ctx, 1, 2, 1, 900_000, *keys(-4000)); err == nil {
		t.Error("cancelled months are given")
	}
}

// TestMonthIsTheGeneratorOfTheReference holds what is generated against the figures
// that it is made of, over twelve months.
func TestMonthIsTheGeneratorOfTheReference(t *testing.T) {
	var steps, dark, exempt, outages int
	var open, noon, errs, squares float64
	var opens, noons int
	for seed := range uint64(12) {
		m := newMonth(100 + seed)
		if len(m.cost) != 86_940 {
			t.Fatalf("%d steps, want 86940", len(m.cost))
		}
		for i, c := range m.cost {
			steps++
			if m.dark[i] {
				dark++
				if i == 0 || !m.dark[i-1] {
					outages++
				}
			}
			if m.exempt[i] {
				exempt++
			}
			if c <= -1 || math.IsInf(c, 0) {
				t.Fatalf("cost %v", c)
			}
			switch in := i % 4140; {
			case in < 12:
				open, opens = open+math.Log(c+1), opens+1
			case in >= 700 && in < 740:
				noon, noons = noon+math.Log(c+1), noons+1
			}
			if i > 0 {
				e := math.Log(m.seen[i]+1) - math.Log(m.cost[i-1]+1) + 0.045
				errs, squares = errs+e, squares+e*e
			}
		}
	}
	within := func(what string, got, low, high float64) {
		t.Helper()
		if got < low || got > high {
			t.Errorf("%s: %.4f, want %.4f to %.4f", what, got, low, high)
		}
	}
	// The first minute of the night is exp(1.1) worse than its middle, less a trace.
	within("open against the middle", open/float64(opens)-noon/float64(noons), 0.85, 1.25)
	within("mean error of the forecast", errs/float64(steps), -0.02, 0.02)
	within("its deviation", math.Sqrt(squares/float64(steps)), 0.28, 0.32)
	// 0.15 + 1/60 outages a day; 47 s more than the median in the mean of the first.
	within("outages a day", float64(outages)/(12*monthDays), 0.1, 0.25)
	within("share dark", float64(dark)/float64(steps), 0.001, 0.012)
	within("share exempt", float64(exempt)/float64(steps), 0.0005, 0.015)
}

// small is a month of eight steps: two exempt, one dark, costs by hand.
func small() *month {
	return &month{
		cost:   []float64{1, 5, 3, -1, 9, 2, 4, 7},
		seen:   []float64{0, 1, 5, 3, -1, 9, 2, 4},
		dark:   []bool{false, false, false, false, true, false, false, false},
		exempt: []bool{true, false, false, false, false, false, true, false},
	}
}

// Six steps of five seconds are obliged, one of them dark.
func TestRunByHand(t *testing.T) {
	m := small()
	want := Standing{D: 6 * step, E: 5 * step, Met: true}
	if got := m.run(833_333, nil); got != want {
		t.Errorf("always on: %+v, want %+v", got, want)
	}
	if got := m.run(833_334, nil); got.Met {
		t.Error("five of six are met at 83.3334 %")
	}
	// Out at a forecast of 4 and more, in at 3 and less: out for steps 2 (cost 3),
	// 5 (cost 2) and, exempt, 6; back for 3 and 4 (dark), out again at 7 (cost 7).
	p := steering.Params{Critical: 1_000_000, Back: steering.Wide, StepBackAt: -4000, ReturnAt: -3000}
	want = Standing{D: 6 * step, E: 2 * step, Saved: 60, Off: 3 * step, Switches: 3, Met: true}
	if got := m.run(0, &p); got != want {
		t.Errorf("steered: %+v, want %+v", got, want)
	}
	// At 60 % slack begins at 16 s and ends below the reserve: exempt time takes its part.
	p.Reserve = 5 * market.Second
	if got := m.run(600_000, &p); got.Off != step || !got.Met || got.Saved != 15 {
		t.Errorf("with a reserve: %+v", got)
	}
	for i := range m.exempt {
		m.exempt[i] = true
	}
	if got := m.run(0, nil); got != (Standing{}) {
		t.Errorf("nothing obliged gives %+v", got)
	}
}

// The dearest first: 7, 5, 3, 2 of what is neither dark nor exempt; nothing is
// saved by stepping back from what earns.
func TestBestByHand(t *testing.T) {
	for slack, want := range map[market.Time]float64{-step: 0, 0: 0, step - 1: 0, step: 35, 2 * step: 60, 3*step - 1: 60,
		3 * step: 75, 4 * step: 85, 5 * step: 85, 50 * step: 85} {
		if got := small().best(slack); got != want {
			t.Errorf("slack of %d steps: %v, want %v", slack/step, got, want)
		}
	}
}

func TestSteeredMonthsKeepTheirIdentity(t *testing.T) {
	m := newMonth(3)
	var dark, obliged market.Time
	for i := range m.dark {
		if m.exempt[i] {
			continue
		}
		if obliged += step; m.dark[i] {
			dark += step
		}
	}
	o := m.outcome(3, 800_000, keys(-3000))
	if o.Always.D != obliged || o.Always.E != obliged-dark || o.Always.Off != 0 || o.Always.Switches != 0 {
		t.Errorf("always on %+v, obliged %d, dark %d", o.Always, obliged, dark)
	}
	if s := o.Steered; s.D != obliged || s.E+s.Off+dark != obliged || s.Off == 0 || s.Saved > o.Best {
		t.Errorf("steered %+v, best %v", s, o.Best)
	}
}

func TestPrintMonths(t *testing.T) {
	all := []MonthOutcome{
		{Seed: 1, Always: Standing{D: 1000, E: 990, Met: true}, Best: 100,
			Steered: Standing{D: 1000, E: 800, Met: true, Saved: 60, Off: 190, Switches: 42}},
		{Seed: 2, Always: Standing{D: 1000, E: 700}, Steered: Standing{D: 1000, E: 699, Off: 1, Saved: 0}, Best: 20},
	}
	var b bytes.Buffer
	PrintMonths(&b, 800_000, all)
	want := `target 80.00 %, 2 months
policy                 met    mean %   worst %     off % switches/d capture %
always on           1/2        84.50     70.00      0.00        0.0       0.0
first steering      1/2        74.95     69.90      9.55        1.0      50.0
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	b.Reset()
	PrintMonths(&b, 800_000, nil)
	if !strings.Contains(b.String(), "0 months") || strings.Contains(b.String(), "NaN") || Capture(nil) != 0 {
		t.Errorf("nothing prints\n%s", b.String())
	}
}
