package sim

import "quotient/market"

// fifo is a growing ring. It allocates only when it is fuller than ever before.
type fifo[T any] struct {
	slots []T
	head  int
	count int
}

// push returns the new last element, to be filled in place.
func (q *fifo[T]) push() *T {
	if q.count == len(q.slots) {
		grown := make([]T, max(2*len(q.slots), 64))
		for i := range q.count {
			grown[i] = *q.at(i)
		}
		q.slots, q.head = grown, 0
	}
	q.count++
	return q.at(q.count - 1)
}

func (q *fifo[T]) at(i int) *T { return &q.slots[(q.head+i)&(len(q.slots)-1)] }

// front is the oldest element; the queue must not be empty.
func (q *fifo[T]) front() *T { return &q.slots[q.head] }

func (q *fifo[T]) drop() {
	q.head = (q.head + 1) & (len(q.slots) - 1)
	q.count--
}

// keep drops every element that ok refuses and keeps the order of the others.
func (q *fifo[T]) keep(ok func(*T) bool) {
	kept := 0
	for i := range q.count {
		if e := q.at(i); ok(e) {
			*q.at(kept) = *e
			kept++
		}
	}
	q.count = kept
}

// An arrival is an instruction on its way to the matching.
type arrival struct {
	due   market.Time
	maker uint8
	in    market.Instruction
}
