package steering

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// draw makes Params that pass Check, and an Input with any history.
func draw(t *rapid.T) (p Params, in Input, rest int64) {
	span := func(name string) market.Time { return market.Time(rapid.Int64Range(0, 50).Draw(t, name)) }
	p = Params{Reserve: span("reserve"), Watch: span("watch"), Critical: rapid.Int64Range(1, onePPM).Draw(t, "critical"),
		Back:       rapid.SampledFrom([]Stance{Normal, Wide, Out}).Draw(t, "back"),
		StepBackAt: rapid.Int64Range(-9, -1).Draw(t, "step back"), MinOff: span("min off"), MinOn: span("min on")}
	p.ReturnAt = rapid.Int64Range(p.StepBackAt+1, 0).Draw(t, "return")
	rest = rapid.Int64Range(-1, onePPM+2).Draw(t, "rest")
	in = Input{Slack: market.Time(rapid.Int64Range(-2, 200).Draw(t, "slack")), Loss: rapid.Int64Range(-12, 4).Draw(t, "loss"),
		Was: Stance(rapid.IntRange(0, int(stanceCount)-1).Draw(t, "was")), Since: 1000}
	in.Now = in.Since + span("for")
	in.Need = NeedOf(in.Slack, rest, &p)
	return p, in, rest
}

func TestNeverBackAtOrBelowTheReserve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, in, _ := draw(t)
		in.Slack = min(in.Slack, p.Reserve)
		in.Need = Need(rapid.IntRange(0, int(needCount)).Draw(t, "need")) // whatever it is said to be
		if got := Choose(in, &p); got.SteppedBack() {
			t.Fatalf("%v with slack %d at reserve %d", got, in.Slack, p.Reserve)
		}
	})
}

func TestNeverBackWithoutALoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, in, _ := draw(t)
		in.Loss = max(in.Loss, 0)
		if in.Now-in.Since < p.MinOff && in.Was.SteppedBack() {
			return
		}
		if got := Choose(in, &p); got.SteppedBack() {
			t.Fatalf("%v with loss %d", got, in.Loss)
		}
	})
}

// More slack never asks for a stricter stance.
func TestMonotoneInSlack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, in, rest := draw(t)
		more := in
		more.Slack += market.Time(rapid.Int64Range(0, 100).Draw(t, "more"))
		more.Need = NeedOf(more.Slack, rest, &p)
		if a, b := Choose(in, &p), Choose(more, &p); a.rank() < b.rank() {
			t.Fatalf("slack %d: %v, slack %d: %v", in.Slack, a, more.Slack, b)
		}
	})
}

// A worse signal never asks for a stricter stance.
func TestMonotoneInLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, in, _ := draw(t)
		worse := in
		worse.Loss -= rapid.Int64Range(0, 12).Draw(t, "worse")
		if a, b := Choose(in, &p), Choose(worse, &p); a.rank() < b.rank() {
			t.Fatalf("loss %d: %v, loss %d: %v", in.Loss, a, worse.Loss, b)
		}
	})
}

// Needs that must be heard are heard at once, whatever was before.
func TestNeedIsHeardAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, in, _ := draw(t)
		got := Choose(in, &p)
		least := map[Need]Stance{Comfortable: Out, Watch: Normal, Behind: Firm, Critical: Duty, Lost: Duty}[in.Need]
		if got.rank() < least.rank() {
			t.Fatalf("need %v: %v", in.Need, got)
		}
	})
}

// A stance is a fixed point while nothing changes but that least times end.
func TestChoiceStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, in, _ := draw(t)
		first := Choose(in, &p)
		if first != in.Was {
			in.Was, in.Since = first, in.Now
		}
		if again := Choose(in, &p); again != first {
			t.Fatalf("%v, and at once %v", first, again)
		}
	})
}

func TestWideAndOutFollowTheKey(t *testing.T) {
	p := Params{Critical: onePPM, Back: Wide, StepBackAt: -5, ReturnAt: -1, MinOn: 10}
	in := Input{Need: Comfortable, Slack: 100, Loss: -7, Was: Out, Since: 100, Now: 101}
	if got := Choose(in, &p); got != Wide { // stricter: at once
		t.Errorf("out, wide is asked for: %v", got)
	}
	in.Was, p.Back = Wide, Out
	if got := Choose(in, &p); got != Wide {
		t.Errorf("wide, out is asked for too early: %v", got)
	}
	in.Now = 110
	if got := Choose(in, &p); got != Out {
		t.Errorf("wide, out is asked for: %v", got)
	}
}

// The need may be older than the slack: the reserve is kept by the slack itself.
func TestSlackOutranksTheNeed(t *testing.T) {
	p := Params{Reserve: 100, Critical: onePPM, Back: Out, StepBackAt: -5, ReturnAt: -1, MinOff: 60}
	in := Input{Need: Comfortable, Loss: -9, Was: Out, Since: 1000, Now: 1010}
	for slack, want := range map[market.Time]Stance{99: Normal, 100: Normal, 101: Out} {
		if in.Slack = slack; Choose(in, &p) != want {
			t.Errorf("out, slack %d: %v, want %v", slack, Choose(in, &p), want)
		}
	}
	in.Was = Normal
	for slack, want := range map[market.Time]Stance{100: Normal, 160: Normal, 161: Out} {
		if in.Slack = slack; Choose(in, &p) != want {
			t.Errorf("in, slack %d: %v, want %v", slack, Choose(in, &p), want)
		}
	}
}

func TestUnknownValuesAreStrict(t *testing.T) {
	if got := Choose(Input{Need: needCount, Slack: 1 << 40, Loss: -9}, &Params{Back: Out, StepBackAt: -1}); got != Duty {
		t.Errorf("a need out of range gives %v", got)
	}
	if got := Choose(Input{Need: Comfortable, Slack: 100, Loss: -9, Was: stanceCount, Now: 5},
		&Params{Back: Out, StepBackAt: -1, MinOn: 10}); got != Out {
		t.Errorf("after a stance out of range: %v", got)
	}
}

func TestNames(t *testing.T) {
	for i, want := range []string{"normal", "wide", "out", "firm", "duty", "invalid", "invalid"} {
		if got := Stance(i).String(); got != want {
			t.Errorf("stance %d is %q, want %q", i, got, want)
		}
	}
	for i, want := range []string{"comfortable", "watch", "behind", "critical", "lost", "invalid", "invalid"} {
		if got := Need(i).String(); got != want {
			t.Errorf("need %d is %q, want %q", i, got, want)
		}
	}
}

func TestChooseDoesNotAllocate(t *testing.T) {
	s := Schedule{{Critical: 980_000, Back: Out, StepBackAt: -1}}
	in := Input{Slack: market.Hour, Loss: -5}
	if n := testing.AllocsPerRun(100, func() { in.Was = Choose(in, s.At(20260101)) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() { in.Was = Choose(in, Schedule(nil).At(20260101)) }); n != 0 {
		t.Errorf("%v allocations without a schedule", n)
	}
}
