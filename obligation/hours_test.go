package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// hoursTable is so many trading days from January 5th 2026, all with a night
// session where the hours have one.
func hoursTable(days int, night func(i int) bool, hours ...calendar.Hours) *calendar.Table {
	p := calendar.Params{Hours: hours, Covered: []market.Month{202601}}
	for i := range market.Date(days) {
		p.Days = append(p.Days, calendar.Day{Date: 20260105 + i, Prev: 20260104 + i, Night: night(int(i))})
	}
	return calendar.New(p)
}

// dated is terms between two dates with hours.
func dated(hours uint8, from, to market.Date) Terms {
	x := futures()
	x.Dominant, x.Hours, x.From, x.To = market.NoContract, hours, from, to
	return x
}

// TestHoursOfTheDay: the trading day is that of the contract's own hours, also when
// it begins where other hours have closed.
func TestHoursOfTheDay(t *testing.T) {
	long := zce()
	long.Day[4].To = 16 * market.Hour
	cal := hoursTable(2, func(int) bool { return false }, zce(), long)
	m := New(Params{Contracts: 1, Terms: []Terms{dated(1, 20260105, 20260105)}}, cal)
	m.Up(clock(15, 30))
	if r := m.Read(0, clock(15, 40)); r.Date != 20260105 || !r.Obliged || r.R != 20*market.Minute {
		t.Errorf("%d, %v left", r.Date, r.R)
	}
}

// TestHoursChange: terms whose hours change, the later ones listed first.
func TestHoursChange(t *testing.T) {
	whole := zce()
	whole.Day[2].To = 15 * market.Hour // no lunch
	whole.DayCount = 3
	cal := hoursTable(3, func(int) bool { return false }, zce(), whole)
	m := New(Params{Contracts: 1, Terms: []Terms{dated(1, 20260106, 20260131), dated(0, 20260101, 20260105)}}, cal)
	m.Up(clock(9, 0))
	if r := m.Read(0, clock(9, 0)); r.R != 225*market.Minute+12*market.Hour {
		t.Errorf("%d left", r.R)
	}
	m.Advance(clock(24+12, 0))
	checkMeter(t, m)
	if r := m.Read(0, clock(24+12, 0)); r.Date != 20260106 || r.D != (225+180)*market.Minute || r.R != 9*market.Hour {
		t.Errorf("%d: %d so far, %d left", r.Date, r.D, r.R)
	} else if r.MonthScheduled != (230+185)*market.Minute || r.MonthExempt != 10*market.Minute {
		t.Errorf("the month: scheduled %d, exempt %d", r.MonthScheduled, r.MonthExempt)
	}
	m.Advance(clock(72+12, 0)) // and past the end
	checkMeter(t, m)
	if m.Deadline() != 0 || m.Member(0) {
		t.Error("something is owed after the last day")
	}
}

// nightAdded is a contract whose second day has an evening, by new hours, that begins
// before its first day is closed: that is not proven.
func nightAdded() *Meter {
	evening := zce()
	evening.NightCount, evening.Night = 4, [calendar.MaxStretches]calendar.Stretch{
		{Phase: market.PhaseContinuous, Eve: true, From: 21 * market.Hour, To: 23 * market.Hour}}
	copy(evening.Night[1:], evening.Day[2:5])
	cal := hoursTable(3, func(i int) bool { return i > 0 }, zce(), evening)
	m := New(Params{Contracts: 1, Terms: []Terms{dated(0, 20260105, 20260105), dated(1, 20260106, 20260131)}}, cal)
	m.Up(clock(9, 0))
	m.Phase(0, market.PhaseContinuous, clock(14, 0), clock(14, 0))
	send(m, 0, 1, clock(14, 0)) // the last that is heard on the link
	m.Phase(0, market.PhaseClosed, clock(15, 0), clock(15, 0))
	return m
}

