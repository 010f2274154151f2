package quoter_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"quotient/market"
)

// A resting is an instruction that lives at the exchange.
type resting struct {
	in     market.Instruction
	leaves [2]market.Qty
}

// exchange is a small exchange of its own and the lines to it. What it thinks is
// true; what the Loop is told goes through answers.
type exchange struct {
	c        *chaos
	live     []*resting
	used     map[uint64]bool
	position [2]market.Qty    // net
	gross    [2][2]market.Qty // long and short
	fills    []market.Event   // of the day
	execs    int
	asked    [2]bool

	coming  []timed[market.Instruction]
	answers []timed[market.Event]
	last    market.Time // when the last answer arrives, repeated ones aside

	phase       [2]market.Phase
	book        [2]market.Event
	refuseMass  int
	refuseQuery int
}

type timed[T any] struct {
	at   market.Time
	what T
}

func (x *exchange) init(c *chaos) {
	x.c, x.used = c, map[uint64]bool{}
	for n := range x.book {
		p := market.Price(7100 + 160*n)
		x.book[n] = market.Event{Kind: market.EventDepth, Contract: market.Contract(n), Bid: p, Ask: p + 3,
			BidQty: 20, AskQty: 20, Last: p, Upper: 7799, Lower: 6915}
	}
}

// take gets an instruction from the Loop: the session drops it, the line loses
// it, or it is under way.
func (x *exchange) take(in market.Instruction, passes bool) {
	c := x.c
	if !passes || c.percent(c.fault.drop, "not sent") {
		x.answer(market.Event{Kind: market.EventNotSent, ID: in.ID, Contract: in.Contract, Code: market.RejectLatch})
		return
	}
	if !c.up || c.percent(c.fault.lose, "lost") {
		return
	}
	x.coming = append(x.coming, timed[market.Instruction]{max(x.lastComing(), c.now+x.delay()), in})
	if c.guards.on && in.Kind.Adds() {
		c.guards.worst(c, &in)
	}
}

func (x *exchange) lastComing() market.Time {
	if len(x.coming) == 0 {
		return 0
	}
	return x.coming[len(x.coming)-1].at
}

func (x *exchange) delay() market.Time {
	if x.c.percent(x.c.fault.late, "late") {
		return rapid.SampledFrom([]market.Time{50 * market.Millisecond, market.Second, 3 * market.Second, 7 * market.Second}).Draw(x.c.t, "delay")
	}
	return market.Millisecond
}

// answer puts an event on its way to the Loop. Fills are late but never lost
// while the session stands, and nothing overtakes them.
func (x *exchange) answer(e market.Event) {
	c := x.c
	if !c.up && e.Kind != market.EventNotSent {
		return
	}
	e.Time = c.now
	if e.Kind != market.EventFill && e.Kind != market.EventPosition && c.percent(c.fault.lose, "lost answer") {
		return
	}
	at := max(x.last, c.now+x.delay())
	x.last = at
	x.answers = append(x.answers, timed[market.Event]{at, e})
	slices.SortStableFunc(x.answers, func(a, b timed[market.Event]) int { return int(a.at - b.at) })
	if e.Kind != market.EventSynced && e.Kind != market.EventPosition && c.percent(c.fault.repeat, "repeated") {
		again := timed[market.Event]{at + rapid.SampledFrom([]market.Time{0, market.Second, 20 * market.Second}).Draw(c.t, "again"), e}
		x.answers = append(x.answers, again)
		slices.SortStableFunc(x.answers, func(a, b timed[market.Event]) int { return int(a.at - b.at) })
	}
}

// deliver gives the Loop the answers that are due; arrive lets the exchange act.
func (x *exchange) deliver(now market.Time) (moved bool) {
	for n := 0; len(x.answers) > 0 && x.answers[0].at <= now && n < 200; n++ {
		e := x.answers[0].what
		x.answers = x.answers[1:]
		x.c.venue(e)
		moved = true
	}
	return moved
}

func (x *exchange) arrive(now market.Time) (moved bool) {
	for len(x.coming) > 0 && x.coming[0].at <= now {
		in := x.coming[0].what
		x.coming = x.coming[1:]
		x.obey(in)
		moved = true
	}
	return moved
}

// due is when the next of both happens.
func (x *exchange) due() (t market.Time) {
	if len(x.answers) > 0 {
		t = x.answers[0].at
	}
	if len(x.coming) > 0 && (t == 0 || x.coming[0].at < t) {
		t = x.coming[0].at
	}
	return t
}

// lost is the end of a session: what was under way arrives or not, the answers
// are gone, and the exchange may or may not cancel what is left.
func (x *exchange) lost() {
	coming := x.coming
	x.coming, x.answers, x.last, x.asked = nil, nil, 0, [2]bool{}
	for i := range coming {
		if rapid.Bool().Draw(x.c.t, "arrives") {
			x.obey(coming[i].what)
		}
	}
	if rapid.Bool().Draw(x.c.t, "cancel on disconnect") {
		x.live = nil
	}
}

