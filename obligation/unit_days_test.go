package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
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

// sixDays are three trading days of January and three of February.
func sixDays() *calendar.Table {
	return calendar.New(calendar.Params{
		Days: []calendar.Day{{Date: 20260105, Prev: 20251231}, {Date: 20260106, Prev: 20260105}, {Date: 20260107, Prev: 20260106},
			{Date: 20260202, Prev: 20260107}, {Date: 20260203, Prev: 20260202}, {Date: 20260204, Prev: 20260203}},
		Hours: []calendar.Hours{zce()}, Covered: []market.Month{202601, 202602},
	})
}

// keep quotes the contract over a trading day as far as told, in minutes, and the
// exchange acknowledges so many of them at once; then the day is closed.
func keep(m *Meter, date market.Date, id uint64, c market.Contract, sent, acked market.Time) {
	at := date.At(9 * market.Hour)
	in := market.Instruction{Kind: market.InstructQuote, Contract: c, ID: id, Bid: 7000, Ask: 7004, BidQty: 10, AskQty: 10}
	m.Alive(0, at)
	m.Phase(c, market.PhaseContinuous, at, at)
	if acked > 0 {
		m.QuoteSent(c, &in, at)
		m.QuoteLive(c, id, at, at)
		at += acked * market.Minute
		m.Alive(0, at)
		m.QuoteEnding(c, id, at)
		m.QuoteEnded(c, id, at, at)
	}
	if sent > acked {
		in.ID++
		m.QuoteSent(c, &in, at)
		at += (sent - acked) * market.Minute
		m.Alive(0, at)
		m.QuoteEnded(c, id+1, at, at)
	}
}

// after closes a trading day and returns the unit after it.
func after(t *testing.T, m *Meter, date market.Date, u int) (r UnitReading) {
	t.Helper()
	end := date.At(15 * market.Hour)
	for c := range m.duties {
		m.Phase(market.Contract(c), market.PhaseClosed, end, end)
	}
	m.Alive(0, end+2*market.Second)
	m.Advance(end + 2*market.Second)
	for m.TakeUnit(&r) {
		if r.Unit == u && r.Date == date {
			return r
		}
	}
	t.Fatalf("no unit after %d", date)
	return r
}

// TestDays: the verdict is by days: one contract lost every minute but one day's,
// which is enough; what may have been counts for high alone.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		share       int64
		sent, acked [3]market.Time // minutes of each day's 225; four fifths are 180
		want        [3]Verdict
		days        [3]int32
	}{
		{330_000, [3]market.Time{60, 60, 60}, [3]market.Time{60, 60, 60}, [3]Verdict{Open, Open, Missed}, [3]int32{0, 0, 0}},
		{330_000, [3]market.Time{70, 0, 0}, [3]market.Time{70, 0, 0}, [3]Verdict{Met, Met, Met}, [3]int32{1, 1, 1}},
		{340_000, [3]market.Time{70, 0, 0}, [3]market.Time{70, 0, 0}, [3]Verdict{Open, Open, Missed}, [3]int32{1, 1, 1}},
		{340_000, [3]market.Time{70, 70, 0}, [3]market.Time{70, 60, 0}, [3]Verdict{Open, Open, InBand}, [3]int32{1, 1, 1}},
		{340_000, [3]market.Time{70, 70, 0}, [3]market.Time{70, 70, 0}, [3]Verdict{Open, Met, Met}, [3]int32{1, 2, 2}},
		{1_000_000, [3]market.Time{70, 60, 70}, [3]market.Time{70, 60, 70}, [3]Verdict{Open, Missed, Missed}, [3]int32{1, 1, 2}},
		{1_000_000, [3]market.Time{70, 70, 70}, [3]market.Time{60, 70, 70}, [3]Verdict{Open, Open, InBand}, [3]int32{0, 1, 2}},
	} {
		x := futures()
		x.Target = 300_000 // 67.5 minutes
		m := New(Params{Contracts: 2, Terms: []Terms{x}, Units: []Unit{{By: AggregateDays, Target: 300_000, DayShare: c.share}}}, sixDays())
		m.Up(clock(8, 50))
		for i, date := range []market.Date{20260105, 20260106, 20260107} {
			keep(m, date, uint64(10*i+1), 0, c.sent[i], c.acked[i])
			if r := after(t, m, date, 0); r.Verdict != c.want[i] || r.DaysPassed != c.days[i] || r.Days != int32(i+1) {
				t.Errorf("%+v: after day %d %+v", c, i+1, r)
			}
		}
	}
}

