package risk

import "quotient/market"

// A book is what the gate has been told of one contract's market; two cache lines,
// the first with all that an instruction which passes is judged by.
type book struct {
	at     market.Time  // of the last depth
	feed   uint64       // feed epoch of the last depth; 0 = none
	stale  market.Time  // Limits.StaleAfter
	near   span         // far, and what the references of late leave of it when the book came
	middle market.Price // twice the reference; 0 = there is none
	phase  market.Phase
	scope  Mode
	shows  uint8 // bit 1<<side: linked accounts show a price there
	_      [5]byte

	far                          span // within this a price passes the day's limits and the collar
	bid, ask, last, upper, lower market.Price
	bidQty, askQty               market.Qty
}

// A span is a range of prices, ends included.
type span struct{ low, high market.Price }

// holds reports whether a price lies in the span.
func (s *span) holds(p market.Price) bool { return s.low <= p && p <= s.high }

// reach works out the reference and which prices pass: those within the day's
// limits, where they are known, and the collar around it. Without one none does.
func (b *book) reach(collar market.Price) {
	b.middle = b.reference()
	if b.middle == 0 {
		b.far = span{1, 0}
		return
	}
	b.far = span{max(b.lower, (b.middle+1)>>1-collar), b.middle>>1 + collar}
	if b.upper > 0 {
		b.far.high = min(b.far.high, b.upper)
	}
}

// reference returns twice the price that the collar lies around, 0 for none: the
// middle of a sound book, else the one side there is, else the last price. A
// crossed book is no reference and leaves the last price.
func (b *book) reference() market.Price {
	twice := 2 * b.last
	switch {
	case b.bidQty > 0 && b.askQty > 0 && b.bid < b.ask:
		twice = b.bid + b.ask
	case b.bidQty > 0 && b.askQty <= 0:
		twice = 2 * b.bid
	case b.askQty > 0 && b.bidQty <= 0:
		twice = 2 * b.ask
	}
	return max(0, twice)
}

// Phase takes over the contract's phase as the exchange announced it.
func (g *Gate) Phase(c market.Contract, ph market.Phase) {
	if int(c) < len(g.books) {
		if g.books[c].phase != ph {
			g.changed(c)
		}
		g.books[c].phase = ph
	}
}

// Depth takes over the contract's book at now.
func (g *Gate) Depth(c market.Contract, d *market.Depth, now market.Time) {
	if int(c) >= len(g.books) {
		return
	}
	g.remember(c, now)
	b := &g.books[c]
	if b.bid != d.Bid || b.ask != d.Ask || b.bidQty != d.BidQty || b.askQty != d.AskQty || b.last != d.Last {
		g.changed(c)
	}
	b.bid, b.ask, b.last, b.upper, b.lower = d.Bid, d.Ask, d.Last, d.Upper, d.Lower
	b.bidQty, b.askQty, b.at, b.feed = d.BidQty, d.AskQty, now, g.st.feed
	b.reach(g.rails[c].CollarTicks)
	b.near = g.leaves(c, now)
}

// Heard notes that the feed has sent something at now: a book that has not
// changed since is as fresh as the feed is.
func (g *Gate) Heard(now market.Time) { g.st.heard = now }

// FeedDown makes every book stale until its next Depth.
func (g *Gate) FeedDown() { g.st.feed++ }

// Gap makes c's book stale until its next Depth: something of its feed is missing.
func (g *Gate) Gap(c market.Contract) {
	if int(c) < len(g.books) {
		g.books[c].feed = 0
	}
}
