package obligation

import (
	"testing"

	"quotient/internal/flat"
	"quotient/market"
	"quotient/obligation/calendar"
)

// TestQueueLoad: a queue that has been used takes back what another saved, and
// nothing that it has no room for.
func TestQueueLoad(t *testing.T) {
	a, b := newQueue[int64](3), newQueue[int64](3)
	for x := range int64(4) {
		a.push(&x)
	}
	x := int64(9)
	b.push(&x)
	b.take(&x)
	b.push(&x)
	if rest, ok := b.load(a.save(nil)); !ok || len(rest) != 0 {
		t.Fatal("a full queue is not taken back")
	}
	for want := int64(1); want < 4; want++ {
		if !b.take(&x) || x != want {
			t.Errorf("%d, want %d", x, want)
		}
	}
	if b.take(&x) {
		t.Error("too many rows")
	}
	for _, n := range []int64{-1, 4} {
		src := flat.Append(nil, &n)
		for range 8 {
			src = flat.Append(src, &n)
		}
		if _, ok := b.load(src); ok {
			t.Errorf("%d rows are taken", n)
		}
	}
}

// TestRowsLost: rows of the ledger that nobody takes are counted.
func TestRowsLost(t *testing.T) {
	m, now := busy(1) // room for 68
	for i := range market.Time(80) {
		m.AddGrant(Grant{Contract: 0, From: now + i*4*market.Second, To: now + (i*4+2)*market.Second}, now)
	}
	for minute := market.Time(20); minute <= 40; minute += 10 {
		m.Advance(clock(9, minute))
		m.Alive(0, clock(9, minute))
		m.Why(0, CausePaused, minute == 20, clock(9, minute))
	}
	n := int64(0)
	for x := (ExemptRow{}); m.TakeExempt(&x); n++ {
	}
	if n != 68 || m.st.lost != 80+1-68 { // and the auction
		t.Errorf("%d rows, %d lost", n, m.st.lost)
	}
}

// TestDaysLost: so are days.
func TestDaysLost(t *testing.T) {
	days := []calendar.Day{{Date: 20260101, Prev: 20251231}}
	for i := range market.Date(27) {
		days = append(days, calendar.Day{Date: 20260102 + i, Prev: 20260101 + i})
	}
	m := New(Params{Contracts: 1, Terms: []Terms{futures()}},
		calendar.New(calendar.Params{Days: days, Hours: []calendar.Hours{zce()}, Covered: []market.Month{202601}}))
	m.Up(market.Date(20260101).At(8 * market.Hour)) // room for 20
	m.Advance(market.Date(20260128).At(20 * market.Hour))
	n, row := int64(0), DayRow{}
	for ; m.TakeDay(&row); n++ {
	}
	if n != 20 || m.st.lost != 8 || row.Date != 20260128 {
		t.Errorf("%d days, %d lost, the last %d", n, m.st.lost, row.Date)
	}
}
