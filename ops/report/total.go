package report

import (
	"math/bits"

	"quotient/market"
)

// A Verdict says whether the target is reached so far. A month's outcome is an
// obligation.Verdict: it is open while the target can be reached or missed.
type Verdict uint8

// The verdicts. A month without obliged time, or without a target, is not assessed.
const (
	NotAssessed Verdict = iota
	Met
	NotMet
)

// A Total is one contract's month: the sums of its rows. Position, target and
// the month's standing are those of the last day.
type Total struct {
	Row
	Month     market.Month
	Days      int
	Effective market.Time // what the agreement counts as effective, low
	Obliged   market.Time
	Verdict   Verdict
}

// Whole reports whether the rows hold all the obliged time that the meter has
// seen this month. If not, days are missing from the records.
func (t *Total) Whole() bool { return t.MonthElapsed == 0 || t.MonthElapsed == t.Obliged }

// Totals returns one Total per contract and month of rows, which come sorted as
// Collector.Rows returns them.
func Totals(rows []Row) []Total {
	var list []Total
	for i := range rows {
		r := &rows[i]
		if n := len(list); n == 0 || list[n-1].Contract != r.Contract || list[n-1].Month != r.Day.Month() {
			list = append(list, Total{Month: r.Day.Month(), Row: Row{Contract: r.Contract, Final: true}})
		}
		list[len(list)-1].add(r)
	}
	for i := range list {
		list[i].Verdict = verdict(list[i].Effective, list[i].Obliged, list[i].Target)
	}
	return list
}

func (t *Total) add(r *Row) {
	t.Days++
	effective, obliged := r.Counted()
	t.Effective += effective
	t.Obliged += obliged
	t.Final = t.Final && r.Final
	t.Scheduled += r.Scheduled
	t.Low += r.Low
	t.High += r.High
	for i, v := range r.Exempt {
		t.Exempt[i] += v
	}
	for i, v := range r.Ineffective {
		t.Ineffective[i] += v
	}
	t.Quotes += r.Quotes
	t.Messages += r.Messages
	t.Fills += r.Fills
	t.Refusals += r.Refusals
	t.Bought += r.Bought
	t.Sold += r.Sold
	t.PnL += r.PnL
	t.Fees += r.Fees
	t.Effect, t.Target, t.Position = r.Effect, r.Target, r.Position
	t.Slack, t.NeedRest = r.Slack, r.NeedRest
	t.MonthLow, t.MonthHigh, t.MonthElapsed, t.MonthLeft = r.MonthLow, r.MonthHigh, r.MonthElapsed, r.MonthLeft
	t.Product, t.Option, t.Unit, t.MaxSpread = r.Product, r.Option, r.Unit, r.MaxSpread
	t.addQuality(&r.Quality, r.HasQuality)
	t.HasExchange = r.HasExchange && (t.HasExchange || t.Days == 1)
	t.Exchange += r.Exchange
}

// verdict compares effective / obliged with target, in parts per million, without
// dividing.
func verdict(effective, obliged market.Time, target int64) Verdict {
	if obliged <= 0 || target <= 0 {
		return NotAssessed
	}
	haveHi, haveLo := bits.Mul64(uint64(max(effective, 0)), 1_000_000)
	needHi, needLo := bits.Mul64(uint64(obliged), uint64(target))
	if haveHi > needHi || haveHi == needHi && haveLo >= needLo {
		return Met
	}
	return NotMet
}
