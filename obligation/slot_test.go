package obligation

import (
	"testing"

	"quotient/market"
)

// TestOldestIsGivenUp: when all slots are taken the quote that was sent first makes
// room, wherever it lies, and of two the one with the lower slot.
func TestOldestIsGivenUp(t *testing.T) {
	m, now := busy(1)
	d := &m.duties[0]
	next := uint64(2)
	quote := func() {
		in := market.Instruction{ID: next, Bid: 1, Ask: 2, BidQty: 10, AskQty: 10}
		m.QuoteSent(0, &in, now)
		next++
	}
	for range slots - 1 { // 2 to 8, a second apart
		now += market.Second
		quote()
	}
	now += market.Second
	m.QuoteRejected(0, 3, 0, now) // and 9 in its place: slot 1 is the youngest
	quote()
	for _, gone := range []uint64{1, 2, 4, 5} {
		now += market.Second
		quote()
		if d.find(gone) >= 0 || d.find(gone+1) < 0 && gone != 2 || d.find(next-1) < 0 {
			t.Fatalf("quote %d was to go: %+v", gone, d.slots)
		}
	}
	a, b := d.find(6), d.find(7)
	d.slots[b].sent = d.slots[a].sent
	quote()
	if gone, left := d.find(6), d.find(7); (gone < 0) != (a < b) || (left < 0) != (b < a) {
		t.Errorf("of two that are as old: %d and %d, now %d and %d", a, b, gone, left)
	}
	if high := d.last().high; high != 1<<slots-1 {
		t.Errorf("high %b", high)
	}
}

// TestNoQuoteHasIDZero: what is told of it reaches no slot that is free.
func TestNoQuoteHasIDZero(t *testing.T) {
	p := Params{Contracts: 2, Terms: []Terms{futures()}}
	m := New(p, storyDays())
	m.Up(clock(9, 0))
	m.Phase(0, market.PhaseContinuous, clock(9, 0), clock(9, 0))
	m.QuoteLeaves(0, 0, market.Bid, 10, 0, clock(9, 1))
	m.QuoteLeaves(0, 0, market.Ask, 10, 0, clock(9, 1))
	m.QuoteLive(0, 0, 0, clock(9, 2))
	if r := m.Read(0, clock(9, 5)); r.High != 0 || r.State != NoQuote {
		t.Errorf("%v, high %d", r.State, r.High)
	}
}

// TestEndedLeavesNoSlot: of a quote that ended a while ago nothing is left to tell
// the time since then from the present.
func TestEndedLeavesNoSlot(t *testing.T) {
	m, now := busy(1)
	m.QuoteEnded(0, 1, now+market.Second, now+5*market.Second)
	d := &m.duties[0]
	if s := d.last(); s.slot != -1 || s.from != now+market.Second {
		t.Errorf("%+v", *s)
	}
}

// TestDisproofOfAFullTail: the link is lost when the tail is full and the last proof
// lies in its first stretch. What has to be folded to make room is taken back, too.
func TestDisproofOfAFullTail(t *testing.T) {
	for changes := range market.Time(2 * tailSize) {
		m, now := busy(1)
		m.Alive(0, now+10*market.Second)
		for i := range changes {
			m.Why(0, CauseStale, i%2 == 0, now+20*market.Second+i)
		}
		m.Down(now + 30*market.Second)
		m.Up(now + 40*market.Second)
		r := m.Read(0, now+50*market.Second)
		checkIdentity(t, &r.DayRow)
		if want := 10*market.Second - market.Millisecond; r.Low != want {
			t.Fatalf("%d changes: low %d, want %d", changes, r.Low, want)
		}
	}
}
