package breaker

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// mostUnmatched bounds a streak's memory.
const mostUnmatched = 1 << 10

// A streak is a contract's fills on one side that no fill of the other side has
// offset, oldest first: each with the lots that are left of it. A fill of the
// other side takes lots off the oldest; what it has left over begins a streak.
type streak struct {
	lots []int64 // ring of a power of two
	st   struct {
		head, n uint64
		side    market.Side
		_       [7]byte
	}
}

func newStreak(limit int64) streak {
	limit = min(max(1, limit), mostUnmatched)
	return streak{lots: make([]int64, 1<<bits.Len64(uint64(limit-1)))}
}

func (k *streak) at(i uint64) *int64 { return &k.lots[(k.st.head+i)&uint64(len(k.lots)-1)] }

// add notes a fill and returns how many stand without an offset.
func (k *streak) add(side market.Side, lots int64) int64 {
	if side != k.st.side {
		lots = k.offset(lots)
		if k.st.n == 0 {
			k.st.side = side
		}
	}
	if lots > 0 {
		k.push(lots)
	}
	return int64(k.st.n)
}

// offset takes lots off the oldest fills and returns what is left over.
func (k *streak) offset(lots int64) int64 {
	for lots > 0 && k.st.n > 0 {
		first := k.at(0)
		taken := min(lots, *first)
		lots -= taken
		if *first -= taken; *first == 0 {
			k.st.head++
			k.st.n--
		}
	}
	return lots
}

// push notes a fill that offsets nothing. With no room left, more than trips, it
// is one with the last.
func (k *streak) push(lots int64) {
	if k.st.n == uint64(len(k.lots)) {
		*k.at(k.st.n - 1) += lots
		return
	}
	*k.at(k.st.n) = lots
	k.st.n++
}

// clear forgets every fill.
func (k *streak) clear() { k.st.n = 0 }

func (k *streak) save(dst []byte) []byte {
	return flat.Append(flat.AppendSlice(dst, k.lots), &k.st)
}

func (k *streak) load(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.LoadSlice(k.lots, src); !ok {
		return src, false
	}
	src, ok = flat.Load(&k.st, src)
	return src, ok && k.st.n <= uint64(len(k.lots))
}
