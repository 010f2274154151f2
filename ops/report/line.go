package report

import (
	"cmp"
	"slices"

	"quotient/market"
)

// A line is one contract's trading day with its requests for quote: what CSV and
// Parquet hold.
type line struct {
	Row
	asked   bool // the four counts are known
	answers Answers
}

// lines joins rows and answers by contract and day. A contract that owes answers
// only has a line without times.
func (r *Report) lines() []line {
	list := make([]line, 0, len(r.Rows))
	at := map[rowKey]int{}
	for i := range r.Rows {
		at[rowKey{r.Rows[i].Contract, r.Rows[i].Day}] = len(list)
		list = append(list, line{Row: r.Rows[i]})
	}
	for i := range r.Answers {
		a := &r.Answers[i]
		n, ok := at[rowKey{a.Contract, a.Day}]
		if !ok {
			n = len(list)
			at[rowKey{a.Contract, a.Day}] = n
			list = append(list, line{Row: Row{Contract: a.Contract, Day: a.Day, Unit: a.Unit, NeedRest: -1, Final: true}})
		}
		l := &list[n]
		l.asked = true
		l.answers.Requests += a.Requests
		l.answers.Excluded += a.Excluded
		l.answers.Low += a.Low
		l.answers.High += a.High
	}
	slices.SortStableFunc(list, func(a, b line) int { return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Day, b.Day)) })
	return list
}

// obliged returns the line's obliged time.
func (l *line) obliged() market.Time {
	_, t := l.Counted()
	return t
}
