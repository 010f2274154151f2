package fix

import (
	"sync"
	"time"

	"go.uber.org/atomic"

	"quotient/internal/ring"
	"quotient/market"
)

// An inbox is the way into the loop's ring for more than one goroutine.
type inbox struct {
	mu    sync.Mutex
	ring  *ring.SPSC[market.Event]
	wake  func()
	quit  chan struct{} // closed when the loop may be gone
	waits atomic.Uint64 // how often the ring was full
	lost  atomic.Uint64 // events that nobody took before the end
}

const fullWait = 200 * time.Microsecond

// push hands e to the loop and waits while the ring is full.
func (b *inbox) push(e *market.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for first := true; !b.ring.Push(e); first = false {
		if first {
			b.waits.Inc()
			b.wake()
		}
		select {
		case <-b.quit:
			b.lost.Inc()
			return
		default:
			time.Sleep(fullWait)
		}
	}
	b.wake()
}

// offer hands e to the loop if that needs no waiting.
func (b *inbox) offer(e *market.Event) bool {
	if !b.mu.TryLock() {
		return false
	}
	defer b.mu.Unlock()
	if !b.ring.Push(e) {
		return false
	}
	b.wake()
	return true
}
