package quoter_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"quotient/config"
	"quotient/market"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
)

// rig is a Loop with an exchange that answers everything at once, for tests that
// want many ticks and no stories.
type rig struct {
	loop  *quoter.Loop
	rings quoter.Rings
	now   market.Time
	vol   market.Qty
	rnd   *rand.Rand
	quote [2]uint64          // live quote ids by contract
	sent  market.Instruction // the newest quote
	moved int
	execs int
	trips int // on record
}

func newRig(tb testing.TB) *rig { return newRigOf(loadDesk(tb)) }

func newRigOf(desk *config.Desk) *rig {
	r := &rig{now: market.Date(20200803).At(9 * market.Hour), rnd: rand.New(rand.NewPCG(1, 2))}
	r.loop, r.rings = newLoop(desk, 1<<15)
	for _, c := range []port.Command{{Kind: port.CommandIDs, First: 1, Count: 1 << 40}, {Kind: port.CommandJournal, Value: 1},
		{Kind: port.CommandLatch, Mode: uint8(risk.Run), Epoch: 1}, {Kind: port.CommandStart}} {
		c.Contract = market.NoContract
		r.rings.Commands.Push(&c)
	}
	r.rings.Feed.Push(&market.Event{Kind: market.EventFeedUp, Contract: market.NoContract})
	for c := range market.Contract(2) {
		r.rings.Feed.Push(&market.Event{Kind: market.EventPhase, Contract: c, Phase: market.PhaseContinuous, Time: r.now})
	}
	r.rings.Venue.Push(&market.Event{Kind: market.EventUp})
	r.settle()
	return r
}

// settle polls until nothing is left to do, answering whatever is sent, and
// throws the records away.
func (r *rig) settle() {
	for {
		work, _ := r.loop.Poll(r.now)
		for ap := r.rings.Out.Peek(); ap != nil; ap = r.rings.Out.Peek() {
			in := ap.Instruction()
			r.rings.Out.Drop()
			r.answer(&in)
		}
		for rec := r.rings.Records.Peek(); rec != nil; rec = r.rings.Records.Peek() {
			if rec.Kind == port.RecordTrip && rec.Trip().State == uint8(breaker.Tripped) {
				r.trips++
			}
			r.rings.Records.Drop()
		}
		if work == 0 {
			return
		}
	}
}

func (r *rig) answer(in *market.Instruction) {
	e := market.Event{ID: in.ID, Contract: in.Contract, Time: r.now}
	switch in.Kind {
	case market.InstructQuote:
		if id := r.quote[in.Contract]; id != 0 {
			r.rings.Venue.Push(&market.Event{Kind: market.EventQuoteEnded, ID: id, Contract: in.Contract, Time: r.now, Code: market.EndReplaced})
		}
		r.quote[in.Contract], r.sent, e.Kind = in.ID, *in, market.EventQuoteLive
	case market.InstructQuoteEnd:
		e.Kind, e.ID, e.Code = market.EventQuoteEnded, in.Target, market.EndCancelled
		r.quote[in.Contract] = 0
	case market.InstructMassQuotes, market.InstructMassOrders:
		e.Kind = market.EventMassCancel
	case market.InstructPositions:
		e.Kind = market.EventSynced
	default:
		return
	}
	r.rings.Venue.Push(&e)
}

// tick pushes the next snapshot of a wandering market.
func (r *rig) tick() {
	r.now += 500 * market.Millisecond
	r.vol++
	r.moved += r.rnd.IntN(5) - 2
	c := market.Contract(r.rnd.IntN(2))
	p := market.Price(7100 + 160*int(c) + r.moved%200)
	r.rings.Feed.Push(&market.Event{Kind: market.EventDepth, Contract: c, Time: r.now, Bid: p, Ask: p + 2 + market.Price(r.rnd.IntN(3)),
		BidQty: market.Qty(1 + r.rnd.IntN(20)), AskQty: market.Qty(1 + r.rnd.IntN(20)), Last: p, Volume: r.vol, Upper: 7799, Lower: 6915})
}

