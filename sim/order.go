package sim

import "quotient/market"

// order takes a limit order.
func (f *Floor) order(maker uint8, in *market.Instruction) (code uint8) {
	if code = f.refuseOrder(maker, in); code != 0 {
		return code
	}
	e := f.add(maker, in)
	if e == nil {
		return market.RejectOther
	}
	l := e.leg(in.Side)
	l.set(in.Price(in.Side), in.Qty(in.Side), orderOffset(in))
	if v := f.tellEntry(e, market.EventOrderLive); v != nil {
		v.Side, v.Price, v.Leaves = l.side, l.price, l.leaves
	}
	f.match.enter(l, e)
	return 0
}

func orderOffset(in *market.Instruction) market.Offset {
	if in.Side == market.Bid {
		return in.BidOffset
	}
	return in.AskOffset
}

func (f *Floor) refuseOrder(maker uint8, in *market.Instruction) uint8 {
	switch {
	case int(in.Contract) >= len(f.phase):
		return market.RejectUnknown
	case f.now < f.refuse:
		return market.RejectOther
	case f.phase[in.Contract] != market.PhaseContinuous:
		return market.RejectClosed
	case in.Side != market.Bid && in.Side != market.Ask:
		return market.RejectOther
	case in.Qty(in.Side) <= 0 || f.rules.MaxQty > 0 && in.Qty(in.Side) > f.rules.MaxQty:
		return market.RejectSize
	case !f.priced(in.Contract, in.Price(in.Side)):
		return market.RejectPrice
	}
	return f.refuseLeg(maker, in, in.Side, orderOffset(in), nil)
}

// fill books qty lots of the leg at price p and tells the maker. An entry with
// nothing left ends here.
func (f *Floor) fill(l *leg, e *entry, qty market.Qty, p market.Price) {
	l.leaves -= qty
	f.trades++
	a := &f.makers[e.maker]
	h := &a.holdings[e.contract]
	if l.offset == market.Open {
		h.open(l.side, qty)
	} else {
		h.shut(l.side.Opposite(), qty, l.offset == market.CloseToday)
	}
	v := market.Event{Kind: market.EventFill, Contract: e.contract, Time: f.now, ID: e.id,
		Side: l.side, Price: p, Qty: qty, Leaves: l.leaves, Offset: l.offset, Ref: execRef(f.trades), Trade: f.matches}
	if l.passive {
		v.Flags |= market.FlagPassive
	}
	if !e.quote {
		v.Flags |= market.FlagOrder
	}
	a.fills = append(a.fills, v)
	if told := f.tell(e.maker, market.EventFill, e.contract); told != nil {
		*told = v
	}
	f.count.stand(e, f.now)
	if e.left() == 0 {
		f.end(e, market.EndFilled)
	}
}

// execRef names the n-th fill.
func execRef(n uint64) (r market.Ref) {
	r[0] = 'E'
	for i := 12; i > 0; i-- {
		r[i] = byte('0' + n%10)
		n /= 10
	}
	return r
}

// end takes the entry out of the market and tells its maker why.
func (f *Floor) end(e *entry, code uint8) {
	for s := market.Bid; s <= market.Ask; s++ {
		if l := e.leg(s); l.leaves > 0 {
			f.match.leave(l, e)
		}
	}
	kind := market.EventOrderEnded
	if e.quote {
		kind = market.EventQuoteEnded
	}
	if v := f.tellEntry(e, kind); v != nil {
		v.Code = code
	}
	f.table.remove(e)
	if e.quote && code != market.EndReplaced {
		f.count.gone(e, f.now)
	}
}

// endWhere ends every live entry that ok accepts, the oldest first.
func (f *Floor) endWhere(code uint8, ok func(*entry) bool) {
	for i := f.table.live.oldest; i != none; {
		e := &f.table.slots[i]
		i = e.all.newer
		if ok(e) {
			f.end(e, code)
		}
	}
}

// endOn ends every live entry on the contract, the oldest first.
func (f *Floor) endOn(c market.Contract, code uint8) {
	for i := f.table.on[c].oldest; i != none; {
		e := &f.table.slots[i]
		i = e.same.newer
		f.end(e, code)
	}
}

func (f *Floor) tellEntry(e *entry, kind market.EventKind) *market.Event {
	v := f.tell(e.maker, kind, e.contract)
	if v == nil {
		return nil
	}
	v.ID = e.id
	if !e.quote {
		v.Flags = market.FlagOrder
	}
	return v
}

// tellLeg says how a leg of a quote that was taken stands, unless the rules keep
// quiet about what EventQuoteLive has said.
func (f *Floor) tellLeg(e *entry, s market.Side) {
	if f.rules.QuietLegs {
		return
	}
	if v := f.tellEntry(e, market.EventLegState); v != nil {
		l := e.leg(s)
		v.Side, v.Price, v.Leaves = s, l.price, l.leaves
	}
}
