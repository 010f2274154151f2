package config

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation/steering"
	"quotient/risk"
)

// TestFeasibleTables keeps what check prints of some desks: read what changes.
func TestFeasibleTables(t *testing.T) {
	for _, name := range []string{"dev", "hkex_primary", "mifid_rts8", "options_dev"} {
		f := example(t, name).Feasible()
		golden(t, "testdata/feasible/"+name+".golden", f.Text())
	}
}

// TestFeasibleEdges: each limit may be as tight as the widest, farthest, smallest
// or dearest quote, and no tighter. The figures follow from options_dev's terms:
// in its last row, from a bid of 500 on, 75 yuan count, which is 150 ticks.
func TestFeasibleEdges(t *testing.T) {
	wide := []string{"step_back: out", "step_back: wide", "max_width_ticks: 16", "max_width_ticks: 16\n    step_wide_ticks: 7"}
	for _, c := range []struct {
		key, tight, other string
		too               string
		more              []string
	}{
		{"max_spread_ticks: 154", "max_spread_ticks: 150", "terms[0].tiers", "max_spread_ticks: 149", nil},
		{"max_spread_ticks: 154", "max_spread_ticks: 157", "quoter.defaults.step_wide_ticks", "max_spread_ticks: 156", wide},
		// Half of 150, 3 ticks of skew, and one of rounding.
		{"collar_ticks: 120", "collar_ticks: 79", "quoter.defaults.pricing.max_skew", "collar_ticks: 78", nil},
		{"collar_ticks: 120", "collar_ticks: 76", "terms[0].tiers", "collar_ticks: 75", []string{"max_width_ticks: 16", "max_width_ticks: 16\n      max_skew: 0"}},
		{"collar_ticks: 120", "collar_ticks: 78", "quoter.defaults.pricing.skew_per_lot", "collar_ticks: 77", // 400 lots move fair value by 2
			[]string{"max_width_ticks: 16", "max_width_ticks: 16\n      skew_per_lot: 0.005"}},
		{"max_order_lots: 24", "max_order_lots: 24\n    min_order_lots: 10", "terms[0].min_size_lots", "max_order_lots: 24\n    min_order_lots: 11", nil},
		// In a row from 900 on 12 lots of 10 are asked for at 908 (and 10 at 975).
		{"max_order_value: 3000000", "max_order_value: 108960", "terms[0].tiers", "max_order_value: 108959.99", []string{"from: 500, spread", "from: 900, spread"}},
	} {
		pairs := append([]string{c.key, c.tight}, c.more...)
		changed(t, "options_dev", pairs...)
		pairs[1] = c.too
		last := strings.TrimSpace(c.too[strings.LastIndex(c.too, "\n")+1:])
		path := "risk.defaults." + last[:strings.Index(last, ":")]
		_, problems := change(t, "options_dev", pairs...)
		told := slices.ContainsFunc(problems, func(p Problem) bool {
			return p.Path == path && p.Code == CodeContradiction && strings.Contains(p.Allowed, c.other)
		})
		if !told || len(problems) != 1 {
			t.Errorf("%s: want one problem at %s against %s, got\n%s", c.too, path, c.other, RenderText(problems, false))
		}
	}
}

// TestAnswersInTime: 22 options owe answers within 20 s to 70 % of the requests;
// 16 of them, rounded up, may ask in one instant.
func TestAnswersInTime(t *testing.T) {
	messages := func(most, window string) []string {
		return []string{"max_messages: 200", "max_messages: " + most, "reserved_for_cancels: 40", "reserved_for_cancels: 9", "window: 1s", "window: " + window,
			"reject_share_from: 50", "reject_share_from: 2", "reject_share_from: 100", "reject_share_from: 2"}
	}
	d := changed(t, "options_dev", messages("15", "7s")...) // 6 at once, in 7 s and in 14 s
	m := d.Feasible().Messages
	if a := m.Answers; len(a) != 1 || a[0].Contracts != 22 || a[0].AtOnce != 18 || a[0].AfterFull != 12 || a[0].Within != "20s" || a[0].All != "28s" {
		t.Errorf("answers %+v", a)
	}
	if m.Free != 6 || m.All != "28s" || m.Pull != "21s" || m.PerDay != 22727 || m.Full != "583338s" {
		t.Errorf("messages %+v", m)
	}
	p := refused(t, CodeContradiction, "risk.max_messages", "options_dev", messages("14", "7s")...)
	if !strings.HasPrefix(p.Allowed, "at least 15") || !strings.Contains(p.Allowed, "within = 20s") {
		t.Errorf("%+v", p)
	}
	changed(t, "options_dev", messages("17", "19999ms")...)
	refused(t, CodeContradiction, "risk.max_messages", "options_dev", messages("16", "19999ms")...)
	changed(t, "options_dev", messages("25", "20s")...) // the second window is too late
	refused(t, CodeContradiction, "risk.max_messages", "options_dev", messages("24", "20s")...)
}

