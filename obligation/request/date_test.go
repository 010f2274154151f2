package request

import (
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/calendar"
)

// TestTermsByDate: of a contract's terms those of the day hold, whatever their
// order; on a day between, nothing is owed.
func TestTermsByDate(t *testing.T) {
	later, first := answers(), answers()
	later.From, later.Unit, later.Spread = 20260202, 1, 9
	first.From, first.To = 20260101, 20260105
	p := params(later, first)
	p.Units = append(p.Units, Unit{Target: 1})
	m := New(p, storyDays())
	if u, owed := m.Unit(0); u != NoUnit || owed || m.Owes(0) {
		t.Error("owed before anything was heard")
	}
	for _, c := range []struct {
		date   market.Date
		unit   uint8
		owed   bool
		spread market.Price
	}{{20260105, 0, true, 4}, {20260106, NoUnit, false, 0}, {20260202, 1, true, 9}} {
		now := clockAt(c.date, 9, 30, 0)
		decided(m, now)
		m.Alive(0, now)
		if u, owed := m.Unit(0); u != c.unit || owed != c.owed || m.Owes(0) != c.owed {
			t.Errorf("%d: unit %d %v", c.date, u, owed)
		}
		for k := range m.Units() {
			var r UnitReading
			if m.Read(k, now, &r); r.Contracts != int32(one(c.owed && int(c.unit) == k)) || r.Date != c.date {
				t.Errorf("%d: unit %d: %+v", c.date, k, r)
			}
		}
		m.Request(0, ref("R"), now, now, false)
		var ask Ask
		if open := m.Open(0, &ask); open != c.owed || ask.Demand.Spread != c.spread {
			t.Errorf("%d: open %v %+v", c.date, open, ask)
		}
		var row Row
		if told := m.TakeRow(&row); told && row.Low == NotOwed == c.owed {
			t.Errorf("%d: %+v", c.date, row)
		}
		sendQuote(m, uint64(c.date), "R", now)
	}
	if u, owed := m.Unit(9); u != NoUnit || owed {
		t.Error("a contract outside the universe owes")
	}
	var ask Ask
	if n, _, _ := m.Contract(9); n != 0 || m.Open(9, &ask) {
		t.Error("a contract outside the universe has requests")
	}
}

// TestHoursByDate: from a date on the contract trades by other hours.
func TestHoursByDate(t *testing.T) {
	late := zce()
	late.Day[4].To += market.Hour
	late.Night = late.Day
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}, {Date: 20260106, Prev: 20260105},
		{Date: 20260107, Prev: 20260106}}, Hours: []calendar.Hours{zce(), late}, Covered: []market.Month{202601}})
	first, then := answers(), answers()
	first.To, then.From, then.Hours = 20260105, 20260106, 1
	m := New(params(first, then), cal)
	m.Advance(0)
	m.Up(clockAt(day1, 9, 0, 0))
	if got, want := m.Deadline(), clockAt(20260105, 15, 0, 1); got != want {
		t.Errorf("first day closes %d, want %d", got, want)
	}
	m.Advance(m.Deadline())
	if got, want := m.Deadline(), clockAt(20260106, 16, 0, 1); got != want {
		t.Errorf("second day closes %d, want %d", got, want)
	}
	var r UnitReading
	if !m.TakeUnit(&r) || r.Date != 20260105 || m.TakeUnit(&r) {
		t.Errorf("%+v", r)
	}
}

// TestEndOfData: after the calendar's last day nothing is owed and nothing is due.
func TestEndOfData(t *testing.T) {
	m, now := trading(answers())
	last := clockAt(20260303, 15, 0, 0)
	decided(m, last+Lag)
	if m.Deadline() != 0 || m.Owes(0) {
		t.Fatalf("due %d, owes %v", m.Deadline(), m.Owes(0))
	}
	m.Request(0, ref("R"), last+5, last+5, false)
	var row Row
	if !m.TakeRow(&row) || row.Low != NotOwed {
		t.Errorf("%+v", row)
	}
	sendQuote(m, 1, "R", last+6)
	m.Phase(0, market.PhaseClosed, 0, last+7)
	m.Down(last + 8)
	m.Up(last + 9)
	if m.Deadline() != 0 || now == 0 {
		t.Error("something is due")
	}
	var r UnitReading
	for range 3 {
		if !m.TakeUnit(&r) {
			t.Fatal("a day is missing")
		}
	}
	if !m.TakeUnit(&r) || r.Date != 20260303 || r.Verdict != obligation.NotAssessed {
		t.Errorf("%+v", r)
	}
}

