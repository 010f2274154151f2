package quoter

import (
	"quotient/market"
	"quotient/risk/orders"
)

// foldOrder folds an event about one of our instructions into the order table,
// and what that means into position, meter and marks.
func (l *Loop) foldOrder(e *market.Event) {
	ch := l.r.Orders.Apply(e, l.now)
	if ch.Anomaly() {
		l.st.faults++
	}
	if ch.Counts() && int(ch.Contract) < len(l.contracts) {
		l.fill(e, &ch)
	}
	if ch.Kind == orders.ChangeNotSent {
		l.st.notSent++
	}
	if ch.Duplicate || ch.Malformed || int(ch.Contract) >= len(l.contracts) {
		return
	}
	l.mark(ch.Contract)
	if !ch.Unmatched && ch.Entry.Kind == market.InstructQuote {
		l.foldQuote(e, &ch)
	}
}

// fill books an execution. Fills are counted once, whoever tells of them again.
func (l *Loop) fill(e *market.Event, ch *orders.Change) {
	l.st.fills++
	if !l.r.Ledger.Fill(ch.Contract, ch.Side, ch.Offset, ch.Price, ch.Qty) {
		l.st.faults++
	}
	l.markUrgent(ch.Contract)
}

// foldQuote tells the meter what an event means for a quote.
func (l *Loop) foldQuote(e *market.Event, ch *orders.Change) {
	c, q := ch.Contract, &ch.Entry
	switch ch.Kind {
	case orders.ChangeLive:
		l.r.Meter.QuoteLive(c, q.ID, e.Time, l.now)
	case orders.ChangeLeaves, orders.ChangeFill:
		if ch.Side == market.Bid {
			l.r.Meter.QuoteLeaves(c, q.ID, market.Bid, q.Leaves[orders.BidLeg], e.Time, l.now)
		} else {
			l.r.Meter.QuoteLeaves(c, q.ID, market.Ask, q.Leaves[orders.AskLeg], e.Time, l.now)
		}
	case orders.ChangeEnded:
		l.r.Meter.QuoteEnded(c, q.ID, e.Time, l.now)
	case orders.ChangeRejected, orders.ChangeNotSent:
		l.r.Meter.QuoteRejected(c, q.ID, e.Time, l.now)
	}
}

// endDay keeps the finished day's trades for its row and begins the next.
func (k *contract) endDay(t trades) {
	k.ended = t
	k.quotes, k.messages, k.cancels, k.refusals = 0, 0, 0, 0
}

// trades are the trade half of a contract's row of one trading day.
type trades struct {
	date                                       market.Date
	_                                          int32
	quotes, messages, cancels, refusals, fills int64
	bought, sold, position                     market.Qty
	pnl, fees                                  market.Money
}

// today are the trades of the running trading day.
func (l *Loop) today(c market.Contract) trades {
	k, pos := &l.contracts[c], l.r.Ledger
	mark, ok := k.markPrice()
	return trades{date: l.st.date, quotes: k.quotes, messages: k.messages, cancels: k.cancels, refusals: k.refusals,
		fills: pos.Fills(c), bought: pos.Bought(c), sold: pos.Sold(c), position: pos.Net(c),
		pnl: pos.PnL(c, mark, ok), fees: pos.Fees(c)}
}
