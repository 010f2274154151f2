package sim

import "quotient/market"

// An Exchange makes a market of generated flow in which the makers quote: their
// quotes and orders stand in the same queues as the crowd's, price first, then time.
type Exchange struct {
	Floor
	pits   []pit
	herds  []herd // by contract
	agenda agenda // by contract
	rng    random
	stray  random // draws that only options make
	mood   int64
	moodTo market.Time
	holes  []Hole
	silent market.Time // the feed is silent before this
	storms []storm
}

// NewExchange returns an Exchange before its first phase. p must have passed Check.
func NewExchange(p Params) *Exchange {
	n := len(p.Contracts)
	x := &Exchange{pits: make([]pit, n), agenda: newAgenda(n), rng: random(p.Seed), stray: random(^p.Seed), holes: p.Holes}
	for c := range p.Contracts {
		var option *optionValue
		if in := &p.Instruments[c]; in.Option() {
			option = newOptionValue(p.Instruments, market.Contract(c), &x.pits[in.Underlying], p.Contracts[c].TimeValue)
		}
		x.pits[c].init(p.Contracts[c], market.Contract(c), p.Seed, option)
	}
	for i := range x.pits {
		if t := &x.pits[i]; t.option != nil && t.p.LimitPermille > 0 {
			t.newDay(t.optionLimits(t.settlement()))
		}
	}
	x.gather()
	x.Floor.init(p.common(), x)
	return x
}

// Depth returns the book's top as it is now, published or not.
func (x *Exchange) Depth(c market.Contract) market.Depth { return *x.pits[c].top() }

// Published returns the contract's last snapshot on the feed, for who joins late.
func (x *Exchange) Published(c market.Contract) market.Depth { return x.pits[c].published }

func (x *Exchange) due() market.Time {
	at := x.agenda.next()
	for i := range x.storms {
		at = min(at, x.storms[i].next())
	}
	return at
}

func (x *Exchange) run(now market.Time) {
	x.blow(now)
	for x.agenda.next() <= now {
		t := &x.pits[x.agenda.first()]
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

// plan notes when the contract has something to do next.
func (x *Exchange) plan(t *pit) {
	x.agenda.set(int32(t.contract), min(t.next, t.ask, t.publishAt))
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
		x.plan(t)
	}
}

// snapshot publishes the contract, unless the feed is silent: then it waits.
func (x *Exchange) snapshot(t *pit) {
	defer x.plan(t)
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
			t.ask = max(x.now+market.Time(t.rng.below(int64(t.p.RequestGap))), t.asked+requestGap)
		}
	}
	x.plan(t)
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

// rolled opens the books anew; limits move with the last price. Those of options
// come last: they are as wide as their future's.
func (x *Exchange) rolled() {
	for i := range x.pits {
		if t := &x.pits[i]; t.option == nil {
			lower, upper := t.day.Lower, t.day.Upper
			if n := t.p.LimitPermille; n > 0 && t.day.Last > 0 {
				width := t.day.Last * market.Price(n) / 1000
				lower, upper = max(t.day.Last-width, 1), t.day.Last+width
			}
			t.newDay(lower, upper)
			x.plan(t)
		}
	}
	for i := range x.pits {
		if t := &x.pits[i]; t.option != nil {
			lower, upper := t.day.Lower, t.day.Upper
			if t.p.LimitPermille > 0 {
				lower, upper = t.optionLimits(t.settlement())
			}
			t.newDay(lower, upper)
			x.plan(t)
		}
	}
}
