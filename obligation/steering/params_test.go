package steering

import (
	"fmt"
	"strings"
	"testing"

	"quotient/market"
)

// good are Params that pass, with every key at an edge of what is allowed.
func good() Params {
	return Params{Critical: onePPM, Back: Wide, StepBackAt: -1, ReturnAt: 0}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		change func(*Params)
		want   string // key found allowed, a line each
	}{
		{func(*Params) {}, ""},
		{func(p *Params) { p.Reserve, p.Watch, p.MinOff, p.MinOn = -1, -2, -3, -4 },
			"reserve -1 0\nwatch -2 0\nmin_off -3 0\nmin_on -4 0\n"},
		{func(p *Params) { p.Critical = 0 }, "critical 0 1000000\n"},
		{func(p *Params) { p.Critical = 1 }, ""},
		{func(p *Params) { p.Critical = onePPM + 1 }, "critical 1000001 1000000\n"},
		{func(p *Params) { p.From = 20260230 }, "from 20260230 0\n"},
		{func(p *Params) { p.From = 20260228 }, ""},
		{func(p *Params) { p.Back = Firm }, "back 3 0\n"},
		{func(p *Params) { p.Back, p.StepBackAt, p.ReturnAt = Normal, 7, 9 }, ""},
		{func(p *Params) { p.Back, p.StepBackAt, p.ReturnAt = Out, 0, 0 }, "step_back_at 0 -1\nreturn_at 0 0\n"},
		{func(p *Params) { p.StepBackAt, p.ReturnAt = -5, 1 }, "return_at 1 0\n"},
		{func(p *Params) { p.StepBackAt, p.ReturnAt = -5, -5 }, "return_at -5 0\n"},
		{func(p *Params) { p.StepBackAt, p.ReturnAt = -5, -4 }, ""},
	} {
		p, got := good(), ""
		c.change(&p)
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprintln(key, found, allowed) })
		if got != c.want {
			t.Errorf("%+v: %swant %s", p, got, c.want)
		}
	}
}

func TestScheduleAt(t *testing.T) {
	s := Schedule{{From: 20260301, Critical: 1}, {From: 20260401, Critical: 2}, {From: 20260501, Critical: 3}}
	for d, want := range map[market.Date]int64{20260101: 1, 20260301: 1, 20260331: 1, 20260401: 2, 20260430: 2, 20260501: 3, 20270101: 3} {
		if got := s.At(d).Critical; got != want {
			t.Errorf("%d: %d, want %d", d, got, want)
		}
	}
	if got := Schedule(nil).At(20260101); *got != (Params{}) {
		t.Errorf("no schedule gives %+v", got)
	}
	if need := NeedOf(market.Hour, 1, Schedule(nil).At(20260101)); need != Critical {
		t.Errorf("without thresholds the need is %v", need)
	}
}

func TestScheduleCheck(t *testing.T) {
	check := func(s Schedule) string {
		var b strings.Builder
		s.Check(func(key string, found, allowed int64) { fmt.Fprintln(&b, key, found, allowed) })
		return b.String()
	}
	a, b := good(), good()
	a.From, b.From = 20260301, 20260302
	if got := check(Schedule{a, b}); got != "" {
		t.Errorf("ascending dates give %s", got)
	}
	if got := check(Schedule{a, a}); got != "from 20260301 20260302\n" {
		t.Errorf("one date twice gives %q", got)
	}
	if got := check(Schedule{b, a}); got != "from 20260301 20260303\n" {
		t.Errorf("descending dates give %q", got)
	}
	if got := check(nil); got != "steering 0 1\n" {
		t.Errorf("nothing gives %q", got)
	}
	if got := check(Schedule{{}}); got != "critical 0 1000000\n" {
		t.Errorf("bad params give %q", got)
	}
}
