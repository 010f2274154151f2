package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

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
