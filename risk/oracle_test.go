package risk

import "quotient/market"

// oracle says what a perfect gate would: it keeps its own list of what was sent
// and told, and for every instruction works out every rule from the rule's
// words. The worst case is found by letting every subset of the legs that may
// still fill do so, one after the other.
type oracle struct {
	p       Params
	sent    []*record
	at      []stamp // every message that left
	day     int64
	lastID  uint64
	net     []market.Qty
	held    [][2]market.Qty // long, short
	books   []view
	mode    Mode
	journal bool
	home    map[uint64]market.Contract // of every instruction ever sent
	short   bool                       // the subsets were too many to try
	more
}

type stamp struct {
	now      market.Time
	contract market.Contract
	adds     bool
}

type view struct {
	market.Depth
	phase market.Phase
	at    market.Time
	fresh bool
}

// record is one instruction of ours and what we were told about it.
type record struct {
	in       market.Instruction
	acked    bool
	over     bool // told ended, rejected, or fully filled; of a cancel: answered
	settled  bool // over, and every fill surely told
	lost     bool // the line dropped while it was under way or live
	doubted  bool // a cancel came back "unknown"
	replaced bool
	hopeless bool // a cancel of what was over already
	told     [2]market.Qty
	empty    [2]bool // a fill said that nothing is left of the leg, though others before it may not be told
}

func (r *record) left(i int) market.Qty {
	q := [2]market.Qty{r.in.BidQty, r.in.AskQty}[i]
	if !r.in.Kind.Adds() || r.settled {
		return 0
	}
	return q - r.told[i]
}

func (o *oracle) find(id uint64) *record {
	for _, r := range o.sent {
		if r.in.ID == id {
			return r
		}
	}
	return nil
}

func (o *oracle) send(in *market.Instruction, now market.Time) {
	o.at = append(o.at, stamp{now, in.Contract, in.Kind.Adds()})
	o.lastID = in.ID
	if in.Kind.Adds() {
		o.day++
		o.acts[in.Contract] = append(o.acts[in.Contract], act{now, keyOf(in)})
	}
	target := o.find(in.Target)
	o.sent = append(o.sent, &record{in: *in, hopeless: target == nil || target.over})
	o.home[in.ID] = in.Contract
	if at, ok := o.home[in.Target]; ok && !in.Kind.Adds() {
		o.home[in.ID] = at
	}
}

// tell notes an event of the honest world.
func (o *oracle) tell(e *market.Event, counts bool) {
	r := o.find(e.ID)
	if r == nil && e.Kind != market.EventFill && e.Kind != market.EventSynced {
		return // of something that was over before
	}
	switch e.Kind {
	case market.EventQuoteLive, market.EventOrderLive:
		if r.acked = true; e.Kind == market.EventQuoteLive {
			for _, x := range o.sent {
				if x.in.Kind == market.InstructQuote && x.in.Contract == r.in.Contract && x.in.ID < r.in.ID {
					x.replaced = true
				}
			}
		}
	case market.EventQuoteEnded, market.EventOrderEnded, market.EventQuoteReject, market.EventOrderReject:
		r.over, r.settled = true, !r.lost // of an outage, fills may be missing
	case market.EventCancelReject:
		r.over = true
		if t := o.find(r.in.Target); t != nil && e.Code == market.RejectUnknown &&
			(t.in.Kind == market.InstructQuote) == (r.in.Kind == market.InstructQuoteEnd) {
			t.doubted = true
		}
	case market.EventMassCancel:
		o.mass(r)
	case market.EventSynced:
		for _, x := range o.sent {
			if x.over {
				x.settled = true
			}
			if x.in.Kind == market.InstructTrades {
				x.over = true
			}
		}
	case market.EventFill:
		if !counts {
			return
		}
		o.net[e.Contract] += e.Qty * market.Qty(3-2*int(e.Side))
		o.move(e)
		if r != nil {
			r.told[e.Side-1] += e.Qty
			r.empty[e.Side-1] = r.empty[e.Side-1] || e.Leaves == 0 && e.Flags&market.FlagRecovered == 0
			if r.told == [2]market.Qty{r.in.BidQty, r.in.AskQty} {
				r.over, r.settled = true, true
			}
		}
	}
	o.forget()
}

// move books a fill: Close takes yesterday's lots first, CloseToday today's, and
// what is not there to close opens.
func (o *oracle) move(e *market.Event) {
	own, other := int(e.Side)-1, 2-int(e.Side)
	for range e.Qty {
		held, today := &o.held[e.Contract], &o.today[e.Contract]
		if e.Offset == market.Open || held[other] == 0 {
			held[own]++
			today[own]++
			continue
		}
		if today[other] > 0 && (e.Offset == market.CloseToday || held[other] == today[other]) {
			today[other]--
		}
		held[other]--
	}
}

