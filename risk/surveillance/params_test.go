package surveillance_test

import (
	"fmt"
	"strings"
	"testing"

	"quotient/market"
	"quotient/risk/surveillance"
)

func found(p surveillance.Params) string {
	var out []string
	p.Check(func(key string, found, allowed int64) {
		out = append(out, fmt.Sprintf("%s %d %d", key, found, allowed))
	})
	return strings.Join(out, ", ")
}

// fine are all profiles together: nothing is wrong with them.
func fine() surveillance.Params {
	p := params(draft2015(), rules2025(), zce2018(), own())
	rules, exempt := shfe()
	p.Rules, p.Exemptions = append(p.Rules, rules...), exempt
	return p
}

// at is the first rule of a kind.
func at(p *surveillance.Params, k surveillance.Kind) *surveillance.Rule {
	for i := range p.Rules {
		if p.Rules[i].Kind == k {
			return &p.Rules[i]
		}
	}
	panic(k)
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		want   string
		change func(*surveillance.Params)
	}{
		{"", func(*surveillance.Params) {}},
		{"", func(p *surveillance.Params) { p.Warn, p.Throttle, p.Stop = 1, 1, 1 }},
		{"", func(p *surveillance.Params) { p.Stop = 1_000_000 }},
		{"warn 0 1", func(p *surveillance.Params) { p.Warn = 0 }},
		{"throttle 499999 500000", func(p *surveillance.Params) { p.Throttle = 499_999 }},
		{"stop 799999 800000", func(p *surveillance.Params) { p.Stop = 799_999 }},
		{"stop 1000001 1000000", func(p *surveillance.Params) { p.Stop = 1_000_001 }},
		{"kind 17 16, kind 17 16", func(p *surveillance.Params) {
			p.Need = []surveillance.Kind{surveillance.KindCount, surveillance.KindCount, surveillance.PriceBurst}
		}},
		{"kind 0 16", func(p *surveillance.Params) { p.Rules[0].Kind = surveillance.KindNone }},
		{"from 20250230 0", func(p *surveillance.Params) { p.Rules[0].From = 20250230 }},
		{"until 20151008 20151009", func(p *surveillance.Params) { p.Rules[0].Until = 20151008 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Until = 20151009 }},
		{"source 0 1", func(p *surveillance.Params) { p.Rules[0].Source = market.Ref{} }},
		{"limit 0 1099511627776", func(p *surveillance.Params) { p.Rules[0].Limit = 0 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Limit = 1 << 40 }},
		{"limit 1099511627777 1099511627776", func(p *surveillance.Params) { p.Rules[0].Limit = 1<<40 + 1 }},
		{"quote_weight 0 2", func(p *surveillance.Params) { p.Rules[0].QuoteWeight = 0 }},
		{"quote_weight 3 2", func(p *surveillance.Params) { p.Rules[0].QuoteWeight = 3 }},
		{"product 1 0", func(p *surveillance.Params) { p.Rules[0].Product = code("AP") }},
		{"counts 4 3", func(p *surveillance.Params) { p.Rules[0].Counts = surveillance.CountReplaced }},
		{"counts 0 3", func(p *surveillance.Params) { at(p, surveillance.Messages).Counts = 0 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Counts = cancels }},
		{"messages 0 256", func(p *surveillance.Params) { p.Rules[0].Messages = 0 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Messages = 256 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Messages = 1 }},
		{"messages 257 256", func(p *surveillance.Params) { at(p, surveillance.PriceBurst).Messages = 257 }},
		{"window 0 86400000000000", func(p *surveillance.Params) { p.Rules[0].Window = 0 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Window = 1 }},
		{"", func(p *surveillance.Params) { p.Rules[0].Window = market.Day }},
		{"window 86400000000001 86400000000000", func(p *surveillance.Params) { at(p, surveillance.PriceBurst).Window = market.Day + 1 }},
		{"window 0 86400000000000", func(p *surveillance.Params) { at(p, surveillance.CloseShare).Window = 0 }},
		{"window 0 86400000000000", func(p *surveillance.Params) { at(p, surveillance.Layering).Window = 0 }},
		{"window 0 86400000000000", func(p *surveillance.Params) { at(p, surveillance.OrdersOpposite).Window = 0 }},
		{"window 0 86400000000000", func(p *surveillance.Params) { at(p, surveillance.OrdersProducts).Window = 0 }},
		{"window 0 86400000000000", func(p *surveillance.Params) { at(p, surveillance.OrdersQuick).Window = 0 }},
		{"lots 0 1", func(p *surveillance.Params) { at(p, surveillance.LargeCancels).Lots = 0 }},
		{"lots 0 1", func(p *surveillance.Params) { at(p, surveillance.Layering).Lots = 0 }},
		{"lots 0 1", func(p *surveillance.Params) { at(p, surveillance.CloseShare).Lots = 0 }},
		{"", func(p *surveillance.Params) { at(p, surveillance.CloseShare).Lots = 1 }},
		{"small 0 1", func(p *surveillance.Params) { at(p, surveillance.Layering).Small = 0 }},
		{"", func(p *surveillance.Params) { at(p, surveillance.Layering).Small = 1 }},
		{"ticks 0 1", func(p *surveillance.Params) { at(p, surveillance.Layering).Ticks = 0 }},
		{"ticks 0 1", func(p *surveillance.Params) { at(p, surveillance.PriceBurst).Ticks = 0 }},
		{"", func(p *surveillance.Params) { at(p, surveillance.PriceBurst).Ticks = 1 }},
		{"ratio 0 1099511627776", func(p *surveillance.Params) { at(p, surveillance.CancelRatio).Ratio = 0 }},
		{"", func(p *surveillance.Params) { at(p, surveillance.CancelRatio).Ratio = 1 }},
		{"", func(p *surveillance.Params) { at(p, surveillance.CancelRatio).Ratio = 1 << 40 }},
		{"ratio -1 1099511627776", func(p *surveillance.Params) { at(p, surveillance.Messages).Ratio = -1 }},
		{"ratio 1099511627777 1099511627776", func(p *surveillance.Params) { at(p, surveillance.Messages).Ratio = 1<<40 + 1 }},
		{"rate -1 1099511627776", func(p *surveillance.Params) { at(p, surveillance.CancelRatio).Rate = -1 }},
		{"", func(p *surveillance.Params) { at(p, surveillance.CancelRatio).Rate = 1 << 40 }},
		{"rate 1099511627777 1099511627776", func(p *surveillance.Params) { at(p, surveillance.CancelRatio).Rate = 1<<40 + 1 }},
		{"kind 0 16", func(p *surveillance.Params) { p.Exemptions[0].Kind = 0 }},
		{"source 0 1", func(p *surveillance.Params) { p.Exemptions[0].Source = market.Ref{} }},
		{"until 20190101 20190102", func(p *surveillance.Params) { p.Exemptions[0].From, p.Exemptions[0].Until = 20190102, 20190101 }},
		{"product 1 0", func(p *surveillance.Params) {
			p.Exemptions[0].Kind, p.Exemptions[0].Product = surveillance.Burst, code("AP")
		}},
		{"", func(p *surveillance.Params) { p.Exemptions[0].Product = code("AP") }},
		{"", func(p *surveillance.Params) { p.Rules = repeat(p.Rules[0], 1024) }},
		{"rules 1025 1024", func(p *surveillance.Params) { p.Rules = repeat(p.Rules[0], 1025) }},
		{"", func(p *surveillance.Params) { p.Exemptions = repeat(p.Exemptions[0], 255) }},
		{"exemptions 256 255", func(p *surveillance.Params) { p.Exemptions = repeat(p.Exemptions[0], 256) }},
	} {
		p := fine()
		c.change(&p)
		if got := found(p); got != c.want {
			t.Errorf("found %q, want %q", got, c.want)
		}
		w := surveillance.New(3, p)
		w.NewDay(20251010)
		if stopped := w.Level(0) == surveillance.Stop; stopped != (c.want != "") {
			t.Errorf("%q: stopped %v", c.want, stopped)
		}
	}
}

