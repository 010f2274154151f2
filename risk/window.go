package risk

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// maxPerWindow bounds a window's memory; a larger limit is cut to it.
const maxPerWindow = 1 << 16

// A window remembers when the last messages left, as many as its limit, and so
// can say exactly whether one more fits: at most limit in any stretch of length
// span, ends included.
type window struct {
	times []market.Time // ring of a power of two
	n     uint64        // messages ever
}

// newWindow makes a window that can answer for limits up to limit.
func newWindow(limit int64) window {
	limit = min(max(1, limit), maxPerWindow)
	return window{times: make([]market.Time, 1<<bits.Len64(uint64(limit-1)))}
}

// ago returns when the k-th last message left; 1 is the last. k must be at most
// the number of messages and of places.
func (w *window) ago(k int64) market.Time {
	return w.times[(w.n-uint64(k))&uint64(len(w.times)-1)]
}

// fits reports whether a message at now leaves at most limit in the span.
func (w *window) fits(limit int64, now, span market.Time) bool {
	limit = min(limit, maxPerWindow)
	return limit > 0 && (w.n < uint64(limit) || now-w.ago(limit) > span)
}

// next returns the first instant from now on at which a message fits; 0 = never.
func (w *window) next(limit int64, now, span market.Time) market.Time {
	limit = min(limit, maxPerWindow)
	switch {
	case limit <= 0:
		return 0
	case w.fits(limit, now, span):
		return now
	}
	return w.ago(limit) + span + 1
}

// add notes a message at now. Time that stands behind the last message's is
// taken for that.
func (w *window) add(now market.Time) {
	if w.n > 0 {
		now = max(now, w.ago(1))
	}
	w.times[w.n&uint64(len(w.times)-1)] = now
	w.n++
}

// count returns how many messages left in the span that ends at now.
func (w *window) count(now, span market.Time) int64 {
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

// reset forgets every message.
func (w *window) reset() { w.n = 0 }

func (w *window) save(dst []byte) []byte {
	return flat.AppendSlice(flat.Append(dst, &w.n), w.times)
}

func (w *window) load(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.Load(&w.n, src); !ok {
		return src, false
	}
	return flat.LoadSlice(w.times, src)
}
