package report

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// A Unit is what the agreement judges as one (考核单元), through one month.
type Unit struct {
	Name    string
	Product string // "" = the records do not say
	Month   market.Month
	By      obligation.Aggregation
	Verdict obligation.Verdict
	Final   bool
	Derived bool // made from the contracts' rows: no record tells of the unit

	Contracts, Passed int64
	Days, DaysPassed  int64
	Target            int64 // parts per million
	// Of continuous quoting: obliged so far and to come, effective, slack.
	D, R, Low, High market.Time
	Slack           market.Time
	NeedRest        int64 // ppm; -1 = nothing left
	// Of answers to requests for quote.
	Requests, Excluded, AnsweredLow, AnsweredHigh, Missed, Open int64

	Points []Point // the standing after each trading day, oldest first
}

// A Point is a unit's standing after a trading day: PartLow to PartHigh of Whole,
// in nanoseconds or requests.
type Point struct {
	Day                      market.Date
	PartLow, PartHigh, Whole int64
}

// Response reports whether the unit is judged by requests answered.
func (u *Unit) Response() bool { return u.By == obligation.AggregateResponse }

// Standing returns the unit's ratio as parts of a whole, in nanoseconds or requests.
func (u *Unit) Standing() (low, high, whole int64) {
	if u.Response() {
		return u.AnsweredLow, u.AnsweredHigh, u.Requests
	}
	return int64(u.Low), int64(u.High), int64(u.D)
}

type unitKey struct {
	month market.Month
	name  string
}

// unit takes over a unit's standing: the last one told counts.
func (c *Collector) unit(r *port.Unit) {
	if !c.wants(r.Date) {
		return
	}
	name, product := r.Name.String(), c.productOf(r)
	if name == "" {
		name = product
	}
	key := unitKey{r.Date.Month(), name}
	u := c.units[key]
	if u == nil {
		u = &Unit{Name: name, Month: key.month}
		c.units[key] = u
	}
	if n := len(u.Points); n > 0 && (r.Date < u.Points[n-1].Day || r.Date == u.Points[n-1].Day && u.Final && r.Final == 0) {
		return
	}
	u.set(r)
	if product != "" {
		u.Product = product
	}
	u.point(r.Date)
}

func (u *Unit) set(r *port.Unit) {
	u.By, u.Verdict, u.Final = obligation.Aggregation(r.By), obligation.Verdict(r.Verdict), r.Final != 0
	u.Contracts, u.Passed, u.Days, u.DaysPassed = int64(r.Contracts), int64(r.Passed), int64(r.Days), int64(r.DaysPassed)
	u.Target, u.D, u.R, u.Low, u.High, u.Slack, u.NeedRest = r.Target, r.D, r.R, r.Low, r.High, r.Slack, r.NeedRest
	u.Requests, u.Excluded, u.AnsweredLow, u.AnsweredHigh = r.Requests, r.Excluded, r.AnsweredLow, r.AnsweredHigh
	u.Missed, u.Open = r.Missed, r.Open
}

// point notes the standing after day in place of an earlier one of that day.
func (u *Unit) point(day market.Date) {
	p := Point{Day: day}
	p.PartLow, p.PartHigh, p.Whole = u.Standing()
	if n := len(u.Points); n > 0 && u.Points[n-1].Day == day {
		u.Points[n-1] = p
		return
	}
	u.Points = append(u.Points, p)
}

// productOf finds the product of a unit in the agreement.
func (c *Collector) productOf(r *port.Unit) string {
	i := int(r.Unit)
	if c.terms == nil {
		return ""
	}
	if i < len(c.terms.Units) {
		return c.terms.Units[i].Product.String()
	}
	if i -= len(c.terms.Units); c.answers != nil && i < len(c.answers.Units) {
		return c.answers.Units[i].Product.String()
	}
	return ""
}