func repeat[T any](v T, n int) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = v
	}
	return out
}

// TestUnreadable: what cannot be stops everything and counts nothing.
func TestUnreadable(t *testing.T) {
	p := fine()
	for _, n := range []int{2, 4} {
		w := surveillance.New(n, p)
		w.NewDay(20251010)
		if w.Halted() != surveillance.Unreadable || w.Level(0) != surveillance.Stop || w.Spare(1) != 0 {
			t.Fatal("products that are not the contracts'")
		}
	}
	p.Rules[0].Limit = 0
	w := surveillance.New(3, p)
	for c := range market.Contract(4) {
		w.Book(c, &market.Depth{Bid: 1, Ask: 2, BidQty: 1, AskQty: 1}, 5)
		w.Sent(&market.Instruction{Kind: market.InstructOrder, Contract: c, BidQty: 1, BidOffset: market.Open}, 5)
		w.Sent(&market.Instruction{Kind: market.InstructMassQuotes, Contract: c}, 5)
		w.Cancelled(&surveillance.Cancel{Contract: c, BidLots: 1}, 5)
		w.Filled(&surveillance.Fill{Contract: c, Side: market.Bid, Lots: 1}, 5)
		w.Request(c, 5)
		w.Closing(c, 1, 5)
	}
	var a surveillance.Alarm
	if !w.Take(&a) || a.Halt != surveillance.Unreadable || a.To != surveillance.Stop || a.From != surveillance.OK || a.At != 5 || w.Take(&a) {
		t.Fatalf("%+v", a)
	}
	if _, ok := w.Reading(0, 0); ok || w.Level(0) != surveillance.Stop {
		t.Fatal("a reading of nothing")
	}
	if _, ok := w.Load(w.Save(nil)); ok {
		t.Fatal("loaded")
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{"invalid": true}
	add := func(s string) {
		if s == "" || seen[s] {
			t.Errorf("%q twice or nothing", s)
		}
		seen[s] = true
	}
	for k := range surveillance.KindCount {
		add(k.String())
	}
	for l := range surveillance.Stop + 1 {
		add(l.String())
	}
	for h := range surveillance.Unreadable + 1 {
		add(h.String())
	}
	for s := range surveillance.Contract + 1 {
		add(s.String())
	}
	for _, s := range []string{surveillance.KindCount.String(), (surveillance.Stop + 1).String(),
		(surveillance.Unreadable + 1).String(), (surveillance.Contract + 1).String()} {
		if s != "invalid" {
			t.Error(s)
		}
	}
}
