package margin

import "quotient/market"

// Greeks weigh how one lot of an option goes with its future and its volatility.
// They come from outside, as whole numbers; this room has no model.
type Greeks struct {
	Delta int64 // ppm: the option's move for the future's; negative for a put
	Gamma int64 // ppm by which Delta goes up with one tick of the future
	Vega  int64 // fen a lot for a point (1 %) of volatility
}

// Greeks takes an option's weights. false, and the weights are not known, when
// they cannot be.
func (a *Account) Greeks(c market.Contract, g Greeks) bool {
	if int(c) >= len(a.rows) {
		return false
	}
	r := &a.rows[c]
	r.greeks, r.weighed = Greeks{}, 0
	if !a.weighs(c, g) {
		return false
	}
	r.greeks, r.weighed = g, 1
	return true
}

// weighs reports whether g can be an option's weights.
func (a *Account) weighs(c market.Contract, g Greeks) bool {
	low, high := int64(0), int64(million)
	if a.p.Instruments[c].Kind == market.Put {
		low, high = -million, 0
	}
	return a.p.Instruments[c].Option() && g.Delta >= low && g.Delta <= high &&
		g.Gamma >= 0 && g.Gamma <= maxPpm && g.Vega >= 0 && g.Vega <= int64(believable)
}

// A shift is a scenario: the future of an option moves by so many fen a lot, and
// volatility by so many thousandths of a point.
type shift struct{ move, vol int64 }

// revalue is what one lot of an option is worth after a shift: its value now, its
// delta and half its gamma over the move, and its vega over the volatility. Of what
// is sold the gamma counts whole: out of the money it grows on the way to the
// strike, and half of today's would flatter. The value stays between what
// exercising brings and what it would be if every fen of the move in its favour
// were its own, so that a move far beyond the weights' reach gives no absurd one.
// Without weights what we hold is worth what exercising brings, and what we owe the
// most it can be while volatility stays.
func (a *Account) revalue(k *calc, c market.Contract, x shift) int64 {
	r, in := &a.rows[c], &a.p.Instruments[c]
	value, future := int64(a.base(c)), int64(a.base(in.Underlying))
	if future <= 0 {
		k.wrong = true
	}
	vega := k.floor(r.greeks.Vega, x.vol, 1000)
	least := a.intrinsic(k, c, k.add(future, x.move))
	favour := x.move
	if in.Kind == market.Put {
		favour = -x.move
	}
	highest := max(least, k.add(k.add(value, max(favour, 0)), max(vega, 0)))
	bought := r.held[0] > r.held[1]
	if r.weighed == 0 {
		if bought {
			return least
		}
		return highest
	}
	over := int64(a.p.Instruments[in.Underlying].TickValue)
	if bought {
		over *= 2
	}
	slope := k.add(r.greeks.Delta, k.floor(r.greeks.Gamma, x.move, over))
	taylor := k.add(k.add(value, k.floor(x.move, slope, million)), vega)
	return min(max(taylor, least), highest)
}

// Weighed reports whether an option's weights are known. A future needs none.
func (a *Account) Weighed(c market.Contract) bool {
	return int(c) < len(a.rows) && (a.rows[c].weighed != 0 || !a.p.Instruments[c].Option())
}

// intrinsic is what exercising one lot brings with the future at so many fen a
// lot; out of the money it is left. A future is not exercised.
func (a *Account) intrinsic(k *calc, c market.Contract, future int64) int64 {
	in := &a.p.Instruments[c]
	strike := k.mul(int64(in.Strike), int64(a.p.Instruments[in.Underlying].TickValue))
	switch in.Kind {
	case market.Call:
		return max(k.add(future, -strike), 0)
	case market.Put:
		return max(k.add(strike, -future), 0)
	}
	return 0
}
