package breaker

import (
	"testing"

	"quotient/internal/flat"
	"quotient/market"
)

// News come in the order of what happened, whatever was taken in between.
func TestNewsKeepTheirOrder(t *testing.T) {
	b := New(params())
	var got []Kind
	take := func() {
		var x Trip
		if b.Take(&x) {
			got = append(got, x.Kind)
		}
	}
	b.Unacked(2, market.Second, start)
	b.Late(market.Second, start)
	take()
	b.Jump(0, 1, start)
	b.PnL(Group, 0, -1000, true, start)
	for range 9 {
		take()
	}
	want := []Kind{Unacked, Late, Jump, Loss, Drawdown}
	for i := range got {
		if len(got) != 4 || got[i] != want[i] {
			t.Fatalf("told %v", got)
		}
	}
}

// Two pauses of one scope end each for itself, the earlier first.
func TestPausesEndEachForItself(t *testing.T) {
	for _, lateFirst := range []bool{true, false} {
		b := New(params())
		if lateFirst {
			b.Late(market.Second, start)
		}
		for range 8 {
			b.Reject(market.NoContract, 1, start)
		}
		b.Late(market.Second, start)
		if b.Deadline() != start+market.Second {
			t.Errorf("deadline %d", b.Deadline()-start)
		}
		b.Advance(start + market.Second)
		_, late := b.InForce(Account, 0, Late)
		_, rejects := b.InForce(Account, 0, Rejects)
		if late || !rejects || b.Deadline() != start+10*market.Second {
			t.Errorf("late %v, rejects %v, deadline %d", late, rejects, b.Deadline()-start)
		}
	}
}

// Of those that ask for the same authority the widest scope is named, and who is
// none has not the trips of somebody else.
func TestWhoIsNamed(t *testing.T) {
	b := New(params())
	for range 8 {
		b.Fill(0, market.Bid, 1, 0, 0, start)
	}
	b.Jump(0, 1, start)
	if trip, _ := b.Blocked(0); trip.Scope != Account {
		t.Errorf("%+v", trip)
	}
	if _, ok := b.InForce(Contract, 0, OneSided); !ok {
		t.Error("the contract is not stopped")
	}
	for _, c := range []int{3, 4} {
		_, group := b.InForce(Contract, c, Protection)
		_, contract := b.InForce(Contract, c, OneSided)
		if group || contract || b.Rearm(Contract, c, ByRisk, start+market.Hour) {
			t.Errorf("contract %d is somebody", c)
		}
	}
	b.Sent(3, start)
	b.Reject(3, 1, start)
}

func TestRoomForTheLargerLimit(t *testing.T) {
	p := params()
	p.Groups[0].Flow.Fills = [2]int64{2, 12}
	p.Messages = 2
	b := New(p)
	for i := range market.Time(3) {
		b.Fill(0, market.Bid, 1, 0, 0, start+2*i*market.Second)
	}
	if used, _ := b.Used(0, MeasureFills, Long, start+4*market.Second); used != 3 {
		t.Errorf("%d fills of 3", used)
	}
	for range 5 {
		b.Reject(0, 1, start)
	}
	if _, ok := b.InForce(Group, 0, Rejects); !ok {
		t.Error("five rejects at once do not trip")
	}
}

func TestStreakOffsetsTheOldestFirst(t *testing.T) {
	k := newStreak(3)
	for range 3 { // round the ring
		for i, lots := range []int64{10, 20, 30} {
			if n := k.add(market.Bid, lots); n != int64(i)+1 {
				t.Fatalf("%d fills", n)
			}
		}
		for i, lots := range []int64{10, 20, 29, 1} {
			if n, want := k.add(market.Ask, lots), []int64{2, 1, 1, 0}[i]; n != want {
				t.Fatalf("%d fills after %d, want %d", n, lots, want)
			}
		}
	}
	for range 6 { // four places: 10, 10, 10, 30
		k.add(market.Bid, 10)
	}
	if n := k.add(market.Ask, 25); n != 2 {
		t.Errorf("%d fills", n)
	}
}

