package quoter

import (
	"math/bits"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/risk"
	"quotient/risk/orders"
)

// causes are the obligation.Cause bits that the loop itself sets.
const causes = obligation.CauseKilled | obligation.CausePaused | obligation.CauseStale |
	obligation.CauseRisk | obligation.CauseBudget | obligation.CauseStepped

// price looks at the most urgent few of the marked contracts: those that had a
// fill first, then the others in turn.
func (l *Loop) price() (work int) {
	for ; work < l.p.MaxPerPoll; work++ {
		c, ok := take(&l.st.urgent, 0)
		if !ok {
			if c, ok = take(&l.st.dirty, l.st.turn); !ok {
				break
			}
			l.st.turn = c + 1
		}
		l.st.dirty[c>>6] &^= 1 << (c & 63)
		l.decide(c)
	}
	return work
}

// take removes the first member of set from a contract on, in turn.
func take(set *[words]uint64, from market.Contract) (c market.Contract, ok bool) {
	first := int(from>>6) % words
	mask := ^uint64(0) << (from & 63)
	for i := range words + 1 {
		w := (first + i) % words
		if b := set[w] & mask; b != 0 {
			set[w] &^= b & -b
			return market.Contract(w<<6 + bits.TrailingZeros64(b)), true
		}
		mask = ^uint64(0)
	}
	return 0, false
}

// decide brings the contract's quote to where it should be: out, kept, or replaced.
func (l *Loop) decide(c market.Contract) {
	k, p := &l.contracts[c], &l.p.Contracts[c]
	l.due.Set(int(c), 0)
	if !p.Quote {
		return
	}
	cause := l.blocked(c)
	if l.st.venueUp == 0 || l.st.stage != StageReady {
		l.say(c, cause)
		return
	}
	if l.r.Orders.InFlight(c) {
		l.awaitAnswer(c)
		return
	}
	if l.r.Orders.InDoubt(c) > 0 { // the exchange contradicts itself: only a mass cancel clears that
		l.restart()
		l.setMode()
		return
	}
	if mode := l.holding(c); mode != risk.Run {
		l.hold(c, mode)
		return
	}
	switch k.phase {
	case market.PhaseContinuous:
	case market.PhaseHalt, market.PhaseUnknown:
		l.stepOut(c, cause) // nobody knows at what price it goes on
		return
	default: // a quote stands over a break: the exchange keeps it
		l.say(c, cause)
		return
	}
	if cause != 0 || l.atLimit(k) {
		l.stepOut(c, cause)
		return
	}
	l.wakeAt(c, l.st.feedAt+p.StaleAfter)
	if l.reducing(c) {
		l.say(c, obligation.CauseRisk)
		return
	}
	l.pursue(c)
}

// pursue brings the quote to where the agreement and the stance want it.
func (l *Loop) pursue(c market.Contract) {
	t := l.task(c)
	stance := l.stance(c, &t)
	if !t.quote && !t.answer {
		l.stepOut(c, 0)
		return
	}
	if stance == steering.Out {
		l.stepOut(c, obligation.CauseStepped)
		return
	}
	l.keep(c, &t)
	live, standing := l.r.Orders.Quote(c)
	if standing && l.r.Limits != nil && l.r.Limits.Strained(c) { // by what others did since
		l.darken(c)
		l.stepOut(c, obligation.CauseRisk)
		return
	}
	x := l.leeway(c)
	q, ok := l.want(c, &t, stance, &x)
	if !ok {
		l.stepOut(c, obligation.CauseStale)
		return
	}
	l.quote(c, &q, &t, &x, &live)
}

// blocked says why the contract may not be quoted now, 0 when it may or when
// only the session is not ready, which the meter knows by itself.
func (l *Loop) blocked(c market.Contract) obligation.Cause {
	k := &l.contracts[c]
	switch {
	case killed(l.st.latched) || killed(l.scoped(c)):
		return obligation.CauseKilled
	case l.st.journal == 0 || l.st.unwatched != 0:
		return obligation.CauseRisk
	case l.st.latched != risk.Run || l.scoped(c) != risk.Run || l.st.started == 0 || l.st.stopping != 0 || k.paused != 0:
		return obligation.CausePaused
	}
	return l.stale(c)
}

