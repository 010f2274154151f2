package report

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/quoter/port"
	"quotient/risk"
)

// A Request is one request for quote (询价) that is decided.
type Request struct {
	Contract  string
	Unit      string
	Day       market.Date
	Ref       string
	Low, High request.Verdict // what it came to, provably and possibly
	At, Due   market.Time
	Since     market.Time // an answer provably stood since; 0 never
	Held      market.Time // how long it provably stood
	QuoteID   uint64
	Rule      risk.Rule // that refused an answer last; OK = none did
	Cause     obligation.Cause
}

// Answers are a contract's requests for quote of one trading day in one unit.
type Answers struct {
	Unit     string
	Contract string
	Day      market.Date
	Requests int64 // in the denominator
	Excluded int64 // heard, not in it
	Low      int64 // provably answered
	High     int64 // possibly answered
	By       [request.VerdictCount]int64
}

// request takes over a decided request.
func (c *Collector) request(q *port.Request) {
	day := q.Date
	if day == 0 {
		day = q.At.Date() // nothing was owed: no trading day was looked up
	}
	in := c.instrument(q.Contract, day)
	if in == nil || q.Unit == port.NoUnit && request.Verdict(q.Low) == request.NotOwed {
		return
	}
	c.requests = append(c.requests, Request{Contract: in.Symbol.String(), Unit: c.unitName(q.Unit), Day: day, Ref: q.Ref.String(),
		Low: request.Verdict(q.Low), High: request.Verdict(q.High), At: q.At, Due: q.Due, Since: q.AnsweredLow, Held: q.HeldLow,
		QuoteID: q.QuoteID, Rule: risk.Rule(q.Rule), Cause: obligation.Cause(q.Cause)})
}

// unitName is the name of the response unit with the given index in the list of
// all units.
func (c *Collector) unitName(i uint8) string {
	if i == port.NoUnit || c.answers == nil || c.terms == nil {
		return ""
	}
	if n := int(i) - len(c.terms.Units); n >= 0 && n < len(c.answers.Units) {
		u := &c.answers.Units[n]
		if name := u.Name.String(); name != "" {
			return name
		}
		return u.Product.String()
	}
	return ""
}

// answers counts requests by unit, contract and day, and lists those in a
// denominator that are not provably answered.
func answers(all []Request) (list []Answers, missed []Request) {
	type key struct {
		unit, contract string
		day            market.Date
	}
	at := map[key]int{}
	for i := range all {
		q := &all[i]
		k := key{q.Unit, q.Contract, q.Day}
		n, ok := at[k]
		if !ok {
			n = len(list)
			at[k] = n
			list = append(list, Answers{Unit: q.Unit, Contract: q.Contract, Day: k.day})
		}
		list[n].count(q)
		if q.Low.Counts() && q.Low != request.Answered {
			missed = append(missed, *q)
		}
	}
	slices.SortFunc(list, func(a, b Answers) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Day, b.Day))
	})
	slices.SortStableFunc(missed, func(a, b Request) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Contract, b.Contract)) })
	return list, missed
}

func (a *Answers) count(q *Request) {
	a.By[min(q.Low, request.Unknown)]++
	if !q.Low.Counts() {
		a.Excluded++
		return
	}
	a.Requests++
	if q.Low == request.Answered {
		a.Low++
	}
	if q.High == request.Answered {
		a.High++
	}
}

// monthly sums days, which come sorted, to months.
func monthly(days []Answers) (list []Answers) {
	for i := range days {
		d := &days[i]
		n := len(list) - 1
		if n < 0 || list[n].Unit != d.Unit || list[n].Contract != d.Contract || list[n].Day.Month() != d.Day.Month() {
			list = append(list, *d)
			continue
		}
		a := &list[n]
		a.Requests, a.Excluded, a.Low, a.High, a.Day = a.Requests+d.Requests, a.Excluded+d.Excluded, a.Low+d.Low, a.High+d.High, d.Day
		for v := range d.By {
			a.By[v] += d.By[v]
		}
	}
	return list
}