// owed returns the unit in which a contract is judged on a day, and its widest
// spread where that is one number.
func (c *Collector) owed(k market.Contract, day market.Date) (unit string, widest market.Price) {
	if c.terms == nil {
		return "", 0
	}
	for i := range c.terms.Terms {
		t := &c.terms.Terms[i]
		if t.Contract != k || day < t.From || day > t.To || t.Watch {
			continue
		}
		if t.Tiers == 0 {
			widest = t.MaxSpread
		}
		if int(t.Unit) < len(c.terms.Units) {
			unit = c.terms.Units[t.Unit].Name.String()
		}
		return unit, widest
	}
	return "", 0
}

// unitList returns the units by month and name; contracts that no recorded unit
// judges make one for their product.
func (c *Collector) unitList(rows []Row, totals []Total) (list []Unit) {
	told := map[unitKey]bool{}
	for key, u := range c.units {
		list = append(list, *u)
		told[key] = true
	}
	for key, of := range byUnit(totals) {
		if !told[key] {
			u := derived(key, of)
			u.Points = pointsOf(rows, of)
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Name, b.Name))
	})
	return list
}

func byUnit(totals []Total) map[unitKey][]*Total {
	of := map[unitKey][]*Total{}
	for i := range totals {
		t := &totals[i]
		if t.Target <= 0 {
			continue
		}
		key := unitKey{t.Month, t.Unit}
		if key.name == "" {
			key.name = t.Product
		}
		of[key] = append(of[key], t)
	}
	return of
}

// derived judges a unit from its contracts' months: every one must reach its
// target. Without a record of the unit that is all there is to go by.
func derived(key unitKey, of []*Total) Unit {
	u := Unit{Name: key.name, Product: of[0].Product, Month: key.month, Derived: true, Final: true, NeedRest: -1,
		Verdict: obligation.Met, Target: of[0].Target, Slack: of[0].Slack}
	for _, t := range of {
		u.Contracts++
		if t.Verdict == Met {
			u.Passed++
		}
		u.Days = max(u.Days, int64(t.Days))
		effective, high := t.credited()
		u.D, u.R = u.D+t.Obliged, u.R+t.MonthLeft
		u.Low, u.High = u.Low+effective, u.High+high
		u.Slack, u.NeedRest = min(u.Slack, t.Slack), max(u.NeedRest, t.NeedRest)
		u.Final = u.Final && t.Final
		u.Verdict = worse(u.Verdict, t.month())
	}
	return u
}

// credited is what the agreement counts as effective in the month, low and high.
func (t *Total) credited() (low, high market.Time) {
	return t.Effective, t.Effective + max(0, t.High-t.Low)
}

// month judges the contract's month as package obligation does.
func (t *Total) month() obligation.Verdict {
	_, high := t.credited()
	switch {
	case t.Verdict == NotAssessed:
		return obligation.NotAssessed
	case t.MonthLeft > 0 && t.Slack < 0:
		return obligation.Missed
	case t.MonthLeft > 0:
		return obligation.Open
	case t.Verdict == Met:
		return obligation.Met
	case verdict(high, t.Obliged, t.Target) == Met:
		return obligation.InBand
	}
	return obligation.Missed
}

// pointsOf sums the days of the contracts of a unit up to each day.
func pointsOf(rows []Row, of []*Total) (list []Point) {
	in := map[string]bool{}
	for _, t := range of {
		in[t.Contract] = true
	}
	day := map[market.Date]Point{}
	for i := range rows {
		r := &rows[i]
		if !in[r.Contract] || r.Day.Month() != of[0].Month {
			continue
		}
		p := day[r.Day]
		effective, obliged := r.Counted()
		p.Day = r.Day
		p.PartLow += int64(effective)
		p.PartHigh += int64(effective + max(0, r.High-r.Low))
		p.Whole += int64(obliged)
		day[r.Day] = p
	}
	for _, p := range day {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Point) int { return cmp.Compare(a.Day, b.Day) })
	for i := 1; i < len(list); i++ {
		list[i].PartLow += list[i-1].PartLow
		list[i].PartHigh += list[i-1].PartHigh
		list[i].Whole += list[i-1].Whole
	}
	return list
}
