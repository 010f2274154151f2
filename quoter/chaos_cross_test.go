package quoter_test

import "quotient/market"

// An own is what was told of one quote or order of ours.
type own struct {
	in    market.Instruction
	live  bool // confirmed, and nothing since puts it in question
	doubt bool // the session was lost since, or a cancel came back as unknown
}

// ours are those of ours that nobody has said to be gone.
type ours struct {
	list    map[uint64]*own
	orders  map[uint64]bool // mass cancels of orders
	crossed int             // replacements that crossed what they replaced
}

// sent judges and notes what leaves: it may meet the very quote that it names, while
// that is known to stand, and nothing else of ours (原子替换).
func (o *ours) sent(c *chaos, in *market.Instruction) {
	if in.Kind == market.InstructQuoteEnd || in.Kind == market.InstructOrderEnd {
		if x := o.list[in.Target]; x != nil {
			x.live = false
		}
	}
	if in.Kind == market.InstructMassOrders {
		o.orders[in.ID] = true
	}
	if !in.Kind.Adds() {
		return
	}
	for id, x := range o.list {
		if x.in.Contract != in.Contract || !meets(in, &x.in) {
			continue
		}
		if in.Kind != market.InstructQuote || id != in.Target || x.in.Kind != market.InstructQuote || !x.live {
			c.t.Fatalf("%s meets our own %s, live %v, in doubt %v", describe(in), describe(&x.in), x.live, x.doubt)
		}
		o.crossed++
	}
	o.list[in.ID] = &own{in: *in}
	if x := o.list[in.Target]; in.Kind == market.InstructQuote && x != nil {
		x.live = false // its replacement is under way
	}
}

// meets reports whether two of ours would trade with each other.
func meets(a, b *market.Instruction) bool {
	return a.BidQty > 0 && b.AskQty > 0 && a.Bid >= b.Ask || a.AskQty > 0 && b.BidQty > 0 && a.Ask <= b.Bid
}

// told takes over what the Loop was told.
func (o *ours) told(e *market.Event, reason map[uint64]market.Instruction) {
	switch e.Kind {
	case market.EventDown:
		o.lost()
	case market.EventQuoteLive, market.EventOrderLive:
		if x := o.list[e.ID]; x != nil && !x.doubt {
			x.live = true
		}
	case market.EventQuoteEnded, market.EventOrderEnded:
		delete(o.list, e.ID)
	case market.EventQuoteReject, market.EventOrderReject, market.EventNotSent, market.EventCancelReject:
		o.refused(e, reason[e.ID])
	case market.EventMassCancel:
		kind := market.InstructQuote
		if o.orders[e.ID] {
			kind = market.InstructOrder
		}
		for id, x := range o.list {
			if id < e.ID && x.in.Kind == kind {
				delete(o.list, id)
			}
		}
	}
}

// refused forgets what never had an effect; what it was to end stands as before, unless
// the exchange does not know it.
func (o *ours) refused(e *market.Event, in market.Instruction) {
	if in.Kind.Adds() {
		delete(o.list, e.ID)
	}
	x := o.list[in.Target]
	if x == nil || x.doubt {
		return
	}
	x.live = true
	if e.Kind == market.EventCancelReject && e.Code == market.RejectUnknown {
		x.live, x.doubt = false, true
	}
}

// lost puts everything in doubt.
func (o *ours) lost() {
	for _, x := range o.list {
		x.live, x.doubt = false, true
	}
}
