package breaker

import (
	"bytes"
	"fmt"
	"math"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"quotient/market"
)

// Numbers at the ends of what can be told neither overflow nor pass.
func TestExtremes(t *testing.T) {
	for _, x := range []struct {
		lots        market.Qty
		delta, vega int64
		want        Kind
	}{
		{1, math.MinInt64, 0, Protection}, {1, math.MaxInt64, 0, Protection}, {1, 0, math.MinInt64, Protection},
		{1 << 31, 0, 0, Protection}, {1<<31 + 1, 0, 0, Jump}, {math.MaxInt64, 0, 0, Jump}, {0, 0, 0, Jump},
		{-1, 0, 0, Jump}, {math.MinInt64, 0, 0, Jump}, {49, 4999, -499, KindNone},
	} {
		b := New(params())
		for range 3 {
			b.Fill(0, market.Bid, x.lots, x.delta, x.vega, start)
			if x.want == KindNone {
				break
			}
		}
		if trip, _ := b.Blocked(0); trip.Kind != x.want {
			t.Errorf("%+v: %+v", x, trip)
		}
	}
	for _, v := range []market.Money{math.MinInt64, math.MinInt64 + 1, math.MaxInt64} {
		b := New(params())
		b.PnL(Account, 0, math.MaxInt64, true, start)
		b.PnL(Account, 0, v, true, start)
		_, loss := b.InForce(Account, 0, Loss)
		_, fall := b.InForce(Account, 0, Drawdown)
		if loss != (v < 0) || fall != (v < 0) {
			t.Errorf("%d: loss %v, fall %v", v, loss, fall)
		}
	}
}

// Who is none has no state to spoil.
func TestWhoIsNone(t *testing.T) {
	b := New(params())
	clean := b.Save(nil)
	for _, c := range []market.Contract{3, 100, market.NoContract} {
		b.Refused(c, 16, start)
		b.Unacked(c, market.Day, start)
		if trip, ok := b.Blocked(c); !ok || trip.Kind != Limit || trip.Contract != c || trip.Limit != 3 {
			t.Errorf("contract %d: %+v", c, trip)
		}
	}
	b.Reject(0, 64, start)
	b.Reject(0, 255, start)
	for _, x := range []struct {
		s Scope
		i int
	}{{NoScope, 0}, {Contract, 0}, {Group, 2}, {Group, -1}, {scopes, 0}, {Contract, 3}, {Contract, -1}} {
		b.PnL(x.s, x.i, -1<<40, true, start)
		b.PnL(x.s, x.i, 0, false, start)
		if _, ok := b.InForce(x.s, x.i, Limit); ok || b.Rearm(x.s, x.i, ByRisk, start) {
			t.Errorf("%v %d is somebody", x.s, x.i)
		}
	}
	if _, ok := b.InForce(Account, 0, KindCount); ok {
		t.Error("a kind that is none is in force")
	}
	for _, x := range []struct {
		g int
		m Measure
		s int
	}{{-1, MeasureFills, 0}, {2, MeasureFills, 0}, {0, MeasureNone, 0}, {0, MeasureCount, 0}, {0, MeasureFills, 2}, {0, MeasureFills, -1}} {
		if used, limit := b.Used(x.g, x.m, x.s, start); used != 0 || limit != 0 {
			t.Errorf("%+v: %d of %d", x, used, limit)
		}
	}
	if !bytes.Equal(b.Save(nil), clean) {
		t.Error("something changed")
	}
	b.Jump(0, 1, start)
	for _, by := range []Authority{Unset, ByItself, authorities, 255} {
		if b.Rearm(Account, 0, by, start+market.Day) {
			t.Errorf("re-armed by %d", by)
		}
	}
}

func TestUsed(t *testing.T) {
	b := New(params())
	b.Fill(0, market.Bid, 7, -30, 4, start)
	b.Fill(1, market.Ask, 1, 1, 1, start+market.Second)
	for m, want := range map[Measure][2]finding{
		MeasureFills: {{2, 5}, {2, 12}}, MeasureLots: {{8, 50}, {8, 120}},
		MeasureDelta: {{31, 5000}, {31, 12000}}, MeasureVega: {{5, 500}, {5, 1200}},
	} {
		for s := range spans {
			if used, limit := b.Used(0, m, s, start+market.Second); (finding{used, limit}) != want[s] {
				t.Errorf("%v in span %d: %d of %d", m, s, used, limit)
			}
		}
	}
	if used, _ := b.Used(0, MeasureLots, Short, start+market.Second+1); used != 1 {
		t.Errorf("%d lots after a second and a nanosecond", used)
	}
	if used, _ := b.Used(0, MeasureLots, Long, start+11*market.Second+1); used != 0 {
		t.Errorf("%d lots after everything", used)
	}
}

