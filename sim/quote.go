package sim

import "quotient/market"

// quote takes a two-sided quote (双边报价指令). It replaces the maker's standing
// quote on the contract; when it is refused the standing one stays.
func (f *Floor) quote(maker uint8, in *market.Instruction) (code uint8) {
	old := (*entry)(nil)
	if int(in.Contract) < len(f.phase) {
		old = f.table.standing(maker, in.Contract)
	}
	if code = f.refuseQuote(maker, in, old); code != 0 {
		return code
	}
	e := f.add(maker, in)
	if e == nil {
		return market.RejectOther
	}
	e.leg(market.Bid).set(in.Bid, in.BidQty, in.BidOffset)
	e.leg(market.Ask).set(in.Ask, in.AskQty, in.AskOffset)
	if f.rules.Pending {
		f.tellEntry(e, market.EventQuotePending)
	}
	f.tellEntry(e, market.EventQuoteLive)
	if old != nil {
		f.end(old, market.EndReplaced)
	}
	f.count.stand(e, f.now)
	f.tellLeg(e, market.Bid)
	f.tellLeg(e, market.Ask)
	for s := market.Bid; s <= market.Ask && e.live && e.id == in.ID; s++ {
		f.match.enter(e.leg(s), e)
	}
	return 0
}

func (l *leg) set(p market.Price, qty market.Qty, o market.Offset) {
	l.price, l.declared, l.leaves, l.offset = p, qty, qty, o
}

// refuseQuote returns why the quote cannot be taken, 0 = it can.
func (f *Floor) refuseQuote(maker uint8, in *market.Instruction, old *entry) uint8 {
	switch {
	case int(in.Contract) >= len(f.phase):
		return market.RejectUnknown
	case f.now < f.refuse:
		return market.RejectOther
	case f.phase[in.Contract] != market.PhaseContinuous:
		return market.RejectClosed
	case in.BidQty <= 0 || in.AskQty <= 0 || in.BidQty != in.AskQty && !f.rules.Unequal,
		f.rules.MaxQty > 0 && max(in.BidQty, in.AskQty) > f.rules.MaxQty:
		return market.RejectSize
	case !f.priced(in.Contract, in.Bid) || !f.priced(in.Contract, in.Ask):
		return market.RejectPrice
	case in.Bid >= in.Ask || f.rules.MaxSpread > 0 && in.Ask-in.Bid > f.rules.MaxSpread:
		return market.RejectSpread
	}
	if code := f.refuseLeg(maker, in, market.Bid, in.BidOffset, old); code != 0 {
		return code
	}
	return f.refuseLeg(maker, in, market.Ask, in.AskOffset, old)
}

// priced reports whether p lies within the day's limits, where they are known.
func (f *Floor) priced(c market.Contract, p market.Price) bool {
	lower, upper := f.match.limits(c)
	return p > 0 && (lower == 0 || p >= lower) && (upper == 0 || p <= upper)
}

// refuseLeg refuses what would trade with the maker's own resting order and
// closes more than is held. What the quote replaces does not count.
func (f *Floor) refuseLeg(maker uint8, in *market.Instruction, s market.Side, o market.Offset, old *entry) uint8 {
	held := market.Qty(0)
	switch o {
	case market.Open:
	case market.Close:
		held = f.makers[maker].holdings[in.Contract].total[s.Opposite()-market.Bid]
	case market.CloseToday:
		held = f.makers[maker].holdings[in.Contract].today[s.Opposite()-market.Bid]
	default:
		return market.RejectOther
	}
	for i := f.table.on[in.Contract].oldest; i != none; i = f.table.slots[i].same.newer {
		e := &f.table.slots[i]
		if e == old || e.maker != maker {
			continue
		}
		if own := e.leg(s.Opposite()); own.leaves > 0 && crosses(s, in.Price(s), own.price) {
			return market.RejectOther
		}
		if l := e.leg(s); l.offset != market.Open {
			held -= l.leaves
		}
	}
	if o != market.Open && in.Qty(s) > held {
		return market.RejectFunds
	}
	return 0
}

// crosses reports whether price p on side s would trade with a resting opposite price.
func crosses(s market.Side, p, resting market.Price) bool {
	if s == market.Bid {
		return p >= resting
	}
	return p <= resting
}
