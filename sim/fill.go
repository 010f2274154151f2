package sim

import "quotient/market"

// unseen is the ahead of a leg that waits behind the best price: L1 data does not
// show what stands there. It is more than can trade before the price is seen.
const unseen = market.Qty(1) << 40

// reached returns how many of the lots traded since the last snapshot reach the
// leg, and moves it up in the queue.
func (l *leg) reached(d *market.Depth, traded market.Qty) (lots market.Qty) {
	if traded > 0 {
		switch {
		case l.booked(d) || l.passed(d.Last):
			l.ahead = 0
			return traded
		case d.Last == l.price:
			lots = max(traded-l.ahead, 0)
			l.ahead = max(l.ahead-traded, 0)
		}
	}
	l.moveUp(d)
	return lots
}

// moveUp cuts the lots before the leg to what the book shows.
func (l *leg) moveUp(d *market.Depth) {
	best, shown := d.Bid, d.BidQty
	if l.side == market.Ask {
		best, shown = d.Ask, d.AskQty
	}
	switch {
	case best == l.price:
		l.ahead = min(l.ahead, shown)
	case shown == 0 || l.passed(best): // inside of the spread, or alone
		l.ahead = 0
	}
}

// passed reports whether price p lies beyond the leg: lower than a bid, higher
// than an ask.
func (l *leg) passed(p market.Price) bool {
	if l.side == market.Bid {
		return p < l.price
	}
	return p > l.price
}

// booked reports whether the opposite best price is at the leg's or beyond.
func (l *leg) booked(d *market.Depth) bool {
	if l.side == market.Bid {
		return d.AskQty > 0 && d.Ask <= l.price
	}
	return d.BidQty > 0 && d.Bid >= l.price
}