// Time that seems to go back frees nothing.
func TestTimeGoingBack(t *testing.T) {
	b := New(params())
	b.Fill(0, market.Bid, 30, 0, 0, start+market.Second)
	b.Fill(0, market.Ask, 10, 0, 0, start)
	b.Fill(0, market.Ask, 10, 0, 0, start+2*market.Second)
	if trip, _ := b.Blocked(0); trip.Kind != Protection || trip.Value != 50 {
		t.Errorf("%+v", trip)
	}
	b = New(params())
	b.PnL(Group, 0, 500, true, start+market.Second)
	b.PnL(Group, 0, 450, true, start)
	b.PnL(Group, 0, 50, true, start+market.Second+market.Minute)
	if trip, _ := b.Blocked(0); trip.Kind != Drawdown || trip.Value != 450 {
		t.Errorf("%+v", trip)
	}
}

// A purse with more candidates than it remembers errs towards the higher, never
// the lower, and is exact again when they have gone.
func TestPeaksErrUpwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p purse
		over := market.Time(rapid.Int64Range(50, 300).Draw(t, "over"))
		var values []int64
		value := int64(0)
		for now := range market.Time(rapid.IntRange(1, 400).Draw(t, "values")) {
			value -= rapid.Int64Range(-1, 9).Draw(t, "lost")
			values = append(values, value)
			best := value
			for _, v := range values[max(0, int(now-over)):] {
				best = max(best, v)
			}
			got := p.fall(value, now, over)
			if got < best-value || over < peaks && got != best-value {
				t.Fatalf("at %d fell %d, says %d", now, best-value, got)
			}
		}
	})
}

// What is stopped goes on being counted, the oldest forgotten first.
func TestFlowForgetsTheOldest(t *testing.T) {
	f := newFlow(3) // four places
	over := [2]market.Time{10, 100}
	for i := range market.Time(9) {
		f.add(i, amounts{1, 10, 0, 0}, &over)
		if n := min(int64(i)+1, 4); f.tails[Short].sum != (amounts{n, 10 * n, 0, 0}) || f.tails[Long].sum[0] != n {
			t.Fatalf("after %d: %+v", i+1, f.tails)
		}
	}
	f.clear()
	f.add(3, amounts{1, 5, 0, 0}, &over)
	if f.sum(Long, 103, 100) != (amounts{1, 5, 0, 0}) || f.sum(Long, 104, 100) != (amounts{}) {
		t.Error("something is left after clear, or its clock")
	}
}

func TestStreakHasRoomForWhatTrips(t *testing.T) {
	k := newStreak(3) // four places
	for i := range int64(6) {
		if n := k.add(market.Bid, 10); n != min(i+1, 4) {
			t.Fatalf("fill %d is no %d", i+1, n)
		}
	}
	if n := k.add(market.Ask, 59); n != 1 {
		t.Errorf("%d fills hold the last lot", n)
	}
	if n := k.add(market.Ask, 2); n != 1 || k.st.side != market.Ask {
		t.Errorf("%d fills on side %v", n, k.st.side)
	}
}

// Every latch may have news at once; each is told once, with its last state.
func TestNewsNeverOverflow(t *testing.T) {
	b := New(params())
	trips := 0
	for slot := range b.on {
		for k := range KindCount {
			if b.kinds(slot)>>k&1 == 1 {
				b.trip(slot, k, Trip{Contract: market.NoContract}, start)
				trips++
			}
		}
	}
	for range 3 {
		b.PnL(Account, 0, 0, true, start)
		b.PnL(Account, 0, 0, false, start)
		b.Advance(start + market.Minute)
	}
	told, last := 0, Trip{}
	for b.Take(&last) {
		told++
		if last.queued != 0 {
			t.Fatal("what is told waits still")
		}
	}
	if told != trips || trips != 3*5+2*6+7 {
		t.Errorf("told %d, tripped %d", told, trips)
	}
	b = New(params())
	b.times[cell(0, OneSided)] = math.MaxUint16
	if b.trip(0, OneSided, Trip{}, start); b.latch(0, OneSided).Nth != math.MaxUint16 || b.latch(0, OneSided).Rearm != ByRisk {
		t.Error("the count of trips starts again")
	}
}

// A Poll in which nothing came and nothing is due changes nothing.
func TestAdvanceForNothing(t *testing.T) {
	b := New(params())
	b.Late(market.Second, start)
	b.PnL(Group, 0, 0, false, start)
	kept := b.Save(nil)
	for now := start; now < b.Deadline(); now += 100 * market.Millisecond {
		b.Advance(now)
		b.Blocked(0)
		b.Used(0, MeasureFills, Short, now)
	}
	if !bytes.Equal(b.Save(nil), kept) {
		t.Error("something changed")
	}
}

