package obligation

import (
	"testing"

	"quotient/market"
	"quotient/obligation/calendar"
)

// cheapCall is a call (1) on a future (0) that is exempt under the floor on the
// first day and under twice the floor from the second on.
func cheapCall(floor market.Price) *Meter {
	t := futures()
	t.Contract, t.Dominant, t.Option, t.Call, t.Strike, t.FloorBy = 1, market.NoContract, true, true, 6000, FloorBid
	today, later := t, t
	today.Floor, today.To = floor, 20260105
	later.Floor, later.From = 2*floor, 20260106
	return New(Params{Contracts: 2, Terms: []Terms{today, later}}, storyDays())
}

// bid shows the call with a bid at now.
func bid(m *Meter, p market.Price, now market.Time) {
	m.Market(1, &market.Depth{Bid: p, BidQty: 5, Ask: p + 1, AskQty: 5, Stamp: now}, now)
	m.Alive(now, now)
}

// TestFloorOfTheDay: the first price after a day is held against the next one's
// floor, though nothing has ended the day before it.
func TestFloorOfTheDay(t *testing.T) {
	m := cheapCall(20)
	m.Up(clock(8, 55))
	bid(m, 25, clock(9, 0))
	if m.duties[1].last().exempt&bitCheap != 0 {
		t.Error("25 is below 20")
	}
	closed := clock(15, 0)
	m.Alive(closed+market.Millisecond, closed+market.Millisecond)
	bid(m, 25, closed+closeLag)
	if d := &m.duties[1]; d.date != 20260106 || d.last().exempt&bitCheap == 0 {
		t.Errorf("on day %d a bid of 25 is not below 40", d.date)
	}
	checkState(t, m)
}

// TestSettlementDecides: where the settlement price decides, prices change nothing.
func TestSettlementDecides(t *testing.T) {
	m := cheapCall(20)
	for i := range m.p.Terms {
		m.p.Terms[i].FloorBy = FloorSettlement
	}
	m.Up(clock(8, 55))
	closed := clock(15, 0)
	m.Settlement(1, 10, closed+market.Millisecond, closed+market.Millisecond)
	for k := range market.Time(3) {
		bid(m, 25, closed+closeLag+k*market.Day)
		if d := &m.duties[1]; k == 0 && (d.date != 20260106 || d.last().exempt&bitCheap == 0) {
			t.Errorf("on day %d what settled at 10 is not below 40", d.date)
		}
	}
}

// TestFloorAfterTheLastDay: prices go on when the calendar has no more days.
func TestFloorAfterTheLastDay(t *testing.T) {
	m := cheapCall(20)
	m.cal = calendar.New(calendar.Params{Days: []calendar.Day{{Date: 20260105, Prev: 20251231}}, Hours: []calendar.Hours{zce()},
		Covered: []market.Month{202601}})
	m.Up(clock(8, 55))
	for day := range market.Time(4) {
		bid(m, market.Price(5+day%2*50), clock(9, 0)+day*market.Day)
		checkState(t, m)
	}
	if d := &m.duties[1]; d.date != 0 || m.prices[1].by != FloorUnset {
		t.Errorf("day %d, judged by %d", d.date, m.prices[1].by)
	}
}