func TestPollDoesNotAllocate(t *testing.T) {
	r := newRig(t)
	for range 2000 {
		r.tick()
		r.settle()
	}
	quotes := r.loop.Approved()
	if n := testing.AllocsPerRun(2000, func() { r.tick(); r.settle() }); n != 0 {
		t.Errorf("%v allocations from tick to approved request, want 0", n)
	}
	if r.loop.Approved()-quotes < 500 {
		t.Errorf("only %d requests were approved: the test does not walk the path", r.loop.Approved()-quotes)
	}
}

// A Poll with no input, no due deadline and no pending work changes no byte,
// however often it runs.
func TestIdlePollChangesNothing(outer *testing.T) {
	rapid.Check(outer, func(t *rapid.T) {
		r := newRig(outer)
		for range rapid.IntRange(0, 60).Draw(t, "ticks") {
			r.tick()
			r.settle()
		}
		_, next := r.loop.Poll(r.now)
		before, digest := r.loop.Save(nil), r.loop.Digest()
		for range rapid.IntRange(1, 20).Draw(t, "polls") {
			at := r.now
			if next > r.now {
				at += market.Time(rapid.Int64Range(0, int64(next-r.now)-1).Draw(t, "later"))
			}
			if work, _ := r.loop.Poll(at); work != 0 {
				t.Fatalf("idle Poll at %d before its deadline %d did %d things", at, next, work)
			}
		}
		if !bytes.Equal(before, r.loop.Save(nil)) || digest != r.loop.Digest() {
			t.Fatal("an idle Poll changed the state")
		}
	})
}

// Save, load into a fresh Loop, go on: the same as never having stopped.
func TestSaveLoadContinues(t *testing.T) {
	a := newRig(t)
	for range 700 {
		a.tick()
		a.settle()
	}
	state := a.loop.Save(nil)
	b := newRig(t)
	if !b.loop.Load(state) {
		t.Fatal("a saved state does not load")
	}
	if b.loop.Load(state[:len(state)-1]) || b.loop.Load(append(state, 0)) {
		t.Error("a state of another length loads")
	}
	b.loop.Load(state)
	if got := b.loop.Save(nil); !bytes.Equal(got, state) {
		t.Fatal("a loaded state saves otherwise")
	}
	b.now, b.vol, b.quote, b.moved = a.now, a.vol, a.quote, a.moved
	a.rnd, b.rnd = rand.New(rand.NewPCG(3, 4)), rand.New(rand.NewPCG(3, 4))
	for range 700 {
		a.tick()
		a.settle()
		b.tick()
		b.settle()
	}
	if !bytes.Equal(a.loop.Save(nil), b.loop.Save(nil)) {
		t.Error("the loaded loop went another way")
	}
}

// The running digest sees each tick, each now and each answer.
func TestDigestSeesEverything(t *testing.T) {
	run := func(change func(r *rig, i int)) uint64 {
		r := newRig(t)
		for i := range 50 {
			r.tick()
			if change != nil {
				change(r, i)
			}
			r.settle()
		}
		return r.loop.Digest()
	}
	same := run(nil)
	if same != run(nil) {
		t.Fatal("two runs of the same inputs differ")
	}
	for name, change := range map[string]func(r *rig, i int){
		"a tick": func(r *rig, i int) {
			if i == 20 {
				r.rings.Feed.Peek().Last++
			}
		},
		"a now": func(r *rig, i int) {
			if i == 20 {
				r.now++
			}
		},
		"an event": func(r *rig, i int) {
			if i == 20 {
				r.rings.Venue.Push(&market.Event{Kind: market.EventAlive, Contract: market.NoContract})
			}
		},
	} {
		if run(change) == same {
			t.Errorf("changing %s does not change the digest", name)
		}
	}
}

// BenchmarkTick is one snapshot through Poll: fold, price, gate, meter and
// records included, and the answers to what was sent.
func BenchmarkTick(b *testing.B) {
	r := newRig(b)
	quotes := r.loop.Approved()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		r.tick()
		r.settle()
		n++
	}
	b.ReportMetric(float64(r.loop.Approved()-quotes)/float64(n), "requests/tick")
}