func (x *exchange) obey(in market.Instruction) {
	c := x.c
	if x.used[in.ID] || in.ID == 0 {
		c.t.Fatalf("id %d again", in.ID)
	}
	x.used[in.ID] = true
	e := market.Event{ID: in.ID, Contract: in.Contract}
	switch in.Kind {
	case market.InstructQuote, market.InstructOrder:
		x.enter(in, e)
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		x.cancel(in, e)
	case market.InstructMassQuotes, market.InstructMassOrders:
		x.mass(in, e)
	default:
		x.query(in, e)
	}
}

func (x *exchange) enter(in market.Instruction, e market.Event) {
	c, quote := x.c, in.Kind == market.InstructQuote
	if x.phase[in.Contract] != market.PhaseContinuous || c.percent(c.fault.refuse, "refused") || !x.closes(&in) {
		e.Kind, e.Code = market.EventOrderReject, market.RejectOther
		if quote {
			e.Kind = market.EventQuoteReject
		}
		x.answer(e)
		return
	}
	old := x.quoteOn(in.Contract)
	c.rules.selfMatch(&in, old)
	r := &resting{in: in, leaves: [2]market.Qty{in.BidQty, in.AskQty}}
	x.live = append(x.live, r)
	e.Kind = market.EventOrderLive
	if quote {
		if c.percent(20, "pending") {
			x.answer(market.Event{Kind: market.EventQuotePending, ID: in.ID, Contract: in.Contract})
		}
		e.Kind = market.EventQuoteLive
	} else {
		e.Side, e.Price, e.Leaves = in.Side, in.Price(in.Side), in.Qty(in.Side)
	}
	liveFirst := rapid.Bool().Draw(c.t, "live first")
	if liveFirst {
		x.answer(e)
	}
	if quote && old != nil {
		x.gone(old, market.EndReplaced)
	}
	if !liveFirst {
		x.answer(e)
	}
	x.cross(r)
}

// cross fills what meets the book.
func (x *exchange) cross(r *resting) {
	b := &x.book[r.in.Contract]
	if r.in.BidQty > 0 && b.AskQty > 0 && r.in.Bid >= b.Ask {
		x.fill(r, market.Bid, min(r.leaves[0], b.AskQty))
	}
	if r.in.AskQty > 0 && b.BidQty > 0 && r.in.Ask <= b.Bid && slices.Contains(x.live, r) {
		x.fill(r, market.Ask, min(r.leaves[1], b.BidQty))
	}
}

func (x *exchange) quoteOn(n market.Contract) *resting {
	for _, r := range x.live {
		if r.in.Contract == n && r.in.Kind == market.InstructQuote {
			return r
		}
	}
	return nil
}

func (x *exchange) gone(r *resting, code uint8) {
	x.live = slices.DeleteFunc(x.live, func(o *resting) bool { return o == r })
	kind := market.EventOrderEnded
	if r.in.Kind == market.InstructQuote {
		kind = market.EventQuoteEnded
	}
	x.answer(market.Event{Kind: kind, ID: r.in.ID, Contract: r.in.Contract, Code: code})
}

func (x *exchange) cancel(in market.Instruction, e market.Event) {
	e.Kind, e.Code = market.EventCancelReject, market.RejectUnknown
	if x.c.percent(x.c.fault.refuse, "cancel refused") {
		e.Code = market.RejectRate
		x.answer(e)
		return
	}
	for _, r := range x.live {
		if r.in.ID == in.Target {
			x.gone(r, market.EndCancelled)
			return
		}
	}
	x.answer(e)
}

func (x *exchange) mass(in market.Instruction, e market.Event) {
	if x.c.percent(x.refuseMass, "mass refused") {
		e.Kind, e.Code = market.EventMassReject, market.RejectClosed
		x.answer(e)
		return
	}
	quotes := in.Kind == market.InstructMassQuotes
	each := rapid.Bool().Draw(x.c.t, "each told")
	for _, r := range slices.Clone(x.live) {
		switch {
		case (r.in.Kind == market.InstructQuote) != quotes:
		case each:
			x.gone(r, market.EndMass)
		default:
			x.live = slices.DeleteFunc(x.live, func(o *resting) bool { return o == r })
		}
	}
	e.Kind = market.EventMassCancel
	x.answer(e)
}

func (x *exchange) query(in market.Instruction, e market.Event) {
	if x.c.percent(x.refuseQuery, "query refused") {
		e.Kind, e.Code = market.EventQueryReject, market.RejectOther
		x.answer(e)
		return
	}
	if in.Kind == market.InstructTrades {
		x.asked = [2]bool{true, false}
		for _, f := range x.fills {
			f.Flags |= market.FlagRecovered
			x.answer(f)
		}
	} else {
		x.asked[1] = true
		for n, p := range x.gross {
			x.answer(market.Event{Kind: market.EventPosition, ID: in.ID, Contract: market.Contract(n), Side: market.Bid, Qty: p[0], Leaves: p[0]})
			x.answer(market.Event{Kind: market.EventPosition, ID: in.ID, Contract: market.Contract(n), Side: market.Ask, Qty: p[1], Leaves: p[1]})
		}
	}
	if x.asked[0] && x.asked[1] {
		x.asked = [2]bool{}
		x.answer(market.Event{Kind: market.EventSynced, Contract: market.NoContract})
	}
}

