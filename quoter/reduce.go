package quoter

import (
	"quotient/market"
)

// reduceRest is how long an order that takes inventory down may rest before it
// is cancelled and priced anew.
const reduceRest = market.Second

// reduce takes inventory down by an ordinary order at the best opposite price,
// when the position limit leaves no room for a quote of the least size that
// counts: ZCE knows no one-sided quote. One order at a time, no larger than a
// quote's side, through the same gate.
func (l *Loop) reduce(c market.Contract) {
	k := &l.contracts[c]
	if l.reducing(c) {
		return
	}
	net := l.r.Ledger.Net(c)
	side, price, there := market.Bid, k.book.Ask, k.book.AskQty
	if net > 0 {
		side, price, there = market.Ask, k.book.Bid, k.book.BidQty
	}
	if net == 0 || there <= 0 || l.r.Orders.Possible(c, market.Bid)+l.r.Orders.Possible(c, market.Ask) > 0 {
		return
	}
	qty := min(l.p.Contracts[c].Size, lots(net), there)
	in := market.Instruction{Kind: market.InstructOrder, Purpose: market.PurposeCloseOut, Contract: c, Side: side}
	if side == market.Bid {
		in.Bid, in.BidQty, in.BidOffset = price, qty, l.r.Ledger.Offset(c, side, qty)
	} else {
		in.Ask, in.AskQty, in.AskOffset = price, qty, l.r.Ledger.Offset(c, side, qty)
	}
	if l.send(&in, k.fair) {
		k.reduceID, k.reduceAt = in.ID, l.now
	}
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
