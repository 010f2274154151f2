package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

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