// TestNightIsAdded: the evening is owed though its day is begun in the morning.
func TestNightIsAdded(t *testing.T) {
	m, next := nightAdded(), market.Date(20260106)
	m.Advance(next.At(9*market.Hour + 10*market.Minute))
	checkMeter(t, m)
	if r := m.Read(0, next.At(9*market.Hour+10*market.Minute)); r.Date != next || r.Scheduled != 130*market.Minute || r.D != (225+130)*market.Minute {
		t.Errorf("%d: scheduled %d, %d so far", r.Date, r.Scheduled, r.D)
	}
}

// TestProvenInTheEvening: the proof that closes the day tells that the next one runs.
func TestProvenInTheEvening(t *testing.T) {
	m := nightAdded()
	m.Advance(clock(21, 20))
	var ch Change
	for m.TakeChange(&ch) {
	}
	m.Alive(0, clock(21, 30))
	checkMeter(t, m)
	if !m.TakeChange(&ch) || ch.Was != Off || ch.Now != NoQuote || ch.At != clock(21, 0) {
		t.Errorf("%+v", ch)
	}
}

// TestUnannouncedClose: a day whose close nobody announces is closed a minute after
// it, at the Meter's own deadline.
func TestUnannouncedClose(t *testing.T) {
	m := New(Params{Contracts: 1, Terms: []Terms{dated(0, 20260101, 20260131)}}, hoursTable(2, func(int) bool { return false }, zce()))
	m.Up(clock(14, 0))
	m.Phase(0, market.PhaseContinuous, clock(14, 0), clock(14, 0))
	m.Alive(0, clock(15, 0))
	m.Advance(clock(15, 0) + closeLag)
	var row DayRow
	if m.TakeDay(&row) || m.Deadline() != clock(15, 1) {
		t.Errorf("closed at once, or due at %d", m.Deadline())
	}
	if m.Advance(clock(15, 1)); !m.TakeDay(&row) || row.Date != 20260105 {
		t.Errorf("not closed: %+v", row)
	}
}

// TestTurnOfOtherHours: what the old hours know of the next open is too late for the
// new ones, which have a session on every day.
func TestTurnOfOtherHours(t *testing.T) {
	some := zce()
	some.DayCount = 0
	cal := hoursTable(4, func(i int) bool { return i%3 == 0 }, some, zce())
	m := New(Params{Contracts: 1, Terms: []Terms{dated(0, 20260105, 20260105), dated(1, 20260106, 20260131)}}, cal)
	m.Up(clock(9, 0))
	m.Advance(clock(15, 2))
	checkMeter(t, m)
	if r := m.Read(0, clock(24+9, 0)); r.Date != 20260106 || m.st.turn != clock(48+8, 55) {
		t.Errorf("%d, turn at %d", r.Date, m.st.turn)
	}
}

// TestGrantOfBefore: a grant that held when the day opened holds in the time that
// passed without us, of hours that begin without an auction.
func TestGrantOfBefore(t *testing.T) {
	plain := zce()
	plain.DayCount = 3
	copy(plain.Day[:], plain.Day[2:5])
	p := Params{Contracts: 1, Terms: []Terms{dated(0, 20260101, 20260131)}, Grants: []Grant{{From: clock(8, 0), To: clock(9, 10)}}}
	m := New(p, hoursTable(2, func(int) bool { return false }, plain))
	m.Up(clock(9, 30))
	if r := m.Read(0, clock(9, 30)); r.ExemptNs[ExemptManual] != 10*market.Minute || r.Ineffective[Disconnected.Reason()] != 20*market.Minute {
		t.Errorf("%+v", r.DayRow)
	}
}

