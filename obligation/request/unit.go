package request

import (
	"quotient/market"
	"quotient/obligation"
)

const million = 1_000_000

// A tally is a unit's decided requests of one month.
type tally struct{ requests, excluded, low, high, missed int64 }

// A unit is a unit's account. It holds no pointers.
type unit struct {
	members int32        // terms of the contracts that are ever in it
	left    int32        // of these, those whose contract has not closed date yet
	date    market.Date  // the trading day being closed, or closed last
	month   market.Month // of now
	open    int64
	now     tally
	then    tally // of the month after, when some contracts are ahead
}

// count adds a decided request.
func (u *unit) count(row *Row) {
	month := row.Date.Month()
	n := &u.now
	if month > u.month {
		n = &u.then
	}
	if !row.Low.Counts() {
		n.excluded++
		return
	}
	n.requests++
	n.low += one(row.Low == Answered)
	n.high += one(row.High == Answered || row.High == Unknown)
	n.missed += one(row.High != Answered && row.High != Unknown)
}

// closed notes, for each of its terms in a unit, that a contract has closed a
// trading day; next is its new one, 0 when there is none. The last one's day is told.
func (m *Meter) closed(k uint8, date, next market.Date) {
	u := &m.units[k]
	if u.date != date {
		u.date, u.left = date, u.members
	}
	if u.left--; u.left != 0 {
		return
	}
	over := next.Month() != date.Month()
	var r UnitReading
	m.fill(int(k), date, over, &r)
	m.st.lost += m.days.Push(&r)
	if over {
		u.month, u.now, u.then = next.Month(), u.then, tally{}
	}
}

// fill writes a unit's reading.
func (m *Meter) fill(k int, date market.Date, over bool, r *UnitReading) {
	u, p := &m.units[k], &m.p.Units[k]
	*r = UnitReading{Unit: uint8(k), Date: date, Name: p.Name, Target: p.Target, Open: u.open,
		Requests: u.now.requests + u.open, Excluded: u.now.excluded,
		AnsweredLow: u.now.low, AnsweredHigh: u.now.high, Missed: u.now.missed}
	r.Contracts = m.owing(k, date)
	r.Slack = slack(p.Target, r.Requests, r.AnsweredLow+u.open)
	r.NeedRest = needRest(p.Target, r.Requests, r.AnsweredLow, u.open)
	r.Verdict = r.verdict(over)
}

// owing is how many of a unit's contracts owe answers on a date.
func (m *Meter) owing(k int, date market.Date) (n int32) {
	for i := range m.p.Terms {
		if t := &m.p.Terms[i]; int(t.Unit) == k && t.From <= date && date <= t.To {
			n++
		}
	}
	return n
}

// verdict is what the month came to. Requests may come as long as it runs, so
// that nothing is certain before.
func (r *UnitReading) verdict(over bool) obligation.Verdict {
	switch {
	case r.Requests == 0:
		return obligation.NotAssessed
	case !over:
		return obligation.Open
	case reached(r.Target, r.Requests, r.AnsweredLow):
		return obligation.Met
	case !reached(r.Target, r.Requests, r.AnsweredHigh):
		return obligation.Missed
	}
	return obligation.InBand
}

// reached reports whether answered of all requests is at least the target.
func reached(target, all, answered int64) bool { return answered*million >= target*all }

// slack is how many of the requests may still be missed when so many are not
// missed yet: floor((1-p)·all) - missed.
func slack(target, all, kept int64) int64 { return (million-target)*all/million - (all - kept) }

// needRest is the share of the open requests that must be answered, in parts per
// million, rounded up: 0 when none must, over a million when all are too few, -1
// when none is open.
func needRest(target, all, answered, open int64) int64 {
	if open == 0 {
		return -1
	}
	must := (target*all+million-1)/million - answered
	return (max(must, 0)*million + open - 1) / open
}
