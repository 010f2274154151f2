package calendar_test

import (
	"slices"
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// TestCheckFinds breaks the calendar by hand() in one way at a time.
func TestCheckFinds(t *testing.T) {
	if f := check(hand()); f != nil {
		t.Fatal("nothing is broken yet: ", f)
	}
	for name, c := range map[string]struct {
		spoil func(p *calendar.Params)
		want  []string
	}{
		"no hours":                     {func(p *calendar.Params) { p.Hours = nil }, []string{"hours"}},
		"hours beyond an index":        {func(p *calendar.Params) { p.Hours = slices.Repeat(p.Hours[:1], 257) }, []string{"hours"}},
		"no stretch by day":            {func(p *calendar.Params) { p.Hours[nights].DayCount = 0 }, []string{"hours"}},
		"no stretch by night":          {func(p *calendar.Params) { p.Hours[nights].NightCount = 0 }, []string{"hours"}},
		"too many stretches":           {func(p *calendar.Params) { p.Hours[nights].DayCount = calendar.MaxStretches + 1 }, []string{"hours"}},
		"before midnight":              {func(p *calendar.Params) { p.Hours[nights].Day[0].From = -1 }, []string{"hours"}},
		"after midnight":               {func(p *calendar.Params) { p.Hours[nights].Day[2].To = market.Day + 1 }, []string{"hours", "hours"}}, // and into the evening
		"after midnight, no eve":       {func(p *calendar.Params) { p.Hours[days].Day[2].To = market.Day + 1 }, []string{"hours"}},
		"backwards":                    {func(p *calendar.Params) { p.Hours[nights].Day[2].To = 10 * market.Hour }, []string{"hours"}},
		"empty":                        {func(p *calendar.Params) { p.Hours[nights].Day[2].To = 11 * market.Hour }, []string{"hours"}},
		"overlap":                      {func(p *calendar.Params) { p.Hours[nights].Day[1].To = 11*market.Hour + 1 }, []string{"hours"}},
		"overlap in the evening":       {func(p *calendar.Params) { p.Hours[nights].Night[0].To = 21*market.Hour + 1 }, []string{"hours"}},
		"evening after morning":        {func(p *calendar.Params) { p.Hours[nights].Night[3].Eve = true }, []string{"hours"}},
		"eve without a night":          {func(p *calendar.Params) { p.Hours[nights].Day[0].Eve = true }, []string{"hours"}},
		"day into the evening":         {func(p *calendar.Params) { p.Hours[nights].Day[2].To = 20*market.Hour + 1 }, []string{"hours"}},
		"night's day into the evening": {func(p *calendar.Params) { p.Hours[nights].Night[3].To = 20*market.Hour + 1 }, []string{"hours"}},
		"no phase":                     {func(p *calendar.Params) { p.Hours[nights].Day[1].Phase = market.PhaseUnknown }, []string{"hours"}},
		"no such phase":                {func(p *calendar.Params) { p.Hours[nights].Day[1].Phase = market.PhaseCount }, []string{"hours"}},
		"no such date":                 {func(p *calendar.Params) { p.Days[2].Date = 20210832 }, []string{"days"}},
		"the same day twice":           {func(p *calendar.Params) { p.Days[2] = calendar.Day{Date: 20210802, Prev: 20210802} }, []string{"days"}},
		"days out of order":            {func(p *calendar.Params) { p.Days[2] = calendar.Day{Date: 20210801, Prev: 20210802} }, []string{"days"}},
		"another day before":           {func(p *calendar.Params) { p.Days[2].Prev = 20210804 }, []string{"days.prev"}},
		"no day before":                {func(p *calendar.Params) { p.Days[1].Prev = 0 }, []string{"days.prev"}},
		"night on no evening":          {func(p *calendar.Params) { p.Days[0].Prev = 0 }, []string{"days.prev"}},
		"the day before is none":       {func(p *calendar.Params) { p.Days[0] = calendar.Day{Date: 20210730, Prev: 20210732} }, []string{"days.prev"}},
		"the day before is after":      {func(p *calendar.Params) { p.Days[0].Prev = 20210731 }, []string{"days.prev"}},
		"its own day before":           {func(p *calendar.Params) { p.Days[0].Prev = 20210730 }, []string{"days.prev"}},
		"month without days":           {func(p *calendar.Params) { p.Covered = []market.Month{202108, 202109} }, []string{"covered"}},
		"months twice":                 {func(p *calendar.Params) { p.Covered = []market.Month{202108, 202108} }, []string{"covered"}},
		"months out of order":          {func(p *calendar.Params) { p.Covered = []market.Month{202108, 202107} }, []string{"covered"}},
	} {
		p := hand()
		c.spoil(&p)
		if got := check(p); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestCheckAllows what is at the limit and right.
func TestCheckAllows(t *testing.T) {
	for name, fit := range map[string]func(p *calendar.Params){
		"a day up to the evening": func(p *calendar.Params) { p.Hours[nights].Day[2].To = 20 * market.Hour },
		"an evening to midnight":  func(p *calendar.Params) { p.Hours[nights].Night[1].To = market.Day },
		"a day from midnight":     func(p *calendar.Params) { p.Hours[nights].Day[0].From = 0 },
		"a day without an eve":    func(p *calendar.Params) { p.Hours[days].Day[2].To = market.Day },
		"nothing known before":    func(p *calendar.Params) { p.Days[0].Prev, p.Days[0].Night = 0, false },
		"a night and no day":      func(p *calendar.Params) { p.Hours[nights].NightCount = 2 },
		"touching stretches":      func(p *calendar.Params) { p.Hours[nights].Day[1].To = 11 * market.Hour },
		"one group of hours":      func(p *calendar.Params) { p.Hours = p.Hours[:1] },
		"every stretch": func(p *calendar.Params) {
			h := &p.Hours[days]
			for i := range h.Day {
				h.Day[i] = calendar.Stretch{Phase: market.PhaseContinuous, From: market.Time(i) * market.Hour, To: market.Time(i+1) * market.Hour}
			}
			h.Night, h.DayCount, h.NightCount = h.Day, calendar.MaxStretches, calendar.MaxStretches
		},
		"every index": func(p *calendar.Params) { p.Hours = slices.Repeat(p.Hours[:1], 256) },
		"no month":    func(p *calendar.Params) { p.Covered = nil },
	} {
		p := hand()
		fit(&p)
		if got := check(p); got != nil {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestCheckFigures: a fault comes with the figure found and the one allowed.
func TestCheckFigures(t *testing.T) {
	for name, c := range map[string]struct {
		spoil          func(p *calendar.Params)
		found, allowed int64
	}{
		"days": {func(p *calendar.Params) { p.Days[2] = calendar.Day{Date: 20210801, Prev: 20210802} }, 20210801, 20210803},
		"prev": {func(p *calendar.Params) { p.Days[2].Prev = 20210804 }, 20210804, 20210802},
		"first": {func(p *calendar.Params) {
			p.Days[0].Date, p.Days[0].Prev, p.Days[1].Prev = 20210801, 20210802, 20210801
		}, 20210802, 20210731},
		"months": {func(p *calendar.Params) { p.Covered = []market.Month{202108, 202107} }, 202107, 202109},
		"evening": {func(p *calendar.Params) { p.Hours[nights].Night[0].From = 14 * market.Hour },
			int64(14 * market.Hour), int64(15 * market.Hour)},
	} {
		p, n := hand(), 0
		c.spoil(&p)
		p.Check(func(_ string, found, allowed int64) {
			if n++; found != c.found || allowed != c.allowed {
				t.Errorf("%s: found %d, allowed %d; want %d, %d", name, found, allowed, c.found, c.allowed)
			}
		})
		if n != 1 {
			t.Errorf("%s: %d faults, want 1", name, n)
		}
	}
}