func TestPeaksAtTheEdge(t *testing.T) {
	var p purse
	for i := range market.Time(peaks) {
		p.fall(100-int64(i), i, 200)
	}
	p.fall(0, 200, 200) // no room: the youngest, 37, stands for it
	if got := p.fall(-10, 300, 200); got != 47 {
		t.Errorf("fell %d", got)
	}
	p = purse{}
	p.fall(500, 10, 100)
	p.fall(600, 5, 100) // as at 10
	if got := p.fall(0, 110, 100); got != 600 {
		t.Errorf("fell %d", got)
	}
	p.clear()
	if got := p.fall(-50, 110, 100); got != 0 {
		t.Errorf("after clear fell %d", got)
	}
	b := New(params())
	b.PnL(Group, 0, 500, true, start)
	b.NewDay()
	b.PnL(Group, 0, 0, true, start)
	if _, ok := b.Blocked(0); ok {
		t.Error("yesterday's best counts")
	}
}

// What is re-armed counts from nothing, of each kind.
func TestRearmedForgets(t *testing.T) {
	b := New(params())
	for range 4 {
		b.Refused(0, 20, start)
	}
	if !b.Rearm(Contract, 0, ByTrader, start+market.Second) {
		t.Fatal("not re-armed")
	}
	for range 3 {
		b.Refused(0, 20, start+market.Second)
	}
	if _, ok := b.Blocked(0); ok {
		t.Error("refusals before it count")
	}
	b.Unacked(2, 300*market.Millisecond, start)
	var x, last Trip
	for b.Take(&x) {
		last = x
	}
	if last.State != Warned || last.Contract != 2 || last.Group != 1 || last.Scope != Contract {
		t.Errorf("%+v", last)
	}
}

// State that cannot be is refused.
func TestLoadRefusesWhatCannotBe(t *testing.T) {
	for name, spoil := range map[string]func(b *Breaker) (fine bool){
		"first":      func(b *Breaker) bool { b.st.first = uint64(len(b.news)); return false },
		"last first": func(b *Breaker) bool { b.st.first = uint64(len(b.news)) - 1; return true },
		"waiting":    func(b *Breaker) bool { b.st.waiting = uint64(len(b.news)) + 1; return false },
		"all wait":   func(b *Breaker) bool { b.st.waiting = uint64(len(b.news)); return true },
		"news":       func(b *Breaker) bool { b.news[2] = uint32(len(b.latches)); return false },
		"last news":  func(b *Breaker) bool { b.news[2] = uint32(len(b.latches)) - 1; return true },
		"kind":       func(b *Breaker) bool { b.on[0] = 1 << Jump; return false },
		"peaks":      func(b *Breaker) bool { b.purses[1].n = peaks + 1; return false },
		"all peaks":  func(b *Breaker) bool { b.purses[1].n = peaks; return true },
		"tail":       func(b *Breaker) bool { b.flows[0].tails[1].from = 1; return false },
		"first tail": func(b *Breaker) bool { b.flows[0].tails[0].from = 1; return false },
		"deals":      func(b *Breaker) bool { b.flows[0].n = 17; return false },
		"all deals":  func(b *Breaker) bool { b.flows[0].n = 16; return true },
		"streak":     func(b *Breaker) bool { b.streaks[1].st.n = 9; return false },
		"all streak": func(b *Breaker) bool { b.streaks[1].st.n = 8; return true },
	} {
		b := New(params())
		want := spoil(b)
		if _, ok := New(params()).Load(b.Save(nil)); ok != want {
			t.Errorf("%s: loads %v", name, ok)
		}
	}
	p := params()
	p.Groups[1].OneSided = 0
	b := New(p)
	kept := New(p)
	kept.on[b.slotOfGroup(1)], *kept.latch(b.slotOfGroup(1), Limit), kept.st.waiting = 0, Trip{}, 0
	if _, ok := b.Load(kept.Save(nil)); !ok {
		t.Fatal("does not load")
	}
	if trip, ok := b.Blocked(2); !ok || trip.Kind != Limit {
		t.Error("what is wrong here does not block after a restart")
	}
}

