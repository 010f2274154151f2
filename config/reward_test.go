package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation/award"
	"quotient/obligation/quality"
	"quotient/obligation/steering"
	"quotient/ops/report"
	"quotient/quoter/pricing"
)

func TestSteering(t *testing.T) {
	d := changed(t, "options_dev", "    min_on: 30s\n", `    min_on: 30s
  - from: 2026-12-01
    reserve: 1h
    watch: 0s
    critical: 100%
    step_back: wide
    step_back_at: -0.001
`)
	want := steering.Schedule{
		{From: 20260101, Reserve: 3 * market.Hour, Watch: 90 * market.Minute, Critical: 980_000, Back: steering.Out,
			StepBackAt: -30_000, ReturnAt: -10_000, MinOff: 2 * market.Minute, MinOn: 30 * market.Second},
		{From: 20261201, Reserve: market.Hour, Critical: 1_000_000, Back: steering.Wide,
			StepBackAt: -1, MinOff: 2 * market.Minute, MinOn: 30 * market.Second},
	}
	if !reflect.DeepEqual(d.Quoter.Steering, want) {
		t.Errorf("got  %+v\nwant %+v", d.Quoter.Steering, want)
	}
	if s := example(t, "dev").Quoter.Steering; len(s) != 0 {
		t.Errorf("without the section: %+v", s)
	}
	never := changed(t, "options_dev", "  - from: 2026-01-01\n    reserve", "  - reserve", "    step_back: out\n    step_back_at: -30\n    return_at: -10\n", "")
	if s := never.Quoter.Steering[0]; s.Back != steering.Normal || s.From != 0 {
		t.Errorf("never: %+v", s)
	}
	refused(t, CodeContradiction, "steering[0].return_at", "options_dev", "return_at: -10", "return_at: -30")
	changed(t, "options_dev", "return_at: -10", "return_at: -29.999")
	refused(t, CodeContradiction, "steering[0].step_back_at", "options_dev", "step_back_at: -30", "step_back_at: 0")
	refused(t, CodeOverlap, "steering[1].from", "options_dev", "    min_on: 30s\n", "    min_on: 30s\n  - {from: 2026-01-01, reserve: 1s, watch: 1s, critical: 1}\n")
	refused(t, CodeOverlap, "steering[1].from", "options_dev", "    min_on: 30s\n", "    min_on: 30s\n  - {reserve: 1s, watch: 1s, critical: 1}\n")
	changed(t, "options_dev", "    min_on: 30s\n", "    min_on: 30s\n  - {from: 2026-01-02, reserve: 1s, watch: 1s, critical: 1}\n")
}

func TestLoss(t *testing.T) {
	plain := pricing.LossParams{MarkAfter: 30 * market.Second, MarkHalfLife: 5 * market.Minute, BriskHalfLife: market.Minute, UsualHalfLife: 2 * market.Hour}
	d := changed(t, "dev", "    AP703: {lead: AP701}", "    AP703: {lead: AP701, step_wide_ticks: 7, loss: {vol_loss: 1.5, mark_after: 10s}}")
	own := plain
	own.VolLoss, own.MarkAfter = 1500, 10*market.Second
	if c := d.Quoter.Contracts; c[0].Loss != plain || c[1].Loss != own || c[0].StepWide != 4 || c[1].StepWide != 7 {
		t.Errorf("%+v, %+v", c[0].Loss, c[1].Loss)
	}
	// The room's own bound is told at the key that it means.
	p := refused(t, CodeRange, "quoter.contracts.AP703.loss.usual_half_life", "dev", "    AP703: {lead: AP701}",
		"    AP703: {lead: AP701, loss: {usual_half_life: 10m, brisk_half_life: 11m}}")
	if p.Allowed != "such as 11m" {
		t.Errorf("%+v", p)
	}
}

func TestQuality(t *testing.T) {
	d := changed(t, "zce_futures", "lots: 100}", "lots: 100}\n    - {from: 2026-11-01, to: 2026-11-30, lots: 60, contracts: [AP703, AP704]}")
	want := []quality.Limit{
		{Contract: market.NoContract, From: 20260101, To: 20261231, Lots: 100},
		{Contract: 3, From: 20261101, To: 20261130, Lots: 60},
		{Contract: 4, From: 20261101, To: 20261130, Lots: 60},
	}
	if !slices.Equal(d.Quality.Limits, want) {
		t.Errorf("%+v", d.Quality.Limits)
	}
}

