package calendar_test

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

func TestNoAllocations(t *testing.T) {
	x := shipped(t)["night"]
	at := instant(t, "2022-06-08 21:30:00")
	day, month, dst := market.Date(20220609), market.Month(202206), make([]calendar.Span, 0, calendar.MaxStretches)
	for name, query := range map[string]func(){
		"PhaseAt":    func() { x.PhaseAt(x.hours, at) },
		"TradingDay": func() { x.TradingDay(x.hours, at) },
		"Next":       func() { x.Next(x.hours, at) },
		"Scheduled":  func() { x.Scheduled(x.hours, at, at+30*market.Day) },
		"Auction":    func() { x.Auction(x.hours, at, at+30*market.Day) },
		"Span":       func() { x.Span(x.hours, day) },
		"MonthSpan":  func() { x.MonthSpan(x.hours, month) },
		"Covered":    func() { x.Covered(month) },
		"Stretches":  func() { dst = x.Stretches(x.hours, day, dst[:0]) },
	} {
		if n := testing.AllocsPerRun(100, query); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	if len(dst) != 8 {
		t.Errorf("%d stretches of a day with a night, want 8", len(dst))
	}
}

// sink keeps a result alive.
var sink market.Time

// Both benchmarks ask a table of nine years about instants all over it.
func BenchmarkPhaseAt(b *testing.B) {
	x := shipped(b)["night"]
	from, step := instant(b, "2018-01-02 09:00:00"), 7919*market.Second
	at := from
	for b.Loop() {
		sink += market.Time(x.PhaseAt(x.hours, at))
		if at += step; at > from+9*365*market.Day {
			at = from
		}
	}
}

func BenchmarkScheduled(b *testing.B) {
	x := shipped(b)["night"]
	from, step := instant(b, "2018-01-02 09:00:00"), 7919*market.Second
	at := from
	for b.Loop() {
		sink += x.Scheduled(x.hours, at, at+30*market.Day)
		if at += step; at > from+9*365*market.Day {
			at = from
		}
	}
}
