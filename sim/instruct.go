package sim

import "quotient/market"

// rejects names the answer to each instruction that is refused.
var rejects = [market.InstructCount]market.EventKind{
	market.InstructNone:       market.EventOrderReject,
	market.InstructQuote:      market.EventQuoteReject,
	market.InstructQuoteEnd:   market.EventCancelReject,
	market.InstructOrder:      market.EventOrderReject,
	market.InstructOrderEnd:   market.EventCancelReject,
	market.InstructMassQuotes: market.EventMassReject,
	market.InstructMassOrders: market.EventMassReject,
	market.InstructPositions:  market.EventQueryReject,
	market.InstructTrades:     market.EventQueryReject,
}

// instruct does one instruction, or refuses it with one answer.
func (f *Floor) instruct(maker uint8, in *market.Instruction) {
	a := &f.makers[maker]
	a.messages++
	code := uint8(0)
	switch {
	case in.Kind == market.InstructNone || in.Kind >= market.InstructCount:
		in.Kind, code = market.InstructNone, market.RejectOther
	case !a.paced(f.now):
		code = market.RejectRate
	case !a.fresh(in.ID):
		code = market.RejectDuplicate
	default:
		code = f.obey(maker, in)
	}
	if code == 0 {
		return
	}
	c := in.Contract
	if int(c) >= len(f.phase) {
		c = market.NoContract
	}
	if e := f.tell(maker, rejects[in.Kind], c); e != nil {
		e.ID, e.Code = in.ID, code
	}
}

// obey does a numbered instruction; the code says why it was refused, 0 = done.
func (f *Floor) obey(maker uint8, in *market.Instruction) (code uint8) {
	switch in.Kind {
	case market.InstructQuote:
		return f.quote(maker, in)
	case market.InstructOrder:
		return f.order(maker, in)
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		e := f.find(maker, in.Target, in.Kind == market.InstructQuoteEnd)
		if e == nil {
			return market.RejectUnknown
		}
		f.end(e, market.EndCancelled)
	case market.InstructMassQuotes, market.InstructMassOrders:
		f.massCancel(maker, in)
	case market.InstructTrades:
		f.tellTrades(maker)
	case market.InstructPositions:
		f.tellPositions(maker, in.ID)
	}
	return 0
}

// find returns the maker's live quote or order with the id, or nil.
func (f *Floor) find(maker uint8, id uint64, quote bool) *entry {
	return f.table.find(maker, id, quote, f.makers[maker].places[id%recentIDs])
}

// add returns a live entry for the maker's instruction, or nil when there is no room.
func (f *Floor) add(maker uint8, in *market.Instruction) *entry {
	e := f.table.add(in.Contract)
	if e != nil {
		e.id, e.maker, e.quote, e.request = in.ID, maker, in.Kind == market.InstructQuote, in.Request
		f.makers[maker].places[in.ID%recentIDs] = e.legs[0].entry
	}
	return e
}

func (f *Floor) massCancel(maker uint8, in *market.Instruction) {
	quotes := in.Kind == market.InstructMassQuotes
	f.endWhere(market.EndMass, func(e *entry) bool { return e.maker == maker && e.quote == quotes })
	if e := f.tell(maker, market.EventMassCancel, market.NoContract); e != nil {
		e.ID = in.ID
		if !quotes {
			e.Flags = market.FlagOrder
		}
	}
}

// tellTrades repeats the day's fills of the maker.
func (f *Floor) tellTrades(maker uint8) {
	for i := range f.makers[maker].fills {
		fill := &f.makers[maker].fills[i]
		if e := f.tell(maker, market.EventFill, fill.Contract); e != nil {
			*e = *fill
			e.Flags |= market.FlagRecovered
		}
	}
	f.answered(maker, askedTrades)
}

// tellPositions reports long and short of every contract, the empty ones too.
func (f *Floor) tellPositions(maker uint8, id uint64) {
	for c := range f.makers[maker].holdings {
		h := &f.makers[maker].holdings[c]
		for s := market.Bid; s <= market.Ask; s++ {
			if e := f.tell(maker, market.EventPosition, market.Contract(c)); e != nil {
				e.ID, e.Side, e.Qty, e.Leaves = id, s, h.total[s-market.Bid], h.today[s-market.Bid]
			}
		}
	}
	f.answered(maker, askedPositions)
}

// answered says EventSynced when both queries of the session have been answered.
func (f *Floor) answered(maker uint8, query uint8) {
	a := &f.makers[maker]
	a.asked |= query
	if a.asked == askedBoth {
		a.asked = 0
		f.tell(maker, market.EventSynced, market.NoContract)
	}
}