// TestExemptDaysDoNotCount: a day of which nothing is left to owe is no day.
func TestExemptDaysDoNotCount(t *testing.T) {
	x := futures()
	p := Params{Contracts: 2, Terms: []Terms{x}, Units: []Unit{{By: AggregateDays, Target: 800_000, DayShare: 500_000}},
		Grants: []Grant{{Contract: 0, From: clock(8, 0), To: clock(16, 0)}}}
	m := New(p, sixDays())
	m.Up(clock(8, 50))
	m.Phase(0, market.PhaseContinuous, clock(9, 0), clock(9, 0))
	var r UnitReading
	if m.ReadUnit(0, clock(12, 0), &r); r.Days != 0 || r.Slack <= 0 {
		t.Errorf("%+v", r)
	}
	if r = after(t, m, 20260105, 0); r.Days != 0 || r.Verdict != Open || r.DaysPassed != 0 {
		t.Errorf("%+v", r)
	}
}

// TestUnitsByMonth: a contract may be judged in another unit in the next month, or
// in none. Neither finds it where it was.
func TestUnitsByMonth(t *testing.T) {
	row := func(c market.Contract, unit uint8, from, to market.Date) Terms {
		x := futures()
		x.Contract, x.Unit, x.From, x.To, x.Dominant = c, unit, from, to, 4
		return x
	}
	watch, later := row(3, 3, 20260101, 20260131), row(1, 0, 20260203, 20260228)
	watch.Watch, later.Watch = true, true
	steep := row(0, 1, 20260201, 20260228)
	steep.Target = 900_000
	p := Params{Contracts: 5, Units: []Unit{{By: AggregateDays, Target: 800_000, DayShare: 500_000}, {By: AggregateDays, Target: 800_000, DayShare: 500_000},
		{By: AggregatePooled, Target: 800_000}, {By: AggregatePooled, Target: 800_000}},
		Terms: []Terms{
			row(0, 0, 20260101, 20260131), steep, // moves from unit 0 to unit 1
			row(1, 0, 20260101, 20260105), row(1, 0, 20260202, 20260202), later, // the first days alone
			row(2, 2, 20260201, 20260228), // February alone
			watch, row(3, 3, 20260201, 20260228),
		}}
	p.Check(func(key string, found, allowed int64) { t.Fatal(key, found, allowed) })
	m := New(p, sixDays())
	m.Up(clock(8, 50))
	var r UnitReading
	day := 225 * market.Minute
	m.ReadUnit(0, clock(8, 50), &r)
	if r.Contracts != 2 || r.R != 4*day {
		t.Errorf("January: %+v", r)
	}
	for _, date := range []market.Date{20260105, 20260106, 20260107} {
		if r := after(t, m, date, 0); r.Contracts != 2 {
			t.Errorf("%d: %+v", date, r)
		}
		// One day was missed of three: of the second no more than a fifth may be lost,
		// by the one contract that is owed on it.
		if m.ReadUnit(0, (date + 1).At(8*market.Hour), &r); date == 20260105 && r.Slack != day/5 {
			t.Errorf("the second day: %+v", r)
		}
	}
	m.Advance(market.Date(20260202).At(8 * market.Hour))
	for m.TakeUnit(&r) {
		if r.Unit != 0 {
			t.Errorf("unit %d has no contract in January: %+v", r.Unit, r)
		}
	}
	now := market.Date(20260202).At(8*market.Hour + 50*market.Minute)
	for u, want := range []UnitReading{{Contracts: 1, R: day}, {Contracts: 1, R: 3 * day}, {Contracts: 1, R: 3 * day}, {Contracts: 1, R: 3 * day}} {
		if m.ReadUnit(u, now, &r); r.Contracts != want.Contracts || r.R != want.R || r.D != 0 {
			t.Errorf("unit %d in February: %+v", u, r)
		}
	}
	// Unit 0 has one day, half of which is too much to lose; unit 1 has three, and
	// one may be missed: today.
	if m.ReadUnit(0, now, &r); r.Slack != day/5 {
		t.Errorf("slack of one day: %d", r.Slack)
	}
	if m.ReadUnit(1, now, &r); r.Slack != day {
		t.Errorf("slack of three days: %d", r.Slack)
	}
}

