package quoter

import (
	"quotient/market"
)

// sweepPerPoll bounds the single cancels of one Poll.
const sweepPerPoll = 64

// sweep cancels one by one what may be live when the exchange does not take the
// mass cancel. What the gate's window has no room for waits for it; one message a
// contract is unanswered at a time. It reports how much it did: finding out when to
// go on counts, since a replay has to find it out at the same Poll.
func (l *Loop) sweep() (work int) {
	if l.st.sweeping == 0 || l.st.stage != StageCancelling && l.st.stage != StageStopping || l.now < l.st.sweepAt {
		return 0
	}
	was := l.st.sweepAt
	l.st.sweepAt = 0
	work = l.sweepSome()
	if l.st.sweepAt != was {
		work++
	}
	return work
}

// sweepSome sends what one Poll may, and reports how many it sent.
func (l *Loop) sweepSome() (work int) {
	for i := 0; i < l.r.Orders.Len() && work < sweepPerPoll; i++ {
		e := l.r.Orders.At(i)
		if !e.Kind.Adds() || e.Gone() || int(e.Contract) >= len(l.contracts) || l.awaited(e.Contract) {
			continue
		}
		in := market.Instruction{Kind: market.InstructOrderEnd, Contract: e.Contract, Target: e.ID, Purpose: market.PurposeSafety}
		if e.Kind == market.InstructQuote {
			in.Kind = market.InstructQuoteEnd
		}
		if !l.send(&in, 0) {
			l.st.sweepAt = max(l.r.Gate.NextFree(in.Kind, l.now), l.now+askPause)
			return work
		}
		work++
	}
	return work
}

// awaited reports whether an answer about the contract is still due in time, or the
// exchange has just refused a cancel of it. What is overdue is unknown, and is
// cancelled again.
func (l *Loop) awaited(c market.Contract) bool {
	if k := &l.contracts[c]; l.now < k.retry {
		l.st.sweepAt = earliest(l.st.sweepAt, k.retry)
		return true
	}
	if !l.r.Orders.InFlight(c) {
		return false
	}
	within := l.p.Contracts[c].AckTimeout
	if due := l.r.Orders.OldestInFlight(c) + within; l.now < due {
		l.st.sweepAt = earliest(l.st.sweepAt, due)
		return true
	}
	l.r.Orders.Timeout(l.now, within)
	return false
}
