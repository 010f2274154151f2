package agent

import (
	"cmp"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/ops/report"
)

// price fills in what the months bring and cost, by the desk's awards, and where
// the season stands. What the exchange has said goes before what we counted.
func (m *months) price() {
	m.report.Money = report.Money{}
	if m.desk == nil {
		return
	}
	p := pricer{months: m, out: &m.report.Money, h: m.history()}
	for i := range m.report.Products {
		p.product(&m.report.Products[i])
	}
	p.charges()
	p.seasons()
	slices.SortStableFunc(p.out.Estimates, func(a, b report.Estimate) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Formula, b.Formula),
			cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Day, b.Day))
	})
}

type pricer struct {
	*months
	out *report.Money
	h   *history
}

func productCode(name string) market.Code {
	c, _ := market.MakeCode(name)
	return c
}

// estimate keeps an estimate unless no terms speak of it.
func (p *pricer) estimate(product, contract string, month market.Month, day market.Date, e award.Estimate) {
	if e.Outcome == award.NotAssessed && e.N == 0 {
		return
	}
	p.out.Estimates = append(p.out.Estimates, report.Estimate{Product: product, Contract: contract, Month: month, Day: day, Estimate: e})
}

// product prices one product's month. Its scheme is that of the month's last day
// on record; the rates of relief are those of each day.
func (p *pricer) product(o *report.Product) {
	totals := p.totals(o)
	last := market.Date(0)
	for i := range p.report.Rows {
		if r := &p.report.Rows[i]; r.Product == o.Name && r.Day.Month() == o.Month {
			last = max(last, r.Day)
		}
	}
	s, ok := p.desk.Award.At(productCode(o.Name), last)
	if !ok {
		return
	}
	verdict := p.h.verdict(o.Name, o.Month, o.Verdict)
	p.relief(o, verdict)
	f, q := p.traded(o, totals, false), p.traded(o, totals, true)
	for _, t := range totals {
		if !t.Option && t.Target > 0 {
			p.estimate(o.Name, t.Contract, o.Month, 0, award.QuotingFutures(s, verdict, quoted(t)))
		}
	}
	if owes(totals, false) {
		p.estimate(o.Name, "", o.Month, 0, award.TradingFutures(s, verdict, &f))
	}
	if owes(totals, true) {
		p.estimate(o.Name, "", o.Month, 0, award.RankingOptions(s, verdict, p.ranked(o, totals)))
		p.estimate(o.Name, "", o.Month, 0, award.TradingOptions(s, verdict, &q))
	}
	p.score(o, s, totals)
}

// totals are the contracts' months of the product.
func (p *pricer) totals(o *report.Product) (list []*report.Total) {
	for i := range p.report.Totals {
		if t := &p.report.Totals[i]; t.Product == o.Name && t.Month == o.Month {
			list = append(list, t)
		}
	}
	return list
}

func owes(totals []*report.Total, option bool) bool {
	return slices.ContainsFunc(totals, func(t *report.Total) bool { return t.Option == option && t.Target > 0 })
}

// relief estimates the fees waived. Contracts without a row are not known to have
// traded, and waive nothing.
func (p *pricer) relief(o *report.Product, verdict obligation.Verdict) {
	assigned, others, options := p.trades(o, func(r *report.Row) bool { return !r.Option && r.Target > 0 }, own),
		p.trades(o, func(r *report.Row) bool { return !r.Option && r.Target <= 0 }, other),
		p.trades(o, func(r *report.Row) bool { return r.Option }, own)
	if len(assigned) > 0 {
		p.estimate(o.Name, "", o.Month, 0, award.ReliefFutures(verdict, assigned, others))
		return
	}
	if len(options) > 0 {
		p.estimate(o.Name, "", o.Month, 0, award.ReliefOptions(verdict, options, others))
	}
}

func own(s *award.Scheme) int64   { return s.ReliefOwn }
func other(s *award.Scheme) int64 { return s.ReliefOther }

