package config

import (
	"strings"
	"testing"
)

// onTheEdge is a desk in which every figure is as tight as the others let it be.
func onTheEdge(t *testing.T) string {
	t.Helper()
	text, _ := Example("dev")
	tight := string(text)
	for _, c := range [][2]string{
		{"size_lots: 12", "size_lots: 10"},
		{"refill_at_lots: 10", "refill_at_lots: 9"},
		{"stale_after: 10s", "stale_after: 30s"},
		{"min_width_ticks: 2", "min_width_ticks: 4"},
		{"reserved_for_cancels: 5", "reserved_for_cancels: 19"},
		{"max_order_lots: 24", "max_order_lots: 10\n    min_order_lots: 10"},
		{"max_long_lots: 200", "max_long_lots: 20"},
		{"max_short_lots: 200", "max_short_lots: 20"},
		{"max_net_lots: 300", "max_net_lots: 20"},
		{"max_order_value: 3000000", "max_order_value: 726500"}, // 10 lots at 7265 yuan/t, 10 t a lot
		{"collar_ticks: 60", "collar_ticks: 4"},
		{"    max_spread_ticks: 8", "    max_spread_ticks: 4"},
		{"{after: 37m13s", "{after: 12m49s"}, // where the hole before it ends
	} {
		if !strings.Contains(tight, c[0]) {
			t.Fatalf("%q is not in the example", c[0])
		}
		tight = strings.Replace(tight, c[0], c[1], 1)
	}
	return tight
}

// TestEdgeHolds: what is just possible is not refused.
func TestEdgeHolds(t *testing.T) {
	if _, problems := Parse("desk.yaml", []byte(onTheEdge(t)), nil); len(problems) > 0 {
		t.Error(RenderText(problems, false))
	}
}

// TestEdgeBreaks: one step beyond any of the bounds is refused, with both keys.
func TestEdgeBreaks(t *testing.T) {
	for _, c := range []struct{ from, to, path, other string }{
		{"\n    size_lots: 10", "\n    size_lots: 9", "quoter.defaults.size_lots", "terms[0].min_size_lots"},
		{"refill_at_lots: 9", "refill_at_lots: 8", "quoter.defaults.refill_at_lots", "terms[0].min_size_lots"},
		{"refill_at_lots: 9", "refill_at_lots: 10", "quoter.defaults.refill_at_lots", "quoter.defaults.size_lots"},
		{"stale_after: 30s\n    pricing", "stale_after: 30.001s\n    pricing", "risk.defaults.stale_after", "quoter.defaults.stale_after"},
		{"min_width_ticks: 4", "min_width_ticks: 5", "quoter.defaults.pricing.min_width_ticks", "terms[0].max_spread_ticks"},
		{"max_width_ticks: 4", "max_width_ticks: 5", "quoter.defaults.pricing.max_width_ticks", "terms[0].max_spread_ticks"},
		{"reserved_for_cancels: 19", "reserved_for_cancels: 20", "risk.reserved_for_cancels", "risk.max_messages"},
		{"max_order_lots: 10", "max_order_lots: 9", "risk.defaults.max_order_lots", "quoter.defaults.size_lots"},
		{"min_order_lots: 10", "min_order_lots: 11", "risk.defaults.min_order_lots", "quoter.defaults.size_lots"},
		{"min_order_lots: 10", "min_order_lots: 11", "risk.defaults.min_order_lots", "risk.defaults.max_order_lots"},
		{"max_long_lots: 20", "max_long_lots: 19", "risk.defaults.max_long_lots", "quoter.defaults.size_lots"},
		{"max_short_lots: 20", "max_short_lots: 19", "risk.defaults.max_short_lots", "quoter.defaults.size_lots"},
		{"max_net_lots: 20", "max_net_lots: 19", "risk.products.AP.max_net_lots", "quoter.defaults.size_lots"},
		{"max_order_value: 726500", "max_order_value: 726499.99", "risk.defaults.max_order_value", "quoter.defaults.size_lots"},
		{"collar_ticks: 4", "collar_ticks: 3", "risk.defaults.collar_ticks", "quoter.defaults.pricing.max_width_ticks"},
		{"    max_spread_ticks: 4\n    stale", "    max_spread_ticks: 3\n    stale", "risk.defaults.max_spread_ticks", "quoter.defaults.pricing.max_width_ticks"},
		{"{after: 12m49s", "{after: 12m48.999s", "sim.holes[1].after", ""},
		{"{quote: false}", "{quote: true}", "risk.products.AP.max_net_lots", "quoter.defaults.size_lots"}, // 2 standing, 1 new
	} {
		text := strings.Replace(onTheEdge(t), c.from, c.to, 1)
		_, problems := Parse("desk.yaml", []byte(text), nil)
		told := false
		for _, p := range problems {
			told = told || p.Path == c.path && strings.Contains(p.Allowed, c.other) && p.Found != ""
		}
		if !told {
			t.Errorf("%s: want %s against %s, got\n%s", c.to, c.path, c.other, RenderText(problems, false))
		}
	}
}

// TestNotComplying: a desk may choose to quote wider than the terms count, but
// not so wide that nothing ever counts.
func TestNotComplying(t *testing.T) {
	text, _ := Example("dev")
	wide := strings.Replace(string(text), "max_width_ticks: 4", "max_width_ticks: 8", 1)
	wide = strings.Replace(wide, "    refill_at_lots: 10\n", "    comply: false\n", 1)
	d, problems := Parse("desk.yaml", []byte(wide), nil)
	if len(problems) > 0 || d.Quoter.Contracts[1].Comply {
		t.Fatal(RenderText(problems, false))
	}
	never := strings.Replace(wide, "min_width_ticks: 2", "min_width_ticks: 5", 1)
	if _, problems := Parse("desk.yaml", []byte(never), nil); len(problems) != 1 || problems[0].Code != CodeContradiction {
		t.Errorf("a width that never counts: %s", RenderText(problems, false))
	}
}
