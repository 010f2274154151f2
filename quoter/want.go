package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/rule"
	"quotient/obligation/steering"
	"quotient/quoter/pricing"
)

// wanted is the quote that the models ask for, before the gate.
type wanted struct {
	bid, ask market.Price
	fair     int64
	size     market.Qty
	minSize  market.Qty
	demand   rule.Demand
	bound    bool             // the quote is to satisfy demand
	cause    obligation.Cause // why it does not, when it steps back on purpose
}

// want prices the contract; ok is false when nothing alive gives a fair value.
func (l *Loop) want(c market.Contract, t *task, stance steering.Stance, x *leeway) (w wanted, ok bool) {
	k, p := &l.contracts[c], &l.p.Contracts[c]
	fair, ok := k.model.Fair(&p.Pricing, l.now)
	if !ok {
		if stance < steering.Firm || k.fair == 0 {
			return w, false
		}
		fair = float64(k.fair) / 1000 // rather the last fair value than no quote
	}
	vol := k.model.Vol(l.now)
	k.fair, k.vol = int64(fair*1000), int64(vol*1000)
	w.fair, w.size, w.demand, w.bound = k.fair, p.Size, t.demand, t.bound
	if t.bound {
		w.minSize = t.demand.Least()
		w.size = max(w.size, w.minSize)
	}
	l.place(c, &w, fair, vol, stance, x)
	l.mix(uint64(k.fair)<<20 ^ uint64(w.bid))
	l.mix(uint64(w.ask)<<20 ^ uint64(k.vol))
	w.confine(x)
	if k.book.Upper > 0 {
		w.ask = min(w.ask, k.book.Upper)
		w.bid = max(w.bid, k.book.Lower)
	}
	return w, w.bid > 0 && w.bid < w.ask
}

// confine takes a side that only the width puts beyond the gate's bounds back to
// them. A fair value beyond them is not argued away: the gate is to refuse it.
func (w *wanted) confine(x *leeway) {
	if x.known && int64(x.bounds.Low)*1000 < w.fair && w.fair < int64(x.bounds.High)*1000 {
		w.bid, w.ask = max(w.bid, x.bounds.Low), min(w.ask, x.bounds.High)
	}
}

// place chooses the two prices by the stance: as the models want them within the
// demand; as wide as the demand allows and as small; or wider than it allows. It
// is never wider than the gate lets pass.
func (l *Loop) place(c market.Contract, w *wanted, fair, vol float64, stance steering.Stance, x *leeway) {
	p := l.p.Contracts[c].Pricing
	others := l.others(c)
	in := pricing.Input{Fair: fair, Vol: vol, Inventory: l.r.Ledger.Net(c),
		BestBid: priceOf(others.Bid, others.BidQty), BestAsk: priceOf(others.Ask, others.AskQty), HaveBook: true, Params: &p}
	widest := w.demand.Widest(market.Price(fair), market.Price(fair))
	in.MaxSpread = x.within(p.MaxWidth)
	if w.bound {
		in.MaxSpread = x.within(widest)
	}
	switch {
	case stance == steering.Duty && w.bound:
		p.MinWidth, p.MaxWidth, in.Vol = in.MaxSpread, in.MaxSpread, 0
		w.size = w.minSize
	case stance == steering.Wide && w.bound:
		in.MaxSpread = x.within(widest + l.p.Contracts[c].StepWide)
		p.MinWidth, p.MaxWidth, in.Vol = in.MaxSpread, in.MaxSpread, 0
		w.bound, w.cause = false, obligation.CauseStepped
	}
	var ok bool
	if w.bid, w.ask, ok = x.lean(in, w.size); !ok {
		w.bid, w.ask = 0, 0
		return
	}
	if widest := w.demand.Widest(w.bid, w.ask); w.bound && w.ask-w.bid > widest { // a lower tier than fair's
		in.MaxSpread = x.within(widest)
		if w.bid, w.ask, ok = x.lean(in, w.size); !ok || w.ask-w.bid > w.demand.Widest(w.bid, w.ask) {
			w.bid, w.ask = 0, 0
		}
	}
}

// within is the width, or the gate's widest where that is less.
func (x *leeway) within(width market.Price) market.Price {
	if x.known && x.bounds.Widest > 0 {
		return min(width, x.bounds.Widest)
	}
	return width
}

// lean prices in such a way that a side short of room is unattractive, at the same
// size: the quote widens towards the widest that counts, and leans until the other
// side is at fair value and the full one a whole width away.
func (x *leeway) lean(in pricing.Input, size market.Qty) (bid, ask market.Price, ok bool) {
	if f := x.pressure(size); f != 0 {
		p := *in.Params
		widest := min(p.MaxWidth, in.MaxSpread)
		p.MinWidth = max(p.MinWidth, market.Price(max(f, -f)*float64(widest)))
		in.Params, in.Lean = &p, f*float64(widest)/2
	}
	return pricing.Quote(in)
}
