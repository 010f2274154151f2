package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// feed drains what the market data feed reports.
func (l *Loop) feed() (n uint32) {
	for ; n < drainFeed; n++ {
		e := l.ring.Feed.Peek()
		if e == nil {
			break
		}
		l.input(port.RingFeed, e)
		l.observe(e)
		l.ring.Feed.Drop()
	}
	return n
}

// observe takes one market data event over into books, models, gate and meter.
func (l *Loop) observe(e *market.Event) {
	switch e.Kind {
	case market.EventFeedUp:
		l.st.feedUp = 1
		return
	case market.EventFeedDown:
		l.st.feedUp = 0
		l.r.Gate.FeedDown()
		l.r.Quality.Blind(l.now)
		l.markAll()
		return
	}
	l.st.feedUp, l.st.feedAt = 1, l.now
	l.r.Gate.Heard(l.now)
	if e.Kind == market.EventGap {
		l.gaps(e.Contract)
		return
	}
	if int(e.Contract) >= len(l.contracts) {
		return
	}
	switch e.Kind {
	case market.EventDepth:
		l.depth(e)
	case market.EventPhase:
		l.phase(e)
	case market.EventRequest:
		l.request(e)
	case market.EventSettlement:
		l.settlement(e.Contract, e.Price)
		l.r.Meter.Settlement(e.Contract, e.Price, e.Time, l.now)
		l.members()
	}
}

// gaps notes that something is missing of a contract's feed, or of every one's: the
// book is not known until its next snapshot, and what stands on it is pulled.
func (l *Loop) gaps(c market.Contract) {
	for i := range l.contracts {
		if of := market.Contract(i); c == market.NoContract || c == of {
			l.contracts[i].bookAt = 0
			l.r.Gate.Gap(of)
			l.mark(of)
		}
	}
}

// depth takes a snapshot over and marks who must look at it.
func (l *Loop) depth(e *market.Event) {
	c, k := e.Contract, &l.contracts[e.Contract]
	moved, stale := k.book.Apply(e), k.why&uint8(obligation.CauseStale|obligation.CauseRisk) != 0
	k.bookAt = l.now
	l.r.Gate.Depth(c, &k.book, l.now)
	l.conductBook(c)
	l.value(c)
	l.unsettled(c)
	l.tellLot(c)
	l.marked(c)
	l.measure(c, e.Time)
	news := moved || stale
	if l.p.Contracts[c].Quote {
		others := l.others(c)
		k.usual(&k.book, &others)
		if !k.book.TwoSided() || others.TwoSided() {
			l.learn(c, &others)
		} // else our own quote hides the others: what was seen of them stands, and ages
		l.markIf(c, news)
	}
	for _, f := range l.followers[l.follow[c].from:l.follow[c].to] {
		l.contracts[f].model.Lead(&k.book, &l.p.Contracts[f].Pricing, l.now)
		l.markIf(f, news)
	}
}

// learn lets the models see a book of others.
func (l *Loop) learn(c market.Contract, others *market.Depth) {
	k, p := &l.contracts[c], &l.p.Contracts[c]
	k.model.Own(others, &p.Pricing, l.now)
	if len(l.p.Steering) > 0 {
		k.losing.Own(others, &p.Loss, l.now)
	}
}

// measure tells the meters about the contract's new book.
func (l *Loop) measure(c market.Contract, stamp market.Time) {
	k := &l.contracts[c]
	l.r.Meter.Market(c, &k.book, l.now)
	if k.book.Last != 0 {
		l.r.Requests.Underlying(c, k.book.Last, stamp, l.now)
	}
	l.r.Quality.Book(c, &k.book, l.now)
	l.members()
}

// markIf marks the contract when there are news; a book that was only told again
// keeps the models alive and asks for no price.
func (l *Loop) markIf(c market.Contract, news bool) {
	if news {
		l.mark(c)
	}
}

// others is the contract's book without our own standing quote, so that the
// model does not follow itself. Where a side of the top is ours alone the feed
// hides the others behind it: they are taken to stand at their usual spread from
// the side that is seen, and not inside of us. With both sides ours the book
// says nothing: what was seen last stands until it is too old, and then the quote
// goes and the others are seen again.
func (l *Loop) others(c market.Contract) market.Depth {
	k := &l.contracts[c]
	d := k.book
	if !l.p.OwnInBook {
		return d
	}
	e, ok := l.r.Orders.Quote(c)
	if !ok {
		return d
	}
	if e.Price[0] == d.Bid {
		d.BidQty = max(0, d.BidQty-e.Leaves[0])
	}
	if e.Price[1] == d.Ask {
		d.AskQty = max(0, d.AskQty-e.Leaves[1])
	}
	gap := market.Price(k.gap+999) / 1000
	switch {
	case d.TwoSided() || gap == 0 || !k.book.TwoSided(): // an empty side hides nobody
	case d.BidQty > 0:
		d.Ask, d.AskQty = max(d.Ask, d.Bid+gap), d.BidQty
	case d.AskQty > 0:
		d.Bid, d.BidQty = min(d.Bid, d.Ask-gap), d.AskQty
	}
	return d
}

// gapWeight is the share of a new spread in the usual one: 1/64.
const gapWeight = 64

// usual folds the spread of a book of others into their usual one.
func (k *contract) usual(seen, others *market.Depth) {
	if !others.TwoSided() || others.Crossed() || seen.Bid != others.Bid || seen.Ask != others.Ask {
		return
	}
	spread := int64(others.Ask-others.Bid) * 1000
	if k.gap == 0 {
		k.gap = spread
		return
	}
	k.gap += (spread - k.gap) / gapWeight
}

// phase takes over what the exchange announced.
func (l *Loop) phase(e *market.Event) {
	k := &l.contracts[e.Contract]
	k.phase = e.Phase
	l.r.Gate.Phase(e.Contract, e.Phase)
	l.r.Meter.Phase(e.Contract, e.Phase, e.Time, l.now)
	l.r.Requests.Phase(e.Contract, e.Phase, e.Time, l.now)
	l.members()
	if e.Phase == market.PhaseContinuous {
		l.lookAtNeeds()
	}
	if l.p.Contracts[e.Contract].Quote {
		l.mark(e.Contract)
	}
}