func TestAward(t *testing.T) {
	d := example(t, "zce_futures")
	ap, _ := market.MakeCode("AP")
	want := award.Scheme{Product: ap, From: 20260101, To: 20261231, ReliefOwn: 1_000_000, ReliefOther: 500_000, OnlyMet: true,
		Quoting: []award.Step{{Ratio: 800_000, Spread: 4000, Amount: 10_000_00}, {Ratio: 900_000, Spread: 3000, Amount: 20_000_00}},
		Trading: award.Trading{Pool: 500_000_00, Volume: 700_000, Open: 300_000, Passive: 2_000_000},
		Extra:   award.Extra{Cancels: 500, Ratio: 100_000, Rate: 500_000, Excused: true},
		Order:   award.OrderFee{Excused: true},
		Conduct: [award.ConductCount]award.Bound{{Count: 500, Excused: true}, {Count: 5}, {}},
		Card: award.Card{Least: 60_000, Most: 100_000, Indicators: []award.Indicator{
			{Measure: award.ByRatio, Weight: 4, Low: 800_000, High: 1_000_000},
			{Measure: award.BySpread, Reverse: true, Weight: 3, Low: 1500, High: 4000},
			{Measure: award.ByPassive, Weight: 3, Low: 100, High: 5000}}},
	}
	if len(d.Award.Schemes) != 1 || !reflect.DeepEqual(d.Award.Schemes[0], want) {
		t.Errorf("got  %+v\nwant %+v", d.Award.Schemes, want)
	}
	if len(d.Award.Sources) != 1 || !strings.HasPrefix("example in the shape of a ZCE notice, 2026", d.Award.Sources[0].String()) {
		t.Errorf("sources %q", d.Award.Sources)
	}
	d = example(t, "zce_options_primary")
	s := d.Award.Schemes[0]
	if !slices.Equal(s.Ranking, []market.Money{50_000_00, 30_000_00, 20_000_00}) || s.Caps != (award.Caps{Orders: 5_000_000, Requests: 20_000}) {
		t.Errorf("ranking %v, caps %+v", s.Ranking, s.Caps)
	}
	tiers := []award.OrderTier{{From: 1}, {From: 4001, Each: 25, Over: 125}, {From: 8001, Each: 125, Over: 250}}
	if s.Order.Ratio != 2000 || !slices.Equal(s.Order.Tiers, tiers) || s.Extra != (award.Extra{Cancels: 500, Ratio: 100_000}) {
		t.Errorf("order fee %+v, extra fee %+v", s.Order, s.Extra)
	}
	if s.Card.Least != 0 || s.Card.Most != 100_000 || s.Card.Indicators[0].High != 600_000 || s.Card.Indicators[2].High != 5_000_000 {
		t.Errorf("card %+v", s.Card)
	}
	if s.Conduct != [award.ConductCount]award.Bound{{Excused: true}, {}, {}} || s.Trading.Passive != 1_500_000 || s.PositionLimit != 0 {
		t.Errorf("by default: %+v", s)
	}
	d = changed(t, "zce_options_primary", "    ranking: [50000, 30000, 20000]\n", "    only_met: false\n    position_limit_lots: 6000\n    score: {indicators: [{measure: profit, low: -100.25, high: 0.01}]}\n",
		"    score:\n      indicators:\n        - {measure: at_best, weight: 5, low: 0, high: 60%}\n        - {measure: answered, weight: 3, low: 70%, high: 100%}\n        - {measure: orders, reverse: true, weight: 2, low: 100000, high: 5000000}\n", "")
	if s := d.Award.Schemes[0]; s.OnlyMet || s.PositionLimit != 6000 || s.Card.Indicators[0] != (award.Indicator{Measure: award.ByProfit, Weight: 1, Low: -10_025, High: 1}) {
		t.Errorf("%+v", s)
	}
	refused(t, CodeRange, "award[0].score.indicators[2].low", "zce_futures", "low: 100, high: 5000", "low: 99.5, high: 5000")
	refused(t, CodeRange, "award[0].score.indicators[1].low", "zce_futures", "low: 1.5, high: 4", "low: 1.0005, high: 4")
	refused(t, CodeRange, "award[0].score.indicators[0].high", "zce_futures", "{measure: ratio, weight: 4, low: 80%, high: 100%}", "{measure: profit, weight: 4, low: 0, high: 0.005}")
	changed(t, "zce_futures", "volume: 70%, open_interest: 30%", "volume: 60%, open_interest: 40%")
	refused(t, CodeContradiction, "award[0].trading.open_interest", "zce_futures", "volume: 70%", "volume: 70.0001%")
}

