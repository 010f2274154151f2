package fix

import (
	"sync"

	"quotient/market"
)

// maxTransit bounds what may wait between the sender and the exchange's socket.
const maxTransit = 256

// A passage is one application message on its way through the engine.
type passage struct {
	id    uint64
	epoch uint64 // of the latch it was approved under
	at    market.Time
	adds  bool
}

// A transit lists what was given to the engine and has not been written to the
// exchange's socket, in order. The sender adds, the relay takes, the engine's
// session goroutine opens and closes it.
type transit struct {
	mu   sync.Mutex
	open bool
	list []passage
	busy passage // what the relay is writing; id 0 = nothing
}

// add notes a message before it is given to the engine; false when the way is
// closed or full.
func (t *transit) add(p passage) (open, room bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open || len(t.list) >= maxTransit {
		return t.open, false
	}
	t.list = append(t.list, p)
	return true, true
}

// remove forgets a message that the engine did not take.
func (t *transit) remove(id uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.list {
		if t.list[i].id == id {
			t.list = append(t.list[:i], t.list[i+1:]...)
			return
		}
	}
}

// take is the last check before the bytes leave: ok is false when the message
// must not, and then it stays listed.
func (t *transit) take(id uint64, ok func(passage) bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open || len(t.list) == 0 || t.list[0].id != id || !ok(t.list[0]) {
		return false
	}
	t.busy = t.list[0]
	t.list = append(t.list[:0], t.list[1:]...)
	return true
}

// wrote notes that the message taken last is on the wire.
func (t *transit) wrote() {
	t.mu.Lock()
	t.busy = passage{}
	t.mu.Unlock()
}

// waiting reports whether anything is on its way, and whether anything of it
// could add exposure.
func (t *transit) waiting() (any, adds bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	adds = t.busy.adds
	for i := range t.list {
		adds = adds || t.list[i].adds
	}
	return t.busy.id != 0 || len(t.list) > 0, adds
}

// turn opens or closes the way and returns what will never leave.
func (t *transit) turn(open bool) []passage {
	t.mu.Lock()
	defer t.mu.Unlock()
	dropped := t.list
	t.open, t.list, t.busy = open, nil, passage{}
	return dropped
}