func (o *oracle) mass(m *record) {
	m.over = true
	kind := market.InstructQuote
	if m.in.Kind == market.InstructMassOrders {
		kind = market.InstructOrder
	}
	for _, x := range o.sent {
		if x.in.Kind == kind && x.in.ID < m.in.ID && !x.over {
			x.over, x.settled = true, !x.lost
		}
	}
}

func (o *oracle) drop() {
	for _, x := range o.sent {
		if !x.in.Kind.Adds() {
			x.over = true
		} else if !x.over {
			x.lost = true
		}
	}
	o.forget()
}

// forget drops what can no longer matter.
func (o *oracle) forget() {
	for _, x := range o.sent { // a cancel is answered when its target has ended
		for _, target := range o.sent {
			if x.in.Target == target.in.ID && target.over && !x.hopeless && (x.in.Kind == market.InstructQuoteEnd && target.in.Kind == market.InstructQuote ||
				x.in.Kind == market.InstructOrderEnd && target.in.Kind == market.InstructOrder) {
				x.over = true
			}
		}
	}
	kept := o.sent[:0]
	for _, x := range o.sent {
		if !x.over || x.in.Kind.Adds() && !x.settled {
			kept = append(kept, x)
		}
	}
	o.sent = kept
}

// ending: is anything under way, or told, that takes r away?
func (o *oracle) ending(r *record) bool {
	if r.replaced {
		return true
	}
	for _, x := range o.sent {
		if x.over || x.in.ID <= r.in.ID {
			continue
		}
		switch x.in.Kind {
		case market.InstructQuoteEnd:
			if r.in.Kind == market.InstructQuote && x.in.Target == r.in.ID {
				return true
			}
		case market.InstructOrderEnd:
			if r.in.Kind == market.InstructOrder && x.in.Target == r.in.ID {
				return true
			}
		case market.InstructQuote:
			if r.in.Kind == market.InstructQuote && x.in.Contract == r.in.Contract {
				return true
			}
		case market.InstructMassQuotes:
			if r.in.Kind == market.InstructQuote {
				return true
			}
		case market.InstructMassOrders:
			if r.in.Kind == market.InstructOrder {
				return true
			}
		}
	}
	return false
}

// standing: the exchange said it stands, and nothing since puts that in question.
func (o *oracle) standing(r *record) bool {
	return r.in.Kind.Adds() && r.acked && !r.over && !r.lost && !r.doubted && !o.ending(r)
}

// waiting: is an answer to r, or its end, still to come?
func (o *oracle) waiting(r *record) bool {
	if r.over || r.lost || r.doubted {
		return false
	}
	return !r.acked || r.in.Kind.Adds() && o.ending(r)
}

// worst lets every subset of legs fill and returns the highest net towards side s
// over the contracts that in is true for.
func (o *oracle) worst(s market.Side, in func(market.Contract) bool) market.Qty {
	var net market.Qty
	sign := market.Qty(3 - 2*int(s))
	for c := range o.net {
		if in(market.Contract(c)) {
			net += sign * o.net[c]
		}
	}
	var legs []market.Qty
	for _, r := range o.sent {
		if !in(r.in.Contract) || !r.in.Kind.Adds() {
			continue
		}
		for i := range 2 {
			if q := r.left(i); q > 0 {
				legs = append(legs, q*sign*market.Qty(1-2*i))
			}
		}
	}
	if len(legs) > 14 {
		o.short = true
		return 0
	}
	worst := net
	for subset := range 1 << len(legs) {
		at := net
		for i, q := range legs {
			if subset>>i&1 != 0 {
				at += q
			}
		}
		worst = max(worst, at)
	}
	return worst
}

func (o *oracle) inWindow(now market.Time, match func(*stamp) bool) (n int64) {
	for i := range o.at {
		if now-o.at[i].now <= o.p.Window && match(&o.at[i]) {
			n++
		}
	}
	return n
}

