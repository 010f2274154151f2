package calendar_test

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// The hours of hand() by index.
const (
	nights = 0 // an eve, a morning with a break
	days   = 1 // no eve
)

// hand is a small calendar written by hand: a Friday and the Monday after with
// nights, a holiday, and the Thursday after it without.
func hand() calendar.Params {
	morning := []calendar.Stretch{
		{Phase: market.PhaseAuction, From: 8 * market.Hour, To: 9 * market.Hour},
		{Phase: market.PhaseContinuous, From: 9 * market.Hour, To: 10 * market.Hour},
		{Phase: market.PhaseContinuous, From: 11 * market.Hour, To: 15 * market.Hour},
	}
	evening := []calendar.Stretch{
		{Phase: market.PhaseAuction, Eve: true, From: 20 * market.Hour, To: 21 * market.Hour},
		{Phase: market.PhaseContinuous, Eve: true, From: 21 * market.Hour, To: 23 * market.Hour},
	}
	evening = append(evening, morning[1:]...)
	h := calendar.Hours{Name: code("nights"), DayCount: 3, NightCount: 4}
	copy(h.Day[:], morning)
	copy(h.Night[:], evening)
	g := calendar.Hours{Name: code("days"), DayCount: 3, NightCount: 3, Day: h.Day, Night: h.Day}
	return calendar.Params{
		Exchange: code("TEST"),
		Days: []calendar.Day{
			{Date: 20210730, Prev: 20210729, Night: true},
			{Date: 20210802, Prev: 20210730, Night: true},
			{Date: 20210805, Prev: 20210802},
		},
		Hours:   []calendar.Hours{h, g},
		Covered: []market.Month{202108},
	}
}

func code(s string) market.Code {
	c, _ := market.MakeCode(s)
	return c
}

func check(p calendar.Params) (faults []string) {
	p.Check(func(key string, _, _ int64) { faults = append(faults, key) })
	return faults
}

func TestByHand(t *testing.T) {
	p := hand()
	if f := check(p); f != nil {
		t.Fatal(f)
	}
	c := calendar.New(p)
	for _, q := range []struct {
		hours uint8
		at    string
		phase market.Phase
		day   market.Date
	}{
		{nights, "2021-07-29 19:59:59", market.PhaseUnknown, 0}, // before the data
		{nights, "2021-07-29 20:00:00", market.PhaseAuction, 20210730},
		{nights, "2021-07-29 23:00:00", market.PhaseClosed, 20210730},
		{nights, "2021-07-30 10:30:00", market.PhaseBreak, 20210730},
		{nights, "2021-07-30 22:00:00", market.PhaseContinuous, 20210802},
		{nights, "2021-08-02 08:30:00", market.PhaseClosed, 20210802},
		{nights, "2021-08-02 22:00:00", market.PhaseClosed, 20210805},
		{nights, "2021-08-05 08:30:00", market.PhaseAuction, 20210805},
		{nights, "2021-08-05 14:59:59", market.PhaseContinuous, 20210805},
		{nights, "2021-08-05 15:00:00", market.PhaseUnknown, 0}, // after the data
		{days, "2021-07-29 10:00:00", market.PhaseUnknown, 0},   // another trading day, not in the data
		{days, "2021-07-29 23:59:59", market.PhaseUnknown, 0},
		{days, "2021-07-30 00:00:00", market.PhaseUnknown, 20210730},
		{days, "2021-07-30 08:30:00", market.PhaseAuction, 20210730},
		{days, "2021-08-02 08:30:00", market.PhaseAuction, 20210802},
		{2, "2021-08-02 09:30:00", market.PhaseUnknown, 0}, // no such hours
	} {
		at := instant(t, q.at)
		if got := c.PhaseAt(q.hours, at); got != q.phase {
			t.Errorf("hours %d, %s: %s, want %s", q.hours, q.at, got, q.phase)
		}
		if got, ok := c.TradingDay(q.hours, at); got != q.day || ok != (q.day != 0) {
			t.Errorf("hours %d, %s: trading day %d %v, want %d", q.hours, q.at, got, ok, q.day)
		}
	}
	from, to := instant(t, "2021-07-29 20:30:00"), instant(t, "2021-08-05 08:30:00")
	if got := c.Scheduled(nights, from, to); got != 2*8*market.Hour { // half an auction at either end
		t.Errorf("%d min scheduled", got/market.Minute)
	}
	if got := c.Auction(nights, from, to); got != 2*market.Hour {
		t.Errorf("%d min of auction", got/market.Minute)
	}
	if from, to, ok := c.MonthSpan(nights, 202108); !ok || clock(from) != "2021-07-30 20:00:00" || clock(to) != "2021-08-05 15:00:00" {
		t.Errorf("August from %s to %s %v", clock(from), clock(to), ok)
	}
}

// TestFirstDay: what lies before the first day is known only as far as Prev says.
func TestFirstDay(t *testing.T) {
	p := hand()
	p.Days[0] = calendar.Day{Date: 20210730}
	c := calendar.New(p)
	if f := check(p); f != nil {
		t.Fatal(f)
	}
	if d, ok := c.TradingDay(nights, instant(t, "2021-07-30 00:00:00")); !ok || d != 20210730 {
		t.Errorf("the first day's own morning: %d %v", d, ok)
	}
	if d, ok := c.TradingDay(nights, instant(t, "2021-07-29 23:59:59")); ok {
		t.Errorf("the evening before, of which nothing is known: %d", d)
	}
	p.Days[0].Prev = 20210727
	c = calendar.New(p)
	for text, want := range map[string]bool{"2021-07-27 23:59:59": false, "2021-07-28 00:00:00": true, "2021-07-29 12:00:00": true} {
		if _, ok := c.TradingDay(nights, instant(t, text)); ok != want {
			t.Errorf("%s: %v, want %v", text, ok, want)
		}
	}
}

