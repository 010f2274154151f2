package config

import (
	"slices"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation"
)

// TestMissingLists: the coming month's missing list alarms three trading days
// before it; a running agent keeps the last list, not assessed; a start refuses
// unless it is told otherwise.
func TestMissingLists(t *testing.T) {
	const december = "      2026-12: [AP703]\n"
	d := changed(t, "dev", december, "")
	want := Alarm{At: market.Date(20261126).At(0), Text: "AP: no contract list for 2026-12; add it to terms[0].contracts " +
		"(example in the shape of a ZCE agreement, 2026)"}
	if len(d.Alarms) != 1 || d.Alarms[0] != want {
		t.Errorf("alarms %+v", d.Alarms)
	}
	if got := d.Obligation.Unlisted; len(got) != 1 || got[0] != (obligation.Gap{Unit: 0, Month: 202612}) {
		t.Errorf("gaps %+v", got)
	}
	if got := owed(d, 20261201); !slices.Equal(got, []string{"AP703"}) {
		t.Errorf("kept: %v", got)
	}
	if p := d.CheckDate(20261201); len(p) != 1 || p[0].Code != CodeCoverage || p[0].Path != "terms[0].contracts.2026-12" {
		t.Errorf("a start in December: %s", RenderText(p, false))
	}
	if p := d.CheckDate(20261130); len(p) != 0 {
		t.Errorf("a start in November: %s", RenderText(p, false))
	}
	d = changed(t, "dev", december, "", "    target: 80%\n", "    target: 80%\n    keep_last: true\n")
	if p := d.CheckDate(20261201); len(p) != 0 || len(d.Obligation.Unlisted) != 1 || len(d.Alarms) != 1 {
		t.Errorf("keep_last: %s", RenderText(p, false))
	}
	// Before the first list there is nothing to keep.
	d = changed(t, "dev", "      2026-11: [AP703]\n", "", "    target: 80%\n", "    target: 80%\n    keep_last: true\n")
	if p := d.CheckDate(20261102); len(p) != 1 || len(d.Obligation.Unlisted) != 0 || len(owed(d, 20261102)) != 0 {
		t.Errorf("nothing to keep: %s", RenderText(p, false))
	}
	// What has been delivered is not kept.
	d = changed(t, "dev", december, "", "2026-11: [AP703]", "2026-11: [AP611, AP703]", "  - {symbol: AP703", "  - {symbol: AP611, tick: 1, multiplier: 10}\n  - {symbol: AP703",
		"    AP701: {quote: false}", "    AP701: {quote: false}\n    AP611: {quote: false}", "    AP701: {like", "    AP611: {start_price: 7000}\n    AP701: {like")
	if got := owed(d, 20261201); !slices.Equal(got, []string{"AP703"}) {
		t.Errorf("kept: %v", got)
	}
	if got := example(t, "dev"); len(got.Alarms) != 0 || len(got.Obligation.Unlisted) != 0 {
		t.Errorf("complete lists alarm: %+v", got.Alarms)
	}
}

// TestListsOfTwoAgreements: a month that other terms of the unit list is not missing.
func TestListsOfTwoAgreements(t *testing.T) {
	file, _ := Example("dev")
	block := string(file[strings.Index(string(file), "  - source"):strings.Index(string(file), "risk:")])
	two := func(unit string) *Desk {
		second := strings.NewReplacer("from: 2026-11-01", "from: 2026-12-01"+unit, "      2026-11: [AP703]\n", "").Replace(block)
		first := strings.Replace(block, "      2026-12: [AP703]\n", "", 1)
		d, _ := change(t, "dev", block, first+second)
		return d
	}
	if d := two(""); d == nil || len(d.Alarms) != 0 || len(d.Obligation.Unlisted) != 0 {
		t.Error("the second agreement's list is not seen")
	}
	if d := two("\n    unit: other"); d != nil {
		t.Error("two units for one contract on a day")
	}
}

// TestMissingListOfAnswers: a general-response market maker keeps a list only
// when told to, because no verdict of answers says that it was not assessed.
func TestMissingListOfAnswers(t *testing.T) {
	const list = "    contracts: {2026-11: [SR703]}\n"
	d := changed(t, "zce_options_response", "    at_limit: one_sided\n", list)
	if n, m := len(asked(d, 20261102)), len(asked(d, 20261201)); n != 26 || m != 0 || len(d.Alarms) != 1 || len(d.CheckDate(20261201)) != 1 {
		t.Errorf("%d, %d, %v", n, m, d.Alarms)
	}
	d = changed(t, "zce_options_response", "    at_limit: one_sided\n", list+"    keep_last: true\n")
	if m := len(asked(d, 20261201)); m != 26 || len(d.Obligation.Unlisted) != 0 || len(d.CheckDate(20261201)) != 0 {
		t.Errorf("kept: %d", m)
	}
}
