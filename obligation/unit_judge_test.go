package obligation

import (
	"testing"

	"quotient/market"
)

// TestJudgeDays: how long nothing may be quoted, and what the rest must bring, by
// whole days and with a day that runs. A day to come is 10 long, 2 of which may be
// lost if it is to be kept, and half of it is asked.
func TestJudgeDays(t *testing.T) {
	none := running{}
	for _, c := range []struct {
		left, need market.Time
		now        running
		slack      market.Time
		rest       int64
	}{
		{3, 1, none, 20, 166_667},                                    // two whole days to spare; half of one in three
		{3, 1, running{owed: true, slack: 3, left: 8}, 18, 166_667},  // the rest of today, and one
		{3, 1, running{owed: true, slack: 0, left: 8}, 18, 166_667},  // today can still be kept
		{3, 1, running{owed: true, slack: -1, left: 8}, 10, 250_000}, // today is one of the two
		{3, 1, running{slack: -1, left: 8}, 20, 166_667},             // nothing is owed today
		{3, 2, running{owed: true, slack: -1, left: 8}, 2, 500_000},  // today was the one
		{3, 2, running{owed: true, slack: 1, left: 8}, 8, 333_334},   // today may be the one
		{3, 3, none, 2, 500_000},
		{3, 3, running{owed: true, slack: 3, need: 700_000}, 3, 700_000},
		{3, 3, running{owed: true, slack: 3, need: 100}, 3, 500_000},
		{3, 3, running{owed: true, slack: -1, need: 1_200_000}, -1, 1_200_000},
		{3, 4, none, -10, 1<<63 - 1},
		{3, 5, running{owed: true, slack: -1}, -20, 1<<63 - 1},
		{2, -1, none, 30, 0}, // more than enough
		{2, 0, none, 20, 0},
		{0, 0, none, 0, -1},
		{0, -1, none, 10, -1},
		{0, 1, none, -10, -1},
		{1, 0, running{owed: true, slack: -1}, 0, -1},
	} {
		k := tally{left: c.left, need: c.need, whole: 10, may: 2, keep: 500_000}
		if c.left == 0 && c.need == 0 || c.left == 1 {
			k.may = 0
		}
		var r UnitReading
		k.judge(c.now, &r)
		if r.Slack != c.slack || r.NeedRest != c.rest {
			t.Errorf("%+v: slack %d, rest %d", c, r.Slack, r.NeedRest)
		}
	}
	var r UnitReading
	(&tally{need: 1}).judge(none, &r)
	if r.Slack != -1 {
		t.Errorf("lost, and no day is left: slack %d", r.Slack)
	}
}

// TestTally: the days to come, of the contract for which they are least.
func TestTally(t *testing.T) {
	m := New(Params{Contracts: 3}, storyDays())
	for _, c := range []struct {
		r      [3]market.Time
		target [3]int64
		left   market.Time
		today  bool
		want   tally
	}{
		{[3]market.Time{20, 10, 0}, [3]int64{500_000, 800_000, 900_000}, 2, false, tally{2, 0, 5, 1, 800_000}},
		{[3]market.Time{10, 20, 0}, [3]int64{800_000, 500_000, 0}, 2, false, tally{2, 0, 5, 1, 800_000}},
		{[3]market.Time{0, 20, 10}, [3]int64{800_000, 500_000, 400_000}, 2, false, tally{2, 0, 5, 3, 500_000}},
		{[3]market.Time{20, 20, 20}, [3]int64{500_000, 500_000, 500_000}, 2, true, tally{2, 0, 20, 10, 500_000}},
		{[3]market.Time{20, 20, 20}, [3]int64{500_000, 500_000, 500_000}, 1, true, tally{1, 0, 0, 0, 0}},
		{[3]market.Time{20, 20, 20}, [3]int64{500_000, 500_000, 500_000}, 0, false, tally{}},
		{[3]market.Time{20, 20, 20}, [3]int64{500_000, 500_000, 500_000}, 0, true, tally{}},
		{[3]market.Time{}, [3]int64{}, 2, false, tally{left: 2}},
	} {
		for i := range c.r {
			m.ranks[i].ahead = account{}
			m.ranks[i].ahead.leave(c.target[i], c.r[i])
		}
		if got := m.tally(3, c.left, c.today); got != c.want {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// TestSome: the verdict over some of a pool, from its contracts'.
func TestSome(t *testing.T) {
	m := New(Params{Contracts: 4}, storyDays())
	for _, c := range []struct {
		verdicts []Verdict // worst first; slack is -10, 0, 10, 20
		least    int
		want     Verdict
		slack    market.Time
	}{
		{[]Verdict{Missed, Open, Met, Met}, 2, Met, 10},
		{[]Verdict{Missed, Open, InBand, Met}, 2, Open, 10},
		{[]Verdict{Missed, Missed, InBand, Met}, 2, InBand, 10},
		{[]Verdict{Missed, Missed, InBand, InBand}, 2, InBand, 10},
		{[]Verdict{Missed, Missed, InBand, Met}, 3, Missed, 0},
		{[]Verdict{Missed, Missed, Open, Open}, 2, Open, 10},
		{[]Verdict{Missed, Missed, Missed, Open}, 2, Missed, 10},
		{[]Verdict{Met, Met, Met, Met}, 4, Met, -10},
		{[]Verdict{Met, Met, Met, Met}, 5, Missed, -10},
	} {
		list := []int32{0, 1, 2, 3}
		for i, v := range c.verdicts {
			m.ranks[i] = rank{slack: market.Time(10*i - 10), need: int64(i), verdict: v}
		}
		var r UnitReading
		m.some(list, c.least, &r)
		need := int64(4 - c.least)
		if c.least > 4 {
			need = 1<<63 - 1
		}
		if r.Verdict != c.want || r.Slack != c.slack || r.NeedRest != need {
			t.Errorf("%+v: verdict %d slack %d need %d", c, r.Verdict, r.Slack, r.NeedRest)
		}
	}
	m.ranks[0].slack = 10
	var r UnitReading
	if m.some([]int32{0}, 2, &r); r.Slack != -1 {
		t.Errorf("too few: slack %d", r.Slack)
	}
}

// TestEvery: one contract short fails all, one undecided leaves all open.
func TestEvery(t *testing.T) {
	m := New(Params{Contracts: 2}, storyDays())
	for _, c := range []struct{ a, b, want Verdict }{
		{Met, Met, Met}, {Met, InBand, InBand}, {InBand, Met, InBand}, {Open, InBand, Open}, {Met, Open, Open},
		{Open, Missed, Missed}, {Missed, Met, Missed}, {InBand, Missed, Missed},
	} {
		m.ranks[0], m.ranks[1] = rank{slack: 1, need: 5, verdict: c.a}, rank{slack: 2, need: 7, verdict: c.b}
		r := UnitReading{NeedRest: -1}
		m.every([]int32{0, 1}, &r)
		if r.Verdict != c.want || r.Slack != 1 || r.NeedRest != 7 {
			t.Errorf("%+v: verdict %d slack %d need %d", c, r.Verdict, r.Slack, r.NeedRest)
		}
	}
}