// TestUnitOfTwoTargets: today stands as the contract stands that stands worst.
func TestUnitOfTwoTargets(t *testing.T) {
	for _, order := range [][2]int64{{900_000, 500_000}, {500_000, 900_000}} {
		p := Params{Contracts: 3, Units: []Unit{{By: AggregateDays, Target: 900_000, DayShare: million}}}
		for c := range market.Contract(2) {
			x := futures()
			x.Contract, x.Dominant, x.Target = c, 2, order[c]
			p.Terms = append(p.Terms, x)
		}
		m := New(p, sixDays())
		m.Up(clock(9, 0))
		var r UnitReading
		m.ReadUnit(0, clock(9, 20), &r) // 20 minutes are lost by both, 22.5 may be by one of them
		if r.Slack != 150*market.Second || r.NeedRest != 987_805 {
			t.Errorf("slack %d, rest %d", r.Slack, r.NeedRest)
		}
	}
}

// TestDayLostByAClosedContract: the running day is lost for all when a contract
// that has closed it has missed it.
func TestDayLostByAClosedContract(t *testing.T) {
	p := Params{Contracts: 3, Units: []Unit{{By: AggregateDays, Target: 800_000, DayShare: million}}}
	for c := range market.Contract(2) {
		x := futures()
		x.Contract, x.Dominant, x.Target = c, 2, 300_000
		p.Terms = append(p.Terms, x)
	}
	p.Terms = append(p.Terms, p.Terms[0])
	p.Terms[0].To, p.Terms[2].From, p.Terms[2].Target = 20260105, 20260106, 990_000 // of its next day little may be lost
	for _, kept := range []bool{false, true} {
		m := New(p, sixDays())
		m.Up(clock(8, 50))
		keep(m, 20260105, 1, 1, 75, 75)
		if kept {
			keep(m, 20260105, 1, 0, 75, 75)
		}
		end := clock(15, 0)
		m.Phase(0, market.PhaseClosed, end, end)
		m.Phase(1, market.PhaseContinuous, end, end)
		m.Alive(0, end+2*market.Second)
		m.Advance(end + 2*market.Second)
		var r UnitReading
		m.ReadUnit(0, end+3*market.Second, &r)
		if r.Date != 20260105 || r.Days != 0 || !kept && (r.Slack != -1 || r.NeedRest <= million) {
			t.Errorf("%+v", r)
		}
		// The contract that runs has 75 of 225 minutes and 3 seconds: 30 % of the 3
		// seconds more than 7.5 minutes may not be lost.
		if kept && r.Slack != 450*market.Second-900*market.Millisecond {
			t.Errorf("slack %d", r.Slack)
		}
	}
}