// TestStressedEdge: a grant that doubles the 8 ticks makes a critical need show 16,
// and 3 of the least 5 lots. 22 options want a day's 22 messages.
func TestStressedEdge(t *testing.T) {
	steer := []string{"grants:", "steering:\n  - {reserve: 3h, watch: 90m, critical: 98%}\n\ngrants:"}
	parse := func(pairs ...string) []Problem {
		text, _ := Example("mifid_rts8")
		_, problems := Parse("desk.yaml", []byte(strings.NewReplacer(append(pairs, steer...)...).Replace(string(text))), example(t, "mifid_rts8").Files)
		return problems
	}
	if p := parse("max_order_lots: 24", "max_order_lots: 24\n    min_order_lots: 3"); len(p) > 0 {
		t.Error(RenderText(p, false))
	}
	for _, c := range [][3]string{
		{"max_spread_ticks: 16", "max_spread_ticks: 15", "risk.defaults.max_spread_ticks"},
		{"max_order_lots: 24", "max_order_lots: 24\n    min_order_lots: 4", "risk.defaults.min_order_lots"},
	} {
		if p := parse(c[0], c[1]); len(p) != 1 || p[0].Path != c[2] || !strings.Contains(p[0].Message, "a grant relaxes the terms by 2") {
			t.Errorf("%s: %s", c[1], RenderText(p, false))
		}
	}
	changed(t, "options_dev", "max_messages_per_day: 500000", "max_messages_per_day: 22")
	refused(t, CodeContradiction, "risk.max_messages_per_day", "options_dev", "max_messages_per_day: 500000", "max_messages_per_day: 21")
}

// TestFeasiblePositions: 12 lots stand and 12 more are on their way, so that 200
// long leave room up to 176 net; a new quote of 10 up to 178.
func TestFeasiblePositions(t *testing.T) {
	f := changed(t, "dev", "max_short_lots: 200", "max_short_lots: 150\n    min_order_lots: 3").Feasible()
	want := PositionFit{Contracts: []string{"AP703"}, Size: 12, Least: 10, MaxLong: 200, MaxShort: 150,
		FullLong: 176, FullShort: 126, LastLong: 178, LastShort: 128, Rest: 2}
	if got, _ := json.Marshal(f.Positions); len(f.Positions) != 1 || string(got[1:len(got)-1]) != string(must(json.Marshal(want))) {
		t.Errorf("got %s", got)
	}
	if p := f.Products; len(p) != 1 || p[0] != (ProductFit{"AP", 1, 12, 300, 276}) {
		t.Errorf("products %+v", p)
	}
	if text := f.Text(); !strings.Contains(text, "from -126 to 176") || !strings.Contains(text, "a rest of 2 or less") {
		t.Errorf("%s", text)
	}
}

func must(b []byte, _ error) []byte { return b }

