package report

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation/award"
)

// A Reconciliation is the exchange's statistics against the report.
type Reconciliation struct {
	Differences []Difference // by name, period and meaning
	Figures     int          // compared
}

// Over counts the differences that must be looked into.
func (c *Reconciliation) Over() (n int) {
	for i := range c.Differences {
		if c.Differences[i].Over() {
			n++
		}
	}
	return n
}

// Reconcile compares the exchange's figures with the report's. Where the exchange
// tells of some contracts of a day or month, it must tell of all that owed
// something then.
func (r *Report) Reconcile(list []Figures, t Tolerance) *Reconciliation {
	x := reconciler{Report: r, t: t, out: &Reconciliation{}, told: map[rowKey]bool{}, periods: map[market.Date]map[Meaning]bool{}}
	x.index()
	for i := range list {
		x.one(&list[i])
	}
	x.missing()
	slices.SortStableFunc(x.out.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day), cmp.Compare(a.What, b.What))
	})
	return x.out
}

type reconciler struct {
	*Report
	t       Tolerance
	out     *Reconciliation
	rows    map[rowKey]*Row // by contract and day; a month is the day month × 100
	days    map[rowKey]int64
	answers map[rowKey]*Answers
	widest  map[rowKey]market.Time
	told    map[rowKey]bool
	periods map[market.Date]map[Meaning]bool // periods of which contracts are told, and what
}

// period is a day, or day 0 of a month.
func period(day market.Date, month market.Month) market.Date {
	if day != 0 {
		return day
	}
	return market.Date(month) * 100
}

// index finds rows, answers and the time at the widest spread by name and period.
// A product's figures are the sums of its contracts'.
func (x *reconciler) index() {
	x.rows, x.answers = map[rowKey]*Row{}, map[rowKey]*Answers{}
	x.days, x.widest = map[rowKey]int64{}, map[rowKey]market.Time{}
	max := map[string]market.Price{}
	product := map[string]string{}
	for i := range x.Rows {
		r := &x.Rows[i]
		product[r.Contract] = r.Product
		max[r.Contract] = r.MaxSpread
		for _, name := range names(r.Contract, r.Product, r.Unit) {
			for _, p := range [...]market.Date{r.Day, period(0, r.Day.Month())} {
				x.sum(rowKey{name, p}, r)
			}
		}
	}
	for i := range x.Answers {
		a := &x.Answers[i]
		for _, name := range names(a.Contract, product[a.Contract], a.Unit) {
			for _, p := range [...]market.Date{a.Day, period(0, a.Day.Month())} {
				x.sumAnswers(rowKey{name, p}, a)
			}
		}
	}
	for i := range x.Spreads {
		s := &x.Spreads[i]
		if w := max[s.Contract]; w > 0 && s.Ticks == w {
			x.widest[rowKey{s.Contract, s.Day}] += s.For
			x.widest[rowKey{s.Contract, period(0, s.Day.Month())}] += s.For
		}
	}
}

