package obligation

import (
	"math/rand/v2"
	"testing"

	"quotient/market"
)

// toggle changes why there is no quote n times, a tenth of a second apart, without
// a word of the exchange. Each change is a stretch.
func toggle(m *Meter, n int, now market.Time) market.Time {
	for i := range n {
		now += 100 * market.Millisecond
		m.Why(0, CauseStale, i%2 == 0, now)
	}
	return now
}

// TestUnprovenWherever: a link that is lost costs what was effective after the last
// message: wherever that lies in a tail that fills up, and once.
func TestUnprovenWherever(t *testing.T) {
	for n := range 3 * tailSize {
		m, now := busy(1)
		m.Alive(0, now+market.Minute)
		now = toggle(m, n, now+market.Minute+50*market.Millisecond)
		for range 2 {
			m.Down(now)
			checkState(t, m)
			if r := m.Read(0, now); r.Low != market.Minute-market.Millisecond || r.High < r.Low {
				t.Fatalf("%d changes: low %d, high %d", n, r.Low, r.High)
			}
			now += market.Second
			m.Up(now)
			m.QuoteEnded(0, 1, now, now)
		}
	}
}

// TestUnprovenAgain: of what was folded before its proof only that is lost which
// none came for, and it is lost once.
func TestUnprovenAgain(t *testing.T) {
	for _, again := range []int{0, 4 * tailSize} {
		m, now := busy(1)
		d := &m.duties[0]
		now = toggle(m, 4*tailSize, now)
		proof := d.unprovenTo
		m.Alive(proof, now)
		if proof <= clock(9, 0) || proof >= now {
			t.Fatalf("folded up to %d", proof)
		}
		now = toggle(m, again, now)
		m.Down(now)
		m.Alive(0, now)
		low := proof - clock(9, 0) - market.Millisecond
		if r := m.Read(0, now); r.Low != low {
			t.Errorf("%d changes more: low %d, want %d", again, r.Low, low)
		}
		m.Phase(0, market.PhaseClosed, clock(15, 0), clock(15, 0))
		m.Advance(clock(15, 1))
		var row DayRow
		if !m.TakeDay(&row) || row.Low != low {
			t.Errorf("%d changes more: row %+v, want low %d", again, row, low)
		}
	}
}

// TestFoldedProofAtTheClose: a day is not over while time in its sums lacks its
// proof, and is as soon as the proof reaches it.
func TestFoldedProofAtTheClose(t *testing.T) {
	m, _ := busy(1)
	m.Alive(0, clock(14, 59))
	m.Phase(0, market.PhaseContinuous, 0, clock(14, 59))
	now := toggle(m, 10, clock(14, 59))
	m.QuoteEnding(0, 1, now)
	last := now
	m.QuoteEnded(0, 1, 0, now)
	toggle(m, 2*tailSize, now)
	if d := &m.duties[0]; d.unprovenTo != last {
		t.Fatalf("folded up to %d, want %d", d.unprovenTo, last)
	}
	m.Phase(0, market.PhaseClosed, clock(15, 0), clock(15, 0))
	m.Advance(clock(15, 0) + closeLag)
	var row DayRow
	m.Alive(last-1, clock(15, 0)+2*market.Second)
	if m.TakeDay(&row) {
		t.Errorf("closed without proof: %+v", row)
	}
	m.Alive(last, clock(15, 0)+3*market.Second)
	if !m.TakeDay(&row) || row.Low == 0 || row.Ineffective[Disconnected.Reason()] != 0 {
		t.Errorf("row %+v", row)
	}
}

// TestSplitFull: where a full tail is split, a stretch begins; before its second
// one, the first stands for what is settled.
func TestSplitFull(t *testing.T) {
	for k := range int32(tailSize) {
		m, now := busy(1)
		m.Alive(0, now)
		d := &m.duties[0]
		for n := 0; d.n < tailSize; n++ {
			now += 100 * market.Millisecond
			m.Why(0, CauseStale, n%2 == 0, now)
		}
		at, second := d.tail[k].from+1, d.tail[1].from
		i := m.split(d, at)
		d.tail[i].cause ^= CauseRisk
		m.done(d, now)
		checkTail(t, d)
		if want := max(at, second); d.tail[i].from != want || i != k {
			t.Errorf("split in stretch %d: stretch %d begins at %d, want %d", k, i, d.tail[i].from, want)
		}
	}
}

// TestCrowdedTail: more changes than a tail holds, each told a little late.
func TestCrowdedTail(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		m, now := busy(2)
		now += market.Second
		id := uint64(1)
		for range 300 {
			now += market.Time(r.Int64N(int64(20 * market.Millisecond)))
			stamp := now - market.Time(r.Int64N(int64(2*market.Second)))
			switch r.IntN(6) {
			case 0:
				m.QuoteEnded(0, id, stamp, now)
			case 1:
				id++
				send(m, 0, id, now)
				now += market.Millisecond
			case 2:
				d := market.Depth{Bid: 7200, BidQty: 5, Last: 7200, Upper: 7200, Lower: 6800, Stamp: stamp}
				if r.IntN(2) == 0 {
					d.Ask, d.AskQty = 7201, 5
				}
				m.Market(0, &d, now)
			case 3:
				m.QuoteLeaves(0, id, market.Ask, market.Qty(r.IntN(12)), stamp, now)
			case 4:
				m.Alive(stamp, now)
			case 5:
				toggle(m, 1, now)
				now += 100 * market.Millisecond
			}
			checkTotals(t, m)
			row, _ := m.Row(0, now)
			checkIdentity(t, &row)
		}
	}
}

// TestMissedForAges: however many boundaries pass without a word, the calendar
// decides.
func TestMissedForAges(t *testing.T) {
	s := stretch{ann: market.PhaseContinuous, cal: market.PhaseContinuous, quote: Effective, link: true}
	for i := range 1000 {
		if s.boundary(market.PhaseBreak); s.phase() != market.PhaseBreak || s.proper() {
			t.Fatalf("after %d days: %+v", i, s)
		}
		if s.boundary(market.PhaseContinuous); s.missed < 2 || s.proper() {
			t.Fatalf("after %d days: %+v", i, s)
		}
	}
}
