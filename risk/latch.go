package risk

import "sync/atomic"

// A Latch is the one value that all threads share: the mode, and an epoch that
// grows with every setting. Whoever wants to stop sets the latch first and tells
// the loop afterwards; a session asks it for every message. The zero Latch is
// CancelOnly at epoch 0.
type Latch struct {
	word atomic.Uint64 // epoch << 8 | mode
}

// Set sets the mode and returns the new epoch. Any thread.
func (l *Latch) Set(mode Mode) (epoch uint64) {
	for {
		old := l.word.Load()
		epoch = old>>8 + 1
		if l.word.CompareAndSwap(old, epoch<<8|uint64(mode)) {
			return epoch
		}
	}
}

// SetIf sets the mode only when the latch was not set since epoch seen: a start
// must not undo a kill that its giver has not seen. Any thread.
func (l *Latch) SetIf(seen uint64, mode Mode) (epoch uint64, ok bool) {
	old := l.word.Load()
	if old>>8 != seen {
		return old >> 8, false
	}
	if !l.word.CompareAndSwap(old, (seen+1)<<8|uint64(mode)) {
		return l.word.Load() >> 8, false
	}
	return seen + 1, true
}

// Load returns the mode and its epoch. Any thread.
func (l *Latch) Load() (mode Mode, epoch uint64) {
	w := l.word.Load()
	return Mode(w & 0xff), w >> 8
}
