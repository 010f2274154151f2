package config

import (
	"strings"
	"testing"

	"quotient/market"
	"quotient/quoter/pricing"
	"quotient/risk"
)

// built returns a builder after a build of text.
func built(t *testing.T, text string) *builder {
	t.Helper()
	b := &builder{sink: &sink{}, table: deskTable(), read: func(string) ([]byte, error) { return nil, errFolder }}
	b.desk = &Desk{File: "desk.yaml", Files: map[string][]byte{}}
	src := newSource("desk.yaml", []byte(text))
	root := parse(src, []byte(text), b.sink)
	b.root = (&decoder{root: b.table, out: b.sink}).decode(b.table, src, nil, root, "")
	b.build()
	return b
}

// TestRoomKeys checks that every name a room's Check may say leads to a key of
// the file: Params of nothing make it say them all.
func TestRoomKeys(t *testing.T) {
	text, _ := Example("apple")
	b := built(t, string(text))
	if len(b.list) > 0 {
		t.Fatal(RenderText(b.sorted(), false))
	}
	said := 0
	nothing := risk.Params{Instruments: b.desk.Instruments, Limits: make([]risk.Limits, 2), Products: b.desk.Risk.Products}
	nothing.Check(func(name string, _, _ int64) {
		said++
		if v := b.riskKey(name); v == nil || v.key.kind >= kindSection {
			t.Errorf("risk says %s, which is no key", name)
		}
	})
	(&pricing.Params{LeadBetaFast: 1 << 60, LeadFast: -1, ImbalanceGain: 1 << 60, WidthVol: -1, SkewPerLot: -1, MaxSkew: -1, Target: 1 << 60}).
		Check(func(name string, _, _ int64) {
			said++
			if v := b.quote[1].find("pricing", name); v == nil {
				t.Errorf("pricing says %s, which is no key", name)
			}
		})
	(&pricing.LossParams{MarkAfter: -1, VolLoss: -1}).Check(func(name string, _, _ int64) {
		said++
		if v := b.quote[1].find("loss", name); v == nil {
			t.Errorf("the loss signal says %s, which is no key", name)
		}
	})
	if said < 35 {
		t.Errorf("the rooms said only %d names", said)
	}
}

// TestRoomProblem checks that what only a room finds is told at the key it means.
func TestRoomProblem(t *testing.T) {
	text, _ := Example("apple")
	b := built(t, string(text))
	b.desk.Quoter.Contracts[1].Pricing.MinWidth = 0
	b.desk.Risk.Limits[0].CollarTicks = -5
	b.rooms()
	list := b.sorted()
	if len(list) != 2 || list[0].Path != "risk.defaults.collar_ticks" || list[0].Found != "-5" || list[0].Line == 0 ||
		list[1].Path != "quoter.defaults.pricing.min_width_ticks" || list[1].Allowed != "such as 1" {
		t.Errorf("%+v", list)
	}
}

// TestPerContract checks that a contract's own word holds before the defaults',
// key by key, and the defaults' before the table's.
func TestPerContract(t *testing.T) {
	text, _ := Example("apple")
	own := strings.Replace(string(text), "AP101: {lead: AP010}",
		"AP101: {lead: AP010, min_rest: 1s, pricing: {skew_per_lot: 0.5}}", 1)
	own = strings.Replace(own, "  products:\n", "  contracts:\n    AP101: {max_long_lots: 99, quote_phases: [auction, continuous]}\n  products:\n", 1)
	d, problems := Parse("desk.yaml", []byte(own), nil)
	if len(problems) > 0 {
		t.Fatal(RenderText(problems, false))
	}
	a, b := d.Quoter.Contracts[0], d.Quoter.Contracts[1]
	if a.MinRest != 250*market.Millisecond || b.MinRest != market.Second {
		t.Errorf("min_rest %d and %d", a.MinRest, b.MinRest)
	}
	if a.Pricing.SkewPerLot != 20 || b.Pricing.SkewPerLot != 500 || b.Pricing.MaxSkew != 3000 || b.Pricing.MaxWidth != 4 {
		t.Errorf("pricing %+v and %+v", a.Pricing, b.Pricing)
	}
	if l := d.Risk.Limits; l[0].MaxLong != 200 || l[1].MaxLong != 99 || l[1].MaxShort != 200 || l[0].MinOrderQty != 1 {
		t.Errorf("limits %+v", l)
	}
	continuous, auction := uint16(1)<<market.PhaseContinuous, uint16(1)<<market.PhaseAuction
	if l := d.Risk.Limits; l[0].QuotePhases != continuous || l[1].QuotePhases != auction|continuous || l[1].OrderPhases != continuous {
		t.Errorf("phases %+v", l)
	}
}

