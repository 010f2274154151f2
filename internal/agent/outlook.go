package agent

import (
	"math/bits"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/calendar"
	"quotient/obligation/forecast"
	"quotient/ops"
	"quotient/quoter/port"
)

// outlookEvery is how often the months' ends are drawn anew, at most.
const outlookEvery = 5 * time.Second

// keepSamples is how many standings of a unit are kept for the burn of slack: one
// a minute, for a little more than two days.
const keepSamples = 3000

// An outlook works out, off the loop, how the months of the units will end. It
// follows the standings that the loop puts on record.
type outlook struct {
	desk *config.Desk
	cal  *calendar.Table
	dir  string // of the journal, whose past days it draws from
	log  zerolog.Logger
	now  func() market.Time

	mu    sync.Mutex
	units map[uint8]*watched
	fresh bool // a standing came since the last look
	ended bool // a trading day has ended since
	told  int  // alarms that were logged

	forecasts atomic.Pointer[[]ops.Forecast]
	seasons   atomic.Pointer[[]ops.Season]
}

// watched is one unit of continuous quoting.
type watched struct {
	last    port.Unit
	at      market.Time
	samples []forecast.Sample // of the month, oldest first
}

// newOutlook returns an outlook on a desk's units.
func newOutlook(d *config.Desk, cal *calendar.Table, dir string, now func() market.Time, log zerolog.Logger) *outlook {
	return &outlook{desk: d, cal: cal, dir: dir, now: now, log: log, units: map[uint8]*watched{}}
}

// note takes a standing from the loop's records.
func (o *outlook) note(u *port.Unit, now market.Time) {
	if obligation.Aggregation(u.By) == obligation.AggregateResponse {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	w := o.units[u.Unit]
	if w == nil {
		w = &watched{}
		o.units[u.Unit] = w
	}
	if w.last.Date.Month() != u.Date.Month() {
		w.samples = nil
	}
	w.last, w.at = *u, now
	if w.samples = append(w.samples, forecast.Sample{At: now, Scheduled: u.D, Slack: u.Slack}); len(w.samples) > keepSamples {
		w.samples = append(w.samples[:0:0], w.samples[len(w.samples)-keepSamples/2:]...)
	}
	o.fresh, o.ended = true, o.ended || u.Final != 0
}

// run draws until stop is closed.
func (o *outlook) run(stop <-chan struct{}) {
	past := o.read()
	o.warn()
	for {
		select {
		case <-stop:
			return
		case <-time.After(outlookEvery):
		}
		o.warn()
		o.mu.Lock()
		fresh, ended := o.fresh, o.ended
		o.fresh, o.ended = false, false
		o.mu.Unlock()
		if ended {
			past = o.read()
		}
		if fresh {
			o.draw(past)
		}
	}
}

// alarms are the desk file's that hold by now: what it lacks for a time to come.
func (o *outlook) alarms() (list []string) {
	now := o.now()
	for _, a := range o.desk.Alarms {
		if a.At <= now {
			list = append(list, a.Text)
		}
	}
	return list
}

// warn logs each alarm once.
func (o *outlook) warn() {
	all := o.alarms()
	for _, text := range all[min(o.told, len(all)):] {
		o.log.Error().Msg(text)
	}
	o.told = len(all)
}

// read takes the past from the journal's folder, and the seasons with it.
func (o *outlook) read() *history {
	h, err := readHistory(o.dir, Streams{Out: discard{}, Err: discard{}})
	if err != nil {
		o.log.Warn().Err(err).Msg("past days cannot be read: no forecast until the month has some of its own")
		return &history{}
	}
	list := seasonsOf(o.desk, h, o.now().Date())
	o.seasons.Store(&list)
	return h
}

// discard is where warnings go that `quotient report` prints again.
type discard struct{}

// Write drops p.
func (discard) Write(p []byte) (int, error) { return len(p), nil }

// draw works out every unit's forecast.
func (o *outlook) draw(past *history) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []ops.Forecast
	for u := range len(o.desk.Obligation.Units) {
		if w := o.units[uint8(u)]; w != nil && w.last.D+w.last.R > 0 {
			list = append(list, o.forecast(u, w, past))
		}
	}
	o.forecasts.Store(&list)
}

