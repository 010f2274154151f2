package window

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// Most bounds a Window's memory; a larger limit is cut to it.
const Most = 1 << 16

// A Window remembers the last instants, as many as its limit, and so can say
// exactly whether one more fits. The zero Window must not be used.
type Window struct {
	times []market.Time // ring of a power of two
	n     uint64        // instants ever
}

// New makes a Window that can answer for limits up to limit.
func New(limit int64) Window {
	return Window{times: make([]market.Time, Room(limit))}
}

// Room returns how many instants a Window for limits up to limit remembers: what
// Save and Load must have in common.
func Room(limit int64) int64 { return 1 << bits.Len64(uint64(min(max(1, limit), Most)-1)) }

// ago returns the k-th last instant; 1 is the last. k must be at most the number
// of instants and of places.
func (w *Window) ago(k int64) market.Time {
	return w.times[(w.n-uint64(k))&uint64(len(w.times)-1)]
}

// Fits reports whether one more at now leaves at most limit in any stretch of
// length span, ends included. Of a limit that is not positive nothing fits.
func (w *Window) Fits(limit int64, now, span market.Time) bool {
	limit = min(limit, int64(len(w.times)))
	return limit > 0 && (w.n < uint64(limit) || now-w.ago(limit) > span)
}

// Next returns the first instant from now on at which one more fits; 0 = never.
func (w *Window) Next(limit int64, now, span market.Time) market.Time {
	switch {
	case limit <= 0:
		return 0
	case w.Fits(limit, now, span):
		return now
	}
	return w.ago(min(limit, int64(len(w.times)))) + span + 1
}

// Add notes one at now. Time that stands behind the last one's is taken for that.
func (w *Window) Add(now market.Time) {
	if w.n > 0 {
		now = max(now, w.ago(1))
	}
	w.times[w.n&uint64(len(w.times)-1)] = now
	w.n++
}

// Count returns how many lie in the span that ends at now, at most as many as the
// Window remembers.
func (w *Window) Count(now, span market.Time) int64 {
	low, high := int64(0), int64(min(w.n, uint64(len(w.times))))
	for low < high {
		k := low + (high-low+1)/2
		if now-w.ago(k) > span {
			high = k - 1
		} else {
			low = k
		}
	}
	return low
}

// Clear forgets every instant.
func (w *Window) Clear() { w.n = 0 }

// Save appends the Window's state to dst.
func (w *Window) Save(dst []byte) []byte {
	return flat.AppendSlice(flat.Append(dst, &w.n), w.times)
}

// Load takes over what Save wrote, by a Window made for the same limit. When ok is
// false src is not that, and the Window must not be used.
func (w *Window) Load(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.Load(&w.n, src); !ok {
		return src, false
	}
	return flat.LoadSlice(w.times, src)
}
