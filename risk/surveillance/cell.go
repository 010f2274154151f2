package surveillance

import (
	"math/bits"

	"quotient/market"
)

// A cell is one rule's day for one contract, product or the account. What seen and
// of mean follows from the kind:
//
//	orders_…      seen: combinations
//	self_trades   seen: buys, of: sells
//	cancel_ratio  seen: lots traded, of: lots cancelled
//	messages      of: orders with a trade
//	close_share   value: own lots, of: the market's, seen: 1 while the period runs
type cell struct {
	value  int64
	seen   int64
	of     int64
	base   int64          // close_share: the market's volume when the period began; -1 = not known
	last   [2]market.Time // layering: the last small fill by side
	level  Level
	told   Level // what Take said last
	exempt uint8 // 1 + index of the exemption in force; 0 = none
	_      [5]byte
}

// judge is the level that a cell stands at.
func (p *Params) judge(r *Rule, x *cell) Level {
	if x.exempt != 0 {
		return OK
	}
	l := OK
	for l < Stop && p.reached(r, x, l+1) {
		l++
	}
	if r.Kind.combined() && x.seen == 0 {
		return min(l, Throttle)
	}
	return l
}

// quiet is the count below which a rule can reach no level. A share can at any.
func (p *Params) quiet(r *Rule) int64 {
	if r.Kind == CloseShare {
		return 0
	}
	return begins(r.Limit, p.share(OK+1))
}

// reached reports whether a cell stands at level l or above.
func (p *Params) reached(r *Rule, x *cell, l Level) bool {
	share := p.share(l)
	if r.Kind == CloseShare {
		return x.assessed(r) && !less(x.value, million, x.of, begins(r.Limit, share))
	}
	if x.value < begins(r.Limit, share) {
		return false
	}
	switch r.Kind {
	case CancelRatio:
		return !less(x.of, r.Ratio, x.seen, share)
	case Messages: // without a trade or a Ratio the count alone decides
		return !less(max(0, x.value-x.of), million, x.of, part(r.Ratio, share))
	}
	return true
}

// assessed reports whether the ratio that the kind asks for has a denominator.
func (x *cell) assessed(r *Rule) bool {
	switch r.Kind {
	case CancelRatio:
		return x.of > 0
	case Messages:
		return r.Ratio > 0 && x.of > 0
	case CloseShare:
		return x.value >= int64(r.Lots)
	}
	return true
}

// less reports whether a × b < c × d; none is negative.
func less(a, b, c, d int64) bool {
	ah, al := bits.Mul64(uint64(a), uint64(b))
	ch, cl := bits.Mul64(uint64(c), uint64(d))
	return ah < ch || ah == ch && al < cl
}