// TestEnd: the data ends with the last close, and nothing is said of after it.
func TestEnd(t *testing.T) {
	c := calendar.New(hand())
	end := instant(t, "2021-08-05 15:00:00")
	if when, phase, ok := c.Next(days, end-1); !ok || when != end || phase != market.PhaseUnknown {
		t.Errorf("the last change: %s to %s, %v", clock(when), phase, ok)
	}
	if when, phase, ok := c.Next(days, end); ok {
		t.Errorf("a change after the end: %s to %s", clock(when), phase)
	}
	if when, phase, ok := c.Next(nights, 0); !ok || clock(when) != "2021-07-29 20:00:00" || phase != market.PhaseAuction {
		t.Errorf("the first change: %s to %s, %v", clock(when), phase, ok)
	}
	if got := c.Scheduled(nights, end, end+market.Day); got != 0 {
		t.Errorf("%d ns scheduled after the end", got)
	}
}

// TestNotCovered: a month that the data does not cover is refused, also one of
// which some days are known.
func TestNotCovered(t *testing.T) {
	c := calendar.New(hand())
	for _, m := range []market.Month{0, 202106, 202107, 202109, 209901} {
		if from, to, ok := c.MonthSpan(nights, m); ok || from != 0 || to != 0 || c.Covered(m) {
			t.Errorf("%d: %v %s %s", m, ok, clock(from), clock(to))
		}
	}
	if !c.Covered(202108) {
		t.Error("August is covered")
	}
	for _, d := range []market.Date{0, 20210729, 20210731, 20210803, 20210806} {
		if _, _, ok := c.Span(nights, d); ok {
			t.Errorf("%d has a span", d)
		}
		if s := c.Stretches(nights, d, nil); s != nil {
			t.Errorf("%d has stretches %v", d, s)
		}
	}
	noHours(t, c)
	all := shipped(t)
	for name, edge := range map[string][2]market.Month{"day": {201801, 202612}, "night": {202001, 202612}, "index": {201801, 202612}} {
		x := all[name]
		for _, m := range []market.Month{edge[0]%100 + (edge[0]/100-1)*100 + 11, edge[1] + 89} { // December before, January after
			if _, _, ok := x.MonthSpan(x.hours, m); ok {
				t.Errorf("%s: %d is not covered", name, m)
			}
		}
		for _, m := range edge {
			if _, _, ok := x.MonthSpan(x.hours, m); !ok {
				t.Errorf("%s: %d is covered", name, m)
			}
		}
	}
}

// noHours asks for hours that the calendar does not have.
func noHours(t *testing.T, c *calendar.Table) {
	t.Helper()
	at, none := instant(t, "2021-08-02 09:30:00"), uint8(2)
	if _, _, ok := c.MonthSpan(none, 202108); ok {
		t.Error("a month of no hours")
	}
	if _, _, ok := c.Span(none, 20210802); ok {
		t.Error("a span of no hours")
	}
	if _, _, ok := c.Next(none, at); ok {
		t.Error("a change of no hours")
	}
	if c.Scheduled(none, at, at+1) != 0 || c.Auction(none, at, at+1) != 0 || c.Stretches(none, 20210802, nil) != nil {
		t.Error("time of no hours")
	}
}

// TestNothingScheduled: a trading day can be without scheduled time; it has no
// span, and its month ends with the last day that has one.
func TestNothingScheduled(t *testing.T) {
	p := hand()
	p.Hours[nights].Day = [calendar.MaxStretches]calendar.Stretch{{Phase: market.PhaseHalt, From: 9 * market.Hour, To: 15 * market.Hour}}
	p.Hours[nights].DayCount = 1
	if f := check(p); f != nil {
		t.Fatal(f)
	}
	c := calendar.New(p)
	if _, _, ok := c.Span(nights, 20210805); ok {
		t.Error("a span of a day that is halted throughout")
	}
	if _, to, ok := c.MonthSpan(nights, 202108); !ok || clock(to) != "2021-08-02 15:00:00" {
		t.Errorf("August ends %s, %v", clock(to), ok)
	}
	p.Days = nil
	c = calendar.New(p)
	if _, ok := c.TradingDay(nights, instant(t, "2021-08-02 09:30:00")); ok || c.Scheduled(nights, 0, 1<<62) != 0 {
		t.Error("an empty calendar knows a day")
	}
}

// TestLongGap: four hours or more within a trading day part two sessions.
func TestLongGap(t *testing.T) {
	p := hand()
	at := instant(t, "2021-08-02 10:30:00")
	for gap, want := range map[market.Time]market.Phase{4*market.Hour - 1: market.PhaseBreak, 4 * market.Hour: market.PhaseClosed} {
		p.Hours[days].Day[2].From = 10*market.Hour + gap
		p.Hours[days].Night = p.Hours[days].Day
		if got := calendar.New(p).PhaseAt(days, at); got != want {
			t.Errorf("in a gap of %d ns: %s, want %s", gap, got, want)
		}
	}
}

// The data goes as far as its last trading day, holidays before it included.
func TestReaches(t *testing.T) {
	c := calendar.New(hand())
	for d, want := range map[market.Date]bool{0: true, 20210730: true, 20210803: true, 20210805: true, 20210806: false, 20991231: false} {
		if c.Reaches(d) != want {
			t.Errorf("%d: %t", d, !want)
		}
	}
}