func TestLoad(t *testing.T) {
	b := New(params())
	b.Fill(0, market.Bid, 50, 0, 0, start)
	b.Late(market.Second, start)
	all := b.Save([]byte{1, 2})[2:]
	for n := 0; n < len(all); n += 1 + n/50 {
		if _, ok := New(params()).Load(all[:n]); ok {
			t.Fatalf("%d of %d bytes were enough", n, len(all))
		}
	}
	for _, change := range []func(*Params){
		func(p *Params) { p.Of = p.Of[:2] },
		func(p *Params) { p.Groups = append(p.Groups, p.Groups[0]) },
	} {
		p := params()
		change(&p)
		if _, ok := New(p).Load(all); ok {
			t.Error("loads what another kind of breaker saved")
		}
	}
	spoil(t, all)
}

// spoil flips bytes: what loads must not break.
func spoil(t *testing.T, all []byte) {
	for i := 0; i < len(all); i += 61 {
		bad := bytes.Clone(all)
		bad[i] ^= 0xff
		b := New(params())
		if _, ok := b.Load(bad); !ok {
			continue
		}
		var news Trip
		for range 2 * len(b.news) {
			b.Take(&news)
		}
		for c := range market.Contract(3) {
			b.Fill(c, market.Ask, 1, 0, 0, start)
			b.Reject(c, 1, start)
			b.Refused(c, 16, start)
			b.Blocked(c)
		}
		b.PnL(Account, 0, 0, true, start)
		b.Advance(start + market.Second)
	}
}

func TestTripIsFlat(t *testing.T) {
	if n := unsafe.Sizeof(Trip{}); n != 56 {
		t.Errorf("a Trip has %d bytes: holes are written as they are", n)
	}
}

// wide is a breaker of n contracts that a benchmark's fills do not stop.
func wide(n int) *Breaker {
	p := params()
	p.Of = make([]uint16, n)
	p.Groups = make([]Limits, 20)
	p.Storm.Count, p.Storm.Share, p.Messages = 1<<16, million, 4096
	for g := range p.Groups {
		p.Groups[g] = params().Groups[0]
		p.Groups[g].Flow = Flow{[2]int64{1 << 11, 1 << 12}, [2]int64{1 << 40, 1 << 40}, [2]int64{1 << 40, 1 << 40}, [2]int64{1 << 40, 1 << 40}}
		p.Groups[g].Storm.Count, p.Groups[g].Storm.Share = 1<<16, million
	}
	for c := range p.Of {
		p.Of[c] = uint16(c % 20)
	}
	return New(p)
}

func TestNoAllocations(t *testing.T) {
	b, now, i := wide(500), start, 0
	var news Trip
	kept := make([]byte, 0, 64<<20)
	if n := testing.AllocsPerRun(2000, func() {
		i++
		now += market.Millisecond
		c := market.Contract(i % 500)
		b.Fill(c, market.Bid+market.Side(i/500%2), 1, 5, 5, now)
		b.Sent(c, now)
		b.Reject(c, 1, now)
		b.Refused(c, 16, now)
		b.Unacked(c, market.Time(i%3)*market.Second, now)
		b.PnL(Group, i%20, market.Money(-i), i%5 > 0, now)
		b.Late(market.Time(i%100)*market.Millisecond, now)
		b.Advance(now)
		b.Blocked(c)
		b.Used(i%20, MeasureLots, Long, now)
		b.Rearm(Contract, int(c), ByRisk, now)
		for b.Take(&news) {
		}
		if i%1000 == 0 {
			kept = b.Save(kept[:0])
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkBreaker(b *testing.B) {
	for _, n := range []int{10, 500} {
		w, now, i := wide(n), start, 0
		for name, do := range map[string]func(c market.Contract){
			"Blocked": func(c market.Contract) { w.Blocked(c) },
			"Fill":    func(c market.Contract) { w.Fill(c, market.Bid+market.Side(i/n%2), 1, 5, 5, now) },
			"Sent":    func(c market.Contract) { w.Sent(c, now) },
			"Reject":  func(c market.Contract) { w.Reject(c, 1, now) },
			"PnL":     func(c market.Contract) { w.PnL(Group, int(c)%20, market.Money(i%100), true, now) },
			"Advance": func(market.Contract) { w.Advance(now) },
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					i++
					now += 10 * market.Millisecond
					do(market.Contract(i % n))
				}
			})
		}
	}
}
