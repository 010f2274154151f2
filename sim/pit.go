package sim

import (
	"math"

	"quotient/market"
)

// A pit is one contract's generated market: a fair value that walks, a book, and
// a crowd that quotes around the value and trades.
type pit struct {
	p        ContractParams
	contract market.Contract
	rng      random
	book     book
	option   *optionValue // nil of a future

	walk   int64 // milliticks: start plus the own random walk
	follow int64 // what has arrived of the lead's moves
	wander int64 // the distance that comes and goes
	stance [2]int64
	lock   market.Side // Bid: locked at the upper limit, Ask: at the lower
	opened market.Date // the trading day whose opening was made
	last   market.Time // of the last step
	next   market.Time // of the next step; never outside continuous trading
	ask    market.Time // of the next request for quote
	asked  market.Time // of the last one

	day       market.Depth // figures of the day and the book's top
	published market.Depth
	publishAt market.Time // never = nothing to publish
	lastAt    market.Time // of the last snapshot
}

func (t *pit) init(p ContractParams, c market.Contract, seed uint64, option *optionValue) {
	t.p, t.contract, t.option = p, c, option
	t.rng = random(seed ^ uint64(c+1)*0xd1342543de82ef95)
	if option == nil {
		t.walk = int64(p.Start) * 1000
	} else {
		t.p.Lead = market.NoContract
	}
	t.next, t.ask, t.publishAt = never, never, never
	t.lastAt, t.asked = -market.Hour, -market.Hour
	t.day.OpenInterest = p.OpenInterest
	t.newDay(p.Lower, p.Upper)
}

func (t *pit) newDay(lower, upper market.Price) {
	t.day = market.Depth{OpenInterest: t.day.OpenInterest, Lower: lower, Upper: upper, Last: t.day.Last}
	t.published, t.publishAt = market.Depth{}, never
	t.book.reset(lower, upper)
}

// fair is the crowd's value in milliticks.
func (t *pit) fair() int64 {
	switch t.lock {
	case market.Bid:
		return int64(t.day.Upper)*1000 + 50_000
	case market.Ask:
		return int64(t.day.Lower)*1000 - 50_000
	}
	return t.value()
}

// value is what fair would be without a lock, and is again after it.
func (t *pit) value() int64 {
	v := t.walk + t.follow + t.wander
	if t.option != nil {
		v = max(v+t.option.premium(), 1)
	}
	return v
}

// half is the mean distance of the best price from fair value.
func (t *pit) half(fair int64) int64 {
	if t.option == nil {
		return t.p.Half
	}
	return t.p.Half + t.p.Widen*max(fair, 0)/1000
}

// settlement is the settlement price of the day that ended: the last price; of
// an option, which may not have traded, what it is worth.
func (t *pit) settlement() market.Price {
	if t.option != nil {
		return market.Price(max((t.value()+500)/1000, 1))
	}
	if t.day.Last > 0 {
		return t.day.Last
	}
	return t.p.Start
}

// shift moves the value by d milliticks at once.
func (t *pit) shift(d int64) { t.walk += d }

// drift moves the value by what happens in span. The lead is nil for a leader;
// pace is in permille of the usual volatility.
func (t *pit) drift(lead *pit, span market.Time, pace int64) {
	us := int64(span / market.Microsecond)
	root := int64(math.Sqrt(float64(us))) // of a second in thousandths
	t.walk += t.rng.normal(t.p.Vol * pace / 1000 * root / 1000)
	if lead != nil {
		moved := lead.value() - int64(lead.p.Start)*1000
		t.follow += share(moved*t.p.Follow/1000-t.follow, span, t.p.Lag)
	}
	if t.p.Wander > 0 && t.p.WanderHalf > 0 {
		// sd of a step that keeps the wander's own sd: sqrt(2·ln 2·span/half).
		halves := math.Sqrt(1.386 * float64(span) / float64(t.p.WanderHalf))
		t.wander -= share(t.wander, span, t.p.WanderHalf)
		t.wander += t.rng.normal(int64(float64(t.p.Wander) * halves))
	}
}

// share returns how much of gap goes in span when half goes in half, to first
// order and never more than all of it.
func share(gap int64, span, half market.Time) int64 {
	if half <= 0 {
		return gap
	}
	tau := half + half*443/1000 // half / ln 2
	us := int64(span / market.Microsecond)
	return gap * us / (us + int64(tau/market.Microsecond))
}

// top takes the book's best prices over into the day's figures.
func (t *pit) top() *market.Depth {
	d := &t.day
	d.Bid, d.BidQty, d.Ask, d.AskQty = 0, 0, 0, 0
	if i := t.book.best[0]; i >= 0 {
		d.Bid, d.BidQty = t.book.price(i), t.book.levels[i].qty
	}
	if i := t.book.best[1]; i >= 0 {
		d.Ask, d.AskQty = t.book.price(i), t.book.levels[i].qty
	}
	return d
}
