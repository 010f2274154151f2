package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

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
