package report

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
)

// A Report is everything that the records say about a month, or about several.
type Report struct {
	Rows     []Row     // by contract and day
	Totals   []Total   // by contract and month
	Units    []Unit    // by month and name
	Products []Product // by month and name
	Exempts  []Exempt  // by contract and time
	Answers  []Answers // by unit, contract and day
	Requests []Request // those not provably answered, by time
	Spreads  []Spread  // by contract, day and width
	Money    Money     // the caller's, from package award
}

// Report returns what was gathered. err names what does not add up; the report
// is complete all the same.
func (c *Collector) Report() (*Report, error) {
	rows, err := c.Rows()
	r := &Report{Rows: rows, Totals: Totals(rows), Exempts: c.exempts, Spreads: c.spreads.list()}
	r.Units = c.unitList(rows, r.Totals)
	r.Products = products(r.Units)
	r.pool()
	r.Answers, r.Requests = answers(c.requests)
	slices.SortStableFunc(r.Exempts, func(a, b Exempt) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.From, b.From))
	})
	return r, err
}

// pool takes the verdict from contracts that are judged in a pool only.
func (r *Report) pool() {
	pooled := map[unitKey]bool{}
	for i := range r.Units {
		u := &r.Units[i]
		pooled[unitKey{u.Month, u.Name}] = u.By == obligation.AggregatePooled
	}
	for i := range r.Totals {
		if t := &r.Totals[i]; pooled[unitKey{t.Month, t.Unit}] {
			t.Verdict = NotAssessed
		}
	}
}

// Empty reports whether there is nothing to report.
func (r *Report) Empty() bool { return len(r.Rows) == 0 && len(r.Units) == 0 && len(r.Answers) == 0 }

// Months returns the months that the report is about.
func (r *Report) Months() (list []market.Month) {
	for i := range r.Totals {
		list = append(list, r.Totals[i].Month)
	}
	for i := range r.Units {
		list = append(list, r.Units[i].Month)
	}
	for i := range r.Answers {
		list = append(list, r.Answers[i].Day.Month())
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Only returns the part of the report that is about one month, all of it for
// month 0. Seasons stay whole.
func (r *Report) Only(month market.Month) *Report {
	if month == 0 {
		return r
	}
	return &Report{
		Rows:     keep(r.Rows, func(x *Row) bool { return x.Day.Month() == month }),
		Totals:   keep(r.Totals, func(x *Total) bool { return x.Month == month }),
		Units:    keep(r.Units, func(x *Unit) bool { return x.Month == month }),
		Products: keep(r.Products, func(x *Product) bool { return x.Month == month }),
		Exempts:  keep(r.Exempts, func(x *Exempt) bool { return x.Day.Month() == month }),
		Answers:  keep(r.Answers, func(x *Answers) bool { return x.Day.Month() == month }),
		Requests: keep(r.Requests, func(x *Request) bool { return x.Day.Month() == month }),
		Spreads:  keep(r.Spreads, func(x *Spread) bool { return x.Day.Month() == month }),
		Money: Money{
			Estimates: keep(r.Money.Estimates, func(x *Estimate) bool { return x.Month == month }),
			Scores:    keep(r.Money.Scores, func(x *Score) bool { return x.Month == month }),
			Seasons:   r.Money.Seasons, Conversions: r.Money.Conversions,
		},
	}
}

func keep[T any](list []T, want func(*T) bool) (out []T) {
	for i := range list {
		if want(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// Join puts the exchange's effective time of contracts' days beside ours.
func (r *Report) Join(list []Figures) {
	for i := range list {
		f := &list[i]
		effective, ok := f.Get(MeaningEffective)
		n, found := slices.BinarySearchFunc(r.Rows, rowKey{f.Name, f.Day}, func(x Row, key rowKey) int {
			return cmp.Or(cmp.Compare(x.Contract, key.contract), cmp.Compare(x.Day, key.day))
		})
		if ok && found {
			r.Rows[n].HasExchange, r.Rows[n].Exchange = true, market.Time(effective)
		}
	}
	r.Totals = Totals(r.Rows)
	r.pool()
}
