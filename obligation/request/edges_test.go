package request

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// TestCheckTwoContracts: only terms of one contract must not overlap, and what is
// told as allowed is the last that is.
func TestCheckTwoContracts(t *testing.T) {
	a, b := answers(), answers()
	b.Contract = 1
	if keys := bads(params(a, b)); keys != nil {
		t.Errorf("two contracts: %v", keys)
	}
	a.Contract, a.Unit, a.Underlying = 7, 3, 8
	allowed := map[string]int64{}
	p := params(a)
	p.Units = append(p.Units, p.Units[0])
	p.Check(func(key string, _, most int64) { allowed[key] = most })
	want := map[string]int64{"terms.contract": 1, "terms.unit": 1, "terms.underlying": 1}
	for key, most := range want {
		if allowed[key] != most {
			t.Errorf("%s: allowed %d, want %d", key, allowed[key], most)
		}
	}
}

// longHours are a calendar with two kinds of hours: by the second a day ends an hour
// later.
func longHours() *calendar.Table {
	late := zce()
	late.Day[4].To += market.Hour
	late.Night = late.Day
	return calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}, {Date: 20260106, Prev: 20260105},
		{Date: 20260107, Prev: 20260106}}, Hours: []calendar.Hours{zce(), late}, Covered: []market.Month{202601}})
}

// TestOwnHours: the day on which the first input comes is found by the hours of
// the contract's first terms.
func TestOwnHours(t *testing.T) {
	terms := answers()
	terms.Hours = 1
	m, now := New(params(terms), longHours()), clockAt(day1, 15, 30, 0)
	m.Up(now)
	if got, want := m.Deadline(), clockAt(day1, 16, 0, 1); got != want || m.duties[0].date != day1 {
		t.Errorf("day %d closes %d, want %d", m.duties[0].date, got, want)
	}
}

// TestHoursKept: a day ends by the hours of its own terms, in whatever order the
// terms are listed.
func TestHoursKept(t *testing.T) {
	short, long := answers(), answers()
	short.To, long.From, long.Hours = 20260105, 20260106, 1
	for _, terms := range [][]Terms{{long, short}, {short, long}} {
		m := New(params(terms...), longHours())
		m.Up(clockAt(day1, 9, 0, 0))
		for _, want := range []market.Time{clockAt(day1, 15, 0, 1), clockAt(20260106, 16, 0, 1), clockAt(20260107, 16, 0, 1)} {
			if got := m.Deadline(); got != want {
				t.Fatalf("closes %d, want %d", got, want)
			}
			m.Advance(m.Deadline())
		}
	}
}

// TestJustOutside: the first contract outside the universe is a stranger as well.
func TestJustOutside(t *testing.T) {
	m, now := trading(answers())
	c := market.Contract(m.p.Contracts)
	m.Phase(c, continuous, now, now)
	m.Exempt(c, true, now, now)
	m.Underlying(c, 5, now, now)
	m.QuoteSent(c, &market.Instruction{ID: 1}, now)
	m.QuoteLive(c, 1, now, now)
	m.Request(c, ref("R1"), now, now, false)
	var row Row
	if !m.TakeRow(&row) || row.Low != NotOwed || row.Unit != NoUnit {
		t.Errorf("%+v", row)
	}
}

// TestTouchIsEnough: what the calendar has due is done before any input on the
// contract, from its instant on, though nobody came to the deadline.
func TestTouchIsEnough(t *testing.T) {
	m, _ := trading(answers())
	d, close := &m.duties[0], clockAt(day1, 15, 0, 0)
	for _, c := range []struct {
		at   market.Time
		cal  market.Phase
		date market.Date
	}{
		{clockAt(day1, 10, 15, 0) - 1, continuous, day1}, {clockAt(day1, 10, 15, 0), recess, day1}, {clockAt(day1, 10, 30, 0), continuous, day1},
		{close, closed, day1}, {close + Lag - 1, closed, day1}, {close + Lag, closed, 20260106},
	} {
		if m.QuoteEnding(0, 9, c.at); d.last().cal != c.cal || d.date != c.date {
			t.Errorf("%d: %v of %d", c.at, d.last().cal, d.date)
		}
	}
}

