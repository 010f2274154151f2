package obligation

import (
	"math/bits"

	"quotient/market"
)

// A tally says how a unit stands that is judged by its days. Times are of one
// day after the running one, on average, of the contract for which they are least.
type tally struct {
	left  market.Time // trading days that are not over
	need  market.Time // of them, those that must still be kept
	whole market.Time // obliged time
	may   market.Time // that may be lost if the day is to be kept
	keep  int64       // ppm of a day, to keep it: the largest target
}

// A running says how the running day stands, for the contract that stands worst.
type running struct {
	owed  bool // something is obliged today
	slack market.Time
	left  market.Time // obliged time
	need  int64
}

// keepDays fills in the unit's trading days, and for AggregateDays judges by
// them; from is the first day that is not over.
//
// For AggregateDays Slack is how long nothing may be quoted before the month is
// lost: the days that may be missed, each as long as they are on average, or
// when none may be, what may be lost of one. NeedRest is the target times the
// share of the days left that must be kept.
func (m *Meter) keepDays(u, n int, from market.Date, now running, r *UnitReading) {
	t, kept := &m.p.Units[u], m.kept(u, r.Date.Month())
	over := ^uint32(0)
	if from.Month() == r.Date.Month() {
		over = 1<<(from%100) - 1
	}
	r.Days = ones(kept.held & over)
	r.DaysPassed = ones(kept.held & over &^ kept.missedLow)
	if t.By != AggregateDays || r.Contracts == 0 {
		return
	}
	left := m.daysLeft(u, from, r.Date.Month())
	share := t.DayShare * int64(r.Days+left) // ppm of days
	able := int64(ones(kept.held&over&^kept.missedHigh)) + int64(left)
	k := m.tally(n, market.Time(left), now.owed)
	k.need = market.Time((share+million-1)/million - int64(r.DaysPassed))
	switch {
	case m.gap(u, r.Date.Month()):
	case k.need <= 0:
		r.Verdict = Met
	case able*million < share:
		r.Verdict = Missed
	case left == 0:
		r.Verdict = InBand
	default:
		r.Verdict = Open
	}
	k.judge(now, r)
}

// ones is how many days are in a set.
func ones(set uint32) int32 { return int32(bits.OnesCount32(set)) }

// tally looks at the days left of the first n ranks, with the running one or
// without it.
func (m *Meter) tally(n int, left market.Time, today bool) (k tally) {
	k.left = left
	if today {
		left--
	}
	k.whole, k.may = eternity, eternity
	for i := range m.ranks[:n] {
		if a := &m.ranks[i].ahead; left > 0 && a.R > 0 {
			k.whole = min(k.whole, a.R/left)
			k.may = min(k.may, slack(a.rest, 0, a.R, 0)/left)
			k.keep = max(k.keep, needRest(a.rest, a.R, 0))
		}
	}
	if k.whole == eternity {
		k.whole, k.may = 0, 0
	}
	return k
}

// eternity is longer than any time.
const eternity market.Time = 1<<63 - 1

// judge works out Slack and NeedRest. A running day that is lost already is one
// of those that may be missed, when one may be.
func (k *tally) judge(now running, r *UnitReading) {
	spare, today := k.left-k.need, now.owed
	if today && now.slack < 0 && spare > 0 {
		k.left, spare, today = k.left-1, spare-1, false
	}
	switch {
	case spare < 0:
		r.Slack, r.NeedRest = min(spare*k.whole, -1), 1<<63-1
	case spare == 0 && today:
		r.Slack, r.NeedRest = now.slack, max(k.keep, now.need)
	case spare == 0:
		r.Slack, r.NeedRest = k.may, k.keep
	case today:
		r.Slack = now.left + (spare-1)*k.whole
	default:
		r.Slack = spare * k.whole
	}
	switch {
	case k.left == 0:
		r.NeedRest = -1
	case spare > 0:
		r.NeedRest = (k.keep*int64(max(k.need, 0)) + int64(k.left) - 1) / int64(k.left)
	}
}

// runningDay looks at the trading day that the unit's contracts run.
func (m *Meter) runningDay(u int, date market.Date, now market.Time) (t running) {
	if m.p.Units[u].By != AggregateDays {
		return t
	}
	t.slack, t.left = eternity, eternity
	for _, c := range m.pool(u) {
		if int(m.unitIn(c, date.Month())) != u {
			continue
		}
		up, day := m.upTo(&m.duties[c], now)
		if a := m.today(up, &day, now); up.date == date && a.D+a.R > 0 {
			t.slack, t.left, t.need, t.owed = min(t.slack, a.slack()), min(t.left, a.R), max(t.need, a.needRest()), true
		}
	}
	if m.kept(u, date.Month()).missedLow>>(date%100)&1 != 0 { // by a contract that has closed it
		t.owed, t.slack, t.need = true, min(t.slack, -1), 1<<63-1
	}
	return t
}

// daysLeft counts the trading days of the month from a day on on which something
// of the unit is owed by its terms.
func (m *Meter) daysLeft(u int, from market.Date, month market.Month) (n int32) {
	for day := from; day.Month() == month; day = market.DateOfDays(day.Days() + 1) {
		n += m.owesOn(u, day)
	}
	return n
}

// owesOn is 1 when a trading day asks something of the unit, else 0.
func (m *Meter) owesOn(u int, day market.Date) int32 {
	for _, c := range m.pool(u) {
		i := m.find(c, day)
		if i < 0 || int(m.p.Terms[i].Unit) != u || m.p.Terms[i].Watch {
			continue
		}
		if _, _, ok := m.cal.Span(m.p.Terms[i].Hours, day); ok {
			return 1
		}
	}
	return 0
}