// Streaks, best P&L and rejects begin anew as well.
func TestRearmedForgetsWhatLedToIt(t *testing.T) {
	b := New(params())
	for i := range market.Time(8) {
		b.Fill(0, market.Bid, 1, 0, 0, start+i*10*market.Second)
	}
	now := start + 80*market.Second
	b.PnL(Group, 1, 500, true, now)
	b.PnL(Group, 1, 100, true, now)
	now += market.Second
	if !b.Rearm(Contract, 0, ByTrader, now) || !b.Rearm(Group, 1, ByRisk, now) {
		t.Fatal("not re-armed")
	}
	b.Fill(0, market.Bid, 1, 0, 0, now)
	b.PnL(Group, 1, 100, true, now)
	p := params()
	p.Policies[Rejects].Pause = 1
	storm := New(p)
	for range 5 {
		storm.Sent(0, now)
		storm.Reject(0, 1, now)
	}
	storm.Advance(now + 1)
	if storm.storms[0].sent.Count(now, 1) != 0 {
		t.Error("what was sent is not forgotten")
	}
	storm.Reject(0, 1, now+1)
	for c := range market.Contract(3) {
		if trip, ok := b.Blocked(c); ok {
			t.Errorf("%+v", trip)
		}
		if trip, ok := storm.Blocked(c); ok {
			t.Errorf("%+v", trip)
		}
	}
}

// Each part by itself refuses what ends too early, whatever follows it.
func TestEveryPartRefusesWhatIsCut(t *testing.T) {
	b := New(params())
	h := b.shape()
	latches := b.Save(nil)[len(flat.Append(nil, &h)):]
	rest, ok := b.loadLatches(latches)
	if !ok {
		t.Fatal("does not load")
	}
	for what, part := range map[string]struct {
		all  []byte
		load func([]byte) ([]byte, bool)
	}{
		"latches": {latches[:len(latches)-len(rest)], b.loadLatches},
		"flow":    {b.flows[0].save(nil), b.flows[0].load},
		"streak":  {b.streaks[0].save(nil), b.streaks[0].load},
	} {
		if rest, ok := part.load(part.all); !ok || len(rest) != 0 {
			t.Errorf("%s does not load", what)
		}
		for n := 0; n < len(part.all); n += 1 + n/30 {
			if _, ok := part.load(part.all[:n]); ok {
				t.Errorf("%s: %d of %d bytes were enough", what, n, len(part.all))
			}
		}
		if _, ok := part.load(part.all[:len(part.all)-1]); ok {
			t.Errorf("%s: all but one byte were enough", what)
		}
	}
}

// A trip without a pause that a trader may end is ended by one at once.
func TestNoPause(t *testing.T) {
	p := params()
	p.Policies[Collar].Rearm, p.Policies[Collar].Pause = ByTrader, 0
	b := New(p)
	for range 4 {
		b.Refused(0, 16, start)
	}
	trip, ok := b.InForce(Contract, 0, Collar)
	if !ok || trip.Rearm != ByTrader || trip.Until != 0 {
		t.Errorf("%+v %v", trip, ok)
	}
	if !b.Rearm(Contract, 0, ByTrader, start) {
		t.Error("not re-armed")
	}
}

// The same best again and again takes one place, so that what follows it is
// remembered.
func TestABestThatStandsTakesOnePlace(t *testing.T) {
	var p purse
	for now := range market.Time(2 * peaks) {
		p.fall(500, now, 200)
	}
	p.fall(450, 2*peaks, 200)
	if got := p.fall(440, 2*peaks+200, 200); got != 10 {
		t.Errorf("fell %d", got)
	}
}
