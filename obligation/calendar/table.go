package calendar

import "quotient/market"

// A Span is one stretch of a trading day in absolute time.
type Span struct {
	Phase    market.Phase
	From, To market.Time
}

// span is a Span with what came before it.
type span struct {
	Span
	day       int32       // index into Params.Days
	scheduled market.Time // scheduled time before From
	auction   market.Time // of that, call auction
}

// group is one group of hours laid out over all trading days.
type group struct {
	spans []span
	first []int32 // by day: its first span; one more at the end
}

// A Table answers what a calendar is asked. Make one with New.
type Table struct {
	p      Params
	groups []group
}

// New lays out p, which must have passed Check.
func New(p Params) *Table {
	t := &Table{p: p, groups: make([]group, len(p.Hours))}
	for h := range p.Hours {
		t.groups[h] = layOut(p.Days, &p.Hours[h])
	}
	return t
}

func layOut(days []Day, h *Hours) (g group) {
	var scheduled, auction market.Time
	for i := range days {
		g.first = append(g.first, int32(len(g.spans)))
		for _, s := range h.on(&days[i]) {
			date := days[i].Date
			if s.Eve {
				date = days[i].Prev
			}
			sp := span{Span{s.Phase, date.At(s.From), date.At(s.To)}, int32(i), scheduled, auction}
			g.spans = append(g.spans, sp)
			if s.Phase.Scheduled() {
				scheduled += s.To - s.From
			}
			if isAuction(s.Phase) {
				auction += s.To - s.From
			}
		}
	}
	g.first = append(g.first, int32(len(g.spans)))
	return g
}

// on returns the stretches that hold on day d.
func (h *Hours) on(d *Day) []Stretch {
	if d.Night {
		return h.Night[:h.NightCount]
	}
	return h.Day[:h.DayCount]
}

func isAuction(p market.Phase) bool { return p == market.PhaseAuction || p == market.PhaseMatch }

