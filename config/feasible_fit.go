package config

import (
	"math"
	"math/bits"

	"quotient/market"
	"quotient/obligation/rule"
	"quotient/obligation/steering"
	"quotient/risk"
)

// A fit is what a posture asks of the gate at one price, in whole ticks and lots.
type fit struct {
	allowed, least int64 // what the terms count; 0 = no terms
	low, high      int64 // widths of the quote
	reach          int64 // farthest that a price lies from fair value
	size           int64
	value          int64 // fen of the larger leg
}

// fit works out what the loop would send at a bid of p. It follows package quoter:
// normal within the pricing keys and the demand, duty as wide as the demand allows
// and as small, wide beyond it.
func (d *Desk) fit(p *posture, at market.Price) (f fit) {
	q := &d.Quoter.Contracts[p.c]
	f.low, f.high, f.size = int64(q.Pricing.MinWidth), int64(q.Pricing.MaxWidth), int64(q.Size)
	if p.duty != dutyOwn {
		f.allowed, f.least = int64(p.demand.Widest(at, at)), int64(p.demand.Least())
	}
	if p.bound {
		f.size = max(f.size, f.least)
		f.high = min(f.high, f.allowed)
	}
	switch {
	case p.bound && p.stance == steering.Duty:
		f.low, f.high, f.size = f.allowed, f.allowed, f.least
	case p.bound && p.stance == steering.Wide:
		f.high = f.allowed + int64(q.StepWide)
		f.low = f.high
	}
	f.low = min(f.low, f.high)
	long, short := d.skew(p.c)
	f.reach = reach(f.high, long, short)
	f.value = valueOf(int64(at)+f.high, int64(d.Instruments[p.c].TickValue), f.size)
	return f
}

// counts reports whether a quote of the posture counts, or is not asked to.
func (p *posture) counts(f *fit) bool {
	return p.duty == dutyOwn || f.allowed > 0 && p.stance != steering.Wide && p.stance != steering.Out && f.low <= f.allowed
}

// skew is the farthest that a position within the limits moves fair value, down
// when long and up when short, in 1/1000 tick.
func (d *Desk) skew(c market.Contract) (long, short int64) {
	q, l := &d.Quoter.Contracts[c].Pricing, &d.Risk.Limits[c]
	moved := func(lots int64) int64 {
		if high, by := bits.Mul64(uint64(max(0, lots)), uint64(q.SkewPerLot)); high == 0 && by < uint64(q.MaxSkew) {
			return int64(by)
		}
		return q.MaxSkew
	}
	return moved(int64(l.MaxLong) - int64(q.Target)), moved(int64(l.MaxShort) + int64(q.Target))
}

// reach is the farthest that a price lies from the middle of a book with fair value
// in it, in whole ticks: half the width and the skew. A middle between two ticks and
// a bid that is rounded down together take it to the next tick; pricing takes back
// the ask where both would move out.
func reach(width, long, short int64) int64 {
	return max((500*width+long)/1000+1, ceilDiv(500*width+short, 1000))
}

// ceilDiv divides by a positive number and rounds up.
func ceilDiv(n, by int64) int64 {
	q := n / by
	if n%by > 0 {
		q++
	}
	return q
}

// valueOf is what lots at a price are worth in fen, the most there is when it does not fit.
func valueOf(price, tick, lots int64) int64 {
	perLot, ok := market.MulMoney(price, tick)
	all, ok2 := market.MulMoney(int64(perLot), lots)
	if !ok || !ok2 {
		return math.MaxInt64
	}
	return int64(all)
}

// refused names the first limit of the gate that f breaks; "" when it passes.
func (f *fit) refused(l *risk.Limits) string {
	switch {
	case f.size > int64(l.MaxOrderQty):
		return "max_order_lots"
	case f.size < int64(l.MinOrderQty):
		return "min_order_lots"
	case f.high > int64(l.MaxSpread):
		return "max_spread_ticks"
	case f.reach > int64(l.CollarTicks):
		return "collar_ticks"
	case f.value > int64(l.MaxValue):
		return "max_order_value"
	}
	return ""
}

// A stretch is a run of bid prices in one row of a table, in ticks, both included;
// the last one is open: to is the highest price there is.
type stretch struct {
	from, to market.Price
	open     bool
	dead     bool // nothing counts here
}

// highest is above every price of a contract, in ticks, and far from overflow.
const highest = market.Price(1) << 34

// stretches cuts the prices by the rows of the demand, and again where a share of
// the price begins to be a whole tick.
func stretches(d *rule.Demand) (list []stretch) {
	if d.Tiers == nil {
		return []stretch{{from: 1, to: highest, open: true}}
	}
	rows := d.Tiers.Row[:d.Tiers.N]
	if rows[0].From > 1 {
		list = append(list, stretch{from: 1, to: rows[0].From - 1, dead: true})
	}
	for i := range rows {
		s := stretch{from: max(1, rows[i].From), to: highest, open: i == len(rows)-1}
		if !s.open {
			s.to = rows[i+1].From - 1
		}
		if s.to < s.from {
			continue
		}
		last := lastPrice(s.from, s.to, func(p market.Price) bool { return d.Widest(p, p) < 1 })
		if last >= s.from {
			list = append(list, stretch{from: s.from, to: last, dead: true})
			s.from = last + 1
		}
		if s.from <= s.to {
			list = append(list, s)
		}
	}
	return list
}

// lastPrice is the last price of a stretch for which holds is true, which it is up
// to some price and not beyond; from-1 when for none.
func lastPrice(from, to market.Price, holds func(p market.Price) bool) market.Price {
	low, high := from-1, to
	for low < high {
		if mid := low + (high-low+1)/2; holds(mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}
