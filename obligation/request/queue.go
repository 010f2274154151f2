package request

import "quotient/internal/flat"

// A queue holds rows until they are taken; a full one loses its oldest.
type queue[T any] struct {
	row  []T
	head int64 // next to take
	n    int64
}

func newQueue[T any](size int) queue[T] { return queue[T]{row: make([]T, size)} }

// at is the i-th row to be taken.
func (q *queue[T]) at(i int64) *T { return &q.row[(q.head+i)%int64(len(q.row))] }

// push adds a row and returns how many were lost.
func (q *queue[T]) push(row *T) (lost int64) {
	if q.n == int64(len(q.row)) {
		q.head, q.n, lost = (q.head+1)%int64(len(q.row)), q.n-1, 1
	}
	*q.at(q.n) = *row
	q.n++
	return lost
}

func (q *queue[T]) take(row *T) bool {
	if q.n == 0 {
		return false
	}
	*row = q.row[q.head]
	q.head, q.n = (q.head+1)%int64(len(q.row)), q.n-1
	return true
}

func (q *queue[T]) save(dst []byte) []byte {
	dst = flat.Append(dst, &q.n)
	for i := range q.n {
		dst = flat.Append(dst, q.at(i))
	}
	return dst
}

func (q *queue[T]) load(src []byte) (rest []byte, ok bool) {
	var n int64
	if src, ok = flat.Load(&n, src); !ok || n < 0 || n > int64(len(q.row)) {
		return src, false
	}
	q.head, q.n = 0, n
	return flat.LoadSlice(q.row[:n], src)
}
