package quality

import (
	"math"
	"math/bits"

	"quotient/market"
)

// times are the sums that only proven time enters.
type times struct {
	effective market.Time
	best      market.Time // both sides at the best price
	bestBid   market.Time
	bestAsk   market.Time
	spread    int64 // ticks × nanoseconds
}

// plus adds o.
func (t *times) plus(o *times) {
	t.effective += o.effective
	t.best += o.best
	t.bestBid += o.bestBid
	t.bestAsk += o.bestAsk
	t.spread = addCapped(t.spread, o.spread)
}

// count adds span in which q stood against the book of b.
func (t *times) count(q *quote, b *book, span market.Time) {
	if !q.stands {
		return
	}
	t.effective += span
	t.spread = addCapped(t.spread, mulCapped(int64(q.ask-q.bid), int64(span)))
	bid := b.hasBid && q.bid >= b.bid
	ask := b.hasAsk && q.ask <= b.ask
	if bid {
		t.bestBid += span
	}
	if ask {
		t.bestAsk += span
	}
	if bid && ask {
		t.best += span
	}
}

// mulCapped multiplies factors that are not negative; what does not fit is the
// largest number, so that it makes a spread look wide.
func mulCapped(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 {
		return math.MaxInt64
	}
	return int64(min(lo, math.MaxInt64))
}

// addCapped adds summands that are not negative.
func addCapped(a, b int64) int64 {
	return int64(min(uint64(a)+uint64(b), math.MaxInt64))
}