// atLimit reports whether the book is locked at a price limit (单边): one side
// only, standing at the limit. Quoting then would only be picked off; the meter
// exempts the time by the terms' own rule.
func (l *Loop) atLimit(k *contract) bool {
	b := &k.book
	return b.BidQty > 0 && b.AskQty == 0 && b.Upper != 0 && b.Bid >= b.Upper ||
		b.AskQty > 0 && b.BidQty == 0 && b.Lower != 0 && b.Ask <= b.Lower
}

// priceOf is a side's price, 0 when the side is absent.
func priceOf(p market.Price, q market.Qty) market.Price {
	if q <= 0 {
		return 0
	}
	return p
}

// quote sends the wanted quote when it matters and there is room for it.
func (l *Loop) quote(c market.Contract, w *wanted, t *task, x *leeway, live *orders.Entry) {
	k, p := &l.contracts[c], &l.p.Contracts[c]
	standing, answer := live.ID != 0, t.due(k)
	if standing && !answer && !worth(live, w, p) {
		l.say(c, w.cause)
		return
	}
	refill := answer || standing && eaten(live, p.RefillAt)
	if l.rests(c, w, live, refill) {
		return
	}
	size := x.size(w.size, w.minSize)
	if size <= 0 || size < w.minSize {
		l.cramped(c, w, x, live, answer)
		return
	}
	in := market.Instruction{Kind: market.InstructQuote, Purpose: market.PurposeQuote, Contract: c, Target: live.ID,
		Bid: w.bid, Ask: w.ask, BidQty: size, AskQty: size,
		BidOffset: l.assign(c, market.Bid, size, live.ID).One(), AskOffset: l.assign(c, market.Ask, size, live.ID).One()}
	if t.answer {
		in.Purpose, in.Request, in.RequestDue = market.PurposeResponse, t.ask.Ref, t.ask.Due
	}
	if !l.send(&in, w.fair) {
		l.refused(c, w, live)
		return
	}
	k.answering, k.answerID = in.Request, in.ID
	l.lighten(c)
	l.say(c, w.cause)
}

// rests reports whether the contract's next quote has to wait: messages are far
// enough apart, and a mere refresh of a quote that is good leaves those that are
// few to quotes that are not. What was withdrawn to make room comes back at once.
func (l *Loop) rests(c market.Contract, w *wanted, live *orders.Entry, refill bool) bool {
	k, p := &l.contracts[c], &l.p.Contracts[c]
	standing := live.ID != 0
	freed := !standing && obligation.Cause(k.why)&obligation.CauseRisk != 0
	if rest := k.sentAt + p.MinRest; k.sentAt != 0 && !refill && !freed && l.now < rest {
		l.wakeAt(c, rest)
		return true
	}
	if l.now < k.retry {
		l.wakeAt(c, k.retry)
		return true
	}
	if standing && !refill && w.good(live) && l.scarce(c) {
		l.say(c, w.cause)
		l.again(c)
		return true
	}
	return false
}

// worth reports whether replacing the standing quote matters: a side has moved
// by the dead zone, has been eaten, or the quote no longer counts.
func worth(live *orders.Entry, w *wanted, p *ContractParams) bool {
	return eaten(live, p.RefillAt) || min(live.Leaves[0], live.Leaves[1]) < w.minSize ||
		abs(live.Price[0]-w.bid) >= p.MinMove || abs(live.Price[1]-w.ask) >= p.MinMove ||
		w.bound && live.Price[1]-live.Price[0] > w.demand.Widest(live.Price[0], live.Price[1])
}

// eaten reports whether a leg has lost lots and is down to most. A quote that
// was as small from the start, for want of room, is not.
func eaten(live *orders.Entry, most market.Qty) bool {
	for i := range live.Leaves {
		if live.Leaves[i] <= most && live.Leaves[i] < live.Declared[i] {
			return true
		}
	}
	return false
}

func abs(p market.Price) market.Price {
	if p < 0 {
		return -p
	}
	return p
}
