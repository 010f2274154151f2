package flat

// A Queue holds rows until they are taken; a full one loses its oldest. T must hold
// no pointers.
type Queue[T any] struct {
	row  []T
	head int64 // next to take
	n    int64
}

// NewQueue returns an empty Queue that holds at most size rows.
func NewQueue[T any](size int) Queue[T] { return Queue[T]{row: make([]T, size)} }

// Len returns how many rows wait.
func (q *Queue[T]) Len() int64 { return q.n }

// Cap returns how many rows fit.
func (q *Queue[T]) Cap() int { return len(q.row) }

// At is the i-th row to be taken.
func (q *Queue[T]) At(i int64) *T { return &q.row[(q.head+i)%int64(len(q.row))] }

// Push adds a row and returns how many were lost.
func (q *Queue[T]) Push(row *T) (lost int64) {
	if q.n == int64(len(q.row)) {
		q.head, q.n, lost = (q.head+1)%int64(len(q.row)), q.n-1, 1
	}
	*q.At(q.n) = *row
	q.n++
	return lost
}

// Take takes the oldest row; false when there is none.
func (q *Queue[T]) Take(row *T) bool {
	if q.n == 0 {
		return false
	}
	*row = q.row[q.head]
	q.head, q.n = (q.head+1)%int64(len(q.row)), q.n-1
	return true
}

// Save appends the rows that wait to dst.
func (q *Queue[T]) Save(dst []byte) []byte {
	dst = Append(dst, &q.n)
	for i := range q.n {
		dst = Append(dst, q.At(i))
	}
	return dst
}

// Load takes over what a Queue with no more rows than this one holds has saved, and
// returns the rest of src; ok is false for anything else.
func (q *Queue[T]) Load(src []byte) (rest []byte, ok bool) {
	var n int64
	if src, ok = Load(&n, src); !ok || n < 0 || n > int64(len(q.row)) {
		return src, false
	}
	q.head, q.n = 0, n
	return LoadSlice(q.row[:n], src)
}
