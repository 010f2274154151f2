package venue

import (
	"sync"
	"time"

	"go.uber.org/atomic"

	"quotient/market"
	"quotient/sim"
)

// maxNap bounds a sleep of the floor, so that a clock that is moved by hand is noticed.
const maxNap = 10 * time.Millisecond

// A floor is the goroutine that owns the exchange.
type floor struct {
	p      *Params
	x      *sim.Exchange
	feed   *feed
	makers []*maker
	in     chan func(now market.Time)
	quit   chan struct{}
	ended  chan struct{}
	once   sync.Once
	seen   seenList

	messages, reports, refused atomic.Uint64
}

func newFloor(p *Params) *floor {
	limit := p.SeenLimit
	if limit <= 0 {
		limit = seenLimit
	}
	return &floor{p: p, x: sim.NewExchange(p.Exchange), in: make(chan func(market.Time), floorQueue),
		quit: make(chan struct{}), ended: make(chan struct{}), seen: seenList{limit: limit}}
}

// run is the goroutine.
func (f *floor) run() {
	defer close(f.ended)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		now := f.p.Clock()
		f.step(now)
		nap := maxNap
		if next := f.x.Next(); next != 0 {
			nap = sleepUntil(next, now, f.p.Speed)
		}
		timer.Reset(nap)
		select {
		case do := <-f.in:
			f.serve(do)
		case <-timer.C:
		case <-f.quit:
			return
		}
	}
}

// serve runs what was asked, and what else has queued up meanwhile.
func (f *floor) serve(do func(market.Time)) {
	for range floorQueue {
		now := f.p.Clock()
		do(now)
		f.step(now)
		select {
		case do = <-f.in:
		default:
			return
		}
	}
}

// step brings the exchange to now and sends out what leaves.
func (f *floor) step(now market.Time) {
	f.x.Advance(now)
	var o sim.Out
	for f.x.Pop(&o) {
		switch o.To {
		case sim.ToFeed:
			f.feed.publish(&o.Event)
		case sim.ToMaker:
			if int(o.Maker) < len(f.makers) {
				f.reports.Add(uint64(f.makers[o.Maker].tell(&o.Event)))
			}
		}
	}
	f.feed.beat(now)
}

// ask queues f for the goroutine; false when the server closes.
func (f *floor) ask(do func(now market.Time)) bool {
	select {
	case f.in <- do:
		return true
	case <-f.quit:
		return false
	}
}

// do runs g on the goroutine and waits for it.
func (f *floor) do(g func(*sim.Exchange, market.Time)) bool {
	done := make(chan struct{})
	if !f.ask(func(now market.Time) {
		f.x.Advance(now)
		g(f.x, now)
		close(done)
	}) {
		return false
	}
	select {
	case <-done:
		return true
	case <-f.ended:
		select {
		case <-done:
			return true
		default:
			return false
		}
	}
}

func (f *floor) stop() { f.once.Do(func() { close(f.quit) }) }

func (f *floor) counters() Counters {
	return Counters{Messages: f.messages.Load(), Reports: f.reports.Load(), Refused: f.refused.Load()}
}