func (o *outlook) forecast(u int, w *watched, past *history) ops.Forecast {
	v := &w.last
	days, spans, left := o.ahead(u, w.at)
	f := ops.Forecast{Unit: u, SafeDark: -1}
	r := forecast.Month(forecast.Input{Target: v.Target, D: v.D, R: v.R, Low: v.Low, Sessions: past.Past(v.Name.String(), v.Date),
		Remaining: shared(days, left, v.R), Seed: o.desk.Forecast.Seed, Draws: o.desk.Forecast.Draws})
	f.OK, f.Low, f.Mid, f.High, f.Chance, f.Sessions = r.OK, r.Low, r.Mid, r.High, r.Chance, r.Sessions
	for _, window := range []market.Time{5 * market.Minute, market.Hour, market.Day} {
		b, ok := forecast.Burn(w.samples, window)
		f.Burn = append(f.Burn, ops.Burn{Window: window, Lost: b.Lost, Over: b.Over, OK: ok})
	}
	if left <= 0 {
		return f
	}
	slack := shareOf(v.Slack, left, v.R) // a pool's slack is that of many contracts at once
	if b, ok := forecast.Burn(w.samples, market.Hour); ok {
		f.EndsAt, _ = forecast.Ends(slack, b, spans, w.at)
	}
	f.ImpossibleAt, _ = forecast.Impossible(slack, spans, w.at)
	f.SafeDark = forecast.SafeDark(slack, left)
	return f
}

// ahead is the time to come of the unit's month by the calendar of one of its
// contracts: by trading day, as spans, and in all.
func (o *outlook) ahead(u int, now market.Time) (days []market.Time, spans []forecast.Span, left market.Time) {
	hours, ok := o.hours(u)
	if !ok {
		return nil, nil, 0
	}
	date, ok := o.cal.TradingDay(hours, now)
	var all []calendar.Span
	for month := date.Month(); ok && date.Month() == month; {
		day := market.Time(0)
		all = o.cal.Stretches(hours, date, all[:0])
		for _, s := range all {
			if s.Phase == market.PhaseContinuous && s.To > now {
				from := max(s.From, now)
				spans, day = append(spans, forecast.Span{From: from, To: s.To}), day+s.To-from
			}
		}
		days, left = append(days, day), left+day
		_, end, _ := o.cal.Span(hours, date)
		date, ok = o.cal.TradingDay(hours, end)
	}
	return days, spans, left
}

// hours are those of the unit's first contract.
func (o *outlook) hours(u int) (uint8, bool) {
	for i := range o.desk.Obligation.Terms {
		if t := &o.desk.Obligation.Terms[i]; int(t.Unit) == u {
			return t.Hours, true
		}
	}
	return 0, false
}

// shared spreads what is obliged to come over the days as the calendar does.
func shared(days []market.Time, left, r market.Time) []market.Time {
	out := make([]market.Time, len(days))
	for i, d := range days {
		out[i] = shareOf(r, left, d)
	}
	return out
}

// shareOf is amount × part / whole without overflow for times within a month of
// many contracts, rounded down; 0 of nothing.
func shareOf(amount, part, whole market.Time) market.Time {
	if whole <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(max(amount, -amount)), uint64(part))
	q, rest := bits.Div64(hi%uint64(whole), lo, uint64(whole))
	if amount >= 0 {
		return market.Time(q)
	}
	if rest > 0 {
		q++
	}
	return -market.Time(q)
}

// seasonsOf says where the agreements' terms stand.
func seasonsOf(d *config.Desk, h *history, today market.Date) (list []ops.Season) {
	for i := range d.Award.Terms {
		t := &d.Award.Terms[i]
		months := h.Months[t.Product.String()]
		s := t.Season(months)
		v := ops.Season{Product: t.Product.String(), From: t.From, To: t.To, Row: s.Row, Total: s.Total,
			MayRow: s.MayRow, MayTotal: s.MayTotal, LoseRow: t.Row, LoseTotal: t.All,
			Lost: s.Lost, LostAt: s.LostAt, MayLose: s.MayLose, Last: s.Last}
		for _, m := range months {
			if m.Month >= t.From && m.Month <= t.To {
				v.Months = append(v.Months, ops.SeasonMonth{Month: m.Month, Verdict: uint8(m.Verdict), Exchange: m.Exchange})
			}
		}
		convert(d, &v, months, today)
		list = append(list, v)
	}
	return list
}

// convert fills in what the end of the half year will bring, where roles change.
func convert(d *config.Desk, v *ops.Season, judged []award.Judged, today market.Date) {
	for i := range d.Award.Conversions {
		r := &d.Award.Conversions[i]
		if r.Product.String() != v.Product {
			continue
		}
		var demotions []market.Month
		if i < len(d.Demotions) {
			demotions = d.Demotions[i].Months
		}
		role := (&pricer{months: &months{desk: d}}).role(r.Product)
		if role == award.RoleUnset {
			continue
		}
		c := r.Judge(role, judged, demotions, today)
		v.Role, v.Prospect, v.RequestBy = uint8(role), uint8(c.Prospect), c.RequestBy
	}
}
