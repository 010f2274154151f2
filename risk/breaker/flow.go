package breaker

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// amounts are what a fill counts for, by Measure - MeasureFills.
type amounts [4]int64

// A deal is one fill as it is remembered.
type deal struct {
	at  market.Time
	did amounts
}

// A tail is one span's end: the deals from it on are in sum.
type tail struct {
	from uint64
	sum  amounts
}

// A flow adds up a group's fills in two sliding stretches, ends included. It
// remembers at least as many as trip, so that the sums are exact until then;
// beyond that the oldest go first.
type flow struct {
	deals []deal // ring of a power of two
	n     uint64 // deals ever
	tails [spans]tail
}

func newFlow(limit int64) flow {
	limit = min(max(1, limit), mostFills)
	return flow{deals: make([]deal, 1<<bits.Len64(uint64(limit-1)))}
}

func (f *flow) at(i uint64) *deal { return &f.deals[i&uint64(len(f.deals)-1)] }

// add notes a fill. One whose time stands behind an earlier one's goes with that.
func (f *flow) add(now market.Time, did amounts, over *[spans]market.Time) {
	for s := range f.tails {
		t := &f.tails[s]
		for t.from < f.n && (now-f.at(t.from).at > over[s] || f.n-t.from == uint64(len(f.deals))) {
			t.drop(f.at(t.from))
		}
		for m := range did {
			t.sum[m] += did[m]
		}
	}
	*f.at(f.n) = deal{now, did}
	f.n++
}

func (t *tail) drop(d *deal) {
	for m := range d.did {
		t.sum[m] -= d.did[m]
	}
	t.from++
}

// sum returns what was done in the span s that ends at now.
func (f *flow) sum(s int, now, over market.Time) amounts {
	t := f.tails[s]
	for t.from < f.n && now-f.at(t.from).at > over {
		t.drop(f.at(t.from))
	}
	return t.sum
}

// clear forgets every fill.
func (f *flow) clear() { f.n, f.tails = 0, [spans]tail{} }

func (f *flow) save(dst []byte) []byte {
	return flat.Append(flat.Append(flat.AppendSlice(dst, f.deals), &f.n), &f.tails)
}

func (f *flow) load(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.LoadSlice(f.deals, src); !ok {
		return src, false
	}
	if src, ok = flat.Load(&f.n, src); !ok {
		return src, false
	}
	src, ok = flat.Load(&f.tails, src)
	for s := range f.tails {
		ok = ok && f.n-f.tails[s].from <= uint64(len(f.deals)) // also of one beyond n
	}
	return src, ok
}