// TestGrantsAndTerms checks that months that say the same are one row, cut to the
// terms' days, and grants for one and for all.
func TestGrantsAndTerms(t *testing.T) {
	text, _ := Example("dev")
	more := strings.Replace(string(text), "to: 2026-12-31", "to: 2026-12-15", 1)
	more = strings.Replace(more, "from: 2026-11-01", "from: 2026-11-09", 1)
	more = strings.Replace(more, "risk:\n", "grants:\n  - {from: 2026-11-23 09:30, to: 2026-11-23 10:00, reference: 豁免7}\n"+
		"  - {from: 2026-11-24 09:00, to: 2026-11-24 15:00, reference: A2, contracts: [AP703]}\nrisk:\n", 1)
	d, problems := Parse("desk.yaml", []byte(more), nil)
	if len(problems) > 0 {
		t.Fatal(RenderText(problems, false))
	}
	rows := d.Obligation.Terms
	if len(rows) != 1 || rows[0].From != 20261109 || rows[0].To != 20261215 {
		t.Errorf("terms %+v", rows)
	}
	g := d.Obligation.Grants
	if len(g) != 2 || g[0].Contract != market.NoContract || g[1].Contract != 1 || g[0].Ref.String() != "豁免7" ||
		g[0].To-g[0].From != 30*market.Minute {
		t.Errorf("grants %+v", g)
	}
	if s := d.Obligation.Sources; len(s) != 1 || s[0].String() != "example in the shape of " {
		t.Errorf("sources %q", s)
	}
}

// TestTermsBorders: terms may follow each other and last one day, but not share a day.
func TestTermsBorders(t *testing.T) {
	text, _ := Example("dev")
	start := strings.Index(string(text), "  - source")
	block := string(text[start:strings.Index(string(text), "risk:")])
	second := func(source, from, to string) (*Desk, []Problem) {
		first := strings.Replace(block, "to: 2026-12-31", "to: 2026-12-15", 1)
		more := strings.NewReplacer("example in the shape of a ZCE agreement, 2026", source, "2026-11-01", from, "2026-12-31", to,
			"      2026-11: [AP703]\n", "").Replace(block)
		return Parse("desk.yaml", []byte(strings.Replace(string(text), block, first+more, 1)), nil)
	}
	d, problems := second("another agreement", "2026-12-16", "2026-12-16")
	if len(problems) > 0 || len(d.Obligation.Terms) != 2 || len(d.Obligation.Sources) != 2 || d.Obligation.Terms[1].Source != 1 {
		t.Errorf("terms of one day after the others: %s", RenderText(problems, false))
	}
	if d, _ := second("example in the shape of a ZCE agreement, 2026", "2026-12-16", "2026-12-31"); len(d.Obligation.Sources) != 1 {
		t.Errorf("one source told twice is %q", d.Obligation.Sources)
	}
	if _, problems = second("another agreement", "2026-12-15", "2026-12-31"); len(problems) != 1 || problems[0].Code != CodeOverlap {
		t.Errorf("terms that share a day: %s", RenderText(problems, false))
	}
}

// TestDefaultIsNamed: a contradiction with a value that nobody wrote says so.
func TestDefaultIsNamed(t *testing.T) {
	text, _ := Example("apple")
	own := strings.Replace(string(text), "    stale_after: 10s\n", "", 1)
	own = strings.Replace(own, "stale_after: 30s", "stale_after: 4s", 1)
	_, problems := Parse("desk.yaml", []byte(own), nil)
	if len(problems) != 1 || problems[0].Allowed != "at least 5s, because quoter.defaults.stale_after = 5s by default" {
		t.Errorf("%+v", problems)
	}
}
