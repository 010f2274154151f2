package calendar_test

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// Between two trading days the exchange is closed, however soon the evening
// follows; within one, a gap under four hours is a break.
func TestAnHourBetweenDaysIsNoBreak(t *testing.T) {
	p := hand()
	p.Hours[nights].Night[3].To = 19 * market.Hour // the evening begins at 20:00
	if f := check(p); f != nil {
		t.Fatal(f)
	}
	c := calendar.New(p)
	friday := market.Date(20210730)
	for hour, want := range map[market.Time]market.Phase{
		18: market.PhaseContinuous, 19: market.PhaseClosed, 20: market.PhaseAuction, 10: market.PhaseBreak,
	} {
		if got := c.PhaseAt(nights, friday.At(hour*market.Hour+market.Minute)); got != want {
			t.Errorf("at %d:01 the phase is %v, want %v", hour, got, want)
		}
	}
}

// The trading day before a Monday is a Friday; of the first there is none to tell.
func TestTheDayBefore(t *testing.T) {
	p := hand()
	c := calendar.New(p)
	for i := range p.Days {
		d := &p.Days[i]
		if prev, ok := c.Before(d.Date); prev != d.Prev || ok != (d.Prev != 0) {
			t.Errorf("before %d: %d, %t", d.Date, prev, ok)
		}
	}
	if prev, ok := c.Before(20210731); ok {
		t.Errorf("a Saturday is no trading day: %d", prev)
	}
}
