package feed

import (
	"sync"

	"quotient/market"
)

// batchSize is how many events are handed over at once, and batchCount how many
// batches there are: enough that neither side waits for the other's hiccups.
const (
	batchSize  = 512
	batchCount = 16
)

// batch is what the reading goroutine hands over: events, then perhaps a Problem.
type batch struct {
	events  [batchSize]market.Event
	n       int
	problem Problem
	bad     bool
	last    bool // nothing follows
}

// A Pipe reads a Source in a goroutine of its own and gives its events, and its
// Problems between them, in the same order. It is itself a Source, for one
// consumer. The Source belongs to the Pipe until Next has said that it is over,
// or Close has returned.
type Pipe struct {
	full, free chan *batch
	quit       chan struct{}
	done       sync.WaitGroup
	current    *batch
	at         int
	over       bool
}

// NewPipe starts reading src. Close must be called.
func NewPipe(src Source) *Pipe {
	p := &Pipe{full: make(chan *batch, batchCount), free: make(chan *batch, batchCount), quit: make(chan struct{})}
	for range batchCount {
		p.free <- new(batch)
	}
	p.done.Go(func() { p.run(src) })
	return p
}

func (p *Pipe) run(src Source) {
	for {
		select {
		case <-p.quit:
			return
		case b := <-p.free:
			b.fill(src)
			last := b.last
			p.full <- b // never blocks: full has room for every batch
			if last {
				return
			}
		}
	}
}

func (b *batch) fill(src Source) {
	b.n, b.bad, b.last = 0, false, false
	for b.n < batchSize {
		ok, p := src.Next(&b.events[b.n])
		if ok {
			b.n++
			continue
		}
		if p != nil {
			b.problem, b.bad = *p, true
		} else {
			b.last = true
		}
		return
	}
}

// Next gives the next event or Problem, as the Source would have.
func (p *Pipe) Next(e *market.Event) (bool, *Problem) {
	for !p.over {
		b := p.current
		if b == nil {
			p.current, p.at = <-p.full, 0
			continue
		}
		switch {
		case p.at < b.n:
			*e = b.events[p.at]
			p.at++
			return true, nil
		case b.bad:
			b.bad = false
			return false, &b.problem
		case b.last:
			p.over = true
		default:
			p.current = nil
			p.free <- b
		}
	}
	return false, nil
}

// Close stops the goroutine and waits for it. Next gives no more.
func (p *Pipe) Close() {
	p.over = true
	select {
	case <-p.quit:
	default:
		close(p.quit)
	}
	p.done.Wait()
}
