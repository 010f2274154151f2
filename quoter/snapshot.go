package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
)

// How often the page is served: at most every showEvery, in a Poll that drained
// nothing; when there is no such Poll, after showLatest.
const (
	showEvery  = 100 * market.Millisecond
	showLatest = 250 * market.Millisecond
)

// show publishes a snapshot when one is due. It decides nothing and is no part
// of the loop's state.
func (l *Loop) show(quiet bool) {
	age := l.now - l.shown
	if l.pages == nil || age < showEvery || !quiet && age < showLatest {
		return
	}
	l.shown = l.now
	l.Snapshot(l.pages.Page())
	l.pages.Publish()
}

// Snapshot fills s with what the outside may see.
func (l *Loop) Snapshot(s *port.Snapshot) {
	st := &l.st
	s.Version, s.Contracts = port.Version, uint32(len(l.contracts))
	s.Seq, s.Now, s.Date = st.seq, max(l.now, st.now), st.date
	s.Mode, s.Stage, s.FeedUp, s.VenueUp = uint8(st.mode), uint8(st.stage), st.feedUp, st.venueUp
	s.Latch, s.LatchBy = st.epoch, st.latchBy
	s.FeedAt, s.VenueAt = st.feedAt, st.venueAt
	s.Polls, s.Events, s.Decisions, s.Approved = st.polls, st.events, st.decisions, st.approved
	s.Messages, s.NotSent, s.Fills = st.approved-st.notSent, st.notSent, st.fills
	s.Refusals, s.Digest = st.refusals, st.digest
	s.IDsLeft = st.idEnd - st.idNext + st.idLast - st.idSpare
	for c := range l.contracts {
		l.view(market.Contract(c), &s.Contract[c])
	}
	l.viewUnits(s)
	l.viewRequests(s)
	l.viewGuards(s)
}

// view fills one contract's part of a snapshot.
func (l *Loop) view(c market.Contract, v *port.ContractView) {
	k, pos := &l.contracts[c], l.r.Ledger
	v.Symbol, v.Phase, v.Paused = l.r.Instruments[c].Symbol, k.phase, k.paused
	v.Scope, v.Unsure = uint8(l.scoped(c)), 0
	if l.unsure(c) {
		v.Unsure = 1
	}
	v.Book, v.BookAt, v.Fair, v.Vol = k.book, k.bookAt, k.fair, k.vol
	v.QuoteID, v.Bid, v.Ask, v.BidQty, v.AskQty = 0, 0, 0, 0, 0
	if e, ok := l.r.Orders.Quote(c); ok {
		v.QuoteID, v.Bid, v.Ask = e.ID, e.Price[0], e.Price[1]
		v.BidQty, v.AskQty = e.Leaves[0], e.Leaves[1]
	}
	v.Quotes, v.Messages, v.Cancels = k.quotes, k.messages, k.cancels
	v.Fills, v.Bought, v.Sold = pos.Fills(c), pos.Bought(c), pos.Sold(c)
	v.Long, v.Short, v.Fees = pos.Long(c), pos.Short(c), pos.Fees(c)
	mark, ok := k.markPrice()
	v.PnL = pos.PnL(c, mark, ok)
	l.viewMeter(c, v)
	l.viewDuty(c, v)
	l.viewGuard(c, &v.Guard)
}

// viewMeter fills the obligation's part.
func (l *Loop) viewMeter(c market.Contract, v *port.ContractView) {
	l.r.Meter.ReadInto(c, max(l.now, l.st.now), &l.reading)
	r := &l.reading
	v.Obliged = 0
	if r.Obliged {
		v.Obliged = 1
	}
	v.State, v.Exempt, v.Since = uint8(r.State), uint8(r.Exempt), r.Since
	v.MaxSpread, v.MinSize, v.Target = r.MaxSpread, r.MinSize, r.Target
	v.Scheduled, v.Low, v.High = r.Scheduled, r.Low, r.High
	copy(v.Exempts[:], r.ExemptNs[:])
	copy(v.Ineffective[:], r.Ineffective[:])
	v.MonthLow, v.MonthHigh, v.MonthElapsed, v.MonthLeft = r.MonthLow, r.MonthHigh, r.D, r.R
	v.Slack, v.NeedRest = r.Slack, r.NeedRest
	v.StripFrom, v.StripCell = r.StripFrom, r.StripCell
	copy(v.Strip[:], r.Strip[:])
}
