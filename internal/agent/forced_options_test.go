package agent

import (
	"context"
	"os"
	"testing"

	"quotient/config"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/ops/report"
)

// forcedHours is a calendar of trading days that are a morning.
const forcedHours = `schema: 1
exchange: CZCE
before: 2025-12-31
hours:
  morning:
    source: made up
    from: 2026-01-05
    products: [SR]
    day:
      - 08:55-08:59 auction
      - 08:59-09:00 match
      - 09:00-10:15 continuous
      - 10:15-10:30 break
      - 10:30-10:40 continuous
years:
  2026:
    source: made up
    holidays: [01-01]
`

// forcedAnswers are asked for on every option, narrower than what is quoted.
const forcedAnswers = `      within: 5s
      hold: 10s
      scope: all
      tiers: {by: bid, rows: [{from: 0, spread: 6}, {from: 200, spread: 40}]}
      standing_quote_answers: true
      exempt_counts: false
      merge_within: 30s
`

// forcedOptions is the small option desk with the second future SR701, on the
// scripted day: it quotes as wide as it may and never steps back, and only the
// script asks for quotes. A desk file takes no dominant contract for options, as
// clause 25 has none; the meter does, for an agreement that has one.
func forcedOptions(t *testing.T) *config.Desk {
	t.Helper()
	script, err := os.ReadFile("testdata/forced_options.script")
	if err != nil {
		t.Fatal(err)
	}
	d := optionDesk(t, map[string][]byte{"short.yaml": []byte(forcedHours), "forced": script},
		"instruments:\n", "instruments:\n  - {symbol: SR701, tick: 1, multiplier: 10}\n",
		"floor: {below: 2,", "floor: {below: 45,",
		"around: 3", "around: 1",
		"      within: 20s\n      hold: 20s\n", forcedAnswers,
		"step_back_at: -30", "step_back_at: -1000000",
		"  products:\n", "  contracts:\n    SR703C5700: {max_long_lots: 40, max_messages_per_window: 3}\n  products:\n",
		"    stale_after: 120s\n", "    stale_after: 20s\n",
		"      min_width_ticks: 8\n      max_width_ticks: 16\n", "      min_width_ticks: 30\n      max_width_ticks: 40\n",
		"    SR703: {quote: false}", "    SR701: {quote: false}\n    SR703: {quote: false}",
		"start: 2026-11-20 20:55", "start: 2026-11-24 08:50",
		"  speed: 1\n", "  speed: 1\n  script: forced\n  delays: {order: 200ms}\n",
		"    SR703: {like: busy_month,", "    SR701: {like: busy_month, start_price: 5650}\n    SR703: {like: busy_month,")
	d.Breaker = nil // what is forced here would trip it
	dominant, _ := d.Lookup("SR701")
	for i := range d.Obligation.Terms {
		d.Obligation.Terms[i].Dominant = dominant
	}
	for c := range d.Sim.Contracts {
		d.Sim.Contracts[c].RequestGap = 0
	}
	return d
}

// The scripted morning's answers are worked out by hand at the head of the script.
func TestForcedOptionDay(t *testing.T) {
	d := forcedOptions(t)
	r, err := simulate(context.Background(), d, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.rows {
		row := &r.rows[i]
		checkRow(t, row)
		if row.Contract == "SR703C5700" {
			checkForced(t, row)
		}
	}
	x := newBench().try(t, d, 1, nil)
	x.agree(t, false)
	x.checkVerdicts(t)
}

// checkForced holds the day of the contract that everything is done to against
// the answers. What the desk does by itself, to kill, pause and step back, it did not.
func checkForced(t *testing.T, row *report.Row) {
	if row.Scheduled != 5300*market.Second {
		t.Errorf("scheduled %d, want 5300 s", row.Scheduled)
	}
	for e, want := range map[obligation.Exempt]market.Time{obligation.ExemptAuction: 300, obligation.ExemptOwnLimit: 150,
		obligation.ExemptDominantLimit: 120, obligation.ExemptUnderlyingLimit: 180, obligation.ExemptFloor: 780, obligation.ExemptManual: 300} {
		if got := row.Exempt[e]; got != want*market.Second {
			t.Errorf("exempt by %s: %d ns, want %d s", e, got, want)
		}
	}
	for s := obligation.Killed; s < obligation.StateCount; s++ {
		own := s == obligation.Killed || s == obligation.Paused || s == obligation.SteppedBack
		if got := row.Ineffective[s.Reason()]; own != (got == 0) {
			t.Errorf("%d ns are %s (forced: %t)", got, s, !own)
		}
	}
	for s, between := range map[obligation.State][2]market.Time{obligation.Disconnected: {60, 66}, obligation.StaleData: {40, 240},
		obligation.CannotTell: {1, 20}} {
		if got := row.Ineffective[s.Reason()]; got < between[0]*market.Second || got > between[1]*market.Second {
			t.Errorf("%s: %d ns, want %d to %d s", s, got, between[0], between[1])
		}
	}
	if row.Low < 3000*market.Second {
		t.Errorf("effective %d ns: not a day of quoting", row.Low)
	}
}

// checkVerdicts holds every request against its name, which one of the readings
// must have: that an answer stood late is not proven, and that one stood which we
// cannot tell of is possible. Every verdict must have been some request's.
func (t *trial) checkVerdicts(tb testing.TB) {
	tb.Helper()
	named := map[string]bool{}
	for i := range t.requests {
		q := &t.requests[i]
		name, low, high := q.Ref.String(), request.Verdict(q.Low).String(), request.Verdict(q.High).String()
		if name != low && name != high {
			tb.Errorf("request %s on %s: low %s, high %s", name, t.symbol(q.Contract), low, high)
		}
		named[name] = true
	}
	for v := request.Answered; v < request.VerdictCount; v++ {
		if !named[v.String()] {
			tb.Errorf("no request is %s: it was forced", v)
		}
	}
}
