package risk

import (
	"math/bits"

	"quotient/market"
)

// shaped judges what the instruction says by itself.
func (g *Gate) shaped(in *market.Instruction, r *rail, now market.Time) Verdict {
	if g.p.InForce.Has(RuleCode) {
		if v := g.filed(in, r); v.Rule != OK {
			return v
		}
	}
	if in.Kind == market.InstructOrder {
		if v := r.single(in); v.Rule != OK {
			return v
		}
	} else if !r.formed(in) {
		return r.misshapen(in)
	}
	if now < g.st.rampUntil {
		return g.ramped(in, r)
	}
	return Verdict{}
}

// formed reports whether a quote's numbers, sizes, width and value are as they must.
func (r *rail) formed(in *market.Instruction) bool {
	q := in.AskQty
	return in.Bid > 0 && in.Bid < in.Ask && in.Ask <= maxPrice && q == in.BidQty && q >= r.MinOrderQty && q <= r.MaxOrderQty &&
		in.Ask-in.Bid <= r.MaxSpread && !r.tooMuch(in.Ask, q)
}

// single judges an order: it has one side.
func (r *rail) single(in *market.Instruction) Verdict {
	if in.Side != market.Bid && in.Side != market.Ask {
		return Verdict{RuleNumber, int64(in.Side), int64(market.Ask)}
	}
	if other := in.Side.Opposite(); in.Qty(other) != 0 {
		return Verdict{RuleNumber, int64(in.Qty(other)), 0}
	}
	return r.leg(in.Price(in.Side), in.Qty(in.Side))
}

// misshapen says which rule a quote breaks that is not formed.
func (r *rail) misshapen(in *market.Instruction) Verdict {
	switch {
	case in.Bid >= in.Ask:
		return Verdict{RuleNumber, int64(in.Bid), int64(in.Ask) - 1}
	case in.BidQty != in.AskQty:
		return Verdict{RuleEqual, int64(in.BidQty), int64(in.AskQty)}
	}
	if v := r.leg(in.Bid, in.BidQty); v.Rule != OK {
		return v
	}
	if v := r.leg(in.Ask, in.AskQty); v.Rule != OK {
		return v
	}
	return Verdict{RuleSpread, int64(in.Ask - in.Bid), int64(r.MaxSpread)}
}

// leg judges one side's price and size.
func (r *rail) leg(p market.Price, q market.Qty) Verdict {
	switch {
	case p <= 0:
		return Verdict{RuleNumber, int64(p), 1}
	case p > maxPrice:
		return Verdict{RuleNumber, int64(p), maxPrice}
	case q <= 0:
		return Verdict{RuleNumber, int64(q), 1}
	case q > maxQty:
		return Verdict{RuleNumber, int64(q), maxQty}
	case q > r.MaxOrderQty:
		return Verdict{RuleSize, int64(q), int64(r.MaxOrderQty)}
	case q < r.MinOrderQty:
		return Verdict{RuleSize, int64(q), int64(r.MinOrderQty)}
	}
	if value := r.worth(p, q); value > r.MaxValue {
		return Verdict{RuleValue, int64(value), int64(r.MaxValue)}
	}
	return Verdict{}
}

// most works out maxSum. Tick and value are positive.
func (r *rail) most() { r.maxSum = uint64(r.MaxValue) / uint64(r.tick) }

// tooMuch reports whether a leg is worth more than MaxValue. Price and lots are
// positive.
func (r *rail) tooMuch(p market.Price, q market.Qty) bool {
	over, sum := bits.Mul64(uint64(p), uint64(q))
	return over != 0 || sum > r.maxSum
}

// worth returns what a leg is worth; more than fits is more than any limit but the
// greatest, and that is refused too. Price, tick and lots are positive.
func (r *rail) worth(p market.Price, q market.Qty) market.Money {
	over, perLot := bits.Mul64(uint64(p), uint64(r.tick))
	high, value := bits.Mul64(perLot, uint64(q))
	if over|high != 0 {
		return beyond
	}
	return market.Money(min(value, beyond))
}

// beyond is an amount that no limit allows.
const beyond = 1<<63 - 1