// TestSchemes: schemes may follow each other; on one day one holds.
func TestSchemes(t *testing.T) {
	const more = "  - {product: AP, from: DAY, to: 2027-06-30, source: next}\n\nseason"
	d := changed(t, "zce_futures", "\nseason", strings.Replace(more, "DAY", "2027-01-01", 1))
	if len(d.Award.Schemes) != 2 || d.Award.Schemes[1].Source != 1 || d.Award.Schemes[1].Extra.Rate != 0 {
		t.Errorf("%+v", d.Award.Schemes)
	}
	refused(t, CodeOverlap, "award[1].from", "zce_futures", "\nseason", strings.Replace(more, "DAY", "2026-12-31", 1))
}

func TestSeason(t *testing.T) {
	d := example(t, "zce_futures")
	ap, _ := market.MakeCode("AP")
	if want := (award.Term{Product: ap, From: 202601, To: 202612, Row: 2, All: 3, Until: 202610, UntilTotal: 1}); d.Award.Terms[0] != want {
		t.Errorf("got %+v, want %+v", d.Award.Terms[0], want)
	}
	d = changed(t, "zce_options_primary", "to: 2026-12}", "to: 2026-12, in_a_row: 1, in_all: 0}", "lock_months: 12}", "lock_months: 6, demoted: [2024-12, 2025-12]}")
	sr, _ := market.MakeCode("SR")
	if want := (award.Term{Product: sr, From: 202601, To: 202612, Row: 1}); d.Award.Terms[0] != want {
		t.Errorf("got %+v, want %+v", d.Award.Terms[0], want)
	}
	if want := (award.ConversionRule{Product: sr, Promote: 5, Keep: 3, Ahead: 1, Demotions: 2, Lock: 6}); d.Award.Conversions[0] != want {
		t.Errorf("got %+v, want %+v", d.Award.Conversions[0], want)
	}
	if len(d.Demotions) != 1 || d.Demotions[0].Product != sr || !slices.Equal(d.Demotions[0].Months, []market.Month{202412, 202512}) {
		t.Errorf("%+v", d.Demotions)
	}
	const opening = "opening: {until: 2026-10, in_a_row: 0, in_all: 1}"
	for _, ok := range []string{"opening: {until: 2026-01, in_a_row: 1, in_all: 1}", "opening: {until: 2026-12}", "opening: {}"} {
		changed(t, "zce_futures", opening, ok)
	}
	refused(t, CodeContradiction, "season[0].opening.until", "zce_futures", opening, "opening: {until: 2027-01}")
	refused(t, CodeMissing, "season[0].opening.until", "zce_futures", opening, "opening: {in_a_row: 1, in_all: 1}")
}

func TestForecastAndReconcile(t *testing.T) {
	d := example(t, "dev")
	if d.Forecast != (Forecast{Seed: 1, Draws: 2000}) || d.Reconcile.Tolerance != market.Second || len(d.Reconcile.Maps) != 0 {
		t.Errorf("by default: %+v, %+v", d.Forecast, d.Reconcile)
	}
	d = changed(t, "zce_futures", "  tolerance: 1s", "  tolerance: 2.5s", "risk:\n", "forecast: {seed: 9, draws: 500}\nrisk:\n")
	if d.Forecast != (Forecast{Seed: 9, Draws: 500}) || d.Reconcile.Tolerance != 2500*market.Millisecond || len(d.Reconcile.Maps) != 2 {
		t.Errorf("%+v, %+v", d.Forecast, d.Reconcile)
	}
	m := d.Reconcile.Maps[0]
	want := map[string]string{"contract": "合约", "day": "交易日", "obliged": "应报价时间(秒)", "effective": "有效报价时间(秒)", "trades": "成交量"}
	if m.Name != "daily" || !reflect.DeepEqual(m.Columns, want) {
		t.Errorf("%+v", m)
	}
	if _, err := report.Map(m.Name, m.Columns); err != nil {
		t.Error(err)
	}
}

// TestColumnsAreTheReports: the keys of a column map are the meanings of the
// room that reads the files.
func TestColumnsAreTheReports(t *testing.T) {
	var names []string
	for _, k := range columnKeys() {
		names = append(names, k.name)
	}
	meanings := slices.Clone(report.Meanings())
	slices.Sort(names)
	slices.Sort(meanings)
	if !slices.Equal(names, meanings) {
		t.Errorf("keys %v\nmeanings %v", names, meanings)
	}
}
