package agent

import (
	"fmt"
	"math/bits"
	"testing"

	"quotient/config"
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// monthTerms are a second agreement for the second half of the month: fewer lots,
// other tiers, a lower target, and its answers stand for less time.
const monthTerms = `
  - source: notice of the middle of the month, made up
    role: options_primary
    product: SR
    from: 2026-11-16
    to: 2026-12-31
    target: 35%
    min_size_lots: 6
    exempt_time: counts
    tiers:
      by: mid
      rows:
        - {from: 0, spread: 10}
        - {from: 100, spread: 24}
        - {from: 300, spread: 60}
    floor: {below: 40, by: settlement}
    at_the_money: {around: 2, restrike: last_price, hold: 5s}
    contracts:
      2026-11: [SR703]
      2026-12: [SR703]
    response:
      target: 70%
      within: 10s
      hold: 5s
      merge_within: 20s

steering:
`

// monthDays are trading days of five minutes.
const monthDays = `schema: 1
exchange: CZCE
before: 2025-12-31
hours:
  short:
    source: made up
    from: 2026-01-05
    products: [SR]
    day:
      - 08:58-08:59 auction
      - 08:59-09:00 match
      - 09:00-09:02 continuous
      - 09:02-09:03 break
      - 09:03-09:05 continuous
years:
  2026:
    source: made up
    holidays: [01-01]
`

// optionMonth is the small option desk in November 2026, whose terms change on
// the 16th, with trouble on each of its days.
func optionMonth(tb testing.TB, seed uint64) *config.Desk {
	x := newTrouble(seed, "SR703", fiveStrikes()...)
	x.calm = true
	for d := range monthOf(2026_11_02) {
		for range 4 {
			from := len(x.events)
			x.happens()
			for i := range x.events[from:] { // to the day, and into its five minutes
				e := &x.events[from+i]
				e.at = d.At(8*market.Hour+58*market.Minute) + (e.at-e.at.Date().At(0))%(7*market.Minute)
			}
		}
		if x.one(3) { // of two that are told the desk says the first, when the strike is the same
			x.at(d.At(20*market.Hour), "settle SR703 off")
			if x.one(2) {
				x.at(d.At(20*market.Hour), "settle SR703 5650")
			}
		}
	}
	x.replace("seed: 11", fmt.Sprintf("seed: %d", x.r.IntN(1_000_000)))
	x.replace("    to: 2026-12-31\n", "    to: 2026-11-15\n")
	x.replace("      2026-12: [SR703]\n", "")
	x.replace("around: 3", "around: 1")
	x.replace("\nsteering:\n", monthTerms)
	x.replace("    stale_after: 120s\n", "    stale_after: 10s\n")
	x.replace("start: 2026-11-20 20:55", "start: 2026-11-02 08:50")
	x.replace("  speed: 1\n", "  speed: 1\n  script: random\n")
	files := x.files()
	files["short.yaml"] = []byte(monthDays)
	return optionDesk(tb, files, x.desk...)
}

// monthOf are the weekdays from first to the end of its month.
func monthOf(first market.Date) func(func(market.Date) bool) {
	return func(yield func(market.Date) bool) {
		for n := first.Days(); market.DateOfDays(n).Month() == first.Month(); n++ {
			if d := market.DateOfDays(n); (n+3)%7 < 5 && !yield(d) { // day 0 was a Thursday
				return
			}
		}
	}
}

// A month whose terms change in its middle: each day's rows agree with the
// exchange, and the month's unit is the sum of its days, each at the target of
// its own terms.
func TestOptionMonth(t *testing.T) {
	eachDay(t, long(2, 20), func(t *testing.T, b bench, seed uint64) {
		d := optionMonth(t, seed)
		days := 0
		for range monthOf(2026_11_02) {
			days++
		}
		r := b.try(t, d, days, nil)
		r.agree(t, true)
		last := r.month(t, days)
		owed, effective, due := r.exchangeMonth()
		if last.D != owed || last.High != effective || last.R != 0 {
			t.Errorf("the month owes %d and has %d left, high %d; by the exchange it owed %d, effective %d", last.D, last.R, last.High, owed, effective)
		}
		if slack := last.Low - ceilMillion(due); last.Slack != slack {
			t.Errorf("slack %d, by the exchange's days %d", last.Slack, slack)
		}
		judge(t, last, due)
		if t.Failed() {
			t.Logf("month %d goes wrong with\n%s\n%s", seed, d.Text, d.Files["random"])
		}
	})
}

// month is the unit of continuous quoting after the last of so many days.
func (t *trial) month(tb testing.TB, days int) *port.Unit {
	tb.Helper()
	var last *port.Unit
	for i := range t.units {
		if u := &t.units[i]; obligation.Aggregation(u.By) == obligation.AggregatePooled {
			last = u
			days--
		}
	}
	if days != 0 {
		tb.Fatalf("%d days more than units", days)
	}
	return last
}

// exchangeMonth sums the exchange's days: obliged and effective time, and parts
// per million of a nanosecond that each day's own target asks for.
func (t *trial) exchangeMonth() (owed, effective market.Time, due [2]uint64) {
	for _, n := range t.x.Units(nil) {
		terms := t.unitTerms(n.Unit, n.Date)
		day := byTerms(terms, n.Scheduled, n.Exempt, n.Effective, n.ExemptEffective)
		owed, effective = owed+day.obliged, effective+day.effective
		hi, lo := bits.Mul64(uint64(terms.Target), uint64(day.obliged))
		var carry uint64
		due[1], carry = bits.Add64(due[1], lo, 0)
		due[0] += hi + carry
	}
	return owed, effective, due
}

// ceilMillion divides by a million, rounding up.
func ceilMillion(w [2]uint64) market.Time {
	q, rest := bits.Div64(w[0], w[1], 1_000_000)
	if rest > 0 {
		q++
	}
	return market.Time(q)
}

// judge holds the verdict of a month that is over against the time that was due.
func judge(tb testing.TB, u *port.Unit, due [2]uint64) {
	tb.Helper()
	need, want := ceilMillion(due), obligation.InBand
	switch {
	case u.Low >= need:
		want = obligation.Met
	case u.High < need:
		want = obligation.Missed
	}
	if got := obligation.Verdict(u.Verdict); got != want {
		tb.Errorf("verdict %d, want %d: low %d, high %d, %d due", got, want, u.Low, u.High, need)
	}
}
