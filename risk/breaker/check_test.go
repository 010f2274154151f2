package breaker

import (
	"math"
	"testing"

	"quotient/market"
)

type finding struct{ found, allowed int64 }

func findings(p Params) map[string]finding {
	got := map[string]finding{}
	p.Check(func(key string, found, allowed int64) { got[key] = finding{found, allowed} })
	return got
}

// bounds is every limit with the least and most it may be: what lies just outside
// is found, and blocks where it belongs.
var bounds = []struct {
	key       string
	scope     Scope
	low, high int64
	at        func(p *Params) *int64
}{
	{"groups[1].fills[0]", Group, 1, 1 << 12, func(p *Params) *int64 { return &p.Groups[1].Flow.Fills[0] }},
	{"groups[1].fills[1]", Group, 1, 1 << 12, func(p *Params) *int64 { return &p.Groups[1].Flow.Fills[1] }},
	{"groups[1].lots[0]", Group, 1, 1 << 40, func(p *Params) *int64 { return &p.Groups[1].Flow.Lots[0] }},
	{"groups[1].lots[1]", Group, 1, 1 << 40, func(p *Params) *int64 { return &p.Groups[1].Flow.Lots[1] }},
	{"groups[1].delta[0]", Group, 1, 1 << 40, func(p *Params) *int64 { return &p.Groups[1].Flow.Delta[0] }},
	{"groups[1].vega[1]", Group, 1, 1 << 40, func(p *Params) *int64 { return &p.Groups[1].Flow.Vega[1] }},
	{"groups[1].one_sided", Group, 1, 1 << 10, func(p *Params) *int64 { return &p.Groups[1].OneSided }},
	{"groups[1].storm.count", Group, 1, 1 << 16, func(p *Params) *int64 { return &p.Groups[1].Storm.Count }},
	{"groups[1].storm.share", Group, 1, 1_000_000, func(p *Params) *int64 { return &p.Groups[1].Storm.Share }},
	{"groups[1].storm.least", Group, 1, 1000, func(p *Params) *int64 { return &p.Groups[1].Storm.Least }},
	{"groups[1].purse.floor", Group, 1, 1 << 60, func(p *Params) *int64 { return (*int64)(&p.Groups[1].Purse.Floor) }},
	{"groups[1].purse.drawdown", Group, 1, 1 << 60, func(p *Params) *int64 { return (*int64)(&p.Groups[1].Purse.Drawdown) }},
	{"storm.count", Account, 1, 1 << 16, func(p *Params) *int64 { return &p.Storm.Count }},
	{"purse.floor", Account, 1, 1 << 60, func(p *Params) *int64 { return (*int64)(&p.Purse.Floor) }},
	{"spans[0]", Account, 1, 0, func(p *Params) *int64 { return (*int64)(&p.Spans[0]) }},
	{"spans[1]", Account, int64(market.Second) + 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Spans[1]) }},
	{"messages", Account, 1, 1 << 16, func(p *Params) *int64 { return &p.Messages }},
	{"collar.most", Account, 1, 1 << 8, func(p *Params) *int64 { return &p.Collar.Most }},
	{"collar.over", Account, 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Collar.Over) }},
	{"repeat.most", Account, 1, 1 << 8, func(p *Params) *int64 { return &p.Repeat.Most }},
	{"unacked_warn", Account, 1, int64(market.Second), func(p *Params) *int64 { return (*int64)(&p.UnackedWarn) }},
	{"unacked", Account, 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Unacked) }},
	{"fall_over", Account, 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.FallOver) }},
	{"unmarked", Account, 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Unmarked) }},
	{"late", Account, 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Late) }},
	{"policies.late.pause", Account, 1, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Policies[Late].Pause) }},
	{"policies.loss.pause", Account, 0, int64(market.Day), func(p *Params) *int64 { return (*int64)(&p.Policies[Loss].Pause) }},
	{"policies.jump.to_risk", Account, 1, 1 << 15, func(p *Params) *int64 { return &p.Policies[Jump].ToRisk }},
}

func TestWhatIsMissingBlocks(t *testing.T) {
	if got := findings(params()); len(got) != 0 {
		t.Fatalf("the limits of the tests are not sound: %v", got)
	}
	for _, x := range bounds {
		for _, v := range []int64{0, -1, math.MinInt64, x.low - 1, x.low, x.high, x.high + 1, math.MaxInt64} {
			if x.high == 0 && v >= x.low {
				continue // the upper bound is another key's
			}
			p := params()
			*x.at(&p) = v
			got, found := findings(p)[x.key]
			sound := v >= x.low && (v <= x.high)
			if found == sound || found && (got.found != v || got.allowed != min(max(v, x.low), max(x.low, x.high))) {
				t.Errorf("%s = %d: found %v %v", x.key, v, found, got)
			}
			blocks(t, x.key, p, x.scope, len(findings(p)) > 0)
		}
	}
}

