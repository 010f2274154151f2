package award

import "quotient/market"

// ordinal numbers months without a gap.
func ordinal(m market.Month) int32 { return int32(m)/100*12 + int32(m)%100 - 1 }

func monthOf(n int32) market.Month { return market.Month(n/12*100 + n%12 + 1) }

// after is the month after m; none has none after it.
func after(m market.Month) market.Month {
	if m == 0 {
		return 0
	}
	return monthOf(ordinal(m) + 1)
}

// lastDay is the last day of m.
func lastDay(m market.Month) market.Date {
	return market.DateOfDays(first(after(m)).Days() - 1)
}

// first is the first day of m.
func first(m market.Month) market.Date { return market.Date(m)*100 + 1 }
