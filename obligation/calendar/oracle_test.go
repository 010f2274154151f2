package calendar_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/calendar"
)

// The oracle is a strip with one cell a second, painted by the rules in words
// and read by counting. It shares no arithmetic with the room: dates are the
// standard library's.

// cell is one second. The zero cell is in no stretch.
type cell struct {
	phase   market.Phase
	stretch int32 // 1, 2, ... over the whole strip
	day     market.Date
}

type strip struct {
	start int64 // unix second of the first cell
	cells []cell
	// first is the date from which the first trading day is the one to come.
	first int64
}

// midnight is the unix second at which a date begins.
func midnight(d market.Date) int64 {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 0, 0, 0, 0, shanghai).Unix()
}

func paint(p *calendar.Params, h *calendar.Hours) *strip {
	days, n := p.Days, int32(0)
	s := &strip{start: midnight(days[0].Date) - 4*86400, first: midnight(days[0].Date)}
	if days[0].Prev != 0 {
		s.first = midnight(days[0].Prev) + 86400
	}
	s.cells = make([]cell, midnight(days[len(days)-1].Date)+86400-s.start+3600)
	for _, d := range days {
		list := h.Day[:h.DayCount]
		if d.Night {
			list = h.Night[:h.NightCount]
		}
		for _, st := range list {
			n++
			from := midnight(d.Date)
			if st.Eve {
				from = midnight(d.Prev)
			}
			from -= s.start
			for i := from + int64(st.From/market.Second); i < from+int64(st.To/market.Second); i++ {
				s.cells[i] = cell{st.Phase, n, d.Date}
			}
		}
	}
	s.fill()
	return s
}

// fill names the seconds between stretches: a break when under four hours pass
// within one trading day, else closed; they belong to the day to come.
func (s *strip) fill() {
	for i := 0; i < len(s.cells); {
		j := i
		for j < len(s.cells) && s.cells[j].stretch == 0 {
			j++
		}
		for k := i; k < j && j < len(s.cells); k++ {
			c := &s.cells[k]
			switch {
			case i > 0 && s.cells[i-1].day == s.cells[j].day && j-i < 4*3600:
				c.phase = market.PhaseBreak
			case i > 0:
				c.phase = market.PhaseClosed
			}
			if i > 0 || s.start+int64(k) >= s.first {
				c.day = s.cells[j].day
			}
		}
		for i = j; i < len(s.cells) && s.cells[i].stretch != 0; {
			i++
		}
	}
}

func (s *strip) at(at market.Time) cell { return s.cells[int64(at)/1e9-s.start] }

func (s *strip) time(i int) market.Time { return market.Time(s.start+int64(i)) * market.Second }

// count adds up what lies in [from, to) of the seconds that in chooses.
func (s *strip) count(from, to market.Time, in func(market.Phase) bool) (sum market.Time) {
	for i := int(int64(from)/1e9 - s.start); i < len(s.cells) && s.time(i) < to; i++ {
		if a, b := max(from, s.time(i)), min(to, s.time(i+1)); a < b && s.cells[i].stretch != 0 && in(s.cells[i].phase) {
			sum += b - a
		}
	}
	return sum
}

// next looks for the first second whose phase is not the one at at.
func (s *strip) next(at market.Time) (market.Time, market.Phase, bool) {
	was := s.at(at).phase
	for i := int(int64(at)/1e9-s.start) + 1; i < len(s.cells); i++ {
		if s.cells[i].phase != was {
			return s.time(i), s.cells[i].phase, true
		}
	}
	return 0, 0, false
}

// span is the reach of the scheduled seconds of the days that in chooses.
func (s *strip) span(in func(market.Date) bool) (from, to market.Time, ok bool) {
	for i, c := range s.cells {
		if c.stretch == 0 || !in(c.day) || !scheduled(c.phase) {
			continue
		}
		if !ok {
			from, ok = s.time(i), true
		}
		to = s.time(i + 1)
	}
	return from, to, ok
}

// stretches are the runs of cells of one stretch each.
func (s *strip) stretches(d market.Date) (list []calendar.Span) {
	for i, c := range s.cells {
		if c.stretch == 0 || c.day != d {
			continue
		}
		if s.cells[i-1].stretch != c.stretch {
			list = append(list, calendar.Span{Phase: c.phase, From: s.time(i)})
		}
		list[len(list)-1].To = s.time(i + 1)
	}
	return list
}

func scheduled(p market.Phase) bool { return auction(p) || p == market.PhaseContinuous }

func auction(p market.Phase) bool { return p == market.PhaseAuction || p == market.PhaseMatch }

// drawStretches draws up to six stretches between two seconds of a day, some
// touching, some with a gap.
func drawStretches(t *rapid.T, eve bool, from, to int) (list []calendar.Stretch) {
	n := rapid.IntRange(1, 6).Draw(t, "stretches")
	grain := rapid.SampledFrom([]int{1, 600, 1800}).Draw(t, "grain")
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(from/grain, to/grain), n+1, n+1, rapid.ID).Draw(t, "cuts")
	slices.Sort(cuts)
	for i := range n {
		phase := market.Phase(rapid.IntRange(int(market.PhaseClosed), int(market.PhaseCount)-1).Draw(t, "phase"))
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "gap") == 0 {
			continue
		}
		list = append(list, calendar.Stretch{Phase: phase, Eve: eve,
			From: market.Time(cuts[i]*grain) * market.Second, To: market.Time(cuts[i+1]*grain) * market.Second})
	}
	return list
}