// blocks looks whether what is wrong stops where it belongs, tells so, and gives
// way to nobody.
func blocks(t *testing.T, key string, p Params, scope Scope, want bool) {
	t.Helper()
	b := New(p)
	_, other := b.Blocked(0)
	trip, own := b.Blocked(2)
	if own != want || other != (want && scope == Account) {
		t.Errorf("%s: blocks %v, the other group %v", key, own, other)
	}
	var told Trip
	if b.Take(&told) != want {
		t.Errorf("%s: told %v", key, !want)
	}
	if want && (trip.Kind != Limit || trip.Scope != scope || trip.Rearm != Unset || told.Kind != Limit ||
		trip.Contract != market.NoContract && scope != Contract) {
		t.Errorf("%s: %+v, told %+v", key, trip, told)
	}
	if want && (b.Rearm(scope, 1, ByRisk, market.Day) || b.Rearm(scope, 2, ByRisk, market.Day)) {
		t.Errorf("%s: was re-armed", key)
	}
}

func TestMasksThatAreEmptyBlock(t *testing.T) {
	for key, change := range map[string]func(p *Params){
		"codes":        func(p *Params) { p.Codes = 0 },
		"collar.rules": func(p *Params) { p.Collar.Rules = 0 },
		"repeat.rules": func(p *Params) { p.Repeat.Rules = 0 },
	} {
		p := params()
		change(&p)
		if got := findings(p); len(got) != 1 || got[key] != (finding{0, 1}) {
			t.Errorf("%s: %v", key, got)
		}
		blocks(t, key, p, Account, true)
	}
}

func TestContractsNeedAGroup(t *testing.T) {
	p := params()
	p.Of[2] = 2
	if got := findings(p); len(got) != 1 || got["of[2]"] != (finding{2, 1}) {
		t.Errorf("found %v", got)
	}
	blocks(t, "of[2]", p, Contract, true)
	p = params()
	p.Groups = nil
	if got := findings(p); got["groups"] != (finding{0, 1}) {
		t.Errorf("found %v", got)
	}
	b := New(p)
	for c := range market.Contract(3) {
		if trip, ok := b.Blocked(c); !ok || trip.Kind != Limit {
			t.Errorf("without groups contract %d is not blocked", c)
		}
	}
	b = New(Params{})
	if _, ok := b.Blocked(0); !ok {
		t.Error("of nothing something is allowed")
	}
	p = params()
	p.Of = make([]uint16, 12)
	p.Of[11] = 7
	if got := findings(p); len(got) != 1 || got["of[11]"] != (finding{7, 1}) {
		t.Errorf("found %v", got)
	}
}

// A Policy cannot give away what only a person, or only risk, may end; one that is
// missing is read as risk's.
func TestPoliciesHaveALeast(t *testing.T) {
	for k := range KindCount {
		for a := range authorities + 2 {
			p := params()
			p.Policies[k].Rearm = a
			_, found := findings(p)["policies."+k.String()+".rearm"]
			least := k.Ends()
			if want := least != Unset && (a < least || a > ByRisk); found != want {
				t.Errorf("%v by %v: found %v", k, a, found)
			}
		}
	}
	for _, x := range []struct {
		kind          Kind
		policy, least Authority
	}{
		{Protection, Unset, ByRisk}, {Protection, ByItself, ByTrader}, {Loss, ByTrader, ByRisk}, {Loss, ByItself, ByRisk},
		{Late, ByItself, ByItself}, {Late, ByTrader, ByTrader}, {Rejects, Unset, ByRisk},
	} {
		p := params()
		p.Policies[x.kind].Rearm = x.policy
		b := New(p)
		trip := Trip{Kind: x.kind, Nth: 1}
		if b.ends(&trip); trip.Rearm != x.least {
			t.Errorf("%v by %v ends by %v", x.kind, x.policy, trip.Rearm)
		}
	}
	p := params()
	p.Policies[Late].Pause = 0
	trip := Trip{Kind: Late, Nth: 1}
	if New(p).ends(&trip); trip.Rearm != ByRisk {
		t.Error("a pause that is missing ends by itself")
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, names := range [][]interface{ String() string }{
		{KindNone, Limit, Protection, OneSided, Unacked, Rejects, Collar, Repeat, Loss, Drawdown, Unmarked, Late, Jump},
		{MeasureFills, MeasureLots, MeasureDelta, MeasureVega, MeasureCount, MeasureShare},
		{Contract, Group, Account}, {Unset, ByItself, ByTrader, ByRisk}, {Quiet, Warned, Tripped, Rearmed},
	} {
		for _, n := range names {
			if n.String() == "" || n.String() == "invalid" || seen[n.String()] {
				t.Errorf("%q", n)
			}
			seen[n.String()] = true
		}
	}
	for _, n := range []interface{ String() string }{KindCount, measures, scopes, authorities, states} {
		if n.String() != "invalid" {
			t.Errorf("%q", n)
		}
	}
}
