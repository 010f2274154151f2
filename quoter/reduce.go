package quoter

import (
	"quotient/market"
	"quotient/risk/position"
)

// reduceRest is how long an order that takes inventory down may rest before it
// is cancelled and priced anew.
const reduceRest = market.Second

// reduce takes all inventory down by ordinary orders, one at a time, none larger
// than a quote's side.
func (l *Loop) reduce(c market.Contract) {
	net := l.r.Ledger.Net(c)
	side := market.Bid
	if net > 0 {
		side = market.Ask
	}
	l.lower(c, side, lots(net))
}

// relieve takes as much inventory down as a quote of the wanted size needs, where
// not even one of the least size fits: ZCE knows no one-sided quote.
func (l *Loop) relieve(c market.Contract, w *wanted, x *leeway) {
	net := l.r.Ledger.Net(c)
	side, lacks := market.Ask, w.size-x.alone[0]
	if net < 0 {
		side, lacks = market.Bid, w.size-x.alone[1]
	}
	if lacks > 0 && !x.fits(w.minSize) {
		l.lower(c, side, min(lacks, lots(net)))
	}
}

// lower sends an order of at most that many lots at the best opposite price,
// through the same gate. Closes that cost less go first.
func (l *Loop) lower(c market.Contract, side market.Side, most market.Qty) {
	k := &l.contracts[c]
	if most <= 0 || l.reducing(c) || l.r.Orders.Possible(c, market.Bid)+l.r.Orders.Possible(c, market.Ask) > 0 {
		return
	}
	price, there := k.book.Ask, k.book.AskQty
	if side == market.Ask {
		price, there = k.book.Bid, k.book.BidQty
	}
	part := firstOf(l.assign(c, side, min(l.p.Contracts[c].Size, most, there), 0))
	if part.Qty <= 0 {
		return
	}
	in := market.Instruction{Kind: market.InstructOrder, Purpose: market.PurposeCloseOut, Contract: c, Side: side}
	if side == market.Bid {
		in.Bid, in.BidQty, in.BidOffset = price, part.Qty, part.Offset
	} else {
		in.Ask, in.AskQty, in.AskOffset = price, part.Qty, part.Offset
	}
	if l.send(&in, k.fair) {
		k.reduceID, k.reduceAt = in.ID, l.now
		return
	}
	l.again(c)
}

// firstOf is what to send first of an assignment.
func firstOf(a position.Assignment) (first position.Part) {
	for _, part := range a.Parts() {
		if part.Qty > 0 {
			return part
		}
	}
	return first
}

// reducing reports whether an order of reduce is still about. One that has
// rested too long is cancelled.
func (l *Loop) reducing(c market.Contract) bool {
	k := &l.contracts[c]
	if k.reduceID == 0 {
		return false
	}
	e, ok := l.r.Orders.Find(k.reduceID)
	if !ok || e.Gone() {
		k.reduceID = 0
		return false
	}
	if due := k.reduceAt + reduceRest; l.now < due {
		l.wakeAt(c, due)
		return true
	}
	l.cancel(c, market.InstructOrderEnd, k.reduceID)
	return true
}

func lots(q market.Qty) market.Qty {
	if q < 0 {
		return -q
	}
	return q
}
