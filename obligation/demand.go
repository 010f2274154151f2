package obligation

import (
	"quotient/market"
	"quotient/obligation/rule"
)

// Demand returns what a quote on the contract must be on a date, relaxed while
// the market is stressed now; ok is false when nothing is owed.
func (m *Meter) Demand(c market.Contract, date market.Date) (d rule.Demand, ok bool) {
	i := m.find(c, date)
	if i < 0 || m.p.Terms[i].Watch {
		return d, false
	}
	relax := int32(0)
	if k := &m.duties[c]; k.date == date {
		relax = k.last().relax
	}
	return m.demand(i, relax), true
}

// demand is what terms i ask of a quote.
func (m *Meter) demand(i, relax int32) rule.Demand {
	d := m.demands[i]
	d.Relax = int64(relax)
	return d
}

// demandOf lays out the terms' demand.
func (p *Params) demandOf(t *Terms) rule.Demand {
	d := rule.Demand{Spread: t.MaxSpread, MinSize: t.MinSize, Imbalance: t.Imbalance}
	if t.Tiers != 0 {
		d.Tiers = &p.Tiers[t.Tiers-1]
	}
	return d
}

// verdicts are the states for what a quote is worth.
var verdicts = [...]State{rule.Good: Effective, rule.Nothing: NoQuote, rule.OneSided: OneSided,
	rule.TooSmall: TooSmall, rule.TooWide: TooWide}

// judge says what the quote makes of the time it stands in: low's reading, by
// what remains. Where the declared size counts, that must be good too: a fill may
// have made the sides more equal than they were declared.
func (s *slot) judge(d *rule.Demand, basis SizeBasis) State {
	v := d.Judge(s.bid, s.ask, s.leaves[0], s.leaves[1])
	if v == rule.Good && basis == SizeDeclared {
		v = d.Judge(s.bid, s.ask, s.declared[0], s.declared[1])
	}
	return verdicts[v]
}

// qualifies is high's reading: the size of the agreement's basis, and both sides
// still there.
func (s *slot) qualifies(d *rule.Demand, basis SizeBasis) bool {
	size := s.leaves
	if basis == SizeDeclared && min(size[0], size[1]) > 0 {
		size = s.declared
	}
	return d.Judge(s.bid, s.ask, size[0], size[1]) == rule.Good
}

// worth is judge under the terms in force, in time with the given relaxation.
func (m *Meter) worth(d *duty, q *slot, relax int32) State {
	demand := m.demand(d.terms, relax)
	return q.judge(&demand, m.p.Terms[d.terms].Basis)
}

// could is qualifies under the terms in force.
func (m *Meter) could(d *duty, q *slot, relax int32) bool {
	demand := m.demand(d.terms, relax)
	return q.qualifies(&demand, m.p.Terms[d.terms].Basis)
}
