package risk

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// A point is a value and the last second in which it was in force.
type point struct {
	value  market.Price
	second int64
}

// A ridge keeps the greatest value of the last seconds: points that a later one
// reaches are gone, so values fall from front to back. Pushing and asking take
// constant time on average.
type ridge struct {
	points  []point // ring of a power of two
	head, n uint64
}

// newRidge makes a ridge for the values of so many seconds.
func newRidge(seconds int64) ridge {
	return ridge{points: make([]point, 1<<bits.Len64(uint64(seconds+2)))}
}

func (r *ridge) at(i uint64) *point { return &r.points[(r.head+i)&uint64(len(r.points)-1)] }

// push notes that value was in force in second, and forgets what ended before
// the second since.
func (r *ridge) push(value market.Price, second, since int64) {
	r.top(since)
	for r.n > 0 && r.at(r.n-1).value <= value {
		r.n--
	}
	if r.n > 0 && r.at(r.n-1).second >= second {
		return
	}
	r.n++
	*r.at(r.n - 1) = point{value, second}
}

// top returns the greatest value that was in force in the second since or later.
func (r *ridge) top(since int64) (value market.Price, ok bool) {
	for r.n > 0 && r.at(0).second < since {
		r.head++
		r.n--
	}
	if r.n == 0 {
		return 0, false
	}
	return r.at(0).value, true
}

func (r *ridge) save(dst []byte) []byte {
	return flat.AppendSlice(flat.Append(flat.Append(dst, &r.head), &r.n), r.points)
}

func (r *ridge) load(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.Load(&r.head, src); !ok {
		return src, false
	}
	if src, ok = flat.Load(&r.n, src); !ok || r.n > uint64(len(r.points)) {
		return src, false
	}
	return flat.LoadSlice(r.points, src)
}
