package obligation

import (
	"testing"

	"quotient/market"
)

// chain returns a Meter of a future (0) and n options on it, in one series with
// so many rows on each side, all quoted in continuous trading.
func chain(n int, by Restrike, around int32) (m *Meter, now market.Time) {
	p := Params{Contracts: n + 1, Units: []Unit{{By: AggregatePooled, Target: 700_000}}}
	s := Series{Underlying: 0, By: by, Around: around, Hold: market.Second}
	for c := 1; c <= n; c++ {
		t := futures()
		strike := 5000 + 10*market.Price((c-1)/2)
		t.Contract, t.Dominant, t.Option, t.Underlying, t.Strike, t.Call = market.Contract(c), market.NoContract, true, 0, strike, c%2 == 1
		t.Series, t.Floor, t.FloorBy = 1, 20, FloorBid
		p.Terms = append(p.Terms, t)
		if t.Call {
			s.Rows = append(s.Rows, StrikeRow{Strike: strike, Call: t.Contract, Put: market.NoContract})
		} else {
			s.Rows[len(s.Rows)-1].Put = t.Contract
		}
	}
	p.Series = []Series{s}
	m, now = New(p, storyDays()), market.Date(20260105).At(9*market.Hour)
	m.Up(now)
	m.Settlement(0, 6000, now-market.Hour, now)
	underlying := market.Depth{Bid: 5999, Ask: 6001, BidQty: 5, AskQty: 5, Last: 6000, Upper: 7200, Lower: 4800, Stamp: now}
	m.Market(0, &underlying, now)
	for c := 1; c <= n; c++ {
		m.Phase(market.Contract(c), market.PhaseContinuous, now, now)
		send(m, market.Contract(c), 1, now)
	}
	return m, now
}

// TestOptionsAllocateNothing: prices, settlements, moving sets and units.
func TestOptionsAllocateNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("counts allocations, no behaviour")
	}
	for by := RestrikeSettlement; by <= RestrikeMid; by++ {
		m, now := chain(40, by, 3)
		var member MemberRow
		var unit UnitReading
		var excuse Excuse
		price, moved, told := market.Price(5050), 0, 0
		avg := testing.AllocsPerRun(3000, func() { // into the second day
			now += 32 * market.Second
			m.Advance(now)
			price = 5050 + (price*7919)%150
			d := market.Depth{Bid: price - 1, Ask: price + 1, BidQty: 5, AskQty: 5, Last: price, Upper: 7200, Lower: 4800, Stamp: now}
			m.Market(0, &d, now)
			o := market.Depth{Bid: price % 40, Ask: price%40 + 2, BidQty: 5, AskQty: 5, Upper: 900, Lower: 1, Stamp: now}
			m.Market(7, &o, now)
			m.Settlement(0, price, now, now)
			m.Settlement(7, price%40, now, now)
			m.AddGrant(Grant{Contract: 7, From: now, To: now + market.Second, Relax: 2 * million}, now)
			m.ReadUnit(0, now, &unit)
			m.Member(7)
			m.TakeExcuse(&excuse)
			m.Demand(7, 20260105)
			for m.TakeMember(&member) {
				moved++
			}
			for m.TakeUnit(&unit) {
				told++
			}
		})
		if avg != 0 || moved == 0 || told == 0 {
			t.Errorf("%v allocations a round, %d moves, %d days", avg, moved, told)
		}
	}
}

// BenchmarkOptionQuote is one quote state change among 500 options of which 42
// are in the set: sent, acknowledged, its predecessor ended.
func BenchmarkOptionQuote(b *testing.B) {
	m, now := chain(500, RestrikeSettlement, 10)
	b.ReportAllocs()
	for i := range b.N {
		now += 10 * market.Microsecond
		send(m, market.Contract(1+i%500), uint64(i+2), now)
	}
}

// BenchmarkUnderlying is a snapshot of the future under 500 options that moves
// its price by a tick and no set.
func BenchmarkUnderlying(b *testing.B) {
	m, now := chain(500, RestrikeLast, 10)
	d := market.Depth{Bid: 5999, Ask: 6001, BidQty: 5, AskQty: 5, Upper: 7200, Lower: 4800}
	b.ReportAllocs()
	for i := range b.N {
		now += 10 * market.Microsecond
		d.Last, d.Stamp = 6000+market.Price(i%4), now
		m.Market(0, &d, now)
	}
}

// BenchmarkOptionMarket is a snapshot of an option that changes nothing.
func BenchmarkOptionMarket(b *testing.B) {
	m, now := chain(500, RestrikeSettlement, 10)
	d := market.Depth{Bid: 40, Ask: 45, BidQty: 5, AskQty: 5, Last: 42, Upper: 900, Lower: 1}
	b.ReportAllocs()
	for i := range b.N {
		now += 10 * market.Microsecond
		d.Stamp = now
		m.Market(market.Contract(1+i%500), &d, now)
	}
}

// BenchmarkRestrike moves the set of 42 options by a row.
func BenchmarkRestrike(b *testing.B) {
	m, now := chain(500, RestrikeSettlement, 10)
	b.ReportAllocs()
	for i := range b.N {
		now += 10 * market.Microsecond
		m.move(0, int16(100+i%2), RestrikeSettlement, now, now)
	}
}

// BenchmarkReadUnit is the standing of a pool of 500 options.
func BenchmarkReadUnit(b *testing.B) {
	m, now := chain(500, RestrikeSettlement, 10)
	var r UnitReading
	b.ReportAllocs()
	for range b.N {
		m.ReadUnit(0, now+market.Minute, &r)
	}
}

// BenchmarkOptionAdvance is a boundary of all 500 options.
func BenchmarkOptionAdvance(b *testing.B) {
	m, _ := chain(500, RestrikeSettlement, 10)
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
