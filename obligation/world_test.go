package obligation

import (
	"container/heap"

	"math/rand/v2"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/calendar"
)

// A world is an exchange and an agent with wires of random length between them:
// what happens at the exchange goes into the history, what the agent sees of it
// goes into the Meter, later.
type world struct {
	t     *rapid.T
	rand  *rand.Rand
	m     *Meter
	h     history
	terms Terms
	cal   *calendar.Table

	stamped bool // the trading link's messages carry stamps
	perfect bool // what was lost with the link is told again after
	latency market.Time
	jitter  bool

	todo   todo
	seq    int
	now    market.Time
	ids    uint64
	wire   [2]market.Time // last arrival: to the exchange, to the agent
	feed   market.Time
	standQ *stood
	phase  market.Phase
	due    market.Phase // by the exchange's own plan
	halted market.Time
	limits [2]bool
	ends   int // unexpected ends
	linkUp bool
	broken market.Time // the wire is dead from here on, 0 whole
	epoch  int
	late   []func(now market.Time) // told again after the next Up
	trades []func(now market.Time) // fills, which recovery tells in any case
	flying bool
	live   uint64
	known  map[uint64]bool // quotes the agent thinks may stand
	strict bool            // nothing may be late: every wire has length 0

	series *Series      // the contract is an option, perhaps in a moving set
	book   market.Depth // the contract's, but for its limit
	future market.Depth // the underlying's
}

type task struct {
	at  market.Time
	seq int
	do  func()
}

type todo []task

func (q todo) Len() int { return len(q) }
func (q todo) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}
func (q todo) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *todo) Push(x any)   { *q = append(*q, x.(task)) }
func (q *todo) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

func (w *world) at(t market.Time, do func()) {
	w.seq++
	heap.Push(&w.todo, task{t, w.seq, do})
}

func (w *world) draw(lo, hi int64) int64 { return lo + w.rand.Int64N(hi-lo+1) }

func (w *world) span(lo, hi market.Time) market.Time {
	return market.Time(w.draw(int64(lo), int64(hi)))
}

func (w *world) chance(of int64) bool { return w.draw(1, 100) <= of }

// delay is how long something takes on a wire now.
func (w *world) delay() market.Time {
	if w.strict {
		return 0
	}
	if !w.jitter {
		return w.latency
	}
	return w.span(0, w.latency)
}

// arrive schedules an arrival, in order of sending on its wire.
func (w *world) arrive(wire int, do func()) {
	epoch, sent := w.epoch, w.now
	t := max(w.now+w.delay(), w.wire[wire])
	w.wire[wire] = t
	w.at(t, func() {
		if epoch == w.epoch && (w.broken == 0 || sent < w.broken) && w.linkUp {
			do()
		}
	})
}

// stamp is the exchange's time as a message carries it.
func (w *world) stamp() market.Time {
	if w.stamped {
		return w.now
	}
	return 0
}

// tell sends a message of the exchange to the agent: it is proof, then says do.
// When it is lost with the link, a perfect exchange tells it again.
func (w *world) tell(do func(stamp, now market.Time)) {
	stamp, told := w.stamp(), false
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

// run does everything until the given time.
func (w *world) run(until market.Time) {
	for len(w.todo) > 0 && w.todo[0].at <= until {
		x := heap.Pop(&w.todo).(task)
		w.now = x.at
		w.wake()
		x.do()
		if w.seq%5 == 0 {
			w.check()
		}
	}
	w.now = until
	w.wake()
}

// wake does the Meter's deadlines, sometimes late.
func (w *world) wake() {
	if t := w.m.Deadline(); t != 0 && t <= w.now && (w.strict || w.chance(70)) {
		w.m.Advance(w.now)
	}
}

// check holds what must hold at every instant.
func (w *world) check() {
	row, ok := w.m.Row(0, w.now)
	if !ok {
		return
	}
	checkIdentity(w.t, &row)
	checkMeter(w.t, w.m)
}

func checkIdentity(t interface{ Fatalf(string, ...any) }, row *DayRow) {
	sum := row.Low
	for _, x := range row.ExemptNs {
		sum += x
	}
	for _, x := range row.Ineffective {
		if x < 0 {
			t.Fatalf("negative time: %+v", row)
		}
		sum += x
	}
	if sum != row.Scheduled {
		t.Fatalf("scheduled %d, parts %d: %+v", row.Scheduled, sum, row)
	}
	if row.Low > row.High || row.Low < 0 {
		t.Fatalf("low %d, high %d", row.Low, row.High)
	}
}
