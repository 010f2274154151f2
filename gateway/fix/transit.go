package fix

import (
	"sync"

	"quotient/market"
	"quotient/risk"
)

// A passage is one application message on its way through the engine.
type passage struct {
	id       uint64
	epoch    uint64 // of the latch it was approved under
	at       int64  // market.Time at which the sender gave it to the engine
	kind     market.InstructionKind
	contract market.Contract
}

// passes reports whether the message may leave under the latch as it is now.
func (p *passage) passes(l *risk.Latch) bool {
	return !p.kind.Adds() || l.Lets(p.kind, p.contract, p.epoch)
}

// A transit is the way from the sender to the exchange's socket. It holds one
// message: the next is given to the engine when this one is on the wire, so that
// what waits does so in the out ring, where the latch and its age are looked at.
// The sender adds, the relay takes, the engine's session goroutine opens and closes.
type transit struct {
	mu      sync.Mutex
	open    bool
	held    passage // id 0 = nothing
	writing bool    // the relay writes it: it may have left
}

// add notes a message before it is given to the engine; false when the way is closed.
func (t *transit) add(p passage) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open || t.held.id != 0 {
		return false
	}
	t.held = p
	return true
}

// remove forgets the message: the engine did not take it, or it is on the wire.
func (t *transit) remove() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held, t.writing = passage{}, false
}

// A verdict is what the last check says of a message.
type verdict uint8

const (
	strange verdict = iota // not the one that the sender gave to the engine
	held                   // must not leave any more; it is off the list
	leaves
)

// take is the last check before the bytes leave.
func (t *transit) take(id uint64, ok func(passage) bool) (passage, verdict) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.held
	switch {
	case !t.open || t.writing || p.id != id:
		return p, strange
	case !ok(p):
		t.held = passage{}
		return p, held
	}
	t.writing = true
	return p, leaves
}

// waiting returns the message on its way, id 0 when there is none, and whether the
// relay is writing it.
func (t *transit) waiting() (p passage, writing bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.held, t.writing
}

// turn opens or closes the way and returns the message that will never leave
// because of it; id 0 when there is none.
func (t *transit) turn(open bool) (dropped passage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.writing {
		dropped = t.held
	}
	t.open, t.held, t.writing = open, passage{}, false
	return dropped
}
