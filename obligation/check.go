package obligation

import "quotient/market"

// Check calls bad for each parameter that the Meter cannot work with. A missing
// number is a bad one: nothing about an agreement is guessed.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	if p.Contracts <= 0 || p.Contracts > maxContracts {
		bad("contracts", int64(p.Contracts), maxContracts)
	}
	for i := range p.Terms {
		p.Terms[i].check(p.Contracts, len(p.Sources), bad)
		for j := range p.Terms[:i] {
			a, b := &p.Terms[i], &p.Terms[j]
			if a.Contract == b.Contract && a.From <= b.To && b.From <= a.To {
				bad("terms.from", int64(a.From), int64(b.To))
			}
		}
	}
	for i := range p.Grants {
		g := &p.Grants[i]
		if g.Contract != market.NoContract && int(g.Contract) >= p.Contracts {
			bad("grants.contract", int64(g.Contract), int64(p.Contracts)-1)
		}
		if g.From >= g.To {
			bad("grants.to", int64(g.To), int64(g.From)+1)
		}
	}
}

const maxContracts = 512

func (t *Terms) check(contracts, sources int, bad func(key string, found, allowed int64)) {
	if int(t.Contract) >= contracts {
		bad("terms.contract", int64(t.Contract), int64(contracts)-1)
	}
	if t.Dominant != market.NoContract && int(t.Dominant) >= contracts {
		bad("terms.dominant", int64(t.Dominant), int64(contracts)-1)
	}
	if sources > 0 && int(t.Source) >= sources {
		bad("terms.source", int64(t.Source), int64(sources)-1)
	}
	if !t.From.Valid() {
		bad("terms.from", int64(t.From), 0)
	}
	if !t.To.Valid() || t.To < t.From {
		bad("terms.to", int64(t.To), int64(t.From))
	}
	if t.Target <= 0 || t.Target > million {
		bad("terms.target", t.Target, million)
	}
	if t.MaxSpread <= 0 {
		bad("terms.max_spread", int64(t.MaxSpread), 1)
	}
	if t.MinSize <= 0 {
		bad("terms.min_size", int64(t.MinSize), 1)
	}
	if t.Exempt == EffectUnset || t.Exempt > EffectIgnored {
		bad("terms.exempt_time", int64(t.Exempt), int64(EffectIgnored))
	}
	if t.Limit == LimitUnset || t.Limit > LimitTouched {
		bad("terms.at_limit", int64(t.Limit), int64(LimitTouched))
	}
	if t.Basis == SizeUnset || t.Basis > SizeDeclared {
		bad("terms.size_basis", int64(t.Basis), int64(SizeDeclared))
	}
}
