package ring

import "sync/atomic"

// A Slot is one place of a ring. T must hold no pointers when the memory is a
// mapped file.
type Slot[T any] struct {
	seq   atomic.Uint64
	value T
}

// SPSC is a single-producer single-consumer ring.
type SPSC[T any] struct {
	slots []Slot[T]
	mask  uint64
	_     [64]byte
	write uint64 // the producer's: values pushed so far
	clear uint64 // the producer's: turns before this one were seen to be free
	_     [64]byte
	read  uint64 // the consumer's: values popped so far
	_     [64]byte
}

// New makes a ring over slots, whose number must be a power of two. Values that
// an earlier life left in the slots are forgotten: take them with Leftover first.
func New[T any](slots []Slot[T]) *SPSC[T] {
	n := uint64(len(slots))
	if n == 0 || n&(n-1) != 0 {
		panic("ring: the number of slots must be a power of two")
	}
	for i := range slots {
		slots[i].seq.Store(free(uint64(i), n))
	}
	return &SPSC[T]{slots: slots, mask: n - 1}
}

// free is the sequence of a slot that waits for the value of turn i: what the
// value one lap earlier left behind, or 0 on the first lap.
func free(i, n uint64) uint64 {
	if i < n {
		return 0
	}
	return 2*(i-n) + 2
}

// Push copies *v into the ring and reports whether there was room.
func (r *SPSC[T]) Push(v *T) bool {
	slot := r.Claim()
	if slot == nil {
		return false
	}
	*slot = *v
	r.Commit()
	return true
}

// Claim returns the place of the next value, to be filled in place and handed
// over by Commit; nil when the ring is full.
func (r *SPSC[T]) Claim() *T {
	s := &r.slots[r.write&r.mask]
	if r.write >= r.clear && s.seq.Load() != free(r.write, r.mask+1) {
		return nil
	}
	return &s.value
}

// Commit hands over the value filled in at Claim.
func (r *SPSC[T]) Commit() {
	r.slots[r.write&r.mask].seq.Store(2*r.write + 1)
	r.write++
}

// Room reports whether n more values fit now. Producer only. It looks ahead
// farther than asked when it can, so that most calls touch no slot at all.
func (r *SPSC[T]) Room(n int) bool {
	need, size := uint64(n), r.mask+1
	if n < 0 || need > size {
		return false
	}
	if need == 0 || r.write+need <= r.clear {
		return true
	}
	for ahead := min(4*need, size); ; ahead = need {
		last := r.write + ahead - 1
		if r.slots[last&r.mask].seq.Load() == free(last, size) {
			r.clear = last + 1
			return true
		}
		if ahead == need {
			return false
		}
	}
}

// Pop copies the oldest value to *v and reports whether there was one.
func (r *SPSC[T]) Pop(v *T) bool {
	p := r.Peek()
	if p == nil {
		return false
	}
	*v = *p
	r.Drop()
	return true
}

// Peek returns the oldest value in place, nil when the ring is empty. It stays
// valid until Drop.
func (r *SPSC[T]) Peek() *T {
	s := &r.slots[r.read&r.mask]
	if s.seq.Load() != 2*r.read+1 {
		return nil
	}
	return &s.value
}

// Drop gives the place of the value seen by Peek back to the producer.
func (r *SPSC[T]) Drop() {
	r.slots[r.read&r.mask].seq.Store(2*r.read + 2)
	r.read++
}

// Leftover calls f for every value that slots hold untaken, oldest first: what
// a producer that died had handed over and nobody had popped.
func Leftover[T any](slots []Slot[T], f func(*T)) {
	var seen int
	first := ^uint64(0)
	for i := range slots {
		if s := slots[i].seq.Load(); s&1 == 1 {
			seen++
			first = min(first, s)
		}
	}
	for turn := first >> 1; seen > 0; turn++ {
		s := &slots[turn%uint64(len(slots))]
		if s.seq.Load() != 2*turn+1 {
			return
		}
		f(&s.value)
		seen--
	}
}
