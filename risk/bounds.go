package risk

import "quotient/market"

// Bounds are what a quote must keep to, for whoever prices it to know beforehand.
type Bounds struct {
	Low, High market.Price // of any price: the day's limits, the collar, the references of late
	Widest    market.Price // ticks between both prices
}

// Bounds returns c's bounds at now; ok is false where no reference is known.
func (g *Gate) Bounds(c market.Contract, now market.Time) (x Bounds, ok bool) {
	if int(c) >= len(g.rails) {
		return x, false
	}
	r, b := &g.rails[c], &g.books[c]
	if b.middle == 0 {
		return x, false
	}
	near := g.leaves(c, now)
	return Bounds{Low: near.low, High: near.high, Widest: r.MaxSpread}, true
}

// leaves returns what the references of late leave of the prices that pass day's
// limits and collar. Until the next book it only grows, as references grow old.
func (g *Gate) leaves(c market.Contract, now market.Time) span {
	r, b := &g.rails[c], &g.books[c]
	if r.high.points == nil {
		return b.far
	}
	high, low := r.extremes(b.middle, second(now-g.p.MoveOver))
	return span{max(b.far.low, up(high-2*r.MoveTicks)), min(b.far.high, down(low+2*r.MoveTicks))}
}

// extremes returns the highest and the lowest reference since a second, twice
// their price, the one in force included.
func (r *rail) extremes(twice market.Price, since int64) (high, low market.Price) {
	high, low = twice, twice
	if v, ok := r.high.top(since); ok {
		high = max(high, v)
	}
	if v, ok := r.low.top(since); ok {
		low = min(low, -v)
	}
	return high, low
}

// up and down halve a price that is counted in half ticks.
func up(half market.Price) market.Price   { return -(-half >> 1) }
func down(half market.Price) market.Price { return half >> 1 }

// Opens reports whether results leave anything to be opened on c: when not, what
// stands there should not either.
func (g *Gate) Opens(c market.Contract) bool {
	return int(c) < len(g.rails) && g.earns(&g.rails[c]).Rule == OK
}
