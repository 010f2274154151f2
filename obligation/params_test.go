package obligation

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func TestCheck(t *testing.T) {
	good := func() Params {
		return Params{Contracts: 2, Terms: []Terms{futures()}, Sources: make([]market.Ref, 1),
			Grants: []Grant{{Contract: market.NoContract, From: 1, To: 2}}}
	}
	for _, c := range []struct {
		want string
		harm func(p *Params)
	}{
		{"", func(p *Params) {}},
		{"", func(p *Params) {
			p.Contracts, p.Terms[0].Target, p.Terms[0].Contract, p.Terms[0].To = 512, million, 511, 20260101
			p.Terms[0].Exempt, p.Terms[0].Limit, p.Terms[0].Basis = EffectIgnored, LimitTouched, SizeDeclared
			p.Terms[0].MaxSpread, p.Terms[0].MinSize, p.Terms[0].Dominant = 1, 1, 511
		}},
		{"contracts 0 512", func(p *Params) { *p = Params{} }},
		{"contracts 513 512", func(p *Params) { p.Contracts = 513 }},
		{"terms.contract 2 1", func(p *Params) { p.Terms[0].Contract = 2 }},
		{"terms.dominant 2 1", func(p *Params) { p.Terms[0].Dominant = 2 }},
		{"terms.source 1 0", func(p *Params) { p.Terms[0].Source = 1 }},
		{"terms.from 20260001 0", func(p *Params) { p.Terms[0].From = 20260001 }},
		{"terms.to 20251231 20260101", func(p *Params) { p.Terms[0].To = 20251231 }},
		{"terms.to 20261301 20260101", func(p *Params) { p.Terms[0].To = 20261301 }},
		{"terms.target 0 1000000", func(p *Params) { p.Terms[0].Target = 0 }},
		{"terms.target 1000001 1000000", func(p *Params) { p.Terms[0].Target = 1000001 }},
		{"terms.max_spread 0 1", func(p *Params) { p.Terms[0].MaxSpread = 0 }},
		{"terms.min_size 0 1", func(p *Params) { p.Terms[0].MinSize = 0 }},
		{"terms.exempt_time 0 3", func(p *Params) { p.Terms[0].Exempt = 0 }},
		{"terms.exempt_time 4 3", func(p *Params) { p.Terms[0].Exempt = 4 }},
		{"terms.at_limit 0 3", func(p *Params) { p.Terms[0].Limit = 0 }},
		{"terms.at_limit 4 3", func(p *Params) { p.Terms[0].Limit = 4 }},
		{"terms.size_basis 0 2", func(p *Params) { p.Terms[0].Basis = 0 }},
		{"terms.size_basis 3 2", func(p *Params) { p.Terms[0].Basis = 3 }},
		{"grants.contract 2 1", func(p *Params) { p.Grants[0].Contract = 2 }},
		{"grants.to 1 2", func(p *Params) { p.Grants[0].To = 1 }},
		{"terms.from 20261231 20261231", func(p *Params) {
			p.Terms = append(p.Terms, futures())
			p.Terms[1].From = 20261231
		}},
		{"", func(p *Params) {
			p.Terms = append(p.Terms, futures())
			p.Terms[1].From, p.Terms[1].To = 20270101, 20270101
		}},
	} {
		p, got := good(), ""
		c.harm(&p)
		p.Check(func(key string, found, allowed int64) { got += fmt.Sprint(key, " ", found, " ", allowed) })
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestSlackIsExact holds the integer arithmetic against big rationals: slack is
// rounded down, the required rest up, and both call a month lost together.
func TestSlackIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		month := int64(40 * market.Day)
		p := rapid.Int64Range(1, million).Draw(t, "target")
		d := rapid.Int64Range(0, month).Draw(t, "obliged")
		r := rapid.Int64Range(0, month).Draw(t, "left")
		e := rapid.Int64Range(0, d).Draw(t, "effective")
		may := big.NewRat(million-p, million)
		may.Mul(may, big.NewRat(d+r, 1)).Sub(may, big.NewRat(d-e, 1))
		got := Slack(p, market.Time(d), market.Time(r), market.Time(e))
		diff := new(big.Rat).Sub(may, big.NewRat(int64(got), 1))
		if diff.Sign() < 0 || diff.Cmp(big.NewRat(1, 1)) >= 0 {
			t.Fatalf("slack %d, exactly %s", got, may.FloatString(3))
		}
		need := NeedRest(p, market.Time(d), market.Time(r), market.Time(e))
		if r == 0 {
			if need != -1 {
				t.Fatalf("need %d with nothing left", need)
			}
			return
		}
		exact := new(big.Rat).Sub(big.NewRat(p, 1), big.NewRat(0, 1))
		exact.Mul(exact, big.NewRat(d+r, 1)).Sub(exact, new(big.Rat).Mul(big.NewRat(million, 1), big.NewRat(e, 1)))
		exact.Quo(exact, big.NewRat(r, 1))
		if exact.Sign() < 0 {
			exact.SetInt64(0)
		}
		up := new(big.Rat).Sub(big.NewRat(need, 1), exact)
		if exact.Cmp(big.NewRat(1<<62, 1)) < 0 && (up.Sign() < 0 || up.Cmp(big.NewRat(1, 1)) >= 0) {
			t.Fatalf("need %d, exactly %s", need, exact.FloatString(3))
		}
		if (need > million) != (may.Sign() < 0) {
			t.Fatalf("need %d, slack %s", need, may.FloatString(3))
		}
	})
}

// TestNeedBeyondNumbers: what no rest can make good is more than any number. Here
// 2^64 times the rest is needed, and a little more.
func TestNeedBeyondNumbers(t *testing.T) {
	if need := NeedRest(million, 1844674407370955, 100, 0); need != 1<<63-1 {
		t.Errorf("need %d", need)
	}
}

func TestNames(t *testing.T) {
	seen := map[byte]State{}
	for s := range StateCount {
		if o, twice := seen[s.Letter()]; twice {
			t.Errorf("%v and %v share %c", s, o, s.Letter())
		}
		seen[s.Letter()] = s
		if s.Ineffective() != (s >= Killed) || s.Ineffective() && (s.Reason() < 0 || s.Reason() >= ReasonCount) {
			t.Errorf("%v has index %d", s, s.Reason())
		}
	}
	if StateCount.String() != "invalid" || StateCount.Letter() != '!' || ExemptCount.String() != "invalid" {
		t.Error("what is no state has a name")
	}
}