// TestAdvanceLate: the calendar's phases begin when they do, however late the
// deadline is kept; what is not due is left alone.
func TestAdvanceLate(t *testing.T) {
	m, _ := trading(answers())
	before := m.duties[0]
	if m.Advance(clockAt(day1, 10, 20, 0)); m.duties[0] != before {
		t.Error("an account that is not due has changed")
	}
	m, _ = trading(answers())
	now := clockAt(day1, 10, 14, 50)
	m.Alive(0, now)
	m.Request(0, ref("R1"), now, now, false)
	sendQuote(m, 1, "R1", now)
	m.QuoteLive(0, 1, now, now)
	m.Advance(clockAt(day1, 10, 16, 0))
	if views := m.List(make([]View, 0, 1)); len(views) != 1 || !views[0].Open || views[0].HeldHigh != 10*market.Second {
		t.Errorf("%+v", views)
	}
}

// TestDeadlineKept: inputs on a contract without an open request do not move
// the deadline.
func TestDeadlineKept(t *testing.T) {
	m, now := trading(answers())
	due := m.Deadline()
	m.QuoteLive(0, 9, now, now)
	sendQuote(m, 1, "", now)
	m.Exempt(0, true, now, now)
	if m.QuoteLive(0, 1, now, now); m.Deadline() != due {
		t.Errorf("due %d, was %d", m.Deadline(), due)
	}
}

// TestNothingDueAfterTheLastDay: an input with which the calendar ends leaves
// nothing to wait for.
func TestNothingDueAfterTheLastDay(t *testing.T) {
	m, now := trading(answers())
	late := now + 1000*market.Day
	m.Exempt(0, true, late, late)
	if due := m.Deadline(); due != 0 {
		t.Errorf("due at %d, %d days later", due, (due-now)/market.Day)
	}
}

// TestTicksShared: contracts on one underlying share its prices.
func TestTicksShared(t *testing.T) {
	a, b, c := answers(), answers(), answers()
	a.Moved, b.Moved, c.Moved = 1, 2, 3
	b.Contract, c.Contract, c.Underlying = 2, 3, 0
	if m, _ := trading(a, b, c); len(m.ticks) != 2 || m.ticksOf[1] != 0 || m.ticksOf[0] != 1 || m.ticksOf[2] != -1 {
		t.Errorf("%d underlyings: %v", len(m.ticks), m.ticksOf)
	}
}

// TestMonthAfterTheEnd: the last month stays on the page when the calendar has no more.
func TestMonthAfterTheEnd(t *testing.T) {
	m, _ := trading(answers())
	now := clockAt(20260303, 14, 0, 0)
	m.Advance(now)
	m.Alive(0, now)
	m.Request(0, ref("R1"), now, now, false)
	decided(m, clockAt(20260303, 16, 0, 0))
	if n, low, high := m.Contract(0); n != 1 || low != 0 || high != 0 || m.Owes(0) || m.Deadline() != 0 {
		t.Errorf("%d requests, answered %d|%d, owes %v, due %d", n, low, high, m.Owes(0), m.Deadline())
	}
}

// TestLoadFull: a table without a vacant place is taken back, also by a Meter that
// has been used: what it knew to be due is forgotten.
func TestLoadFull(t *testing.T) {
	m, now := busy(2)
	other, _ := busy(2)
	m.table, other.table = m.table[:3], other.table[:3]
	for i, ref := range refs(3) {
		m.Request(market.Contract(i%2), ref, now, now, false)
	}
	was := other.Deadline()
	if rest, ok := other.Load(m.Save(nil)); !ok || len(rest) != 0 {
		t.Fatalf("%d bytes left, %v", len(rest), ok)
	}
	if other.Deadline() != m.Deadline() || m.Deadline() == was {
		t.Errorf("due %d, want %d, was %d", other.Deadline(), m.Deadline(), was)
	}
}