// trades sums the days of each contract under each rate.
func (p *pricer) trades(o *report.Product, want func(*report.Row) bool, rate func(*award.Scheme) int64) (list []award.Trades) {
	contract := ""
	for i := range p.report.Rows {
		r := &p.report.Rows[i]
		s, ok := p.desk.Award.At(productCode(o.Name), r.Day)
		if r.Product != o.Name || r.Day.Month() != o.Month || !want(r) || !ok {
			continue
		}
		if n := len(list); n == 0 || contract != r.Contract || list[n-1].Rate != rate(s) {
			list = append(list, award.Trades{Rate: rate(s)})
			contract = r.Contract
		}
		t := &list[len(list)-1]
		t.Lots += r.Bought + r.Sold
		t.Fees += r.Fees
		if r.HasQuality {
			t.Excluded += r.Quality.SelfTrade
		}
	}
	return list
}

// quoted is a contract's quoting in its month.
func quoted(t *report.Total) *award.Quoted {
	q := &award.Quoted{Obliged: t.Obliged, Effective: t.Effective}
	if t.HasQuality {
		q.Measured, q.SpreadTime = t.Quality.Effective, t.Quality.SpreadTime
	}
	return q
}

// traded sums the product's trading. The sums of all market makers are the exchange's.
func (p *pricer) traded(o *report.Product, totals []*report.Total, option bool) award.Traded {
	t := award.Traded{AllVolume: -1, AllOpen: -1}
	for _, c := range totals {
		if c.Option != option || !c.HasQuality {
			continue
		}
		q := &c.Quality
		t.Passive, t.Aggressive = t.Passive+q.Passive, t.Aggressive+q.Aggressive
		t.Invalid += min(q.Oversize+q.SelfTrade, q.Passive+q.Aggressive)
		t.Open += max(c.Position, -c.Position)
		t.Orders, t.Requests = t.Orders+q.Orders, t.Requests+q.Requests
	}
	if v, ok := p.figures.of(o.Name, o.Month, report.MeaningVolume); ok {
		t.AllVolume = market.Qty(v)
	}
	if v, ok := p.figures.of(o.Name, o.Month, report.MeaningOpen); ok {
		t.AllOpen = market.Qty(v)
	}
	return t
}

// ranked sums the time at the best price; the rank is the exchange's.
func (p *pricer) ranked(o *report.Product, totals []*report.Total) *award.Ranked {
	r := &award.Ranked{}
	for _, c := range totals {
		if c.Option && c.HasQuality {
			r.AtBest, r.Measured = r.AtBest+c.Quality.AtBest, r.Measured+c.Quality.Effective
			r.Orders, r.Requests = r.Orders+c.Quality.Orders, r.Requests+c.Quality.Requests
		}
	}
	if v, ok := p.figures.of(o.Name, o.Month, report.MeaningRank); ok {
		r.Rank = int32(min(max(v, 0), 1<<30))
	}
	return r
}

// charges estimates the extra fee and the order fee of each contract and day; only
// those that cost something are listed.
func (p *pricer) charges() {
	for i := range p.report.Rows {
		r := &p.report.Rows[i]
		s, ok := p.desk.Award.At(productCode(r.Product), r.Day)
		if !ok || !r.HasQuality {
			continue
		}
		q := &r.Quality
		dealt := min(r.Fills, 1) // at least: the records do not say how many orders traded
		for _, e := range [...]award.Estimate{
			award.ExtraFee(s, &award.Cancelling{Cancels: q.Cancels, Traded: r.Bought + r.Sold, Cancelled: q.Cancelled, Fees: r.Fees}),
			award.SubmissionFee(s, &award.Messaging{Messages: r.Messages, Dealt: dealt, Making: true}),
		} {
			if e.Amount != 0 || e.Outcome == award.Contradicted || e.Outcome == award.TooLarge {
				p.estimate(r.Product, r.Contract, r.Day.Month(), r.Day, e)
			}
		}
	}
}

// of is the exchange's figure of a name's month.
func (f *figures) of(name string, month market.Month, what report.Meaning) (int64, bool) {
	for i := range f.Figures {
		if x := &f.Figures[i]; x.Name == name && x.Month == month && x.Day == 0 && x.Has[what] {
			return x.Value[what], true
		}
	}
	return 0, false
}