// violated returns every rule that in breaks, as bits.
func (o *oracle) violated(in *market.Instruction, now market.Time) (rules Rules) {
	breaks := func(r Rule, when bool) {
		if when {
			rules |= 1 << r
		}
	}
	breaks(RuleIDs, in.ID <= o.lastID)
	all := o.inWindow(now, func(*stamp) bool { return true })
	if !in.Kind.Adds() {
		breaks(RuleIDs, (in.Kind == market.InstructQuoteEnd || in.Kind == market.InstructOrderEnd) && in.Target == 0)
		most := o.p.MaxMessages
		if in.Kind != market.InstructMassQuotes && in.Kind != market.InstructMassOrders { // two of the share for cancels are a kill's
			most -= max(0, min(2, o.p.ForCancels-1))
		}
		breaks(RuleRate, all+1 > most)
		return rules
	}
	breaks(RuleMode, o.mode != Run && o.mode != ReduceOnly)
	breaks(RuleJournal, !o.journal)
	if int(in.Contract) >= len(o.books) {
		return rules | 1<<RuleContract
	}
	l, b, quote := &o.p.Limits[in.Contract], &o.books[in.Contract], in.Kind == market.InstructQuote
	phases := l.OrderPhases
	if quote {
		phases = l.QuotePhases
	}
	breaks(RulePurpose, quote && in.Purpose != market.PurposeQuote && in.Purpose != market.PurposeResponse ||
		!quote && in.Purpose != market.PurposeHedge && in.Purpose != market.PurposeCloseOut)
	breaks(RulePhase, phases&(1<<b.phase) == 0)
	breaks(RuleStale, !b.fresh || now > b.at+l.StaleAfter)
	breaks(RuleSpread, quote && in.Ask-in.Bid > l.MaxSpread)
	breaks(RuleNumber, quote && in.Ask <= in.Bid)
	breaks(RuleEqual, quote && in.BidQty != in.AskQty)
	breaks(RuleDay, o.day+1 > o.p.MaxDay)
	share := func(limit int64) int64 {
		if now < o.ramp {
			return max(1, limit*o.percent/100)
		}
		return limit
	}
	breaks(RuleRate, all+1 > share(o.p.MaxMessages-o.p.ForCancels))
	breaks(RuleContractRate, 1+o.inWindow(now, func(s *stamp) bool { return s.adds && s.contract == in.Contract }) > share(l.MaxPerWindow))
	for _, x := range o.sent {
		mine := x.in.Kind.Adds() && x.in.Contract == in.Contract
		if x.in.Kind == market.InstructQuoteEnd || x.in.Kind == market.InstructOrderEnd {
			mine = o.home[x.in.ID] == in.Contract
		}
		breaks(RuleInFlight, mine && o.waiting(x))
	}
	for i := range 2 {
		rules |= o.leg(in, i)
	}
	return rules | o.further(in, now)
}

// leg returns the rules that one leg breaks.
func (o *oracle) leg(in *market.Instruction, i int) (rules Rules) {
	s := market.Side(i + 1)
	p, q := in.Price(s), in.Qty(s)
	if in.Kind == market.InstructOrder && in.Side != s {
		return 0
	}
	l, b := &o.p.Limits[in.Contract], &o.books[in.Contract]
	breaks := func(r Rule, when bool) {
		if when {
			rules |= 1 << r
		}
	}
	breaks(RuleNumber, p < 1 || q < 1)
	breaks(RuleSize, q > l.MaxOrderQty || q < l.MinOrderQty)
	breaks(RuleValue, int64(p)*int64(q)*int64(o.p.Instruments[in.Contract].TickValue) > int64(l.MaxValue))
	breaks(RulePrice, b.Upper != 0 && p > b.Upper || b.Lower != 0 && p < b.Lower)
	var replaces uint64
	if in.Kind == market.InstructQuote {
		replaces = in.Target
	}
	mark := marked(in, i)
	breaks(RuleOffset, mark != market.Open && (!closing(in, i) || int64(q) > o.closable(in.Contract, i, mark, replaces)))
	middle, known := b.middle()
	breaks(RuleCollar, !known || float64(p) > middle+float64(l.CollarTicks) || float64(p) < middle-float64(l.CollarTicks))
	for _, x := range o.sent {
		if x.in.Contract != in.Contract || x.over || x.empty[1-i] || x.left(1-i) <= 0 ||
			in.Kind == market.InstructQuote && x.in.ID == in.Target && x.in.Kind == market.InstructQuote && o.standing(x) {
			continue
		}
		breaks(RuleSelfMatch, i == 0 && p >= x.in.Ask || i == 1 && p <= x.in.Bid)
	}
	most := []market.Qty{l.MaxLong, l.MaxShort}[i]
	breaks(RulePosition, o.worst(s, func(c market.Contract) bool { return c == in.Contract })+q > most)
	product := o.p.Instruments[in.Contract].Product
	for _, limit := range o.p.Products {
		if limit.Product == product {
			breaks(RuleProduct, o.worst(s, func(c market.Contract) bool {
				return int(c) < len(o.books) && o.p.Instruments[c].Product == product
			})+q > limit.MaxNet)
		}
	}
	return rules
}
