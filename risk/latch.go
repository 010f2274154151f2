package risk

import (
	"sync/atomic"

	"quotient/market"
)

// A Scope says how far a setting of the latch reaches.
type Scope uint8

// The scopes.
const (
	ScopeAccount  Scope = iota // everything
	ScopeProduct               // every contract of a product
	ScopeContract              // one contract
	ScopeCount
)

var scopeNames = [ScopeCount]string{"account", "product", "contract"}

// String returns the scope's name as the journal and the page write it.
func (s Scope) String() string {
	if s >= ScopeCount {
		return "invalid"
	}
	return scopeNames[s]
}

// A Latch is the one value that all threads share: the account's mode, the mode
// of each contract, and an epoch that grows with every setting. Whoever wants to
// stop sets the latch first and tells the loop afterwards; a session asks it for
// every message. The zero Latch is CancelOnly at epoch 0 and knows no contract:
// none is then held back by itself.
type Latch struct {
	word   atomic.Uint64   // the last epoch of any scope << 8 | the account's mode
	since  atomic.Uint64   // the epoch at which the account was set last
	scopes []atomic.Uint64 // by contract: epoch << 8 | mode; 0 = never set
}

// NewLatch returns a Latch that holds contracts also one by one.
func NewLatch(contracts int) *Latch { return &Latch{scopes: make([]atomic.Uint64, contracts)} }

// Set sets the account's mode and returns the new epoch. Any thread.
func (l *Latch) Set(mode Mode) (epoch uint64) {
	for {
		old := l.word.Load()
		epoch = old>>8 + 1
		if l.word.CompareAndSwap(old, epoch<<8|uint64(mode)) {
			raise(&l.since, epoch)
			return epoch
		}
	}
}

// SetIf sets the account's mode only when nothing was set since epoch seen: a
// start must not undo a kill that its giver has not seen. Any thread.
func (l *Latch) SetIf(seen uint64, mode Mode) (epoch uint64, ok bool) {
	old := l.word.Load()
	if old>>8 != seen {
		return old >> 8, false
	}
	if !l.word.CompareAndSwap(old, (seen+1)<<8|uint64(mode)) {
		return l.word.Load() >> 8, false
	}
	raise(&l.since, seen+1)
	return seen + 1, true
}

// SetContract sets one contract's mode and returns the new epoch. What was
// approved for other contracts stays good. Any thread.
func (l *Latch) SetContract(c market.Contract, mode Mode) (epoch uint64) {
	for {
		old := l.word.Load()
		epoch = old>>8 + 1
		if l.word.CompareAndSwap(old, epoch<<8|old&0xff) {
			break
		}
	}
	if int(c) < len(l.scopes) {
		raise(&l.scopes[c], epoch<<8|uint64(mode))
	}
	return epoch
}

// raise stores value unless a larger one is there: the later epoch wins.
func raise(a *atomic.Uint64, value uint64) {
	for !lift(a, a.Load(), value) {
	}
}

// lift tries once to raise what was read as old, and is false when another thread
// has stored something since.
func lift(a *atomic.Uint64, old, value uint64) bool {
	return old >= value || a.CompareAndSwap(old, value)
}

// Load returns the account's mode and the last epoch of any scope. Any thread.
func (l *Latch) Load() (mode Mode, epoch uint64) {
	w := l.word.Load()
	return Mode(w & 0xff), w >> 8
}

// Contract returns the contract's own mode and the epoch at which it was set; Run
// at epoch 0 when it never was. Any thread.
func (l *Latch) Contract(c market.Contract) (mode Mode, epoch uint64) {
	if int(c) >= len(l.scopes) {
		return Run, 0
	}
	w := l.scopes[c].Load()
	if w == 0 {
		return Run, 0
	}
	return Mode(w & 0xff), w >> 8
}

// Lets reports whether a quote or order of the contract that was approved under
// epoch may leave as the latch is now: the account and the contract are in Run,
// or for an order in ReduceOnly, and neither was set since. Any thread.
func (l *Latch) Lets(kind market.InstructionKind, c market.Contract, epoch uint64) bool {
	account, last := l.Load()
	own, set := l.Contract(c)
	return epoch <= last && epoch >= l.since.Load() && epoch >= set && account.adds(kind) && own.adds(kind)
}

// adds reports whether what adds exposure may leave in the mode at all.
func (m Mode) adds(kind market.InstructionKind) bool {
	return m == Run || m == ReduceOnly && kind == market.InstructOrder
}
