package surveillance

import "quotient/market"

// A Fill is an execution of ours.
type Fill struct {
	Contract market.Contract
	Side     market.Side
	Lots     market.Qty
	Opens    bool
	Self     bool // the other side was ours, or of an account under common control
	First    bool // the first of its order or leg: that order is now one with a trade
}

// Filled counts a fill. Of a self-trade both sides may be told, or one.
func (w *Watch) Filled(f *Fill, now market.Time) {
	if !w.heard(f.Contract, now) || f.Lots <= 0 || f.Side != market.Bid && f.Side != market.Ask {
		return
	}
	for k := SelfTrades; k < KindCount; k++ {
		for _, rule := range w.kinds[k] {
			if i, ok := w.unit(rule, f.Contract); ok && w.filled(&w.p.Rules[rule], &w.cells[i], f) {
				w.settle(i)
			}
		}
	}
}

// Crossed says of a fill that Filled was told before without Self, and that has turned
// out to be one: the other side came later.
func (w *Watch) Crossed(f *Fill, now market.Time) {
	if !w.heard(f.Contract, now) || f.Side != market.Bid && f.Side != market.Ask {
		return
	}
	for _, rule := range w.kinds[SelfTrades] {
		if i, ok := w.unit(rule, f.Contract); ok {
			w.cells[i].selfTrade(f.Side)
			w.settle(i)
		}
	}
	for _, rule := range w.kinds[CancelRatio] {
		if i, ok := w.unit(rule, f.Contract); ok {
			w.cells[i].seen = max(0, w.cells[i].seen-max(0, int64(f.Lots)))
			w.settle(i)
		}
	}
}

// filled counts f in a cell and reports whether that may change its level.
func (w *Watch) filled(r *Rule, x *cell, f *Fill) bool {
	switch {
	case r.Kind == SelfTrades && f.Self:
		x.selfTrade(f.Side)
	case r.Kind == CancelRatio && !f.Self:
		x.seen = more(x.seen, f.Lots)
	case r.Kind == Messages && f.First:
		x.of++
	case r.Kind == CloseShare && x.seen != 0:
		x.value = more(x.value, f.Lots)
		x.of = max(x.of, x.value)
	case r.Kind == OpenLots && f.Opens:
		x.value = more(x.value, f.Lots)
	case r.Kind == Layering:
		if f.Lots <= r.Small {
			x.last[f.Side-market.Bid] = w.st.now
		}
		return false
	default:
		return false
	}
	return true
}

// selfTrade counts one side of a self-trade: buys and sells come in pairs, unless one
// side was not told.
func (x *cell) selfTrade(s market.Side) {
	if s == market.Bid {
		x.seen++
	} else {
		x.of++
	}
	x.value = max(x.seen, x.of)
}
