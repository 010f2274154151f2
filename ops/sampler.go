package ops

import (
	"sync/atomic"
	"time"

	"quotient/quoter/port"
)

// staleAfter is how old the newest page may be before it no longer counts as the
// present.
const staleAfter = 2 * time.Second

// A sampler is the only reader of the loop's pages.
type sampler struct {
	pages  *port.Pages
	info   *Info
	newest atomic.Pointer[sample]
	hub    *hub
}

// run samples until stop is closed.
func (s *sampler) run(stop <-chan struct{}) {
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	for {
		s.look()
		select {
		case <-stop:
			return
		case <-tick.C:
		}
	}
}

// look takes the newest page, when there is a new one, and hands it out.
func (s *sampler) look() {
	page, newer := s.pages.Latest()
	if page == nil || !newer {
		return
	}
	prev := s.newest.Load()
	next := &sample{n: 1, at: time.Now(), view: s.info.newView(page)}
	if prev != nil {
		next.n = prev.n + 1
	}
	s.newest.Store(next)
	s.hub.publish(next, prev)
}

// latest returns the newest sample and how old it is; nil before the first.
func (s *sampler) latest() (*sample, time.Duration) {
	p := s.newest.Load()
	if p == nil {
		return nil, 0
	}
	return p, time.Since(p.at)
}