// fill executes qty lots of one leg.
func (x *exchange) fill(r *resting, s market.Side, qty market.Qty) {
	i := int(s) - 1
	if qty = min(qty, r.leaves[i]); qty <= 0 {
		return
	}
	r.leaves[i] -= qty
	x.execs++
	e := market.Event{Kind: market.EventFill, ID: r.in.ID, Contract: r.in.Contract, Side: s, Qty: qty, Price: r.in.Price(s), Leaves: r.leaves[i]}
	e.Ref, _ = market.MakeRef(fmt.Sprint("E", x.execs))
	if x.position[r.in.Contract] += qty; s == market.Ask {
		x.position[r.in.Contract] -= 2 * qty
	}
	x.keep(r, s, qty)
	x.fills = append(x.fills, e)
	x.answer(e)
	if r.leaves == [2]market.Qty{} {
		x.gone(r, market.EndFilled)
	}
	x.c.rules.worst()
}

// trade lets the market take a part of something of ours.
func (x *exchange) trade(n market.Contract) {
	var mine []*resting
	for _, r := range x.live {
		if r.in.Contract == n && x.phase[n] == market.PhaseContinuous {
			mine = append(mine, r)
		}
	}
	if len(mine) == 0 {
		return
	}
	r := rapid.SampledFrom(mine).Draw(x.c.t, "filled")
	s := rapid.SampledFrom([]market.Side{market.Bid, market.Ask}).Draw(x.c.t, "side")
	x.fill(r, s, market.Qty(rapid.IntRange(1, 12).Draw(x.c.t, "lots")))
}

// tick moves the book; calmTick does so gently, or not at all.
func (x *exchange) tick(n market.Contract) {
	b := &x.book[n]
	x.mend(n)
	move := market.Price(rapid.IntRange(-3, 3).Draw(x.c.t, "move"))
	b.Bid = min(max(b.Bid+move, 7000), 7700)
	b.Ask = b.Bid + market.Price(rapid.IntRange(1, 6).Draw(x.c.t, "spread"))
	b.BidQty, b.AskQty = market.Qty(rapid.IntRange(1, 30).Draw(x.c.t, "bids")), market.Qty(rapid.IntRange(1, 30).Draw(x.c.t, "asks"))
	b.Last = b.Bid
	b.Volume++
	x.show(n)
}

func (x *exchange) calmTick(n market.Contract, quiet bool) {
	b := &x.book[n]
	x.mend(n)
	if !quiet {
		b.Volume++
		wave := market.Price(b.Volume/4) % 8
		b.Bid = 7100 + 160*market.Price(n) + min(wave, 8-wave)
		b.Ask = b.Bid + 3
	}
	x.show(n)
}

// mend gives the book its two sound sides back.
func (x *exchange) mend(n market.Contract) {
	b := &x.book[n]
	b.Upper, b.Lower = 7799, 6915
	if b.Bid < 7000 || b.Ask > 7750 || b.Bid >= b.Ask || b.Ask-b.Bid > 8 {
		b.Bid = 7100 + 160*market.Price(n)
		b.Ask = b.Bid + 3
	}
	if b.BidQty <= 0 || b.AskQty <= 0 || b.BidQty > 1000 || b.AskQty > 1000 {
		b.BidQty, b.AskQty = 20, 20
	}
}

// show lets a sound book meet what rests, and tells it, unless the feed is down.
func (x *exchange) show(n market.Contract) {
	b := &x.book[n]
	for _, r := range slices.Clone(x.live) {
		if r.in.Contract == n && b.Bid < b.Ask && x.phase[n] == market.PhaseContinuous {
			x.cross(r)
		}
	}
	if !x.c.feedUp {
		return
	}
	e := x.book[n]
	e.Time = x.c.now
	x.c.feed(e)
}

// oddBook is one that nobody should quote on.
func (x *exchange) oddBook(n market.Contract) {
	b := &x.book[n]
	x.mend(n)
	switch rapid.IntRange(0, 7).Draw(x.c.t, "odd") {
	case 0:
		b.BidQty = 0
	case 1:
		b.AskQty = 0
	case 2:
		b.Bid = b.Ask + 2
	case 3:
		b.BidQty, b.AskQty = 0, 0
	case 4:
		b.Bid, b.Ask, b.AskQty = b.Upper, 0, 0
	case 5:
		b.Bid, b.Ask = -1<<62, 1<<62
	case 6:
		b.Upper, b.Lower = b.Bid, b.Bid-1
	case 7:
		b.Bid, b.BidQty, b.AskQty = 1<<62, 1<<62, -5
	}
	b.Volume++
	x.show(n)
}
