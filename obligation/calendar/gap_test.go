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

// Trading days from one date to another are counted with both ends, as far as the
// data goes.
func TestLeft(t *testing.T) {
	c := calendar.New(hand())
	for _, x := range []struct {
		from, to market.Date
		want     int
	}{
		{20210730, 20210730, 1}, {20210730, 20210802, 2}, {20210731, 20210801, 0}, {20210731, 20210804, 1},
		{20210730, 20210805, 3}, {20210802, 20211231, 2}, {20210806, 20211231, 0},
		{20210805, 20210730, 0}, {20210802, 20210730, 0}, {20210730, 0, 0}, {20210730, 20211399, 0},
	} {
		if n := c.Left(x.from, x.to); n != x.want {
			t.Errorf("%d to %d: %d days, want %d", x.from, x.to, n, x.want)
		}
	}
}

// The first day of data that does not say what came before it has none before it.
func TestNoneBefore(t *testing.T) {
	p := hand()
	p.Days[0].Prev = 0
	c := calendar.New(p)
	if prev, ok := c.Before(p.Days[0].Date); ok {
		t.Error(prev)
	}
}
