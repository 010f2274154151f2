package fix

import (
	"sync"

	"quotient/market"
)

// A sentLog remembers what the last messages were, so that a reject that names
// only a sequence number or an id finds its instruction.
type sentLog struct {
	mu    sync.Mutex
	items [1024]sentItem
	next  int
}

type sentItem struct {
	seq      int64
	id       uint64
	kind     market.InstructionKind
	contract market.Contract
}

// note remembers a message under its sequence number.
func (l *sentLog) note(it sentItem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.items[l.next] = it
	l.next = (l.next + 1) % len(l.items)
}

// find returns the newest message with the sequence number.
func (l *sentLog) find(seq int64) (sentItem, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.items {
		it := &l.items[(l.next-1-i+2*len(l.items))%len(l.items)]
		if it.id != 0 && it.seq == seq {
			return *it, true
		}
	}
	return sentItem{}, false
}

// clear forgets everything: sequence numbers begin again.
func (l *sentLog) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.items = [len(l.items)]sentItem{}
}
