package obligation

import (
	"testing"

	"quotient/market"
)

// busy returns a Meter with n contracts, all quoted in continuous trading.
func busy(n int) (m *Meter, now market.Time) {
	p := Params{Contracts: n}
	for c := range n {
		t := futures()
		t.Contract, t.Dominant = market.Contract(c), 0
		p.Terms = append(p.Terms, t)
	}
	m, now = New(p, storyDays()), market.Date(20260105).At(9*market.Hour)
	m.Up(now)
	for c := range n {
		m.Phase(market.Contract(c), market.PhaseContinuous, now, now)
		send(m, market.Contract(c), 1, now)
	}
	return m, now
}

// send sends a quote and has it acknowledged.
func send(m *Meter, c market.Contract, id uint64, now market.Time) {
	in := market.Instruction{Kind: market.InstructQuote, Contract: c, ID: id, Bid: 7000, Ask: 7004, BidQty: 10, AskQty: 10}
	m.QuoteSent(c, &in, now)
	m.Alive(now+market.Millisecond/2, now+market.Millisecond)
	m.QuoteLive(c, id, now+market.Millisecond/2, now+market.Millisecond)
	m.QuoteEnded(c, id-1, now+market.Millisecond/2, now+market.Millisecond)
}

func TestNothingAllocates(t *testing.T) {
	if testing.Short() {
		t.Skip("counts allocations, no behaviour")
	}
	m, now := busy(3)
	id, at := uint64(2), true
	var r Reading
	var ch Change
	var day DayRow
	var x ExemptRow
	avg := testing.AllocsPerRun(8000, func() { // into the second day
		now += 12 * market.Second
		m.Advance(now)
		send(m, 1, id, now)
		id++
		d := market.Depth{Bid: 7200, BidQty: 5, Last: 7200, Upper: 7200, Lower: 6800, Stamp: now}
		if at = !at; at {
			d.Ask, d.AskQty = 7202, 5
		}
		m.Market(0, &d, now)
		m.Market(2, &d, now)
		m.QuoteLeaves(1, id-1, market.Bid, 7, now, now)
		m.QuoteEnding(1, id-1, now)
		m.QuoteRejected(1, id-1, 0, now)
		m.Why(market.NoContract, CauseStale, at, now)
		m.Phase(2, market.PhaseContinuous, now, now)
		m.AddGrant(Grant{Contract: 1, From: now, To: now + market.Second}, now)
		if id%100 == 0 {
			m.Down(now)
			m.Up(now)
		}
		for m.TakeChange(&ch) {
		}
		for m.TakeDay(&day) {
		}
		for m.TakeExempt(&x) {
		}
		m.Deadline()
		m.Row(1, now)
		m.ReadInto(1, now, &r)
	})
	if avg != 0 {
		t.Errorf("%v allocations a round", avg)
	}
}

// BenchmarkQuote is one quote: sent, acknowledged, its predecessor ended.
func BenchmarkQuote(b *testing.B) {
	m, now := busy(500)
	b.ReportAllocs()
	for i := range b.N {
		now += 10 * market.Microsecond
		send(m, market.Contract(i%500), uint64(i+2), now)
	}
}

// BenchmarkMarket is a snapshot that changes nothing about the limits.
func BenchmarkMarket(b *testing.B) {
	m, now := busy(500)
	d := market.Depth{Bid: 7000, Ask: 7001, BidQty: 5, AskQty: 5, Last: 7000, Upper: 7200, Lower: 6800}
	b.ReportAllocs()
	for i := range b.N {
		d.Stamp = now
		m.Market(market.Contract(i%500), &d, now)
	}
}

// BenchmarkDeadline is what every Poll asks; BenchmarkAdvance is the work of a
// boundary of all 500 contracts, and the next deadline after it.
func BenchmarkDeadline(b *testing.B) {
	m, _ := busy(500)
	for range b.N {
		m.Deadline()
	}
}

func BenchmarkAdvance(b *testing.B) {
	m, _ := busy(500)
	kept := m.Save(nil)
	b.ReportAllocs()
	for range b.N {
		t := m.Deadline()
		if t == 0 {
			b.StopTimer()
			m.Load(kept)
			b.StartTimer()
			t = m.Deadline()
		}
		m.Advance(t)
	}
}

func BenchmarkRead(b *testing.B) {
	m, now := busy(500)
	var r Reading
	b.ReportAllocs()
	for i := range b.N {
		m.ReadInto(market.Contract(i%500), now+market.Minute, &r)
	}
}
