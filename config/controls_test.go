package config

import (
	"slices"
	"strings"
	"testing"

	"quotient/market"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

const fundsText = `funds:
  balance: 2000000
  max_usage: 80%
  margins:
    - {product: AP, from: 2026-01-01, source: example, long: 10%, short: 11%}
    - {product: AP, symbol: AP703, from: 2026-11-01, to: 2026-11-30, source: notice 7, open_interest: 5000, long: 12%, short: 12%}
  reliefs: [{product: AP, from: 2026-01-01, source: example, rate: 50%, at_once: true}]
  moves: [{from: 2026-01-01, source: example, days: 4, multiple: 3, raised: 1.5}]
  spreads: [{first: AP701, second: AP703, short: 7}]
  larger_side: [AP]
  stress:
    limit_days: [{width: 1, margin: 1}, {width: 1.5, margin: 1.3}]
`

// everything has every control in force, on top of the dev example.
func everything() []string {
	return []string{
		"  ramp:", `  codes:
    seat: 2
    filed:
      - {code: "80001", class: futures, seats: [1, 2]}
      - {code: "80002", class: options, seats: [2]}
  max_delta: 400
  max_vega: 0.5
  max_loss: 300000.50
  ramp:`,
		"    AP: {max_net_lots: 300}", "    AP: {max_net_lots: 300, max_delta: 200.5, max_vega: 0.25, max_loss: 100000}",
		devFunds(), fundsText,
	}
}

// devFunds is the section of the dev example.
func devFunds() string {
	text, _ := Example("dev")
	i, j := strings.Index(string(text), "funds:\n"), strings.Index(string(text), "fees:\n")
	return string(text[i:j])
}

// TestGateControls reads every rule of the gate that a desk may go without.
func TestGateControls(t *testing.T) {
	d := changed(t, "dev", everything()...)
	p := &d.Risk
	if want := risk.Extended &^ (1<<risk.RuleBound | 1<<risk.RuleParity); p.InForce != want {
		t.Errorf("in force %b, want %b", p.InForce, want)
	}
	if d.NotInForce() != nil {
		t.Errorf("not in force: %v", d.NotInForce())
	}
	if want := []risk.Filed{{Code: refOf("80001"), Class: risk.Futures, Seats: 3}, {Code: refOf("80002"), Class: risk.Options, Seats: 2}}; !slices.Equal(p.Codes, want) || d.Seat != 2 {
		t.Errorf("codes %+v, seat %d", p.Codes, d.Seat)
	}
	if p.MaxDelta != 400_000 || p.MaxVega != 500 || p.MaxLoss != 300_000_50 || p.MaxLots != 1000 || p.Headroom != 950_000 ||
		p.Repeats != 10 || p.Refreshes != 40 || p.RepeatOver != market.Second || p.MoveOver != market.Minute || p.StrikeOver != 10*market.Second {
		t.Errorf("account %+v", p)
	}
	if l := p.Products[0]; l.MaxDelta != 200_500 || l.MaxVega != 250 || l.MaxLoss != 100_000_00 {
		t.Errorf("product %+v", l)
	}
	// AP701 is owed nothing, AP703 ten lots a side.
	for i, floor := range []market.Qty{1, 10} {
		if l := p.Limits[i]; l.Code != 1 || l.MoveTicks != 200 || l.ExchangeLong != 1000 || l.ExchangeShort != 1000 || l.RampFloor != floor {
			t.Errorf("limits of %d: %+v", i, l)
		}
	}
	if d.Ramp != (Ramp{market.Minute, 12, 50}) {
		t.Errorf("ramp %+v", d.Ramp)
	}
	options := example(t, "options_dev").Risk
	if !options.InForce.Has(risk.RuleBound) || !options.InForce.Has(risk.RuleParity) || options.Limits[3].BoundTicks != 200 || options.Limits[3].ParityTicks != 200 {
		t.Errorf("options %+v", options.Limits[3])
	}
}

// TestNotInForce: a desk without any of them says so, one name each.
func TestNotInForce(t *testing.T) {
	d := example(t, "apple")
	if d.Breaker != nil || d.Conduct != nil || d.Limits != nil || d.Margin != nil || d.Risk.InForce != 0 || d.Seat != 0 || d.Ramp != (Ramp{}) {
		t.Error("what nobody wrote is in force")
	}
	want := "protection conduct limits funds risk.code risk.move risk.account risk.delta risk.exchange risk.loss risk.repeat risk.ramp"
	if got := strings.Join(d.NotInForce(), " "); got != want {
		t.Errorf("not in force: %s", got)
	}
	if got := strings.Join(example(t, "hkex_primary").NotInForce(), " "); !strings.Contains(got, "risk.bound risk.parity") || !strings.Contains(got, "risk.vega") {
		t.Errorf("options: %s", got)
	}
}

// TestProtection reads the limits at trade.
func TestProtection(t *testing.T) {
	d := changed(t, "dev", "  account:\n    rejects: 40", "  products:\n    AP: {fills_long: 99, max_loss: 1.25}\n  account:\n    rejects: 40",
		"  late: 5s\n", "  late: 5s\n  reject_reasons: [other, rate]\n  rearm: {jump: {by: risk, pause: 1s}, late: {to_risk: 9}}\n")
	p := d.Breaker
	want := breaker.Limits{
		Flow:     breaker.Flow{Fills: [2]int64{20, 99}, Lots: [2]int64{240, 960}, Delta: [2]int64{240_000, 960_000}, Vega: [2]int64{1000, 4000}},
		OneSided: 100, Storm: breaker.Storm{Count: 20, Share: 500_000, Least: 50}, Purse: breaker.Purse{Floor: 125, Drawdown: 300_000_00},
	}
	if len(p.Groups) != 1 || p.Groups[0] != want || !slices.Equal(p.Of, []uint16{0, 0}) {
		t.Errorf("groups %+v", p.Groups)
	}
	if p.Codes != 1<<market.RejectOther|1<<market.RejectRate || example(t, "dev").Breaker.Codes>>market.RejectLatch != 0 {
		t.Errorf("codes %b", p.Codes)
	}
	if p.Collar.Rules != 1<<risk.RuleCollar|1<<risk.RuleMove|1<<risk.RulePrice|1<<risk.RuleBound|1<<risk.RuleParity ||
		p.Repeat != (breaker.Strike{Rules: 1 << risk.RuleRepeat, Most: 20, Over: 10 * market.Second}) {
		t.Errorf("strikes %+v, %+v", p.Collar, p.Repeat)
	}
	// 20 messages in any second: 12 windows touch ten seconds.
	if p.Spans != [2]market.Time{market.Second, 10 * market.Second} || p.Messages != 240 || p.Unmarked != 5*market.Minute {
		t.Errorf("%+v", p)
	}
	for k, want := range map[breaker.Kind]breaker.Policy{
		breaker.Jump: {Rearm: breaker.ByRisk, Pause: market.Second, ToRisk: 3},
		breaker.Late: {Rearm: breaker.ByItself, Pause: 10 * market.Second, ToRisk: 9},
		breaker.Loss: {Rearm: breaker.ByRisk, Pause: 10 * market.Second, ToRisk: 3},
	} {
		if p.Policies[k] != want {
			t.Errorf("%s: %+v", k, p.Policies[k])
		}
	}
}

// TestConduct reads shipped and own rules.
func TestConduct(t *testing.T) {
	d := changed(t, "dev", "  profiles: [czce_2018]\n", `  profiles: [2025, czce_2018]
  need: [burst]
  rules:
    - {kind: close_share, product: AP, from: 2026-01-01, to: 2026-12-31, source: own, share: 30%, lots: 20, window: 5m, quote_weight: 1}
    - {kind: messages, from: 2026-01-01, source: own, limit: 4000, ratio: 2, quote_weight: 2, counts: [orders, cancels, replaced]}
  exemptions: [{kind: messages, product: AP, from: 2026-01-01, source: own}]
`)
	p, ap := d.Conduct, d.Instruments[0].Product
	if len(p.Rules) != 1+9+2 || p.Warn != 500_000 || p.Throttle != 800_000 || p.Stop != 950_000 || !slices.Equal(p.Products, []market.Code{ap, ap}) {
		t.Fatalf("%+v", p)
	}
	first := surveillance.Rule{Kind: surveillance.Burst, Counts: surveillance.CountOrders | surveillance.CountCancels, QuoteWeight: 2,
		From: 20251009, Until: 20991231, Source: refOf("DCE 2025-305"), Limit: 10, Messages: 10, Window: market.Second}
	if p.Rules[0] != first {
		t.Errorf("2025: %+v", p.Rules[0])
	}
	if r := p.Rules[10]; r.Limit != 300_000 || r.Lots != 20 || r.Product != ap || r.Until != 20261231 {
		t.Errorf("close_share: %+v", r)
	}
	if r := p.Rules[11]; r.Counts != 7 || r.Ratio != 2_000_000 || r.Product != (market.Code{}) {
		t.Errorf("messages: %+v", r)
	}
	if len(p.Exemptions) != 2 || p.Exemptions[0].Kind != surveillance.Cancels || p.Exemptions[1].Product != ap {
		t.Errorf("exemptions %+v", p.Exemptions)
	}
	if client := changed(t, "dev", "  market_maker: true\n", ""); len(client.Conduct.Exemptions) != 0 {
		t.Error("a client is exempt")
	}
	if _, kept := d.Files["builtin/profiles/2025.yaml"]; !kept {
		t.Error("the profile is not part of the hash")
	}
}

// TestProfiles reads each shipped profile, and holds it against the dates and
// thresholds that its source names.
func TestProfiles(t *testing.T) {
	for name, want := range map[string]string{
		"2025": "burst 10 2025-10-09",
		"czce_2015_draft": "burst 5 2015-10-09, orders_opposite 4000 2015-10-09, orders_products 4000 2015-10-09, " +
			"orders_quick 4000 2015-10-09, cancel_ratio 500 2015-10-09",
		"czce_2018": "self_trades 4 2010-11-08, cancels 400 2010-11-08, self_trades 5 2018-09-17, cancels 500 2018-09-17, " +
			"large_cancels 50 2018-09-17, limit_cancels 100 2016-08-31, limit_cancel_lots 10000 2016-08-31, " +
			"limit_cancels 100 2018-09-17, limit_cancel_lots 10000 2018-09-17",
		"czce_order_fee": strings.Repeat("messages 4000 2022-08-05, messages 8000 2022-08-05, ", 7) +
			"messages 4000 2025-07-22, messages 8000 2025-07-22",
	} {
		var got []string
		for _, r := range changed(t, "dev", "czce_2018", name).Conduct.Rules {
			got = append(got, r.Kind.String()+" "+itoa(r.Limit)+" "+formatDate(r.From))
			if r.Source == (market.Ref{}) {
				t.Errorf("%s: no source", name)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := profileWords(); !slices.Equal(got, []string{"2025", "czce_2015_draft", "czce_2018", "czce_order_fee"}) {
		t.Errorf("shipped: %v", got)
	}
}

// TestOrderFee: each product of the order fee has the tier that asks for a ratio above
// 2 and the one that does not, counts what ZCE counts, and spares market makers.
func TestOrderFee(t *testing.T) {
	p := changed(t, "dev", "czce_2018", "czce_order_fee").Conduct
	for i := 0; i < len(p.Rules); i += 2 {
		low, high := p.Rules[i], p.Rules[i+1]
		if low.Product != high.Product || low.Product == (market.Code{}) || low.Ratio != 2_000_000 || high.Ratio != 0 ||
			low.Counts != surveillance.CountOrders|surveillance.CountCancels || high.Counts != low.Counts {
			t.Errorf("%+v %+v", low, high)
		}
	}
	if len(p.Rules) != 16 || len(p.Exemptions) != 1 || p.Exemptions[0].Kind != surveillance.Messages {
		t.Errorf("%d rules, exempt %+v", len(p.Rules), p.Exemptions)
	}
}

// TestLimits reads position limits.
func TestLimits(t *testing.T) {
	d := changed(t, "dev", "  qualifications:\n", `  accounts: [{name: house two, max_age: 10s}]
  max_spreads: 3
  keep_spreads: true
  qualifications:
`, "  opens:\n", "  opens:\n    - {product: AP, class: futures, symbol: AP703, from: 2026-11-01, source: notice 9, lots: 500}\n",
		"  positions:\n", "  positions:\n    - {product: AP, class: futures, from: 2026-11-01, to: 2026-11-30, source: own, period: every, lots: 7, times: 1, market_maker: true}\n")
	p := d.Limits
	if !slices.Equal(p.Months, []market.Month{202701, 202703}) || p.MaxPairs != 3 || !p.KeepPairs {
		t.Errorf("%+v", p)
	}
	want := position.Limit{Product: d.Instruments[0].Product, Class: position.Futures, Maker: true, From: 20261101, Until: 20261130,
		Period: position.EveryPeriod, Speculative: 7, Times: 1, Source: refOf("own")}
	if len(p.Limits) != 4 || p.Limits[0] != want || p.Limits[3].Period != position.Delivery || p.Limits[3].Until != 20991231 {
		t.Errorf("positions %+v", p.Limits)
	}
	if len(p.OpenLimits) != 2 || p.OpenLimits[0].Lots != 500 || p.OpenLimits[0].Symbol.String() != "AP703" || !p.OpenLimits[1].Free {
		t.Errorf("opens %+v", p.OpenLimits)
	}
	if len(p.Qualifications) != 1 || p.Qualifications[0].Until != 20261231 || len(p.Accounts) != 1 || p.Accounts[0].MaxAge != 10*market.Second {
		t.Errorf("%+v %+v", p.Qualifications, p.Accounts)
	}
	// An option is delivered with its underlying; a key says more than the symbol.
	o := changed(t, "options_dev", "{symbol: SR703,", "{symbol: SR703, delivery: 2028-05,").Limits
	if o.Months[0] != 202805 || o.Months[7] != 202805 {
		t.Errorf("months %v", o.Months[:8])
	}
}

// TestFunds reads margin and the account's money. A row's last day is inclusive.
func TestFunds(t *testing.T) {
	d := changed(t, "dev", everything()...)
	p := d.Margin
	if d.Funds.Balance != 2_000_000_00 || p.MaxUsage != 800_000 || p.Profit != 0 || p.Portfolios != 1 || !d.Risk.InForce.Has(risk.RuleFunds) {
		t.Errorf("%+v, %+v", d.Funds, p)
	}
	if len(d.Funds.Spreads) != 1 || d.Funds.Spreads[0] != [2]market.Qty{0, 7} {
		t.Errorf("spreads %v", d.Funds.Spreads)
	}
	if len(p.Rows) != 2 || p.Rows[0].Until != 0 || p.Rows[0].Short != 110_000 || p.Rows[1].Until != 20261201 ||
		p.Rows[1].Contract.String() != "AP703" || p.Rows[1].OpenInterest != 5000 || p.Rows[1].Source != refOf("notice 7") {
		t.Errorf("margins %+v", p.Rows)
	}
	if !p.Terms[1].OneSide || p.Terms[1].Fee != d.Position.Fees[1] || p.Terms[1].Fee.OpenPerLot != 500 {
		t.Errorf("terms %+v", p.Terms)
	}
	if !slices.Equal(p.Pairs, []margin.Pair{{First: 0, Second: 1}}) || len(p.Moves) != 1 || p.Moves[0].Multiple != 3_000_000 || p.Moves[0].Raised != 1_500_000 ||
		len(p.Reliefs) != 1 || !p.Reliefs[0].AtOnce {
		t.Errorf("%+v %+v %+v", p.Pairs, p.Moves, p.Reliefs)
	}
	if !slices.Equal(p.Prices, []int64{-80_000, -40_000, 0, 40_000, 80_000}) || !slices.Equal(p.Vols, []int64{-5000, 0, 10_000}) ||
		!slices.Equal(p.Steps, []margin.Limit{{Width: 1_000_000, Rate: 1_000_000}, {Width: 1_500_000, Rate: 1_300_000}}) || p.Share != 100_000 || p.Soon != 20 {
		t.Errorf("stress %v %v %v", p.Prices, p.Vols, p.Steps)
	}
}

// Lots headed to delivery are taken down only by a key, which wants to know every
// last trading day, and a warning no later than the act.
func TestUnwindDays(t *testing.T) {
	if d := changed(t, "dev", everything()...); d.Margin.Unwind != 0 {
		t.Errorf("without the key: %d", d.Margin.Unwind)
	}
	with := func(text string, more ...string) []string {
		return append([]string{devFunds(), strings.Replace(fundsText, "  stress:\n", text+"  stress:\n", 1),
			"{symbol: AP701,", "{symbol: AP701, expiry: 2027-01-15,"}, more...)
	}
	all := []string{"{symbol: AP703,", "{symbol: AP703, expiry: 2027-03-15,"}
	for days, want := range map[string]int64{"1": 1, "20": 20} {
		if d := changed(t, "dev", with("  delivery: {unwind_days: "+days+"}\n", all...)...); d.Margin.Unwind != want {
			t.Errorf("%d days, want %d", d.Margin.Unwind, want)
		}
	}
	refused(t, CodeMissing, "instruments[1].expiry", "dev", with("  delivery: {unwind_days: 3}\n")...)
	refused(t, CodeRange, "funds.delivery.unwind_days", "dev", with("  delivery: {unwind_days: 0}\n", all...)...)
	refused(t, CodeContradiction, "funds.delivery.unwind_days", "dev", with("  delivery: {unwind_days: 21}\n", all...)...)
}

// TestControlsRefused: what is missing, contradicts or names nothing, by its key.
func TestControlsRefused(t *testing.T) {
	all := everything()
	for _, c := range []struct {
		code, path string
		change     []string
	}{
		{CodeContradiction, "risk.codes.filed[1].code", []string{`"80002"`, `"80001"`}},
		{CodeContradiction, "risk.codes.seat", []string{"seats: [2]}", "seats: [3]}"}},
		{CodeMissing, "risk.codes.filed", []string{`class: futures, seats`, `class: options, seats`}},
		{CodeRange, "risk.codes.seat", []string{"seat: 2", "seat: 0"}},
		{CodeReference, "risk.defaults.code", []string{"    move_ticks: 200\n", "    move_ticks: 200\n    code: \"80009\"\n"}},
		{CodeContradiction, "risk.defaults.code", []string{"    move_ticks: 200\n", "    move_ticks: 200\n    code: \"80002\"\n"}},
		{CodeMissing, "risk.products.AP.max_delta", []string{"max_delta: 200.5, ", ""}},
		{CodeMissing, "risk.max_vega", []string{"  max_vega: 0.5\n", ""}},
		{CodeMissing, "risk.defaults.exchange_short_lots", []string{"    exchange_short_lots: 1000\n", ""}},
		{CodeMissing, "risk.exchange_headroom", []string{"  exchange_headroom: 95%\n", ""}},
		{CodeMissing, "risk.refreshes", []string{"  refreshes: 40\n", ""}},
		{CodeContradiction, "risk.refreshes", []string{"refreshes: 40", "refreshes: 9"}},
		{CodeRange, "risk.repeats", []string{"  repeats: 10", "  repeats: 0"}},
		{CodeRange, "risk.max_loss", []string{"max_loss: 300000.50", "max_loss: -1"}},
		{CodeRange, "risk.ramp.rate", []string{"rate: 50%", "rate: 50.5%"}},
		{CodeMissing, "risk.ramp.for", []string{"for: 1m, ", ""}},
		{CodeContradiction, "risk.defaults.move_ticks", []string{"move_ticks: 200", "move_ticks: 3"}},
		{CodeContradiction, "risk.defaults.exchange_long_lots", []string{"exchange_long_lots: 1000", "exchange_long_lots: 25"}},
		{CodeContradiction, "risk.max_lots", []string{"max_lots: 1000", "max_lots: 47"}},

		{CodeMissing, "protection.defaults.vega_long", []string{"    vega_long: 4\n", ""}},
		{CodeMissing, "protection.account.max_loss", []string{"    max_loss: 1000000\n", ""}},
		{CodeMissing, "protection.price_refusals.over", []string{"price_refusals: {count: 20, over: 10s}", "price_refusals: {count: 20}"}},
		{CodeMissing, "protection.unmarked", []string{"  unmarked: 5m # longer than the holes in the feed\n", ""}},
		{CodeRange, "protection.defaults.fills_short", []string{"fills_short: 20", "fills_short: 0"}},
		{CodeContradiction, "protection.defaults.fills_long", []string{"fills_long: 80", "fills_long: 19"}},
		{CodeContradiction, "protection.unacked_warn", []string{"unacked_warn: 1s", "unacked_warn: 6s"}},
		{CodeContradiction, "protection.short", []string{"protection:\n", "protection:\n  short: 10s\n"}},
		{CodeReference, "protection.products.XX", []string{"protection:\n", "protection:\n  products: {XX: {fills_short: 3}}\n"}},
		{CodeUnknown, "protection.rearm.loss.by", []string{"protection:\n", "protection:\n  rearm: {loss: {by: trader}}\n"}},
		{CodeChoice, "protection.rearm.jump.by", []string{"protection:\n", "protection:\n  rearm: {jump: {by: itself}}\n"}},

		{CodeChoice, "conduct.profiles[0]", []string{"czce_2018", "czce_2019"}},
		{CodeContradiction, "conduct.profiles[1]", []string{"[czce_2018]", "[czce_2018, czce_2018]"}},
		{CodeMissing, "conduct.profiles", []string{"  profiles: [czce_2018]\n", ""}},
		{CodeContradiction, "conduct.warn", []string{"conduct:\n", "conduct:\n  warn: 81%\n"}},
		{CodeReference, "conduct.need[0]", []string{"conduct:\n", "conduct:\n  need: [burst]\n"}},
		{CodeMissing, "conduct.rules[0].messages", []string{"conduct:\n", "conduct:\n  rules: [{kind: burst, from: 2026-01-01, source: own, limit: 5, window: 1s, quote_weight: 1, counts: [orders]}]\n"}},
		{CodeMissing, "conduct.rules[0].source", []string{"conduct:\n", "conduct:\n  rules: [{kind: self_trades, from: 2026-01-01, limit: 5, quote_weight: 1}]\n"}},
		{CodeMissing, "conduct.rules[0].limit", []string{"conduct:\n", "conduct:\n  rules: [{kind: self_trades, from: 2026-01-01, source: own, quote_weight: 1}]\n"}},
		{CodeContradiction, "conduct.rules[0].lots", []string{"conduct:\n", "conduct:\n  rules: [{kind: self_trades, from: 2026-01-01, source: own, limit: 5, lots: 3, quote_weight: 1}]\n"}},
		{CodeContradiction, "conduct.rules[0].product", []string{"conduct:\n", "conduct:\n  rules: [{kind: orders_quick, product: AP, from: 2026-01-01, source: own, limit: 5, window: 1s, quote_weight: 1}]\n"}},
		{CodeContradiction, "conduct.rules[0].counts[0]", []string{"conduct:\n", "conduct:\n  rules: [{kind: messages, from: 2026-01-01, source: own, limit: 5, quote_weight: 1, counts: [replaced]}]\n"}},
		{CodeRange, "conduct.rules[0].quote_weight", []string{"conduct:\n", "conduct:\n  rules: [{kind: self_trades, from: 2026-01-01, source: own, limit: 5, quote_weight: 3}]\n"}},
		{CodeContradiction, "conduct.rules[0].to", []string{"conduct:\n", "conduct:\n  rules: [{kind: self_trades, from: 2026-01-02, to: 2026-01-01, source: own, limit: 5, quote_weight: 1}]\n"}},

		{CodeMissing, "limits.positions[0].times", []string{"period: ordinary, lots: 1000, times: 2", "period: ordinary, lots: 1000"}},
		{CodeRange, "limits.positions[0].lots", []string{"period: ordinary, lots: 1000", "period: ordinary, lots: 0"}},
		{CodeOverlap, "limits.positions[1]", []string{"period: month_before", "period: ordinary"}},
		{CodeMissing, "limits.opens[0].lots", []string{", free: true", ""}},
		{CodeContradiction, "limits.opens[0].lots", []string{", free: true", ", free: true, lots: 3"}},
		{CodeMissing, "limits.qualifications", []string{"class: futures, from: 2026-11-01, to: 2026-12-31", "class: options, from: 2026-11-01, to: 2026-12-31"}},
		{CodeReference, "limits.positions[0].product", []string{"product: AP, class: futures, from: 2026-11-01, source: example, period: ordinary", "product: CF, class: futures, from: 2026-11-01, source: example, period: ordinary"}},

		{CodeMissing, "funds.max_usage", []string{"  max_usage: 80%\n", ""}},
		{CodeRange, "funds.balance", []string{"balance: 2000000", "balance: 0"}},
		{CodeMissing, "funds.margins", []string{"    - {product: AP, from: 2026-01-01, source: example, long: 10%, short: 11%}\n", ""}},
		{CodeRange, "funds.margins[0].long", []string{"long: 10%", "long: 0"}},
		{CodeMissing, "funds.margins[0].day", []string{"source: example, long: 10%", "source: example, months_before: 1, long: 10%"}},
		{CodeContradiction, "funds.spreads[0].second", []string{"second: AP703", "second: AP701"}},
		{CodeDuplicate, "funds.spreads[1].second", []string{"second: AP703, short: 7}", "second: AP703}, {first: AP703, second: AP701}"}},
		{CodeReference, "funds.larger_side[0]", []string{"larger_side: [AP]", "larger_side: [CF]"}},
		{CodeRange, "funds.moves[0].days", []string{"days: 4", "days: 8"}},
	} {
		refused(t, c.code, c.path, "dev", append(slices.Clone(all), c.change...)...)
	}
	stage := append(slices.Clone(all), "source: example, long: 10%", "source: example, months_before: 1, day: 10, long: 10%",
		"{symbol: AP701,", "{symbol: AP701, expiry: 2027-01-15,")
	refused(t, CodeMissing, "instruments[1].expiry", "dev", stage...)
	refused(t, CodeMissing, "chains[0].expiry", "options_dev", "    expiry: 2027-01-15 # an example's\n", "")
	refused(t, CodeMissing, "risk.defaults.bound_ticks", "options_dev", "    bound_ticks: 200\n", "")
	refused(t, CodeMissing, "funds.sellers", "options_dev", "\nfees:\n", "\nfunds: {max_usage: 50%, margins: [{product: SR, from: 2026-01-01, source: x, long: 7%, short: 7%}]}\nfees:\n")
}