// TestFeasibleShare: below the first row, and where 1 % of the bid is under a tick,
// nothing counts; in the open row the gate ends what a critical need shows.
func TestFeasibleShare(t *testing.T) {
	d := changed(t, "options_dev", "{from: 0, spread: 8}\n        - {from: 50, spread: 10}\n        - {from: 100, spread: 20}\n        - {from: 200, spread: 30}\n        - {from: 300, spread: 50}\n        - {from: 500, spread: 75}",
		"{from: 2, share: 1%}\n        - {from: 100, share: 10%}")
	type line struct {
		stance, from, to, until string
		counts                  bool
		low, high, allowed      int64
	}
	var got []line
	for _, s := range d.Feasible().Steps {
		if s.Duty == dutyQuote {
			got = append(got, line{s.Stances[0], s.From, s.To, s.Until, s.Counts, s.MinWidth, s.MaxWidth, s.Allowed})
		}
	}
	want := []line{ // ticks of 0.5
		{"normal", "0.5", "1.5", "", false, 0, 0, 0},
		{"normal", "2.0", "49.5", "", false, 0, 0, 0},
		{"normal", "50.0", "99.5", "", true, 1, 1, 1},
		{"normal", "100.0", "24992.0", "max_order_value", true, 8, 16, 20},
		{"duty", "50.0", "99.5", "", true, 1, 1, 1},
		{"duty", "100.0", "774.5", "max_spread_ticks", true, 20, 154, 20}, // 155 ticks from 775 on
		{"out", "", "", "", false, 0, 0, 0},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// TestFeasibleWithoutTerms: a contract without terms is quoted as it is configured,
// and one that owes quotes and is not to be quoted is told.
func TestFeasibleWithoutTerms(t *testing.T) {
	f := changed(t, "dev", "AP701: {quote: false}", "AP701: {quote: true}", "AP703: {lead: AP701}", "AP703: {quote: false}").Feasible()
	if len(f.Steps) != 2 || f.Steps[0].Duty != dutyOwn || f.Steps[0].Contracts[0] != "AP701" || f.Steps[0].Least != 0 ||
		f.Steps[1].Stances[0] != "none" || f.Messages.Contracts != 1 {
		t.Errorf("%+v", f.Steps)
	}
	if text := f.Text(); !strings.Contains(text, "none    quote: false") || !strings.Contains(text, "1 contract all") {
		t.Errorf("%s", text)
	}
	wide := changed(t, "dev", "max_width_ticks: 4", "max_width_ticks: 8", "    refill_at_lots: 10\n", "    comply: false\n").Feasible()
	if s := wide.Steps[0]; s.MinWidth != 2 || s.MaxWidth != 8 || s.Allowed != 4 || !s.Counts {
		t.Errorf("not complying: %+v", s)
	}
}

// TestFeasibleEnds holds every end that the examples' tables name against the real
// gate: at To the quote passes, one tick higher the gate refuses it for Until.
func TestFeasibleEnds(t *testing.T) {
	rules := map[string]risk.Rule{"max_order_value": risk.RuleValue, "max_spread_ticks": risk.RuleSpread, "collar_ticks": risk.RuleCollar}
	ends := 0
	for _, name := range Examples() {
		d := example(t, name)
		b := newBench(d)
		for _, s := range d.Feasible().Steps {
			if s.Until == "" {
				continue
			}
			c, _ := d.Lookup(s.Contracts[0])
			bid, ok := d.Instruments[c].ParsePrice([]byte(s.To))
			if !ok {
				t.Fatalf("%s: %q is no price", name, s.To)
			}
			ends++
			width := market.Price(s.MaxWidth)
			if r := b.judge(c, bid, bid+width, market.Qty(s.Size), 2*bid+width); r != risk.OK {
				t.Errorf("%s %v at %s: the gate says %s", name, s.Stances, s.To, r)
			}
			if r := b.judge(c, bid+1, bid+1+width, market.Qty(s.Size), 2*bid+2+width); r != rules[s.Until] {
				t.Errorf("%s %v above %s: the gate says %s, not %s", name, s.Stances, s.To, r, s.Until)
			}
		}
	}
	if ends < 10 {
		t.Errorf("only %d ends", ends)
	}
}

// TestPostures: who is steered, and how.
func TestPostures(t *testing.T) {
	stances := func(d *Desk, symbol, duty string) (list []steering.Stance) {
		c, _ := d.Lookup(symbol)
		for _, p := range d.postures(c, duty, d.quoteDemand(&d.Obligation.Terms[0])) {
			list = append(list, p.stance)
		}
		return list
	}
	d := example(t, "zce_futures")
	if got := stances(d, "AP703", dutyQuote); !slices.Equal(got, []steering.Stance{steering.Normal, steering.Duty, steering.Out}) {
		t.Errorf("steered: %v", got)
	}
	if got := stances(d, "AP703", dutyAnswer); !slices.Equal(got, []steering.Stance{steering.Normal, steering.Duty}) {
		t.Errorf("an answer is not stepped back from: %v", got)
	}
	if got := stances(d, "AP701", dutyQuote); !slices.Equal(got, []steering.Stance{steering.Normal}) {
		t.Errorf("not owed: %v", got)
	}
	if got := stances(example(t, "dev"), "AP703", dutyQuote); !slices.Equal(got, []steering.Stance{steering.Normal}) {
		t.Errorf("no steering: %v", got)
	}
}

// TestRenderCheck: problems alone when there are any, else the figures.
func TestRenderCheck(t *testing.T) {
	f := example(t, "dev").Feasible()
	var out struct {
		Schema   int
		OK       bool
		Feasible *Feasible
	}
	if err := json.Unmarshal(RenderCheck(nil, &f), &out); err != nil || out.Schema != 1 || !out.OK || out.Feasible == nil || len(out.Feasible.Steps) != 1 {
		t.Errorf("%v, %+v", err, out)
	}
	bad := []Problem{{Code: CodeRange}}
	if got := RenderCheck(bad, nil); string(got) != string(RenderJSON(bad)) {
		t.Errorf("%s", got)
	}
}
