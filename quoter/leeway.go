package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/risk"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// A leeway is what the limits leave for a quote of a contract.
type leeway struct {
	beside [2]market.Qty // lots by side, beside what stands: a replace counts old and new
	alone  [2]market.Qty // lots by side, were the quote that stands withdrawn first
	bounds risk.Bounds
	known  bool // bounds are
}

// leeway asks the limits before a quote is priced. This is the one place where
// the quoter learns of room.
func (l *Loop) leeway(c market.Contract) (x leeway) {
	x.bounds, x.known = l.r.Gate.Bounds(c, l.now)
	for i := range x.beside {
		x.beside[i], x.alone[i] = l.room(c, market.Bid+market.Side(i))
	}
	return x
}

// size is the size at which both sides fit beside what stands, at most wish. It
// leaves room for a replacement of the least size where that can be had: then
// what stands need not be withdrawn to be moved.
func (x *leeway) size(wish, least market.Qty) market.Qty {
	room := min(x.beside[0], x.beside[1])
	if room-least >= least {
		return min(wish, room-least)
	}
	return min(wish, room)
}

// fits reports whether a quote of the least size fits once what stands is gone.
func (x *leeway) fits(least market.Qty) bool {
	return min(x.alone[0], x.alone[1]) >= max(least, 1)
}

// pressure says how much less room one side has than the other, in parts of
// 1: above 0 bids are short of room, and what is quoted should rather sell. There
// is none while both sides have room for two sizes; a side without room for one is
// pressed twice as hard as one with room for just that.
func (x *leeway) pressure(size market.Qty) float64 {
	return min(max(pressed(x.alone[0], size)-pressed(x.alone[1], size), -1), 1)
}

func pressed(room, size market.Qty) float64 {
	switch {
	case room < size:
		return 2
	case room >= 2*size:
		return 0
	}
	return float64(2*size-room) / float64(size)
}

// scarce reports whether less than a quarter of the messages is left, or our own
// conduct is to be mended: what a quote that counts needs goes first, a mere
// refresh waits.
func (l *Loop) scarce(c market.Contract) bool {
	left := l.r.Gate.Budget(l.now)
	return 4*left < left+l.r.Gate.Messages(l.now) || l.throttled(c)
}

// assign splits qty lots on side s into closes and opens, with what our working
// orders freeze, the quote that is replaced aside.
func (l *Loop) assign(c market.Contract, s market.Side, qty market.Qty, replaced uint64) position.Assignment {
	all, today := l.r.Orders.Closing(c, s, replaced)
	return l.r.Ledger.Assign(c, s, qty, position.Frozen{Close: all - today, CloseToday: today})
}

// good reports whether a quote that stands may go on standing: it counts, and the
// fair value lies within it.
func (w *wanted) good(live *orders.Entry) bool {
	width := live.Price[1] - live.Price[0]
	return min(live.Leaves[0], live.Leaves[1]) >= max(w.minSize, 1) && w.fairWithin(live) &&
		(!w.bound || width <= w.demand.Widest(live.Price[0], live.Price[1]))
}

// fairWithin reports whether trading with the quote at its prices loses nothing
// by the fair value.
func (w *wanted) fairWithin(live *orders.Entry) bool {
	return int64(live.Price[0])*1000 <= w.fair && w.fair <= int64(live.Price[1])*1000
}

// cramped deals with a quote that does not fit beside the one that stands. That
// one stays while it is good. Else it is withdrawn, and what fits is quoted when
// it is gone; when nothing does, inventory is taken down by an ordinary order.
func (l *Loop) cramped(c market.Contract, w *wanted, x *leeway, live *orders.Entry, answer bool) {
	standing := live.ID != 0
	fits := x.fits(w.minSize)
	if standing && w.good(live) && !(answer && fits) && l.r.Gate.Opens(c) {
		l.say(c, w.cause)
		l.again(c)
		return
	}
	l.darken(c)
	if standing {
		l.stepOut(c, obligation.CauseRisk)
		return
	}
	l.say(c, obligation.CauseRisk)
	l.again(c)
	l.relieve(c, w, x)
}
