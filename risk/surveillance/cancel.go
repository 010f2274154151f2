package surveillance

import "quotient/market"

// A Cancel is a quote or order of ours that was taken out of the book, by a cancel,
// a mass cancel or the quote that replaces it.
type Cancel struct {
	Contract         market.Contract
	Replaced         bool // by our next quote: counts where the rule has CountReplaced
	Bid, Ask         market.Price
	BidLots, AskLots market.Qty  // not filled; 0 = no such leg, or nothing was left
	Sent             market.Time // when the quote or order left
}

// legs is how many sides had something left.
func (x *Cancel) legs() (n int64) {
	if x.BidLots > 0 {
		n++
	}
	if x.AskLots > 0 {
		n++
	}
	return n
}

// more is a count with lots added, up to where it would turn round.
func more(count int64, lots market.Qty) int64 {
	return min(count+min(max(0, int64(lots)), mostLots), mostLots)
}

const mostLots = 1 << 61

// Cancelled counts a cancel that the exchange confirmed. One that had nothing left
// was none.
func (w *Watch) Cancelled(x *Cancel, now market.Time) {
	if !w.heard(x.Contract, now) || x.legs() == 0 {
		return
	}
	atBid, atAsk := w.atLimit(x)
	for k := OrdersQuick; k < KindCount; k++ {
		for _, rule := range w.kinds[k] {
			r := &w.p.Rules[rule]
			if x.Replaced && r.Counts&CountReplaced == 0 {
				continue
			}
			if i, ok := w.unit(rule, x.Contract); ok && w.cancel(r, &w.cells[i], x, atBid, atAsk) {
				w.settle(i)
			}
		}
	}
}

// cancel counts x in a cell and reports whether its kind counts cancels. The lots at
// a price limit are those of atBid and atAsk.
func (w *Watch) cancel(r *Rule, cell *cell, x *Cancel, atBid, atAsk market.Qty) bool {
	switch r.Kind {
	case OrdersQuick:
		if w.st.now-x.Sent <= r.Window {
			cell.seen++
		}
	case Cancels:
		cell.value += r.cancels(x.legs())
	case LargeCancels:
		cell.value += r.cancels(over(x.BidLots, r.Lots) + over(x.AskLots, r.Lots))
	case LimitCancels:
		cell.value += r.cancels(over(atBid, 1) + over(atAsk, 1))
	case LimitCancelLots:
		cell.value = more(more(cell.value, atBid), atAsk)
	case CancelRatio:
		cell.value += r.cancels(x.legs())
		cell.of = more(more(cell.of, x.BidLots), x.AskLots)
	case Layering:
		cell.value += w.layered(r, cell, x)
	default:
		return false
	}
	return true
}

// over is 1 for a leg of at least so many lots.
func over(lots, least market.Qty) int64 {
	if lots >= least {
		return 1
	}
	return 0
}

// atLimit returns the lots that bought at limit-up and sold at limit-down. A limit
// that is not known is 0, and prices are not.
func (w *Watch) atLimit(x *Cancel) (bid, ask market.Qty) {
	b := &w.books[x.Contract]
	if b.upper > 0 && x.Bid >= b.upper {
		bid = max(0, x.BidLots)
	}
	if x.Ask <= b.lower {
		ask = max(0, x.AskLots)
	}
	return bid, ask
}

// layered is 1 for a large leg, far from the best price of its side, that left after
// a small fill on the other side which came while it stood.
func (w *Watch) layered(r *Rule, cell *cell, x *Cancel) int64 {
	b := &w.books[x.Contract]
	bid := x.BidLots >= r.Lots && b.hasBid && b.bid-x.Bid >= r.Ticks && w.lately(r, cell.last[1], x)
	ask := x.AskLots >= r.Lots && b.hasAsk && x.Ask-b.ask >= r.Ticks && w.lately(r, cell.last[0], x)
	if bid || ask {
		return 1
	}
	return 0
}

// lately reports whether a fill came while x stood and not before the window, whose
// ends count.
func (w *Watch) lately(r *Rule, fill market.Time, x *Cancel) bool {
	return fill >= x.Sent && w.st.now-fill <= r.Window
}
