package request

import (
	"slices"
	"testing"

	"quotient/market"
	"quotient/obligation/rule"
)

func bads(p Params) (keys []string) {
	p.Check(func(key string, _, _ int64) { keys = append(keys, key) })
	return keys
}

// TestCheck changes one parameter at a time to the last good and to the first bad value.
func TestCheck(t *testing.T) {
	if keys := bads(params(answers())); keys != nil {
		t.Fatalf("good parameters: %v", keys)
	}
	for _, c := range []struct {
		key       string
		good, bad func(*Params)
	}{
		{"contracts", func(p *Params) { p.Contracts = 512 }, func(p *Params) { p.Contracts = 513 }},
		{"contracts", func(p *Params) { *p = Params{Contracts: 1} }, func(p *Params) { *p = Params{} }},
		{"units", func(p *Params) { p.Units = slices.Repeat(p.Units, 255) }, func(p *Params) { p.Units = slices.Repeat(p.Units, 256) }},
		{"units.target", func(p *Params) { p.Units[0].Target = 1 }, func(p *Params) { p.Units[0].Target = 0 }},
		{"units.target", func(p *Params) { p.Units[0].Target = 1_000_000 }, func(p *Params) { p.Units[0].Target = 1_000_001 }},
		{"tiers", tiers(1, 1), tiers(1, 0)},
		{"terms.contract", func(p *Params) { p.Terms[0].Contract = 1 }, func(p *Params) { p.Terms[0].Contract = 2 }},
		{"terms.unit", func(p *Params) { p.Terms[0].Unit = 0 }, func(p *Params) { p.Terms[0].Unit = 1 }},
		{"terms.tiers", tiers(1, 1), tiers(2, 1)},
		{"terms.underlying", func(p *Params) { p.Terms[0].Underlying = 1 }, func(p *Params) { p.Terms[0].Underlying = 2 }},
		{"terms.underlying", func(p *Params) { p.Terms[0].Underlying = market.NoContract },
			func(p *Params) { p.Terms[0].Underlying, p.Terms[0].Moved = market.NoContract, 1 }},
		{"terms.from", nil, func(p *Params) { p.Terms[0].From = 20260132 }},
		{"terms.to", func(p *Params) { p.Terms[0].To = p.Terms[0].From }, func(p *Params) { p.Terms[0].To = 20251231 }},
		{"terms.to", nil, func(p *Params) { p.Terms[0].To = 20261301 }},
		{"terms.from", func(p *Params) { again(p, 20270101, 20271231) }, func(p *Params) { again(p, 20261231, 20271231) }},
		{"terms.from", func(p *Params) { again(p, 20250101, 20251231) }, func(p *Params) { again(p, 20250101, 20260101) }},
		{"terms.respond", func(p *Params) { p.Terms[0].Respond = 1 }, func(p *Params) { p.Terms[0].Respond = 0 }},
		{"terms.respond", func(p *Params) { p.Terms[0].Respond = market.Day }, func(p *Params) { p.Terms[0].Respond = market.Day + 1 }},
		{"terms.hold", func(p *Params) { p.Terms[0].Hold = 0 }, func(p *Params) { p.Terms[0].Hold = -1 }},
		{"terms.hold", func(p *Params) { p.Terms[0].Hold = market.Day }, func(p *Params) { p.Terms[0].Hold = market.Day + 1 }},
		{"terms.max_spread", func(p *Params) { p.Terms[0].Spread = 1 }, func(p *Params) { p.Terms[0].Spread = 0 }},
		{"terms.min_size", func(p *Params) { p.Terms[0].MinSize = 1 }, func(p *Params) { p.Terms[0].MinSize = 0 }},
		{"terms.imbalance", func(p *Params) { p.Terms[0].Imbalance = 1_000_000 }, func(p *Params) { p.Terms[0].Imbalance = 1_000_001 }},
		{"terms.imbalance", nil, func(p *Params) { p.Terms[0].Imbalance = -1 }},
		{"terms.moved", func(p *Params) { p.Terms[0].Moved = 0 }, func(p *Params) { p.Terms[0].Moved = -1 }},
		{"terms.apart", func(p *Params) { p.Terms[0].Apart = 0 }, func(p *Params) { p.Terms[0].Apart = -1 }},
		{"terms.apart", func(p *Params) { p.Terms[0].Apart, p.Terms[0].Merge = 1, PolicyYes },
			func(p *Params) { p.Terms[0].Apart, p.Terms[0].Merge = 0, PolicyYes }},
		{"terms.scope", func(p *Params) { p.Terms[0].Scope = ScopeAll }, func(p *Params) { p.Terms[0].Scope = ScopeAll + 1 }},
		{"terms.scope", nil, func(p *Params) { p.Terms[0].Scope = ScopeUnset }},
		{"terms.declared", yes(declared), set(declared, PolicyUnset)},
		{"terms.filled", yes(filled), set(filled, PolicyUnset)},
		{"terms.resting", yes(resting), set(resting, PolicyUnset)},
		{"terms.any_quote", yes(anyQuote), set(anyQuote, PolicyUnset)},
		{"terms.exempt", yes(exempt), set(exempt, PolicyUnset)},
		{"terms.breaks", yes(breaks), set(breaks, PolicyYes+1)},
		{"terms.merge", yes(merge), set(merge, PolicyUnset)},
	} {
		p := params(answers())
		if c.good != nil {
			if c.good(&p); bads(p) != nil {
				t.Errorf("%s: good value: %v", c.key, bads(p))
			}
		}
		p = params(answers())
		if c.bad(&p); !slices.Equal(bads(p), []string{c.key}) {
			t.Errorf("%s: bad value: %v", c.key, bads(p))
		}
	}
}

func tiers(named, rows uint8) func(*Params) {
	return func(p *Params) {
		p.Tiers = []rule.Tiers{{N: rows, Row: [rule.MaxTiers]rule.Tier{{Ticks: 2}}}}
		p.Terms[0].Tiers, p.Terms[0].Spread = named, 0
	}
}

// again adds a second row of terms for the contract.
func again(p *Params, from, to market.Date) {
	t := answers()
	t.From, t.To = from, to
	p.Terms = append(p.Terms, t)
}

func declared(t *Terms) *Policy { return &t.Declared }
func filled(t *Terms) *Policy   { return &t.Filled }
func resting(t *Terms) *Policy  { return &t.Resting }
func anyQuote(t *Terms) *Policy { return &t.AnyQuote }
func exempt(t *Terms) *Policy   { return &t.Exempt }
func breaks(t *Terms) *Policy   { return &t.Breaks }
func merge(t *Terms) *Policy    { return &t.Merge }

func set(which func(*Terms) *Policy, to Policy) func(*Params) {
	return func(p *Params) { *which(&p.Terms[0]) = to }
}

func yes(which func(*Terms) *Policy) func(*Params) { return set(which, PolicyYes) }

func TestVerdictNames(t *testing.T) {
	seen := map[string]bool{}
	for v := range VerdictCount {
		if name := v.String(); name == "" || name == "invalid" || seen[name] {
			t.Errorf("%d is named %q", v, name)
		}
		seen[v.String()] = true
	}
	if VerdictCount.String() != "invalid" || Answered.String() != "answered" || Unknown.String() != "unknown" || OneSided.String() != "one_sided" {
		t.Error("names are out of step")
	}
}
