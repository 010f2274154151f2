package pricing

import "quotient/market"

// An Input is everything that two prices depend on.
type Input struct {
	Fair      float64      // ticks
	Vol       float64      // ticks per square root of a minute; 0 = not known
	Inventory market.Qty   // lots, long positive
	BestBid   market.Price // best prices of others; 0 = none on that side
	BestAsk   market.Price
	HaveBook  bool         // BestBid and BestAsk mean something
	MaxSpread market.Price // the obligation's, when complying; 0 = none
	Lean      float64      // ticks by which the centre lies below Fair at least, above when negative; 0 = as the inventory has it
	Params    *Params
}

// farthest is a price beyond which no fair value is believed, in ticks.
const farthest = 1 << 40

// Quote returns the prices to show. The full width grows with volatility between
// MinWidth and MaxWidth (MaxWidth while volatility is not known) and never
// exceeds MaxSpread; the centre leans against the inventory; prices round
// outward as long as the width allows; neither crosses nor touches the best
// price opposite. A bid that would not be positive is 1 tick. ok is false when no
// such pair exists: an unbelievable fair value, a locked or crossed book, others
// who offer at 1 tick.
func Quote(in Input) (bid, ask market.Price, ok bool) {
	p := in.Params
	widest := p.MaxWidth
	if in.MaxSpread > 0 {
		widest = min(widest, in.MaxSpread)
	}
	if widest < 1 || !(in.Fair > 0 && in.Fair < farthest) || in.locked() {
		return 0, 0, false
	}
	centre := in.Fair - leaning(skew(p, in.Inventory), in.Lean)
	bid, ask = around(centre, width(p, in.Vol, widest), widest)
	bid, ask = in.behind(max(bid, 1), max(ask, 2), widest)
	return bid, ask, bid > 0
}

// locked reports whether the others' book is locked or crossed.
func (in *Input) locked() bool {
	return in.HaveBook && in.BestBid > 0 && in.BestAsk > 0 && in.BestBid >= in.BestAsk
}

// width returns the full width wished for, in ticks, at least 1.
func width(p *Params, vol float64, widest market.Price) float64 {
	top := float64(widest)
	if !(vol > 0) {
		return top
	}
	w := 2 * float64(p.WidthVol) / ppm * vol
	return min(max(w, float64(p.MinWidth), 1), top)
}

// skew returns how far the centre moves down for the lots held beyond Target.
func skew(p *Params, inventory market.Qty) float64 {
	most := float64(p.MaxSkew) / 1000
	s := float64(inventory-p.Target) * (float64(p.SkewPerLot) / 1000)
	return min(max(s, -most), most)
}

// leaning is the skew, or the lean where that goes farther its way.
func leaning(skew, lean float64) float64 {
	switch {
	case lean > 0:
		return max(skew, lean)
	case lean < 0:
		return min(skew, lean)
	}
	return skew
}

// around rounds outward and, where that is wider than allowed, takes back the
// side that rounding moved farther, so that both prices fall as the centre falls.
func around(centre, w float64, widest market.Price) (bid, ask market.Price) {
	low, high := centre-w/2, centre+w/2
	bid, ask = floor(low), -floor(-high)
	for ask-bid > widest {
		if low-float64(bid) > float64(ask)-high {
			bid++
		} else {
			ask--
		}
	}
	return bid, ask
}

// behind keeps each price on its own side of the others' best opposite price
// and the pair no wider than allowed.
func (in *Input) behind(bid, ask, widest market.Price) (market.Price, market.Price) {
	if !in.HaveBook {
		return bid, ask
	}
	if in.BestAsk > 0 && bid >= in.BestAsk {
		bid = in.BestAsk - 1
		ask = min(ask, bid+widest)
	}
	if in.BestBid > 0 && ask <= in.BestBid {
		ask = in.BestBid + 1
		bid = max(bid, ask-widest)
	}
	return bid, ask
}

// floor returns the largest whole number not above x.
func floor(x float64) market.Price {
	n := market.Price(x)
	if float64(n) > x {
		n--
	}
	return n
}