// TestLastDayWaits: the calendar's last day waits for its proof, and is closed once.
func TestLastDayWaits(t *testing.T) {
	p := Params{Contracts: 1, Terms: []Terms{dated(0, 20260101, 20260131)}, Units: []Unit{{By: AggregatePooled, Target: 800_000}}}
	m := New(p, hoursTable(1, func(int) bool { return false }, zce()))
	m.Up(clock(14, 0))
	m.Phase(0, market.PhaseContinuous, clock(14, 0), clock(14, 0))
	send(m, 0, 1, clock(14, 0))
	m.Phase(0, market.PhaseClosed, clock(15, 0), clock(15, 0))
	m.Advance(clock(15, 0) + 2*market.Second)
	checkReading(t, m, clock(15, 1))
	checkMeter(t, m)
	var row DayRow
	if m.TakeDay(&row) {
		t.Error("the day is not proven")
	}
	m.Alive(0, clock(15, 2))
	checkMeter(t, m)
	var r UnitReading
	m.ReadUnit(0, clock(15, 3), &r)
	if !m.TakeDay(&row) || m.TakeDay(&row) || r.Date != 20260105 || r.D != 225*market.Minute || r.Low != row.Low || row.Low == 0 {
		t.Errorf("row %+v, unit %+v", row, r)
	}
}

// TestOffSinceTheClose: over night a contract is off since the close.
func TestOffSinceTheClose(t *testing.T) {
	m := New(Params{Contracts: 1, Terms: []Terms{dated(0, 20260101, 20260131)}}, hoursTable(2, func(int) bool { return false }, zce()))
	m.Up(clock(14, 0))
	m.Phase(0, market.PhaseClosed, clock(15, 0), clock(15, 0))
	m.Advance(clock(15, 0) + 2*market.Second)
	if r := m.Read(0, clock(20, 0)); r.Date != 20260106 || r.State != Off || r.Since != clock(15, 0) {
		t.Errorf("%d: %v since %d", r.Date, r.State, r.Since)
	}
}

// TestLedgerByDay: the exchange announces an auction after the close, and nothing
// more until the next day's. The ledger's rows are each of one day.
func TestLedgerByDay(t *testing.T) {
	m := New(Params{Contracts: 1, Terms: []Terms{dated(0, 20260101, 20260131)}}, hoursTable(2, func(int) bool { return false }, zce()))
	m.Up(clock(14, 0))
	m.Phase(0, market.PhaseContinuous, clock(14, 0), clock(14, 0))
	at := clock(15, 0) + 30*market.Second
	m.Phase(0, market.PhaseAuction, at, at)
	for end := clock(24+9, 30); m.Deadline() <= end; {
		m.Advance(m.Deadline())
	}
	m.Why(0, CausePaused, true, clock(24+9, 30))
	m.Why(0, CausePaused, false, clock(24+9, 40))
	for i, want := range []ExemptRow{{Date: 20260105, From: clock(8, 55), To: clock(9, 0)},
		{Date: 20260105, From: at, To: clock(24+8, 55)}, {Date: 20260106, From: clock(24+8, 55), To: clock(24+9, 0)}} {
		want.Exempt = ExemptAuction
		if x := (ExemptRow{}); !m.TakeExempt(&x) || x != want {
			t.Errorf("row %d: %+v, want %+v", i, x, want)
		}
	}
}

// TestUnitAtADeadline: at the instant at which something comes due a unit stands as
// it does right after it.
func TestUnitAtADeadline(t *testing.T) {
	p := Params{Contracts: 1, Terms: []Terms{dated(0, 20260101, 20260131)}, Units: []Unit{{By: AggregateDays, Target: 800_000, DayShare: 500_000}}}
	m := New(p, hoursTable(2, func(int) bool { return false }, zce()))
	m.Up(clock(14, 0))
	m.Phase(0, market.PhaseClosed, clock(15, 0), clock(15, 0))
	m.Advance(clock(15, 0))
	var at, after UnitReading
	m.ReadUnit(0, m.Deadline(), &at)
	m.ReadUnit(0, m.Deadline()+1, &after)
	if m.Deadline() != clock(15, 0)+closeLag || at != after {
		t.Errorf("%+v\nthen %+v", at, after)
	}
}