// after returns the index of the first span that ends after at.
func (g *group) after(at market.Time) int {
	lo, hi := 0, len(g.spans)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); g.spans[mid].To > at {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// group returns the laid out hours, nil when there are none of that index.
func (t *Table) group(hours uint8) *group {
	if int(hours) >= len(t.groups) {
		return nil
	}
	return &t.groups[hours]
}

// PhaseAt returns the phase that an instant should be in: PhaseBreak between two
// stretches of one session, PhaseClosed between sessions, PhaseUnknown before
// the first and after the last day of the data.
func (t *Table) PhaseAt(hours uint8, at market.Time) market.Phase {
	g := t.group(hours)
	if g == nil {
		return market.PhaseUnknown
	}
	return g.phase(g.after(at), at)
}

// phase returns the phase at an instant for which after returned i.
func (g *group) phase(i int, at market.Time) market.Phase {
	switch {
	case i == len(g.spans) || at < g.spans[0].From:
		return market.PhaseUnknown
	case at >= g.spans[i].From:
		return g.spans[i].Phase
	}
	return gap(&g.spans[i-1], &g.spans[i])
}

// gap is the phase between two spans: a break within a session, else closed.
func gap(a, b *span) market.Phase {
	if a.day == b.day && b.From-a.To < sessionGap {
		return market.PhaseBreak
	}
	return market.PhaseClosed
}

// sessionGap is more than the longest break within a day (lunch) and less than
// the time from the end of the night session to the morning.
const sessionGap = 4 * market.Hour

// TradingDay returns the trading day (交易日) that an instant belongs to, between
// sessions the next one to come; ok is false outside the data. The first day is
// to come once the date of the trading day before it is over.
func (t *Table) TradingDay(hours uint8, at market.Time) (d market.Date, ok bool) {
	g := t.group(hours)
	if g == nil {
		return 0, false
	}
	i := g.after(at)
	if i == len(g.spans) || at < g.spans[0].From && !t.begun(at) {
		return 0, false
	}
	return t.p.Days[g.spans[i].day].Date, true
}

// begun reports whether an instant before the first stretch lies in the data:
// on a date after the trading day before the first.
func (t *Table) begun(at market.Time) bool {
	first, date := &t.p.Days[0], at.Date()
	return date == first.Date || first.Prev != 0 && date > first.Prev
}

// Next returns the first change of phase strictly after at: PhaseAt(when) is
// phase. The last is to PhaseUnknown, where the data ends; ok is false after it.
func (t *Table) Next(hours uint8, at market.Time) (when market.Time, phase market.Phase, ok bool) {
	g := t.group(hours)
	if g == nil {
		return 0, 0, false
	}
	i := g.after(at)
	for was := g.phase(i, at); i < len(g.spans); i++ {
		s := &g.spans[i]
		if s.Phase != was { // then at lies before it: within it, was is its phase
			return s.From, s.Phase, true
		}
		if phase = g.phase(i+1, s.To); phase != was {
			return s.To, phase, true
		}
	}
	return 0, 0, false
}

// Scheduled returns the scheduled time in [from, to): call auction and
// continuous trading.
func (t *Table) Scheduled(hours uint8, from, to market.Time) market.Time {
	g := t.group(hours)
	if g == nil {
		return 0
	}
	a, _ := g.before(from)
	b, _ := g.before(to)
	return max(0, b-a)
}

// Auction returns the call auction time in [from, to).
func (t *Table) Auction(hours uint8, from, to market.Time) market.Time {
	g := t.group(hours)
	if g == nil {
		return 0
	}
	_, a := g.before(from)
	_, b := g.before(to)
	return max(0, b-a)
}

// before returns the scheduled and the auction time before at.
func (g *group) before(at market.Time) (scheduled, auction market.Time) {
	i := g.after(at)
	if i == len(g.spans) {
		if i == 0 {
			return 0, 0
		}
		i--
	}
	s := &g.spans[i]
	in := max(0, min(at, s.To)-s.From)
	scheduled, auction = s.scheduled, s.auction
	if s.Phase.Scheduled() {
		scheduled += in
	}
	if isAuction(s.Phase) {
		auction += in
	}
	return scheduled, auction
}

// Span returns the first scheduled instant of trading day d, its eve included,
// and the end of its last scheduled stretch.
func (t *Table) Span(hours uint8, d market.Date) (open, end market.Time, ok bool) {
	g := t.group(hours)
	i := t.day(d)
	if g == nil || i < 0 {
		return 0, 0, false
	}
	for _, s := range g.spans[g.first[i]:g.first[i+1]] {
		if !s.Phase.Scheduled() {
			continue
		}
		if !ok {
			open, ok = s.From, true
		}
		end = s.To
	}
	return open, end, ok
}

// MonthSpan returns the first and the last scheduled instant of the trading days
// of month m; ok is false when the month is not covered.
func (t *Table) MonthSpan(hours uint8, m market.Month) (from, to market.Time, ok bool) {
	if !t.Covered(m) {
		return 0, 0, false
	}
	for i := t.search(market.Date(m) * 100); i < len(t.p.Days) && t.p.Days[i].Date.Month() == m; i++ {
		open, end, held := t.Span(hours, t.p.Days[i].Date)
		if !held {
			continue
		}
		if !ok {
			from, ok = open, true
		}
		to = end
	}
	return from, to, ok
}

// Covered reports whether the data covers month m.
func (t *Table) Covered(m market.Month) bool {
	for _, c := range t.p.Covered {
		if c == m {
			return true
		}
	}
	return false
}

// Stretches appends the spans of trading day d to dst.
func (t *Table) Stretches(hours uint8, d market.Date, dst []Span) []Span {
	g := t.group(hours)
	i := t.day(d)
	if g == nil || i < 0 {
		return dst
	}
	for _, s := range g.spans[g.first[i]:g.first[i+1]] {
		dst = append(dst, s.Span)
	}
	return dst
}

// Before returns the trading day before d; false when d is no trading day or the first.
func (t *Table) Before(d market.Date) (prev market.Date, ok bool) {
	i := t.day(d)
	if i < 0 || t.p.Days[i].Prev == 0 {
		return 0, false
	}
	return t.p.Days[i].Prev, true
}

// Left returns how many trading days there are from one date to another, both
// counted, as far as the data goes.
func (t *Table) Left(from, to market.Date) int {
	if to < from || !to.Valid() {
		return 0
	}
	return t.search(market.DateOfDays(to.Days()+1)) - t.search(from)
}

// Reaches reports whether the data goes as far as a date.
func (t *Table) Reaches(d market.Date) bool { return t.search(d) < len(t.p.Days) }

// search returns the index of the first trading day on or after d.
func (t *Table) search(d market.Date) int {
	lo, hi := 0, len(t.p.Days)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); t.p.Days[mid].Date >= d {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// day returns the index of trading day d, -1 when it is none.
func (t *Table) day(d market.Date) int {
	if i := t.search(d); i < len(t.p.Days) && t.p.Days[i].Date == d {
		return i
	}
	return -1
}
