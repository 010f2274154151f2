package agent

import (
	"math/bits"

	"quotient/market"
	"quotient/obligation/award"
	"quotient/ops/report"
)

// score fills in the product's scorecard: futures by contract and their mean,
// options over the product (评价考核).
func (p *pricer) score(o *report.Product, s *award.Scheme, totals []*report.Total) {
	card := &s.Card
	if len(card.Indicators) == 0 {
		return
	}
	if !owes(totals, false) {
		raw := p.raw(o, card, totals)
		p.out.Scores = append(p.out.Scores, report.Score{Product: o.Name, Month: o.Month, Score: card.Score(raw), Parts: parts(card, raw)})
		return
	}
	var list []award.Weighted
	for _, t := range totals {
		if t.Option || t.Target <= 0 {
			continue
		}
		raw := p.raw(o, card, []*report.Total{t})
		score := card.Score(raw)
		p.out.Scores = append(p.out.Scores, report.Score{Product: o.Name, Contract: t.Contract, Month: o.Month, Score: score, Parts: parts(card, raw)})
		list = append(list, award.Weighted{Score: score, Share: 1})
	}
	p.out.Scores = append(p.out.Scores, report.Score{Product: o.Name, Month: o.Month, Score: card.Mean(list)})
}

func parts(card *award.Card, raw []award.Raw) (list []report.Part) {
	for i := range raw {
		in := card.Indicators[i]
		list = append(list, report.Part{Indicator: in, Raw: raw[i], Points: card.Points(&in, raw[i])})
	}
	return list
}

// raw are the indicators' figures over the contracts.
func (p *pricer) raw(o *report.Product, card *award.Card, of []*report.Total) (list []award.Raw) {
	t := sumTotals(of)
	for i := range card.Indicators {
		list = append(list, p.figure(o, card.Indicators[i].Measure, &t))
	}
	return list
}

// tally is the sum over contracts that indicators are taken from.
type tally struct {
	report.Total
	open    market.Qty
	measure bool // quality is known
}

func sumTotals(of []*report.Total) (s tally) {
	for i, t := range of {
		s.Effective, s.Obliged = s.Effective+t.Effective, s.Obliged+t.Obliged
		s.PnL += t.PnL
		s.open += max(t.Position, -t.Position)
		s.Option = t.Option
		s.measure = (i == 0 || s.measure) && t.HasQuality
		q, o := &s.Quality, &t.Quality
		q.Effective, q.AtBest, q.SpreadTime = q.Effective+o.Effective, q.AtBest+o.AtBest, q.SpreadTime+o.SpreadTime
		q.Passive, q.Aggressive = q.Passive+o.Passive, q.Aggressive+o.Aggressive
		q.Oversize, q.SelfTrade = q.Oversize+o.Oversize, q.SelfTrade+o.SelfTrade
		q.Orders, q.Cancels = q.Orders+o.Orders, q.Cancels+o.Cancels
	}
	return s
}

// figure is one indicator's figure; what takes the exchange's sums is not known
// without them.
func (p *pricer) figure(o *report.Product, m award.Measure, t *tally) award.Raw {
	q := &t.Quality
	volume := q.Passive + q.Aggressive - min(q.Oversize+q.SelfTrade, q.Passive+q.Aggressive)
	switch m {
	case award.ByRatio:
		return ppm(int64(t.Effective), int64(t.Obliged))
	case award.BySpread:
		return thousandths(q.SpreadTime, int64(q.Effective))
	case award.ByAtBest:
		return ppm(int64(q.AtBest), int64(q.Effective))
	case award.ByAnswered:
		return p.answered(o)
	case award.ByVolume:
		return award.Raw{Value: int64(volume), Known: t.measure}
	case award.ByPassive:
		return award.Raw{Value: int64(min(q.Passive, volume)), Known: t.measure}
	case award.ByVolumeShare:
		all, ok := p.figures.of(o.Name, o.Month, report.MeaningVolume)
		r := ppm(int64(volume), all)
		return award.Raw{Value: r.Value, Known: r.Known && ok && t.measure}
	case award.ByOpenInterest:
		return award.Raw{Value: int64(t.open), Known: true}
	case award.ByOpenShare:
		all, ok := p.figures.of(o.Name, o.Month, report.MeaningOpen)
		r := ppm(int64(t.open), all)
		return award.Raw{Value: r.Value, Known: r.Known && ok}
	case award.ByProfit:
		return award.Raw{Value: int64(t.PnL), Known: true}
	case award.ByOrders:
		return award.Raw{Value: q.Orders, Known: t.measure}
	case award.ByCancels:
		return award.Raw{Value: q.Cancels, Known: t.measure}
	case award.BySelfTrade:
		return award.Raw{Value: int64(q.SelfTrade), Known: t.measure}
	}
	return award.Raw{}
}

// answered is the share of the product's requests provably answered.
func (p *pricer) answered(o *report.Product) award.Raw {
	var requests, answered int64
	for i := range p.report.Units {
		if u := &p.report.Units[i]; u.Response() && u.Product == o.Name && u.Month == o.Month {
			requests, answered = requests+u.Requests, answered+u.AnsweredLow
		}
	}
	return ppm(answered, requests)
}

// ppm is part of whole in parts per million, rounded down; of nothing it is not
// known.
func ppm(part, whole int64) award.Raw { return ratio(part, 1_000_000, whole, 0) }

// thousandths is a ÷ b in 1/1000, rounded up.
func thousandths(a, b int64) award.Raw { return ratio(a, 1000, b, b-1) }

func ratio(a, scale, b, up int64) award.Raw {
	if a < 0 || b <= 0 {
		return award.Raw{}
	}
	hi, lo := bits.Mul64(uint64(a), uint64(scale))
	lo, carry := bits.Add64(lo, uint64(up), 0)
	if hi += carry; hi >= uint64(b) {
		return award.Raw{}
	}
	n, _ := bits.Div64(hi, lo, uint64(b))
	return award.Raw{Value: int64(min(n, 1<<62)), Known: true}
}
