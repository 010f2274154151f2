package rule_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/rule"
)

// rmTiers are the tiers published for options on rapeseed meal in 2020, as a
// table of spreads: below 50 at most 5 ticks, and so on.
func rmTiers() *rule.Tiers {
	return &rule.Tiers{N: 5, Row: [rule.MaxTiers]rule.Tier{{From: 0, Ticks: 5}, {From: 50, Ticks: 10},
		{From: 100, Ticks: 20}, {From: 200, Ticks: 30}, {From: 300, Ticks: 45, PPM: 200_000}}}
}

func TestTiers(t *testing.T) {
	tiers := rmTiers()
	for bid, want := range map[market.Price]market.Price{-1: 0, 0: 5, 49: 5, 50: 10, 99: 10, 100: 20, 199: 20, 200: 30, 299: 30,
		300: 60, 304: 60, 305: 61} {
		if got := tiers.Widest(bid, bid+1); got != want {
			t.Errorf("bid %d: %d ticks, want %d", bid, got, want)
		}
	}
	tiers.Row[4].PPM = 100_000 // 10 % is less than 45 ticks up to 450
	for bid, want := range map[market.Price]market.Price{300: 45, 459: 45, 460: 46} {
		if got := tiers.Widest(bid, bid+1); got != want {
			t.Errorf("bid %d: %d ticks, want %d", bid, got, want)
		}
	}
	tiers.Key = rule.KeyMid
	for ask, want := range map[market.Price]market.Price{50: 5, 53: 5, 54: 10, 55: 10} { // from a bid of 46
		if got := tiers.Widest(46, ask); got != want {
			t.Errorf("46 to %d: %d ticks, want %d", ask, got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	plain := rule.Demand{Spread: 4, MinSize: 10}
	even := rule.Demand{Spread: 4, MinSize: 10, Imbalance: 500_000}
	eased := rule.Demand{Spread: 5, MinSize: 10, Relax: 1_500_000}
	table := rule.Demand{Tiers: rmTiers(), MinSize: 1}
	for _, c := range []struct {
		d      rule.Demand
		spread market.Price
		bid    market.Qty
		ask    market.Qty
		want   rule.Verdict
	}{
		{plain, 4, 10, 10, rule.Good},
		{plain, 4, 0, 0, rule.Nothing},
		{plain, 4, -1, -1, rule.Nothing},
		{plain, 4, 10, 0, rule.OneSided},
		{plain, 4, -1, 10, rule.OneSided},
		{plain, 9, 10, 0, rule.OneSided},
		{plain, 4, 9, 10, rule.TooSmall},
		{plain, 4, 10, 9, rule.TooSmall},
		{plain, 9, 10, 9, rule.TooSmall},
		{plain, 5, 10, 10, rule.TooWide},
		{plain, 4, 10, 1000, rule.Good},
		{even, 4, 10, 20, rule.Good},
		{even, 4, 20, 10, rule.Good},
		{even, 4, 10, 21, rule.TooSmall},
		{even, 9, 21, 10, rule.TooSmall},
		{even, 5, 20, 10, rule.TooWide},
		{eased, 7, 7, 7, rule.Good}, // 7.5 ticks, 6.67 lots
		{eased, 8, 7, 7, rule.TooWide},
		{eased, 7, 6, 7, rule.TooSmall},
		{table, 10, 1, 1, rule.Good}, // the bid is 50
		{table, 11, 1, 1, rule.TooWide},
	} {
		if got := c.d.Judge(50, 50+c.spread, c.bid, c.ask); got != c.want {
			t.Errorf("%+v: %d wide, %d by %d: verdict %d, want %d", c.d, c.spread, c.bid, c.ask, got, c.want)
		}
	}
}

// TestRelax holds the relaxed demand against exact fractions: never wider than
// allowed, never smaller than asked, and nothing within them is refused.
func TestRelax(t *testing.T) {
	twice := rule.Demand{Spread: 5, MinSize: 10, Relax: 2_000_000}
	if w, q := twice.Widest(1, 2), twice.Least(); w != 10 || q != 5 {
		t.Errorf("relaxed to the double: %d ticks, %d lots", w, q)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := rule.Demand{Spread: market.Price(rapid.IntRange(1, 1000).Draw(t, "spread")),
			MinSize: market.Qty(rapid.IntRange(1, 1000).Draw(t, "size")), Relax: rapid.Int64Range(1_000_001, 100_000_000).Draw(t, "relax")}
		if rapid.IntRange(0, 9).Draw(t, "not") == 0 {
			d.Relax = 0
		}
		times := big.NewRat(max(d.Relax, 1_000_000), 1_000_000)
		widest := new(big.Rat).Mul(big.NewRat(int64(d.Spread), 1), times)
		least := new(big.Rat).Quo(big.NewRat(int64(d.MinSize), 1), times)
		w, q := int64(d.Widest(1, 2)), int64(d.Least())
		if big.NewRat(w, 1).Cmp(widest) > 0 || big.NewRat(w+1, 1).Cmp(widest) <= 0 {
			t.Fatalf("%d ticks for %s", w, widest.FloatString(6))
		}
		if big.NewRat(q, 1).Cmp(least) < 0 || big.NewRat(q-1, 1).Cmp(least) >= 0 {
			t.Fatalf("%d lots for %s", q, least.FloatString(6))
		}
	})
}

func TestCheckTiers(t *testing.T) {
	for _, c := range []struct {
		want string
		harm func(x *rule.Tiers)
	}{
		{"", func(x *rule.Tiers) {}},
		{"", func(x *rule.Tiers) { x.Key, x.Row[0].PPM, x.Row[0].Ticks = rule.KeyMid, 1_000_000, 0 }},
		{"", func(x *rule.Tiers) {
			x.N = rule.MaxTiers
			for i := range x.Row {
				x.Row[i] = rule.Tier{From: market.Price(i), Ticks: 1}
			}
		}},
		{"tiers 0 16", func(x *rule.Tiers) { x.N = 0 }},
		{"tiers 17 16", func(x *rule.Tiers) { x.N = 17 }},
		{"tiers.key 2 1", func(x *rule.Tiers) { x.Key = rule.KeyCount }},
		{"tiers.from 0 1", func(x *rule.Tiers) { x.Row[1].From = 0 }},
		{"tiers.from 100 101", func(x *rule.Tiers) { x.Row[3].From = 100 }},
		{"tiers.ticks -1 1", func(x *rule.Tiers) { x.Row[0].Ticks, x.Row[0].PPM = -1, 1 }},
		{"tiers.ticks 0 1", func(x *rule.Tiers) { x.Row[0].Ticks = 0 }},
		{"tiers.share -1 1000000", func(x *rule.Tiers) { x.Row[0].PPM = -1 }},
		{"tiers.share 1000001 1000000", func(x *rule.Tiers) { x.Row[0].PPM = 1_000_001 }},
	} {
		x, got := rmTiers(), ""
		c.harm(x)
		x.Check(func(key string, found, allowed int64) { got += fmt.Sprint(key, " ", found, " ", allowed) })
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	d := rule.Demand{Tiers: rmTiers(), MinSize: 10, Imbalance: 1, Relax: 2_000_000}
	if n := testing.AllocsPerRun(100, func() { d.Judge(50, 60, 10, 10) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
