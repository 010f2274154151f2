package request

import "quotient/market"

// maxContracts is the largest universe.
const maxContracts = 512

// Check calls bad for each parameter that the Meter cannot work with. A missing
// number is a bad one: nothing about an agreement is guessed.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if p.Contracts <= 0 || p.Contracts > maxContracts {
		bad("contracts", int64(p.Contracts), maxContracts)
	}
	if len(p.Units) > NoUnit {
		bad("units", int64(len(p.Units)), NoUnit)
	}
	for i := range p.Units {
		if t := p.Units[i].Target; t <= 0 || t > million {
			bad("units.target", t, million)
		}
	}
	for i := range p.Tiers {
		p.Tiers[i].Check(bad)
	}
	for i := range p.Terms {
		t := &p.Terms[i]
		t.refer(p, bad)
		t.measure(bad)
		t.policies(bad)
		for j := range p.Terms[:i] {
			if o := &p.Terms[j]; o.Contract == t.Contract && t.From <= o.To && o.From <= t.To {
				bad("terms.from", int64(t.From), int64(o.To))
			}
		}
	}
}

// refer checks what terms point at.
func (t *Terms) refer(p *Params, bad func(key string, found, allowed int64)) {
	if int(t.Contract) >= p.Contracts {
		bad("terms.contract", int64(t.Contract), int64(p.Contracts)-1)
	}
	if int(t.Unit) >= len(p.Units) {
		bad("terms.unit", int64(t.Unit), int64(len(p.Units))-1)
	}
	if int(t.Tiers) > len(p.Tiers) {
		bad("terms.tiers", int64(t.Tiers), int64(len(p.Tiers)))
	}
	none := t.Underlying == market.NoContract
	if int(t.Underlying) >= p.Contracts && (!none || t.Moved > 0) {
		bad("terms.underlying", int64(t.Underlying), int64(p.Contracts)-1)
	}
	if !t.From.Valid() {
		bad("terms.from", int64(t.From), 0)
	}
	if !t.To.Valid() || t.To < t.From {
		bad("terms.to", int64(t.To), int64(t.From))
	}
}

// maxSpan is more than a response or holding time can be.
const maxSpan = market.Day

// measure checks the numbers of terms.
func (t *Terms) measure(bad func(key string, found, allowed int64)) {
	if t.Respond <= 0 || t.Respond > maxSpan {
		bad("terms.respond", int64(t.Respond), int64(maxSpan))
	}
	if t.Hold < 0 || t.Hold > maxSpan {
		bad("terms.hold", int64(t.Hold), int64(maxSpan))
	}
	if t.Tiers == 0 && t.Spread <= 0 {
		bad("terms.max_spread", int64(t.Spread), 1)
	}
	if t.MinSize <= 0 {
		bad("terms.min_size", int64(t.MinSize), 1)
	}
	if t.Imbalance < 0 || t.Imbalance > million {
		bad("terms.imbalance", t.Imbalance, million)
	}
	if t.Moved < 0 {
		bad("terms.moved", int64(t.Moved), 0)
	}
	if t.Apart < 0 || t.Apart == 0 && t.Merge == PolicyYes {
		bad("terms.apart", int64(t.Apart), 1)
	}
}

// policies checks that terms leave nothing open.
func (t *Terms) policies(bad func(key string, found, allowed int64)) {
	if t.Scope == ScopeUnset || t.Scope > ScopeAll {
		bad("terms.scope", int64(t.Scope), int64(ScopeAll))
	}
	for _, k := range [...]struct {
		key string
		p   Policy
	}{{"declared", t.Declared}, {"filled", t.Filled}, {"resting", t.Resting}, {"any_quote", t.AnyQuote},
		{"exempt", t.Exempt}, {"breaks", t.Breaks}, {"merge", t.Merge}} {
		if k.p == PolicyUnset || k.p > PolicyYes {
			bad("terms."+k.key, int64(k.p), int64(PolicyYes))
		}
	}
}
