package obligation

import (
	"quotient/market"
	"quotient/quoter/port"
)

// Check calls bad for each parameter that the Meter cannot work with. A missing
// number is a bad one: nothing about an agreement is guessed.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if p.Contracts <= 0 || p.Contracts > maxContracts {
		bad("contracts", int64(p.Contracts), maxContracts)
	}
	for i := range p.Tiers {
		p.Tiers[i].Check(bad)
	}
	for i := range p.Series {
		p.Series[i].check(p.Contracts, bad)
	}
	for i := range p.Terms {
		p.Terms[i].check(p, bad)
		for j := range p.Terms[:i] {
			p.Terms[i].agree(&p.Terms[j], bad)
		}
	}
	p.checkUnits(bad)
	for i := range p.Grants {
		p.Grants[i].check(p.Contracts, bad)
	}
}

const (
	maxContracts = port.MaxContracts
	maxRelax     = 100 * million
)

func (g *Grant) check(contracts int, bad func(key string, found, allowed int64)) {
	if g.Contract != market.NoContract && int(g.Contract) >= contracts {
		bad("grants.contract", int64(g.Contract), int64(contracts)-1)
	}
	if g.From >= g.To {
		bad("grants.to", int64(g.To), int64(g.From)+1)
	}
	if g.Relax != 0 && g.Relax <= million {
		bad("grants.relax", g.Relax, million+1)
	}
	if g.Relax > maxRelax {
		bad("grants.relax", g.Relax, maxRelax)
	}
}

// checkUnits looks at the units and at the months without a list.
func (p *Params) checkUnits(bad func(key string, found, allowed int64)) {
	if len(p.Units) > port.MaxUnits {
		bad("units", int64(len(p.Units)), port.MaxUnits)
	}
	for i := range p.Units {
		p.Units[i].check(bad)
	}
	for _, g := range p.Unlisted {
		if int(g.Unit) >= len(p.Units) {
			bad("unlisted.unit", int64(g.Unit), int64(len(p.Units))-1)
		}
		if !market.Date(g.Month*100 + 1).Valid() {
			bad("unlisted.month", int64(g.Month), 0)
		}
	}
}

func (u *Unit) check(bad func(key string, found, allowed int64)) {
	if u.By >= AggregateResponse { // package request counts answers
		bad("units.aggregation", int64(u.By), int64(AggregateResponse)-1)
	}
	if u.Target <= 0 || u.Target > million {
		bad("units.target", u.Target, million)
	}
	if u.By == AggregateSome && u.Least <= 0 {
		bad("units.least", int64(u.Least), 1)
	}
	if u.By == AggregateDays && (u.DayShare <= 0 || u.DayShare > million) {
		bad("units.day_share", u.DayShare, million)
	}
}

// agree holds two rows of terms against each other.
func (t *Terms) agree(o *Terms, bad func(key string, found, allowed int64)) {
	if t.Contract != o.Contract {
		return
	}
	if t.From <= o.To && o.From <= t.To {
		bad("terms.from", int64(t.From), int64(o.To))
	}
	if t.Unit != o.Unit && t.From.Month() <= o.To.Month() && o.From.Month() <= t.To.Month() {
		bad("terms.unit", int64(t.Unit), int64(o.Unit)) // a month is judged in one unit
	}
	if t.Option && o.Option && (t.Underlying != o.Underlying || t.Strike != o.Strike || t.Call != o.Call) {
		bad("terms.strike", int64(t.Strike), int64(o.Strike))
	}
}

func (t *Terms) check(p *Params, bad func(key string, found, allowed int64)) {
	if int(t.Contract) >= p.Contracts {
		bad("terms.contract", int64(t.Contract), int64(p.Contracts)-1)
	}
	if t.Dominant != market.NoContract && int(t.Dominant) >= p.Contracts {
		bad("terms.dominant", int64(t.Dominant), int64(p.Contracts)-1)
	}
	if len(p.Sources) > 0 && int(t.Source) >= len(p.Sources) {
		bad("terms.source", int64(t.Source), int64(len(p.Sources))-1)
	}
	if !t.From.Valid() {
		bad("terms.from", int64(t.From), 0)
	}
	if !t.To.Valid() || t.To < t.From {
		bad("terms.to", int64(t.To), int64(t.From))
	}
	if t.Limit == LimitUnset || t.Limit > LimitTouched {
		bad("terms.at_limit", int64(t.Limit), int64(LimitTouched))
	}
	t.checkOption(p.Contracts, bad)
	if t.Series != 0 {
		t.checkSeries(p, bad)
	}
	if !t.Watch {
		t.checkDemand(p, bad)
	}
}

// checkDemand looks at what is asked of a quote, and how it is counted.
func (t *Terms) checkDemand(p *Params, bad func(key string, found, allowed int64)) {
	if t.Target <= 0 || t.Target > million {
		bad("terms.target", t.Target, million)
	}
	if int(t.Tiers) > len(p.Tiers) {
		bad("terms.tiers", int64(t.Tiers), int64(len(p.Tiers)))
	}
	if t.MaxSpread < 0 || t.MaxSpread == 0 && t.Tiers == 0 {
		bad("terms.max_spread", int64(t.MaxSpread), 1)
	}
	if t.MinSize <= 0 {
		bad("terms.min_size", int64(t.MinSize), 1)
	}
	if t.Imbalance < 0 || t.Imbalance > million {
		bad("terms.imbalance", t.Imbalance, million)
	}
	if t.Exempt == EffectUnset || t.Exempt > EffectIgnored {
		bad("terms.exempt_time", int64(t.Exempt), int64(EffectIgnored))
	}
	if t.Basis == SizeUnset || t.Basis > SizeDeclared {
		bad("terms.size_basis", int64(t.Basis), int64(SizeDeclared))
	}
	if len(p.Units) > 0 && int(t.Unit) >= len(p.Units) {
		bad("terms.unit", int64(t.Unit), int64(len(p.Units))-1)
	}
}
