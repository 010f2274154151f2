package request

import (
	"container/heap"
	"fmt"
	"math/rand/v2"

	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/obligation/rule"
)

// A world is an exchange and an agent with wires of random length between them:
// what happens at the exchange goes into the history, what the agent sees of it
// goes into the Meter, later.
type world struct {
	t     interface{ Fatalf(string, ...any) }
	rand  *rand.Rand
	m     *Meter
	h     history
	terms Terms
	cal   *calendar.Table

	stamped bool // the trading link's messages carry stamps
	perfect bool // what was lost with the link is told again after
	strict  bool // every wire has length 0
	latency market.Time
	jitter  bool
	busy    bool // quotes follow one another so fast that the past is folded while requests are open

	todo   todo
	seq    int
	now    market.Time
	ids    uint64
	refs   int
	heard  []market.Ref
	wire   [2]market.Time // last arrival: to the exchange, to the agent
	feed   market.Time
	standQ *stood
	phase  market.Phase
	exempt bool
	price  market.Price
	linkUp bool
	broken market.Time // the wire is dead from here on, 0 whole
	epoch  int
	late   []func(now market.Time) // told again after the next Up
	flying bool
	live   uint64
	known  map[uint64]bool // quotes the agent thinks may stand
	rows   []Row
}

func (w *world) draw(lo, hi int64) int64 { return lo + w.rand.Int64N(hi-lo+1) }

func (w *world) span(lo, hi market.Time) market.Time {
	return market.Time(w.draw(int64(lo), int64(hi)))
}

func (w *world) chance(of int64) bool { return w.draw(1, 100) <= of }

func (w *world) policy() Policy { return Policy(w.draw(1, 2)) }

// delay is how long something takes on a wire now.
func (w *world) delay() market.Time {
	switch {
	case w.strict:
		return 0
	case w.jitter:
		return w.span(0, w.latency)
	}
	return w.latency
}

// arrive schedules an arrival, in order of sending on its wire, and where that
// varies not in one instant with the last: what comes and goes in no time is in the stories.
func (w *world) arrive(wire int, do func()) {
	epoch, sent := w.epoch, w.now
	t := max(w.now+w.delay(), w.wire[wire])
	if w.jitter && !w.strict && t == w.wire[wire] {
		t++
	}
	w.wire[wire] = t
	w.at(t, func() {
		if epoch == w.epoch && (w.broken == 0 || sent < w.broken) && w.linkUp {
			do()
		}
	})
}

// tell sends a message of the exchange to the agent: it is proof, then says do.
// When it is lost with the link, a perfect exchange tells it again.
func (w *world) tell(do func(stamp, now market.Time)) {
	stamp, told := market.Time(0), false
	if w.stamped {
		stamp = w.now
	}
	w.arrive(1, func() {
		told = true
		w.m.Alive(stamp, w.now)
		do(stamp, w.now)
	})
	w.late = append(w.late, func(now market.Time) {
		if !told {
			told = true
			do(stamp, now)
		}
	})
}

// publish sends something on the feed, in order.
func (w *world) publish(do func(stamp market.Time)) {
	stamp := w.now
	w.feed = max(w.feed, w.now+w.delay())
	w.at(w.feed, func() { do(stamp) })
}

// run does everything until the given time.
func (w *world) run(until market.Time) {
	for len(w.todo) > 0 && w.todo[0].at <= until {
		x := heap.Pop(&w.todo).(task)
		w.wake(x.at)
		w.now = x.at
		x.do()
		w.take()
		if w.seq%16 == 0 {
			checkMeter(w.t, w.m)
		}
	}
	w.wake(until)
	w.now = until
}

// wake does the Meter's deadlines, sometimes late.
func (w *world) wake(until market.Time) {
	for range 1000 {
		t := w.m.Deadline()
		if t == 0 || t > until {
			return
		}
		if w.chance(20) {
			t = until
		}
		if w.m.Advance(t); w.m.Deadline() != 0 && w.m.Deadline() <= t {
			w.t.Fatalf("deadline %d after Advance(%d)", w.m.Deadline(), t)
		}
		w.take()
	}
	w.t.Fatalf("deadlines without end")
}