// TestLastDay: what is not proven on the calendar's last day stays open.
func TestLastDay(t *testing.T) {
	m, _ := trading(answers())
	now := clockAt(20260303, 14, 59, 0)
	decided(m, now)
	m.Request(0, ref("R1"), now, now, false)
	sendQuote(m, 1, "R1", now)
	if rows := decided(m, now+market.Day); len(rows) != 0 || m.Deadline() != 0 {
		t.Fatalf("%+v", rows)
	}
	var ask Ask
	if m.Open(0, &ask) {
		t.Errorf("%+v", ask)
	}
	if views := m.List(make([]View, 0, 1)); len(views) != 1 || views[0].HeldHigh != 20*market.Second {
		t.Errorf("%+v", views)
	}
}

// TestOvernight: what is open when the next day opens is decided then.
func TestOvernight(t *testing.T) {
	for _, late := range []bool{false, true} {
		terms := answers()
		terms.Merge, terms.Hold = PolicyYes, 5*market.Second
		m, _ := trading(terms)
		now := clockAt(day1, 14, 59, 50)
		m.Phase(0, market.PhaseContinuous, now, now)
		m.Request(0, ref("R1"), now, now, false)
		m.Request(0, ref("R2"), now, now, false)
		sendQuote(m, 1, "R2", now)
		if rows := decided(m, clockAt(20260106, 8, 0, 0)); len(rows) != 0 {
			t.Fatalf("%+v", rows)
		}
		want, then := [2]Verdict{Disconnected, Answered}, Merged
		if late { // told at the last moment
			m.Exempt(0, true, now, clockAt(20260106, 8, 54, 59)+market.Second/2)
			want, then = [2]Verdict{Excluded, Excluded}, Excluded
		}
		rows := decided(m, clockAt(20260106, 9, 0, 0))
		if len(rows) != 2 || rows[1].Low != then || rows[0].Low != want[0] || rows[0].High != want[1] || rows[0].Decided != clockAt(20260106, 8, 55, 0) {
			t.Errorf("%+v", rows)
		}
		if m.duties[0].first >= 0 || m.units[0].open != 0 {
			t.Error("something is left open")
		}
	}
}

// TestTwoHours: a unit's day is over when its last contract has closed it; a
// request of the next month that comes before counts there.
func TestTwoHours(t *testing.T) {
	late := zce()
	late.Day[4].To += market.Hour
	late.Night = late.Day
	cal := calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260130, Prev: 20260129}, {Date: 20260202, Prev: 20260130},
		{Date: 20260203, Prev: 20260202}}, Hours: []calendar.Hours{zce(), late}, Covered: []market.Month{202601, 202602}})
	a, b := answers(), answers()
	b.Contract, b.Hours = 1, 1
	p := params(a, b)
	p.Units = append(p.Units, Unit{Target: 1})
	m := New(p, cal)
	now := clockAt(20260130, 10, 0, 0)
	m.Up(now)
	m.Request(0, ref("R1"), now, now, false)
	var r UnitReading
	decided(m, clockAt(20260130, 15, 30, 0))
	if m.TakeUnit(&r) {
		t.Fatal("told before the second contract has closed")
	}
	// Contract 0 is in February already.
	now = clockAt(20260130, 15, 30, 0)
	m.Request(0, ref("R2"), now, now, false)
	m.Request(0, ref("R3"), now, now, true)
	decided(m, clockAt(20260130, 15, 59, 0))
	m.Read(0, now, &r)
	if r.Requests != 1 || r.Missed != 1 || r.Excluded != 0 || r.Date != 20260202 {
		t.Errorf("before: %+v", r)
	}
	decided(m, clockAt(20260130, 16, 30, 0))
	if !m.TakeUnit(&r) || r.Date != 20260130 || r.Requests != 1 || r.Verdict != obligation.Missed || r.Contracts != 2 {
		t.Errorf("%+v", r)
	}
	m.Read(0, now, &r)
	if r.Requests != 1 || r.Excluded != 1 || r.Verdict != obligation.Open {
		t.Errorf("after: %+v", r)
	}
	if m.Read(1, now, &r); m.Units() != 2 || r.Date != 0 || r.Contracts != 0 || r.Verdict != obligation.NotAssessed {
		t.Errorf("%d units, %+v", m.Units(), r)
	}
}
