package sim

import "quotient/market"

// An Exchange makes a market of generated flow in which the makers quote: their
// quotes and orders stand in the same queues as the crowd's, price first, then time.
type Exchange struct {
	Floor
	pits   []pit
	rng    random
	mood   int64
	moodTo market.Time
	holes  []Hole
	silent market.Time // the feed is silent before this
}

// NewExchange returns an Exchange before its first phase. p must have passed Check.
func NewExchange(p Params) *Exchange {
	x := &Exchange{pits: make([]pit, len(p.Contracts)), rng: random(p.Seed), holes: p.Holes}
	for c := range p.Contracts {
		x.pits[c].init(p.Contracts[c], market.Contract(c), p.Seed)
	}
	x.Floor.init(p.common(), x)
	return x
}

// Depth returns the book's top as it is now, published or not.
func (x *Exchange) Depth(c market.Contract) market.Depth { return *x.pits[c].top() }

// Published returns the contract's last snapshot on the feed, for who joins late.
func (x *Exchange) Published(c market.Contract) market.Depth { return x.pits[c].published }

func (x *Exchange) due() market.Time {
	at := never
	for i := range x.pits {
		t := &x.pits[i]
		at = min(at, t.next, t.ask, t.publishAt)
	}
	return at
}

func (x *Exchange) run(now market.Time) {
	for i := range x.pits {
		t := &x.pits[i]
		if t.next <= now {
			x.step(t)
		}
		if t.ask <= now {
			x.request(t)
		}
		if t.publishAt <= now {
			x.snapshot(t)
		}
	}
}

// touch arranges for a snapshot when what the feed shows has changed. Snapshots
// of all contracts are cut at the same instants, as the exchange's slices are.
func (x *Exchange) touch(t *pit) {
	if t.publishAt == never && *t.top() != t.published {
		gap := t.p.Snapshot
		t.publishAt = max((x.now+gap-1)/gap*gap, t.lastAt+1)
		if t.publishAt%gap != 0 {
			t.publishAt += gap - t.publishAt%gap
		}
	}
}

// snapshot publishes the contract, unless the feed is silent: then it waits.
func (x *Exchange) snapshot(t *pit) {
	if to := x.quietUntil(); to > x.now {
		t.publishAt = to
		return
	}
	t.publishAt = never
	d := *t.top()
	if d == t.published {
		return
	}
	t.published, t.lastAt = d, x.now
	e := x.publish(market.EventDepth, t.contract)
	e.Bid, e.BidQty, e.Ask, e.AskQty = d.Bid, d.BidQty, d.Ask, d.AskQty
	e.Last, e.Volume, e.Turnover, e.OpenInterest = d.Last, d.Volume, d.Turnover, d.OpenInterest
	e.Upper, e.Lower = d.Upper, d.Lower
	x.count.market(t.contract, &d, x.now)
}

// quietUntil returns until when the feed is silent, 0 = it is not.
func (x *Exchange) quietUntil() market.Time {
	for len(x.holes) > 0 && x.holes[0].To <= x.now {
		x.holes = x.holes[1:]
	}
	if len(x.holes) > 0 && x.holes[0].From <= x.now {
		return max(x.holes[0].To, x.silent)
	}
	if x.silent > x.now {
		return x.silent
	}
	return 0
}

// request broadcasts a request for quote and arranges the next.
func (x *Exchange) request(t *pit) {
	t.ask = x.now + t.p.RequestGap/2 + market.Time(t.rng.below(int64(t.p.RequestGap)))
	x.broadcast(t.contract, market.Ref{})
}

// broadcast puts a request for quote on the feed; an empty ref gets a number.
func (x *Exchange) broadcast(c market.Contract, ref market.Ref) {
	if x.quietUntil() > x.now {
		return
	}
	if ref == (market.Ref{}) {
		x.requests++
		ref = execRef(x.requests)
		ref[0] = 'Q'
	}
	x.publish(market.EventRequest, c).Ref = ref
}

// phased starts and stops the crowd with continuous trading.
func (x *Exchange) phased(c market.Contract) {
	t := &x.pits[c]
	t.next, t.ask = never, never
	switch x.phase[c] {
	case market.PhaseMatch:
		x.open(t)
	case market.PhaseContinuous:
		x.open(t)
		t.last = x.now
		t.next = x.now + 1 + market.Time(t.rng.below(int64(t.p.Step)))
		if t.p.RequestGap > 0 {
			t.ask = x.now + market.Time(t.rng.below(int64(t.p.RequestGap)))
		}
	}
}

// open makes the day's opening: the night's news, the auction's trade, a book.
func (x *Exchange) open(t *pit) {
	if t.opened == x.date {
		return
	}
	t.opened = x.date
	t.shift(t.rng.normal(10 * t.p.Vol))
	mid := t.book.index(market.Price(t.fair() / 1000))
	t.traded(t.book.price(mid), market.Qty(20+t.rng.heavy(5*int64(t.p.TradeSize))))
	x.requote(t)
	x.touch(t)
}

// rolled opens the books anew; limits move with the last price.
func (x *Exchange) rolled() {
	for i := range x.pits {
		t := &x.pits[i]
		lower, upper := t.day.Lower, t.day.Upper
		if n := t.p.LimitPermille; n > 0 && t.day.Last > 0 {
			width := t.day.Last * market.Price(n) / 1000
			lower, upper = max(t.day.Last-width, 1), t.day.Last+width
		}
		t.newDay(lower, upper)
	}
}
