package request

import (
	"fmt"
	"testing"

	"quotient/market"
)

// busy returns a Meter with n contracts in continuous trading.
func busy(n int) (m *Meter, now market.Time) {
	p := Params{Contracts: n, Units: []Unit{{Target: 800_000}}}
	for c := range n {
		t := answers()
		t.Contract, t.Underlying, t.Moved, t.Filled = market.Contract(c), 0, 5, PolicyYes
		p.Terms = append(p.Terms, t)
	}
	m, now = New(p, storyDays()), market.Date(20260105).At(9*market.Hour)
	m.Up(now)
	for c := range n {
		m.Phase(market.Contract(c), market.PhaseContinuous, now, now)
	}
	return m, now
}

// send sends a quote and has it acknowledged.
func send(m *Meter, c market.Contract, id uint64, r market.Ref, now market.Time) {
	in := market.Instruction{Kind: market.InstructQuote, Contract: c, ID: id, Bid: 7000, Ask: 7004, BidQty: 10, AskQty: 10, Request: r}
	m.QuoteSent(c, &in, now)
	m.Alive(now+market.Millisecond/2, now+market.Millisecond)
	m.QuoteEnded(c, id-1, now+market.Millisecond/2, now+market.Millisecond)
	m.QuoteLive(c, id, now+market.Millisecond/2, now+market.Millisecond)
}

// refs are ids made beforehand: making one allocates.
func refs(n int) (list []market.Ref) {
	for i := range n {
		list = append(list, ref(fmt.Sprint("R", i)))
	}
	return list
}

func TestNothingAllocates(t *testing.T) {
	m, now := busy(3)
	ids := refs(4096)
	id := uint64(2)
	var row Row
	var unit UnitReading
	var ask Ask
	views := make([]View, 0, 8)
	rounds := 6000 // into the second day
	if testing.Short() {
		rounds = 300
	}
	avg := testing.AllocsPerRun(rounds, func() {
		now += 4 * market.Second
		m.Advance(now)
		m.Request(1, ids[id%4096], now, now, false)
		if m.Open(1, &ask) {
			send(m, 1, id, ask.Ref, now)
		}
		m.Underlying(0, market.Price(id%7), now, now)
		m.QuoteLeaves(1, id, market.Bid, market.Qty(id%11), now, now)
		if id++; id%50 == 0 {
			m.QuoteEnding(1, id-1, now)
			m.QuoteRejected(1, id-1, 0, now)
			m.Exempt(2, id%100 == 0, now, now)
			m.Phase(2, market.PhaseContinuous, now, now)
			m.Down(now)
			m.Up(now)
		}
		for m.TakeRow(&row) {
		}
		for m.TakeUnit(&unit) {
		}
		m.Deadline()
		m.Read(0, now, &unit)
		views = m.List(views[:0])
	})
	if avg != 0 {
		t.Errorf("%v allocations a round", avg)
	}
}

// storm asks 5,000 times within a second over 500 contracts, answers the first on
// each contract in time, and returns what became of them.
func storm(m *Meter, now market.Time, ids []market.Ref) (count [VerdictCount]int) {
	var row Row
	var ask Ask
	take := func() {
		for m.TakeRow(&row) {
			count[row.Low]++
		}
	}
	for i, r := range ids {
		c := market.Contract(i % 500)
		t := now + market.Time(i)*market.Second/market.Time(len(ids))
		if m.Request(c, r, t, t, false); i < 500 && m.Open(c, &ask) {
			send(m, c, 2, ask.Ref, t)
		}
	}
	for t := m.Deadline(); t != 0 && t < now+market.Minute; t = m.Deadline() {
		m.Advance(t)
		m.Alive(t, t)
		take()
	}
	return count
}

// TestStorm: 5,000 requests in one second; each gets its verdict.
func TestStorm(t *testing.T) {
	m, now := busy(500)
	count := storm(m, now, refs(5000))
	if want := ([VerdictCount]int{Answered: 500, NotAnswered: 4500}); count != want {
		t.Errorf("%v", count)
	}
	if m.st.lost != 0 || m.st.used != 5000 || m.units[0].open != 0 {
		t.Errorf("%d lost, %d places, %d open", m.st.lost, m.st.used, m.units[0].open)
	}
}

