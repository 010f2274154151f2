package obligation

import (
	"testing"

	"quotient/market"
)

// TestMemberAt: what a request made before the set moved is heard after it, or the
// other way round, is judged by the instant of the request.
func TestMemberAt(t *testing.T) {
	p := pair(RestrikeLast)
	p.Series[0].Hold = 10 * market.Second
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	start := clock(9, 0)
	for k, last := range []market.Price{5900, 6000} {
		d, at := money(last, start+market.Time(k)*market.Minute), start+market.Time(k)*market.Minute
		m.Market(0, &d, at)
	}
	moves := start + market.Minute + 10*market.Second // nobody has advanced to it
	for _, x := range []struct {
		at, now market.Time
		first   bool
	}{{moves - 1, moves + 5, true}, {moves, moves + 5, false}, {moves + 5, moves + 5, false}, {0, moves + 6, false},
		{moves + 9, moves + 6, false}, {start - market.Hour, moves + 6, true}} {
		if is := m.MemberAt(1, x.at, x.now); is != x.first {
			t.Errorf("at %d, heard at %d: %v", x.at-moves, x.now-moves, is)
		}
	}
	if m.MemberAt(0, moves, moves) || m.MemberAt(9, moves, moves) {
		t.Error("one without terms is a member")
	}
	for i := range p.Terms {
		p.Terms[i].From = 20260106
	}
	m = New(p, storyDays())
	m.Up(clock(9, 0))
	if m.MemberAt(1, clock(9, 0), clock(9, 1)) || m.MemberAt(1, 0, clock(9, 1)) {
		t.Error("one whose terms begin tomorrow is a member today")
	}
}

// TestLateInputs: a price that comes when much has come due that nobody advanced
// to finds the same as if it had been done in time: in every member's account
// and in the moves that were told.
func TestLateInputs(t *testing.T) {
	for k := range market.Time(6) {
		by := RestrikeSettlement + Restrike(k/2)
		p := pair(by)
		if p.Series[0].Hold = k % 2 * 10 * market.Minute; k%2 == 0 {
			p.Series[0].Rows[1], p.Terms[1].Call = StrikeRow{6000, market.NoContract, 2}, false
		}
		p.Units = []Unit{{By: AggregatePooled, Target: million}}
		var told [2][]MemberRow
		var days [2][]DayRow
		var units [2][]UnitReading
		var read [2][2]Reading
		for late := range 2 {
			m := New(p, storyDays())
			to := func(now market.Time) market.Time {
				for x := m.Deadline(); late == 0 && x != 0 && x <= now; x = m.Deadline() {
					m.Advance(x)
				}
				return now
			}
			m.Up(to(clock(8, 50)))
			m.Settlement(0, 6000, clock(8, 50), to(clock(8, 50)))
			d := money(6000, clock(9, 30))
			m.Market(0, &d, to(clock(9, 30)))
			d = money(5900, clock(10, 10)) // held into the break
			m.Market(0, &d, to(clock(10, 10)))
			next := market.Date(20260106).At(9*market.Hour + 30*market.Minute)
			m.Settlement(0, 6000, next, to(next))
			d = money(6000, next)
			m.Market(0, &d, next)
			end := market.Date(20260202).At(9*market.Hour + 30*market.Minute)
			d = money(6000, end)
			m.Market(0, &d, to(end))
			for x := (MemberRow{}); m.TakeMember(&x); {
				told[late] = append(told[late], x)
			}
			for x := (UnitReading{}); m.TakeUnit(&x); {
				units[late] = append(units[late], x)
			}
			for x := (DayRow{}); m.TakeDay(&x); {
				days[late] = append(days[late], x)
			}
			for c := range market.Contract(2) {
				read[late][c] = m.Read(c+1, end)
			}
		}
		if len(told[0]) < 2 || len(told[0]) != len(told[1]) || len(units[0]) != 2 || len(units[1]) != 2 || len(days[0]) != 4 || len(days[1]) != 4 {
			t.Fatalf("policy %d: %d and %d moves, %d and %d units", by, len(told[0]), len(told[1]), len(units[0]), len(units[1]))
		}
		for i := range days[0] {
			if days[0][i] != days[1][i] {
				t.Errorf("policy %d: day %+v\nlate %+v", by, days[0][i], days[1][i])
			}
		}
		for i := range told[0] {
			if told[0][i] != told[1][i] {
				t.Errorf("policy %d: move %+v\nlate %+v", by, told[0][i], told[1][i])
			}
		}
		for i := range units[0] {
			if units[0][i] != units[1][i] {
				t.Errorf("policy %d: unit %+v\nlate %+v", by, units[0][i], units[1][i])
			}
		}
		if read[0] != read[1] {
			t.Errorf("policy %d: %+v\nlate %+v", by, read[0][0].DayRow, read[1][0].DayRow)
		}
	}
}

// TestUnitsOfSkippedDays: days in which the process was not there are told in
// order, each with what all contracts had done by then.
func TestUnitsOfSkippedDays(t *testing.T) {
	p := Params{Contracts: 3, Units: []Unit{{By: AggregatePooled, Target: 800_000}}}
	for c := range market.Contract(2) {
		x := futures()
		x.Contract, x.Dominant = c, 2
		p.Terms = append(p.Terms, x)
	}
	m := New(p, storyDays())
	m.Up(clock(8, 50))
	m.Advance(market.Date(20260202).At(9*market.Hour + market.Minute))
	var r UnitReading
	for i, want := range []market.Date{20260105, 20260106} {
		if !m.TakeUnit(&r) || r.Date != want || !r.Final || r.D != market.Time(i+1)*450*market.Minute || r.Days != int32(i+1) {
			t.Fatalf("want %d: %+v", want, r)
		}
	}
	if m.TakeUnit(&r) {
		t.Errorf("a third day: %+v", r)
	}
}

// TestReadingOptionsChangesNothing: also past a day's end, and a month's.
func TestReadingOptionsChangesNothing(t *testing.T) {
	m, _ := chain(6, RestrikeSettlement, 1)
	next := market.Date(20260106).At(9 * market.Hour)
	m.Advance(next)
	was := string(m.Save(nil))
	m.Read(1, next+28*market.Day) // begins one other day in a copy
	if string(m.Save(nil)) != was {
		t.Error("one reading has changed the state")
	}
	for _, at := range []market.Time{next, next + 7*market.Hour, next + 28*market.Day, next + 80*market.Day} {
		for c := range market.Contract(7) {
			m.Read(c, at)
		}
		var r UnitReading
		m.ReadUnit(0, at, &r)
		if r.Date != 20260106 {
			t.Errorf("the unit reads %d", r.Date)
		}
	}
	if string(m.Save(nil)) != was {
		t.Error("reading has changed the state")
	}
}
