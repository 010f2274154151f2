package ops

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
)

// A Trip is an at-trade protection that is in force.
type Trip struct {
	Scope   string `json:"scope"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Measure string `json:"measure"` // of protection and rejects: what was too many
	Rule    string `json:"rule"`    // of refusals: the gate's
	State   string `json:"state"`
	Value   int64  `json:"value"`
	Limit   int64  `json:"limit"`
	Unit    string `json:"unit"` // of value and limit: count, lots, ns, fen, ppm
	OverNs  int64  `json:"over_ns"`
	Since   string `json:"since"`
	Until   string `json:"until"`    // not re-armed before; "" = no such instant
	Rearm   string `json:"rearm"`    // who may end it: itself, trader, risk; "" = nobody, or its cause
	Ends    string `json:"ends"`     // at, cause, person, never: how it ends
	RearmBy string `json:"rearm_by"` // waits for a second person of risk; "" = nobody asked yet
	Nth     uint16 `json:"nth"`

	until market.Time
}

// trips are the protections in force, as the loop lists them.
func (in *Info) trips(s *port.Snapshot) []Trip {
	list := make([]Trip, min(int(s.Trips), len(s.Trip)))
	for i := range list {
		list[i] = tripOf(&s.Trip[i], s)
		list[i].RearmBy = in.rearms.waiting(list[i].Scope, list[i].Name, s.Now)
	}
	return list
}

func tripOf(x *port.Trip, s *port.Snapshot) Trip {
	k := breaker.Kind(x.Kind)
	by := breaker.Authority(x.Rearm)
	if by == breaker.Unset {
		by = breaker.ByRisk
	}
	v := Trip{Scope: scopeOf(breaker.Scope(x.Scope)), Kind: k.String(), State: breaker.State(x.State).String(), Value: x.Value, Limit: x.Limit,
		OverNs: int64(x.Over), Since: stamp(x.At), Until: stamp(x.Until), Nth: x.Nth, until: x.Until}
	v.Unit, v.Ends = unitOfTrip(k, breaker.Measure(x.Measure)), endOf(k, by)
	if v.Ends == "person" || v.Ends == "at" {
		v.Rearm = by.String()
	}
	switch breaker.Scope(x.Scope) {
	case breaker.Contract:
		v.Name = symbol(x.Contract, s)
	case breaker.Group:
		v.Name = x.Product.String()
	}
	if m := breaker.Measure(x.Measure); m != breaker.MeasureNone {
		v.Measure = m.String()
	}
	if k == breaker.Collar || k == breaker.Repeat {
		v.Rule = risk.Rule(x.Code).String()
	}
	return v
}

// unitOfTrip is the unit of a trip's value, as breaker.Kind says it.
func unitOfTrip(k breaker.Kind, m breaker.Measure) string {
	switch k {
	case breaker.Loss, breaker.Drawdown:
		return "fen"
	case breaker.Unacked, breaker.Unmarked, breaker.Late:
		return "ns"
	case breaker.Jump:
		return "lots"
	}
	switch m {
	case breaker.MeasureLots:
		return "lots"
	case breaker.MeasureShare:
		return "ppm"
	}
	return "count"
}

// endOf is how a trip ends.
func endOf(k breaker.Kind, by breaker.Authority) string {
	switch {
	case k == breaker.Limit:
		return "never"
	case k.Ends() == breaker.Unset:
		return "cause"
	case by == breaker.ByItself:
		return "at"
	}
	return "person"
}

// tripped is the breaker's name of a scope and the contract that stands for it;
// false when there is none of the name.
func tripped(contract, product string, p *sample) (breaker.Scope, market.Contract, bool) {
	switch {
	case contract != "":
		i := p.find(contract)
		return breaker.Contract, market.Contract(i), i >= 0
	case product != "":
		for i := range p.view.contracts {
			if p.view.contracts[i].Product == product {
				return breaker.Group, market.Contract(i), true
			}
		}
		return 0, 0, false
	}
	return breaker.Account, market.NoContract, true
}