// TestUnitWithoutSessions: a contract that has no session in the month is not in
// the unit's, with what it did the month before.
func TestUnitWithoutSessions(t *testing.T) {
	eve := zce()
	eve.DayCount = 0
	cal := calendar.New(calendar.Params{
		Days: []calendar.Day{{Date: 20260105, Prev: 20251231, Night: true}, {Date: 20260106, Prev: 20260105},
			{Date: 20260202, Prev: 20260106}, {Date: 20260203, Prev: 20260202}},
		Hours: []calendar.Hours{zce(), eve}, Covered: []market.Month{202601, 202602}})
	p := Params{Contracts: 3, Units: []Unit{{By: AggregatePooled, Target: 800_000}}}
	for c := range market.Contract(2) {
		x := futures()
		x.Contract, x.Dominant, x.Hours = c, 2, uint8(c)
		p.Terms = append(p.Terms, x)
	}
	m := New(p, cal)
	m.Up(clock(8, 50))
	day := 225 * market.Minute
	if r := after(t, m, 20260105, 0); r.D != 2*day || r.Contracts != 2 {
		t.Errorf("first day %+v", r)
	}
	if r := after(t, m, 20260106, 0); r.D != 3*day || r.Contracts != 2 {
		t.Errorf("second day %+v", r)
	}
	m.Advance(market.Date(20260202).At(9 * market.Hour))
	var r UnitReading
	m.ReadUnit(0, market.Date(20260202).At(9*market.Hour), &r)
	if r.D != 0 || r.Contracts != 1 {
		t.Errorf("February %+v", r)
	}
	if r := after(t, m, 20260202, 0); r.D != day || r.Contracts != 1 {
		t.Errorf("third day %+v", r)
	}
}

// TestManyUnits: who does not take the rows loses the oldest, and it is counted.
func TestManyUnits(t *testing.T) {
	days := []calendar.Day{{Date: 20260101, Prev: 20251231}}
	for i := range market.Date(27) {
		days = append(days, calendar.Day{Date: 20260102 + i, Prev: 20260101 + i})
	}
	cal := calendar.New(calendar.Params{Days: days, Hours: []calendar.Hours{zce()}, Covered: []market.Month{202601}})
	m := New(Params{Contracts: 2, Terms: []Terms{futures()}, Units: []Unit{{Target: 800_000}}}, cal)
	m.Up(market.Date(20260101).At(8 * market.Hour))
	for date := market.Date(20260101); date <= 20260128; date++ {
		m.Advance(date.At(20 * market.Hour))
		for x := (DayRow{}); m.TakeDay(&x); {
		}
		for x := (ExemptRow{}); m.TakeExempt(&x); {
		}
	}
	n, r := 0, UnitReading{}
	for ; m.TakeUnit(&r); n++ {
	}
	if n != 20 || m.st.lost != 8 || r.Date != 20260128 || r.Days != 28 {
		t.Errorf("%d rows, %d lost, the last %+v", n, m.st.lost, r)
	}
}

// TestUnitAtTheEnd: on the calendar's last day the contract that has closed it
// runs no other; the one whose close is late is the unit's.
func TestUnitAtTheEnd(t *testing.T) {
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}},
		Hours: []calendar.Hours{zce()}, Covered: []market.Month{202601}})
	for late := range market.Contract(2) {
		p := Params{Contracts: 3, Units: []Unit{{By: AggregatePooled, Target: 800_000}}}
		for c := range market.Contract(2) {
			x := futures()
			x.Contract, x.Dominant = c, 2
			p.Terms = append(p.Terms, x)
		}
		m := New(p, cal)
		m.Up(clock(8, 50))
		end := clock(15, 0)
		m.Phase(1-late, market.PhaseClosed, end, end)
		m.Phase(late, market.PhaseContinuous, end, end)
		m.Alive(0, end+2*market.Second)
		m.Advance(end + 2*market.Second)
		var r UnitReading
		if m.ReadUnit(0, end+3*market.Second, &r); r.Date != 20260105 || r.D != 450*market.Minute+3*market.Second || m.TakeUnit(&r) {
			t.Errorf("%+v", r)
		}
		m.Phase(late, market.PhaseClosed, end+market.Minute, end+market.Minute)
		m.Alive(0, end+2*market.Minute)
		m.Advance(end + 2*market.Minute)
		if !m.TakeUnit(&r) || r.D != 451*market.Minute || r.Date != 20260105 || r.Verdict != Missed {
			t.Errorf("%+v", r)
		}
		if m.ReadUnit(0, end+market.Hour, &r); r.Date != 20260105 || r.D != 451*market.Minute || r.Final {
			t.Errorf("%+v", r)
		}
	}
}
