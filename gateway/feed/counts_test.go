package feed

import (
	"testing"

	"quotient/market"
)

func TestCountsLogOncePerTime(t *testing.T) {
	c := Counts{Every: market.Second}
	type said struct {
		held uint64
		log  bool
	}
	note := func(code Code, now market.Time) said {
		held, log := c.Note(code, now)
		return said{held, log}
	}
	const start = 100 * market.Second
	for i, step := range []struct {
		code Code
		now  market.Time
		want said
	}{
		{CodeSyntax, start, said{0, true}},
		{CodeSyntax, start, said{0, false}},
		{CodeOffTick, start, said{0, true}},
		{CodeSyntax, start + market.Second - 1, said{0, false}},
		{CodeSyntax, start + market.Second, said{2, true}},
		{CodeSyntax, start + 3*market.Second, said{0, true}},
		{CodeOffTick, start + 3*market.Second, said{0, true}},
		{CodeCount, start, said{0, false}},
	} {
		if got := note(step.code, step.now); got != step.want {
			t.Errorf("step %d: %+v, want %+v", i, got, step.want)
		}
	}
	if c.Seen[CodeSyntax] != 5 || c.Seen[CodeOffTick] != 2 || c.Total() != 7 {
		t.Errorf("seen %v", c.Seen)
	}
	var all Counts
	for range 3 {
		if _, log := all.Note(CodeSyntax, 0); !log {
			t.Error("zero Counts hold back")
		}
	}
}
