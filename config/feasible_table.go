package config

import (
	"encoding/json"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/obligation/rule"
	"quotient/obligation/steering"
)

// Feasible proves, for every way in which a contract may be quoted and at every
// row of its terms, that the gate's limits let the quote through. A Desk that was
// read without a problem has no step that fails at its row's first price.
func (d *Desk) Feasible() Feasible {
	var t tabled
	for c := range d.Quoter.Contracts {
		d.contractSteps(market.Contract(c), &t)
	}
	t.Positions, t.Products = d.positionFits()
	t.Messages = d.messageFit()
	return t.Feasible
}

// A tabled is a Feasible that is being filled, with where each entry lies.
type tabled struct {
	Feasible
	at map[string]int
}

// put adds a step, or the contract to the step that says the same.
func (t *tabled) put(symbol string, s Step) {
	key, _ := json.Marshal(s) // strings and integers always encode
	if t.at == nil {
		t.at = map[string]int{}
	}
	i, ok := t.at[string(key)]
	if !ok {
		i = len(t.Steps)
		t.at[string(key)] = i
		t.Steps = append(t.Steps, s)
	}
	if list := t.Steps[i].Contracts; !slices.Contains(list, symbol) {
		t.Steps[i].Contracts = append(list, symbol)
	}
}

// contractSteps puts the steps of one contract.
func (d *Desk) contractSteps(c market.Contract, t *tabled) {
	owed := false
	for i := range d.Obligation.Terms {
		if o := &d.Obligation.Terms[i]; o.Contract == c && !o.Watch {
			owed = true
			for _, stressed := range d.stressed(c, d.quoteDemand(o)) {
				d.demandSteps(c, dutyQuote, stressed, t)
			}
		}
	}
	for i := range d.Requests.Terms {
		if a := &d.Requests.Terms[i]; a.Contract == c {
			owed = true
			d.demandSteps(c, dutyAnswer, d.answerDemand(a), t)
		}
	}
	if !owed && d.Quoter.Contracts[c].Quote {
		d.demandSteps(c, dutyOwn, rule.Demand{}, t)
	}
}

// quoteDemand is what terms ask of a quote.
func (d *Desk) quoteDemand(t *obligation.Terms) rule.Demand {
	return rule.Demand{Spread: t.MaxSpread, MinSize: t.MinSize, Tiers: tableAt(d.Obligation.Tiers, t.Tiers)}
}

// answerDemand is what terms ask of an answer.
func (d *Desk) answerDemand(t *request.Terms) rule.Demand {
	return rule.Demand{Spread: t.Spread, MinSize: t.MinSize, Tiers: tableAt(d.Requests.Tiers, t.Tiers)}
}

// tableAt returns the table that an index + 1 means; nil for 0.
func tableAt(tables []rule.Tiers, index uint8) *rule.Tiers {
	if index == 0 {
		return nil
	}
	return &tables[index-1]
}

func (d *Desk) demandSteps(c market.Contract, duty string, demand rule.Demand, t *tabled) {
	symbol := d.Instruments[c].Symbol.String()
	if !d.Quoter.Contracts[c].Quote {
		t.put(symbol, Step{Duty: duty, Stances: []string{"none"}})
		return
	}
	for _, p := range d.postures(c, duty, demand) {
		if p.stance == steering.Out {
			t.put(symbol, Step{Duty: duty, Stances: []string{"out"}})
			continue
		}
		for _, s := range stretches(&p.demand) {
			if s.dead && p.stance != steering.Normal {
				continue // said once
			}
			t.put(symbol, d.step(&p, s))
		}
	}
}

// step lays out what a posture comes to along a stretch.
func (d *Desk) step(p *posture, s stretch) Step {
	in, l := &d.Instruments[p.c], &d.Risk.Limits[p.c]
	f := d.fit(p, s.from)
	last := lastPrice(s.from, s.to, func(at market.Price) bool { f := d.fit(p, at); return f.refused(l) == "" })
	v := Step{Duty: p.duty, Stances: []string{p.stance.String()}, From: in.FormatPrice(s.from),
		Counts: !s.dead && p.counts(&f), MinWidth: f.low, MaxWidth: f.high, Allowed: f.allowed, GateWidth: int64(l.MaxSpread),
		Reach: f.reach, Collar: int64(l.CollarTicks), Size: f.size, Least: f.least,
		MinOrder: int64(l.MinOrderQty), MaxOrder: int64(l.MaxOrderQty)}
	if p.stance == steering.Normal && d.steered(p.c) {
		v.Stances = append(v.Stances, steering.Firm.String())
	}
	if p.demand.Relax != 0 {
		v.Relax = decimalText(p.demand.Relax, 6)
	}
	switch {
	case s.dead:
		v.To, v.MinWidth, v.MaxWidth, v.Reach, v.Size = in.FormatPrice(s.to), 0, 0, 0, 0
		return v
	case last < s.to:
		after := d.fit(p, last+1)
		v.Until = after.refused(l)
	}
	if s.from <= last && last < highest {
		v.To = in.FormatPrice(last)
		end := d.fit(p, last)
		v.MaxWidth, v.Reach = max(v.MaxWidth, end.high), max(v.Reach, end.reach)
	}
	return v
}
