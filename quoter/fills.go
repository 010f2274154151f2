package quoter

import (
	"quotient/market"
	"quotient/risk"
	"quotient/risk/orders"
)

// foldOrder folds an event about one of our instructions into the order table,
// and what that means into position, meter and marks.
func (l *Loop) foldOrder(e *market.Event) {
	ch := l.r.Orders.Apply(e)
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
	l.worked(ch.Contract)
	l.unacked(ch.Contract)
	if ch.Kind == orders.ChangeRejected {
		l.rejected(ch.Contract, e.Code)
	}
	if k := &l.contracts[ch.Contract]; e.Kind == market.EventCancelReject && (l.st.sweeping != 0 || l.scoped(ch.Contract) != risk.Run) {
		k.retry = l.now + refusePause
	}
	switch {
	case ch.Unmatched:
	case ch.Entry.Kind == market.InstructQuote:
		l.foldQuote(e, &ch)
	case ch.Entry.Kind == market.InstructOrder && ch.Kind == orders.ChangeEnded:
		l.cancelled(&ch.Entry)
	}
}

// cancelled counts what was left of a quote or order that ended unfilled.
func (l *Loop) cancelled(q *orders.Entry) {
	if q.Code != market.EndFilled {
		l.r.Quality.Cancelled(q.Contract, q.Leaves[0]+q.Leaves[1])
		l.conductEnd(q)
	}
}

// fill books an execution. Fills are counted once, whoever tells of them again.
func (l *Loop) fill(e *market.Event, ch *orders.Change) {
	l.st.fills++
	if !l.r.Ledger.Fill(ch.Contract, ch.Side, ch.Offset, ch.Price, ch.Qty) {
		l.st.faults++
	}
	l.premium(ch)
	l.moved(ch.Contract)
	l.tripFill(ch)
	self := l.st.dealt.add(e, ch)
	l.conductFill(ch, self)
	l.measureFill(e, ch, self)
	l.markUrgent(ch.Contract)
}

// measureFill tells quality and the loss signal about an execution.
func (l *Loop) measureFill(e *market.Event, ch *orders.Change, self market.Qty) {
	k, declared := &l.contracts[ch.Contract], ch.Entry.Declared[0]
	if ch.Side == market.Ask {
		declared = ch.Entry.Declared[1]
	}
	l.r.Quality.Fill(ch.Contract, ch.Qty, e.Flags&market.FlagPassive != 0, declared, self > 0)
	l.r.Quality.Crossed(ch.Contract, self)
	if len(l.p.Steering) > 0 {
		k.losing.Fill(ch.Side, ch.Price, ch.Qty, &l.p.Contracts[ch.Contract].Loss, l.now)
	}
}

// foldQuote tells the meters what an event means for a quote.
func (l *Loop) foldQuote(e *market.Event, ch *orders.Change) {
	c, q := ch.Contract, &ch.Entry
	l.st.quoted[c>>6] |= 1 << (c & 63)
	switch ch.Kind {
	case orders.ChangeLive:
		l.r.Meter.QuoteLive(c, q.ID, e.Time, l.now)
		l.r.Requests.QuoteLive(c, q.ID, e.Time, l.now)
	case orders.ChangeLeaves, orders.ChangeFill:
		leaves := q.Leaves[orders.AskLeg]
		if ch.Side == market.Bid {
			leaves = q.Leaves[orders.BidLeg]
		}
		if ch.Late { // the quote has ended: what the fill left of it then is the exchange's word
			leaves = e.Leaves
		}
		l.r.Meter.QuoteLeaves(c, q.ID, ch.Side, leaves, e.Time, l.now)
		l.r.Requests.QuoteLeaves(c, q.ID, ch.Side, leaves, e.Time, l.now)
	case orders.ChangeEnded:
		l.ended(c, q, e.Time)
	case orders.ChangeRejected, orders.ChangeNotSent:
		l.r.Meter.QuoteRejected(c, q.ID, e.Time, l.now)
		l.r.Requests.QuoteRejected(c, q.ID, e.Time, l.now)
		l.unanswered(c, q.ID)
	}
}

// ended tells the meters that a quote stands no more.
func (l *Loop) ended(c market.Contract, q *orders.Entry, stamp market.Time) {
	l.st.quoted[c>>6] |= 1 << (c & 63)
	l.r.Meter.QuoteEnded(c, q.ID, stamp, l.now)
	l.r.Requests.QuoteEnded(c, q.ID, stamp, l.now)
	l.cancelled(q)
	l.unanswered(c, q.ID)
}

// unanswered forgets that a quote answers a request: the quote is gone.
func (l *Loop) unanswered(c market.Contract, id uint64) {
	if k := &l.contracts[c]; k.answerID == id {
		k.answering, k.answerID = market.Ref{}, 0
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