// TestNoRoom: a request that finds no room is told at once, and low has missed it.
func TestNoRoom(t *testing.T) {
	const room = 12
	m, now := busy(2)
	if len(m.table) != tableSize || m.rows.Cap() != tableSize {
		t.Errorf("room for %d requests, %d rows", len(m.table), m.rows.Cap())
	}
	m.table = m.table[:room]
	ids := refs(room + 2)
	for i, r := range ids[:room] {
		m.Request(market.Contract(i%2), r, now, now, false)
	}
	var row Row
	if m.TakeRow(&row) {
		t.Fatalf("told too early: %+v", row)
	}
	m.Request(0, ids[room], now, now, false)
	if !m.TakeRow(&row) || row.Low != Unknown || row.High != Unknown || row.Decided != now || row.Ref != ids[room] {
		t.Fatalf("%+v", row)
	}
	m.Exempt(0, true, now, now)
	m.Request(0, ids[room+1], now, now, false)
	if !m.TakeRow(&row) || row.Low != Excluded || row.High != Excluded {
		t.Fatalf("%+v", row)
	}
	var r UnitReading
	m.Read(0, now, &r)
	if r.Requests != room+1 || r.AnsweredLow != 0 || r.AnsweredHigh != 1 || r.Missed != 0 || r.Excluded != 1 {
		t.Errorf("%+v", r)
	}
	if n, low, high := m.Contract(0); n != 1 || low != 0 || high != 1 {
		t.Errorf("contract: %d %d %d", n, low, high)
	}
	end := now + 20*market.Second
	if rows := decided(m, end); len(rows) != room {
		t.Errorf("%d decided", len(rows))
	}
	for i, r := range ids[:room] { // there is room again
		m.Request(market.Contract(i%2), ref(r.String()+"again"), end, end, false)
	}
	if m.TakeRow(&row) || m.st.used != room || m.units[0].open != room {
		t.Errorf("no room again: %+v", row)
	}
}

// TestRowsNobodyTakes: the oldest are lost, and counted.
func TestRowsNobodyTakes(t *testing.T) {
	m := New(Params{Contracts: 1}, storyDays())
	for _, r := range refs(66) {
		m.Request(0, r, 5, 5, false)
	}
	var row Row
	if !m.TakeRow(&row) || row.Ref != ref("R2") || row.Low != NotOwed || row.Unit != NoUnit || m.Lost() != 2 {
		t.Errorf("%+v, %d lost", row, m.Lost())
	}
	m.Request(9, ref("R"), 5, 5, false)
	for m.TakeRow(&row) {
	}
	if row.Contract != 9 || row.Low != NotOwed {
		t.Errorf("%+v", row)
	}
}

// BenchmarkStorm is a request of a storm, from its arrival to its verdict.
func BenchmarkStorm(b *testing.B) {
	ids := refs(5000)
	m, now := busy(500)
	kept := m.Save(nil)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		storm(m, now, ids)
		b.StopTimer()
		m.Load(kept)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/5000, "ns/request")
}

// BenchmarkQuote is one quote, sent and acknowledged, its predecessor ended, on a
// contract without an open request.
func BenchmarkQuote(b *testing.B) {
	m, now := busy(500)
	b.ReportAllocs()
	for i := range b.N {
		now += 10 * market.Microsecond
		send(m, market.Contract(i%500), uint64(i+2), market.Ref{}, now)
	}
}

// BenchmarkOpen is what the loop asks for each contract it prices.
func BenchmarkOpen(b *testing.B) {
	m, now := busy(500)
	for c := range 500 {
		m.Request(market.Contract(c), ref("R"), now, now, false)
	}
	var ask Ask
	b.ReportAllocs()
	for i := range b.N {
		m.Open(market.Contract(i%500), &ask)
	}
}

// BenchmarkUnderlying is a tick of the underlying of 500 open requests.
func BenchmarkUnderlying(b *testing.B) {
	m, now := busy(500)
	for c := range 500 {
		m.Request(market.Contract(c), ref("R"), now, now, false)
	}
	b.ReportAllocs()
	for i := range b.N {
		m.Underlying(0, market.Price(i%5), now, now)
	}
}