// names are the different names by which the exchange may call a contract's figures.
func names(list ...string) (out []string) {
	for _, n := range list {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func (x *reconciler) sum(key rowKey, r *Row) {
	x.days[key]++
	s := x.rows[key]
	if s == nil {
		c := *r
		x.rows[key] = &c
		return
	}
	var t Total
	t.Row = *s
	t.add(r)
	*s = t.Row
}

func (x *reconciler) sumAnswers(key rowKey, a *Answers) {
	s := x.answers[key]
	if s == nil {
		c := *a
		x.answers[key] = &c
		return
	}
	s.Requests, s.Excluded, s.Low, s.High = s.Requests+a.Requests, s.Excluded+a.Excluded, s.Low+a.Low, s.High+a.High
	for v := range a.By {
		s.By[v] += a.By[v]
	}
}

// one compares what the exchange says in one line.
func (x *reconciler) one(f *Figures) {
	key := rowKey{f.Name, period(f.Day, f.Month)}
	x.told[key] = true
	r, a := x.rows[key], x.answers[key]
	if x.periods[key.day] == nil {
		x.periods[key.day] = map[Meaning]bool{}
	}
	for m := MeaningScheduled; m < MeaningCount; m++ {
		theirs, ok := f.Get(m)
		if !ok {
			continue
		}
		d := Difference{Name: f.Name, Day: f.Day, Month: f.Month, What: m, Theirs: theirs, Step: max(f.Step[m], 1)}
		if !x.ours(&d, f, r, a) {
			continue
		}
		if r != nil || a != nil {
			x.periods[key.day][m] = true
		}
		x.out.Figures++
		x.out.Differences = append(x.out.Differences, d)
	}
}

// ours fills in our figure and how the difference comes about; false when the
// meaning is not compared.
func (x *reconciler) ours(d *Difference, f *Figures, r *Row, a *Answers) bool {
	key := rowKey{f.Name, period(f.Day, f.Month)}
	switch d.What {
	case MeaningScheduled, MeaningObliged, MeaningExempt, MeaningEffective, MeaningRatio:
		d.Limit = int64(x.t.Time) * max(x.days[key], 1)
		return x.times(d, f, r, x.widest[key])
	case MeaningRequests, MeaningAnswered:
		x.counts(d, a)
	case MeaningTrades:
		if d.NoOurs = r == nil; r != nil {
			d.exact(int64(r.Bought + r.Sold))
		}
	case MeaningPassive:
		if d.NoOurs = r == nil || !r.HasQuality; !d.NoOurs {
			d.exact(int64(r.Quality.Passive))
		}
	case MeaningIncentive, MeaningRelief, MeaningScore:
		d.Limit = -1
		x.money(d, f)
	default:
		return false
	}
	return true
}

func (d *Difference) exact(v int64) {
	d.Ours, d.OursHigh = v, v
	d.compare(&room{})
}

// times compares a figure of time. A ratio is compared as the effective time that
// it means.
func (x *reconciler) times(d *Difference, f *Figures, r *Row, atWidest market.Time) bool {
	if r == nil {
		d.NoOurs = true
		return true
	}
	effective, obliged := r.Counted()
	switch d.What {
	case MeaningScheduled:
		d.exact(int64(r.Scheduled))
		return true
	case MeaningObliged:
		d.Ours, d.OursHigh = int64(obliged), int64(obliged)
		var m room
		if exempt, known := f.Get(MeaningExempt); known {
			m[ByExemption] = abs(int64(r.ExemptSum()) - exempt)
		}
		d.compare(&m)
		return true
	case MeaningExempt:
		d.Ours, d.OursHigh = int64(r.ExemptSum()), int64(r.ExemptSum())
		m := room{ByExemption: abs(d.Theirs - d.Ours)}
		d.compare(&m)
		return true
	case MeaningRatio:
		if f.Has[MeaningEffective] {
			return false
		}
		whole := int64(obliged)
		if v, known := f.Get(MeaningObliged); known {
			whole = v
		}
		d.What, d.Theirs, d.Step = MeaningEffective, partOf(whole, d.Theirs), partOf(whole, d.Step)+1
	}
	d.Ours, d.OursHigh = int64(effective), int64(effective+max(0, r.High-r.Low))
	m := r.rooms(d.Theirs > d.Ours, f, atWidest)
	d.compare(&m)
	return true
}

// partOf is ppm parts per million of whole, rounded down.
func partOf(whole, ppm int64) int64 {
	n, _ := share(market.Time(ppm), 1_000_000, uint64(max(whole, 0)))
	if ppm >= 1_000_000 {
		return whole
	}
	return int64(n)
}

func (x *reconciler) counts(d *Difference, a *Answers) {
	if a == nil {
		d.NoOurs = d.Theirs != 0
		return
	}
	m := a.rooms(d.Theirs > a.Low)
	if d.What == MeaningRequests {
		d.Ours, d.OursHigh = a.Requests, a.Requests
		m = room{ByExemption: a.Excluded}
	} else {
		d.Ours, d.OursHigh = a.Low, a.High
	}
	d.compare(&m)
}

// money compares an amount or a score with our estimate.
func (x *reconciler) money(d *Difference, f *Figures) {
	d.NoOurs = true
	if d.What == MeaningScore {
		for i := range x.Money.Scores {
			s := &x.Money.Scores[i]
			if (s.Contract == f.Name || s.Contract == "" && s.Product == f.Name) && s.Month == f.Month && s.Outcome == award.Estimated {
				d.NoOurs = false
				d.exact(s.Points)
			}
		}
		return
	}
	sum := int64(0)
	for i := range x.Money.Estimates {
		e := &x.Money.Estimates[i]
		if e.Month == f.Month && (e.Contract == f.Name || e.Product == f.Name) && e.pays(d.What) {
			d.NoOurs = false
			sum += int64(e.Amount)
		}
	}
	if !d.NoOurs {
		d.exact(sum)
	}
}

// pays reports whether the estimate is one of the amounts that the exchange's
// column sums up.
func (e *Estimate) pays(m Meaning) bool {
	if e.Outcome != award.Estimated && e.Outcome != award.Conditional && e.Outcome != award.NotDone && e.Outcome != award.Forfeited {
		return false
	}
	switch e.Formula {
	case award.FormulaReliefFut, award.FormulaReliefOpt:
		return m == MeaningRelief
	case award.FormulaQuoting, award.FormulaTradeFut, award.FormulaRankOpt, award.FormulaTradeOpt:
		return m == MeaningIncentive
	}
	return false
}

// missing notes the contracts of which the file is silent in a period of which it
// tells of others.
func (x *reconciler) missing() {
	for i := range x.Rows {
		r := &x.Rows[i]
		for _, p := range [...]market.Date{r.Day, period(0, r.Day.Month())} {
			what := x.periods[p]
			key := rowKey{r.Contract, p}
			if !what[MeaningEffective] && !what[MeaningRatio] || r.Target <= 0 || x.told[key] || x.toldAs(r, p) {
				continue
			}
			x.told[key] = true
			d := Difference{Name: r.Contract, Month: r.Day.Month(), What: MeaningEffective, NoTheirs: true}
			if p == r.Day {
				d.Day = p
			}
			d.Ours, d.OursHigh = int64(x.rows[key].Low), int64(x.rows[key].High)
			x.out.Differences = append(x.out.Differences, d)
		}
	}
}

// toldAs reports whether the file has the contract's product or unit instead.
func (x *reconciler) toldAs(r *Row, p market.Date) bool {
	return x.told[rowKey{r.Product, p}] || x.told[rowKey{r.Unit, p}]
}