func drawHours(t *rapid.T) (h calendar.Hours) {
	evening := rapid.IntRange(9, 22).Draw(t, "evening") * 3600
	h.DayCount = uint8(copy(h.Day[:], drawStretches(t, false, 0, evening)))
	var list []calendar.Stretch
	if rapid.Bool().Draw(t, "eve") {
		list = drawStretches(t, true, evening, 86400)
	}
	if len(list) == 0 || rapid.IntRange(0, 4).Draw(t, "morning too") > 0 {
		list = append(list, drawStretches(t, false, 0, evening)...)
	}
	h.NightCount = uint8(copy(h.Night[:], list))
	return h
}

// drawParams draws a few trading days around the turn of a month.
func drawParams(t *rapid.T) (p calendar.Params) {
	start := rapid.SampledFrom([]string{"2020-02-26", "2020-12-29", "2021-02-26", "2021-07-29", "2024-02-27"}).Draw(t, "start")
	at, _ := time.Parse(time.DateOnly, start)
	prev := market.Date(0)
	for i := range rapid.IntRange(1, 4).Draw(t, "days") + 1 {
		d := market.Date(at.Year()*10000 + int(at.Month())*100 + at.Day())
		at = at.AddDate(0, 0, rapid.SampledFrom([]int{1, 1, 1, 1, 2, 3}).Draw(t, "until the next"))
		if i > 0 {
			p.Days = append(p.Days, calendar.Day{Date: d, Prev: prev, Night: rapid.Bool().Draw(t, "night")})
		}
		prev = d
	}
	if first := &p.Days[0]; !first.Night && rapid.IntRange(0, 3).Draw(t, "nothing before") == 0 {
		first.Prev = 0
	}
	for range rapid.IntRange(1, 2).Draw(t, "groups") {
		p.Hours = append(p.Hours, drawHours(t))
	}
	for _, d := range p.Days {
		if m := d.Date.Month(); !slices.Contains(p.Covered, m) && rapid.IntRange(0, 3).Draw(t, "covered") > 0 {
			p.Covered = append(p.Covered, m)
		}
	}
	return p
}

// question draws instants to ask about: anywhere, or about an edge.
func (s *strip) question(t *rapid.T) market.Time {
	i := rapid.IntRange(1, len(s.cells)-2).Draw(t, "second")
	if rapid.IntRange(0, 2).Draw(t, "edge") > 0 {
		for i < len(s.cells)-2 && s.cells[i].stretch == s.cells[i-1].stretch {
			i++
		}
	}
	return s.time(i) + market.Time(rapid.SampledFrom([]int64{-1, 0, 0, 1, 500_000_000, 999_999_999}).Draw(t, "ns"))
}

// TestAgainstOracle asks the table and the strip the same questions.
func TestAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawParams(t)
		p.Check(func(key string, found, allowed int64) { t.Fatalf("%s %d, allowed %d", key, found, allowed) })
		c := calendar.New(p)
		for h := range p.Hours {
			s := paint(&p, &p.Hours[h])
			for range 8 {
				askInstant(t, c, uint8(h), s, s.question(t))
			}
			for range 2 {
				askBetween(t, c, uint8(h), s, s.question(t), s.question(t))
			}
			askDays(t, c, uint8(h), s, &p)
		}
	})
}

func askInstant(t *rapid.T, c *calendar.Table, h uint8, s *strip, at market.Time) {
	want := s.at(at)
	if got := c.PhaseAt(h, at); got != want.phase {
		t.Fatalf("PhaseAt %s: %s, want %s", clock(at), got, want.phase)
	}
	if got, ok := c.TradingDay(h, at); got != want.day || ok != (want.day != 0) {
		t.Fatalf("TradingDay %s: %d %v, want %d", clock(at), got, ok, want.day)
	}
	when, phase, ok := c.Next(h, at)
	if w, p, k := s.next(at); when != w || phase != p || ok != k {
		t.Fatalf("Next %s: %s %s %v, want %s %s %v", clock(at), clock(when), phase, ok, clock(w), p, k)
	}
}

func askBetween(t *rapid.T, c *calendar.Table, h uint8, s *strip, from, to market.Time) {
	if got, want := c.Scheduled(h, from, to), s.count(from, to, scheduled); got != want {
		t.Fatalf("Scheduled %s to %s: %d, want %d", clock(from), clock(to), got, want)
	}
	if got, want := c.Auction(h, from, to), s.count(from, to, auction); got != want {
		t.Fatalf("Auction %s to %s: %d, want %d", clock(from), clock(to), got, want)
	}
}

func askDays(t *rapid.T, c *calendar.Table, h uint8, s *strip, p *calendar.Params) {
	some := rapid.SampledFrom(p.Days).Draw(t, "day")
	for _, d := range []market.Date{some.Date, some.Prev} {
		from, to, ok := c.Span(h, d)
		if a, b, k := s.span(func(x market.Date) bool { return x == d }); from != a || to != b || ok != k {
			t.Fatalf("Span %d: %s to %s %v, want %s to %s %v", d, clock(from), clock(to), ok, clock(a), clock(b), k)
		}
		head := []calendar.Span{{Phase: market.PhaseHalt}} // what was in dst stays
		if got, want := c.Stretches(h, d, head), append(head, s.stretches(d)...); !slices.Equal(got, want) {
			t.Fatalf("Stretches %d: %v, want %v", d, got, want)
		}
	}
	for _, m := range []market.Month{some.Date.Month(), some.Prev.Month()} {
		from, to, ok := c.MonthSpan(h, m)
		a, b, k := s.span(func(x market.Date) bool { return x/100 == market.Date(m) })
		if !slices.Contains(p.Covered, m) {
			a, b, k = 0, 0, false
		}
		if from != a || to != b || ok != k {
			t.Fatalf("MonthSpan %d: %s to %s %v, want %s to %s %v", m, clock(from), clock(to), ok, clock(a), clock(b), k)
		}
	}
}