func (w *world) take() {
	var row Row
	for w.m.TakeRow(&row) {
		w.rows = append(w.rows, row)
	}
}

// What the world's exchange does.

// announce changes the phase and says so on the feed.
func (w *world) announce(ph market.Phase) {
	if ph == w.phase {
		return
	}
	w.phase = ph
	w.h.phases = append(w.h.phases, moment[market.Phase]{w.now, ph})
	w.publish(func(stamp market.Time) { w.m.Phase(0, ph, stamp, w.now) })
}

func (w *world) excuse(on bool) {
	if w.exempt == on {
		return
	}
	w.exempt = on
	w.h.exempt = append(w.h.exempt, moment[bool]{w.now, on})
	w.publish(func(stamp market.Time) { w.m.Exempt(0, on, stamp, w.now) })
}

func (w *world) tick(until market.Time) {
	if move := market.Price(w.draw(-2, 2)); move != 0 || w.price == 0 {
		w.price = max(w.price+move, 100)
		p := w.price
		w.h.prices = append(w.h.prices, moment[market.Price]{w.now, p})
		w.publish(func(stamp market.Time) { w.m.Underlying(1, p, stamp, w.now) })
	}
	if next := w.now + w.span(100*market.Millisecond, 2*market.Second); next < until {
		w.at(next, func() { w.tick(until) })
	}
}

// ask makes a request, and plans the next.
func (w *world) ask(until market.Time) {
	w.refs++
	ref, _ := market.MakeRef(fmt.Sprintf("R%d", w.refs))
	a := asked{ref: ref, at: w.now, member: w.chance(10)}
	w.h.asks = append(w.h.asks, a)
	w.publish(func(stamp market.Time) {
		w.heard = append(w.heard, ref)
		w.m.Request(0, ref, stamp, w.now, a.member)
		if w.chance(10) {
			w.m.Request(0, ref, stamp, w.now, a.member)
		}
	})
	if next := w.now + w.span(0, 9*market.Second); next < until {
		w.at(next, func() { w.ask(until) })
	}
}

// lose breaks the wire; the agent notices some time later, and connects again.
func (w *world) lose() {
	if !w.linkUp || w.broken != 0 {
		return
	}
	w.broken = w.now
	w.at(w.now+w.span(0, 5*market.Second), func() {
		w.linkUp = false
		w.m.Down(w.now)
		w.at(w.now+w.span(0, 5*market.Second), w.connect)
	})
}

// connect starts a session: everything is cancelled, then quoting begins anew.
func (w *world) connect() {
	w.linkUp, w.broken, w.live = true, 0, 0
	w.epoch++
	w.m.Up(w.now)
	if w.perfect {
		for _, again := range w.late {
			again(w.now)
		}
	}
	w.flying, w.late = true, nil
	last := w.ids
	w.arrive(0, func() {
		if w.standQ != nil {
			w.standQ.to, w.standQ = w.now, nil
		}
		w.tell(func(stamp, now market.Time) {
			for id := uint64(1); id <= last; id++ {
				if w.known[id] {
					w.gone(id, stamp, now)
				}
			}
			w.flying = false
		})
	})
}

// beat sends heartbeats, which carry no stamp unless the others do.
func (w *world) beat(until market.Time) {
	stamp := market.Time(0)
	if w.stamped {
		stamp = w.now
	}
	w.arrive(1, func() { w.m.Alive(stamp, w.now) })
	if next := w.now + w.span(market.Second/2, 3*market.Second); next < until {
		w.at(next, func() { w.beat(until) })
	}
}

// demand is what the world's terms ask of a quote.
func (w *world) demand() rule.Demand {
	return rule.Demand{Spread: w.terms.Spread, MinSize: w.terms.MinSize, Imbalance: w.terms.Imbalance}
}
