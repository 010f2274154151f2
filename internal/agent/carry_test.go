package agent

import (
	"context"
	"testing"
)

// A desk whose contracts or terms have changed keeps the month so far: it is
// counted again from the journal, by symbol and by the new terms.
func TestChangedDeskKeepsTheMonth(t *testing.T) {
	old := devDesk(t)
	dir := t.TempDir()
	if _, err := simulate(context.Background(), old, 2, dir); err != nil {
		t.Fatal(err)
	}
	f, err := catchUp(context.Background(), dir, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := old.Lookup("AP703")
	now := f.core.loop.Now()
	want := f.core.meter.Read(before, now)
	if want.D == 0 || want.MonthLow == 0 {
		t.Fatalf("nothing to keep: %+v", want.DayRow)
	}
	// AP705 comes first and is assigned in December: other numbers, other terms.
	changed := devDesk(t, "instruments:\n", "instruments:\n  - {symbol: AP705, tick: 1, multiplier: 10}\n",
		"2026-12: [AP703]", "2026-12: [AP705]", "    AP701: {quote: false}", "    AP701: {quote: false}\n    AP705: {quote: false}",
		"    AP701: {like: busy_month, start_price: 7160}", "    AP701: {like: busy_month, start_price: 7160}\n    AP705: {like: busy_month, start_price: 7160}")
	c := build(changed, options{ownInBook: true})
	same, err := carryOn(dir, f.core, c, 2, now)
	if err != nil || same {
		t.Fatalf("same %v, %v", same, err)
	}
	after, _ := changed.Lookup("AP703")
	if before == after {
		t.Fatal("the contract has the same number: nothing is shown")
	}
	got := c.meter.Read(after, now)
	if got.D != want.D || got.MonthLow != want.MonthLow || got.MonthHigh != want.MonthHigh || got.Slack != want.Slack {
		t.Errorf("month D %d low %d high %d slack %d, want %d %d %d %d", got.D, got.MonthLow, got.MonthHigh, got.Slack,
			want.D, want.MonthLow, want.MonthHigh, want.Slack)
	}
	if gone, _ := changed.Lookup("AP705"); c.meter.Read(gone, now).MonthLow != 0 {
		t.Error("the new contract has a past")
	}
	if again := build(old, options{ownInBook: true}); !resume(f.core, again) {
		t.Error("an unchanged desk does not carry on")
	}
}
