package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
	"quotient/risk"
)

// send takes an instruction through the gate, on record and to the session;
// false means that nothing left. The verdict stands in l.st.verdict.
func (l *Loop) send(in *market.Instruction, fair int64) bool {
	if in.Kind.Adds() && int(in.Contract) < len(l.r.Risk.Limits) {
		in.Code = l.r.Risk.Limits[in.Contract].Code
	}
	in.ID = l.takeID()
	approved, v := l.check(in)
	l.decided(in, port.Decision{Rule: uint8(v.Rule), Value: v.Value, Limit: v.Limit, Fair: fair})
	l.st.verdict = v.Rule
	if v.Rule != risk.OK {
		l.st.refusals[v.Rule]++
		if int(in.Contract) < len(l.contracts) {
			l.contracts[in.Contract].refusals++
			l.contracts[in.Contract].refusedBy = v.Rule
		}
		if l.r.Breaker != nil {
			l.r.Breaker.Refused(in.Contract, uint8(v.Rule), l.now)
		}
		return false
	}
	if in.Kind == market.InstructMassQuotes {
		l.massEnding()
	}
	l.r.Orders.Send(in, l.now)
	l.ring.Out.Push(&approved)
	l.st.approved++
	l.sent(in)
	return true
}

// check asks the rules on bursts, then the gate.
func (l *Loop) check(in *market.Instruction) (risk.Approved, risk.Verdict) {
	if v := l.crowded(in); v.Rule != risk.OK {
		return risk.Approved{}, v
	}
	return l.r.Gate.Check(in, l.r.Orders, l.r.Ledger, l.now)
}

// massEnding tells the meter that a mass cancel is about to end every quote.
func (l *Loop) massEnding() {
	for c := range l.contracts {
		if id := l.r.Orders.QuoteID(market.Contract(c)); id != 0 {
			l.r.Meter.QuoteEnding(market.Contract(c), id, l.now)
			l.r.Requests.QuoteEnding(market.Contract(c), id, l.now)
		}
	}
}

// sent tells the meter, the counters and the guards what left.
func (l *Loop) sent(in *market.Instruction) {
	if l.r.Breaker != nil {
		l.r.Breaker.Sent(in.Contract, l.now)
	}
	if l.r.Conduct != nil {
		l.r.Conduct.Sent(in, l.now)
	}
	if int(in.Contract) >= len(l.contracts) {
		return
	}
	k := &l.contracts[in.Contract]
	k.messages++
	k.sentAt = l.now
	l.worked(in.Contract)
	l.st.quoted[in.Contract>>6] |= 1 << (in.Contract & 63)
	l.r.Quality.Sent(in.Contract, in.Kind.Adds())
	l.wakeAt(in.Contract, l.now+l.p.Contracts[in.Contract].AckTimeout)
	switch in.Kind {
	case market.InstructQuote:
		k.quotes++
		l.r.Meter.QuoteSent(in.Contract, in, l.now)
		l.r.Requests.QuoteSent(in.Contract, in, l.now)
	case market.InstructQuoteEnd:
		k.cancels++
		l.r.Meter.QuoteEnding(in.Contract, in.Target, l.now)
		l.r.Requests.QuoteEnding(in.Contract, in.Target, l.now)
	}
}

// stepOut takes what is ours of the contract out of the market, the quote or the
// order of reduce, and says why.
func (l *Loop) stepOut(c market.Contract, cause obligation.Cause) {
	l.say(c, cause)
	if live, ok := l.r.Orders.Quote(c); ok {
		l.cancel(c, market.InstructQuoteEnd, live.ID)
		return
	}
	if e, ok := l.r.Orders.Find(l.contracts[c].reduceID); ok && !e.Gone() {
		l.cancel(c, market.InstructOrderEnd, e.ID)
	}
}

// cancel sends the cancel of one quote or order, or comes back to it when the
// gate wants it later.
func (l *Loop) cancel(c market.Contract, kind market.InstructionKind, target uint64) {
	in := market.Instruction{Kind: kind, Contract: c, Target: target, Purpose: market.PurposeSafety}
	if !l.send(&in, 0) {
		l.wakeAt(c, max(l.r.Gate.NextFree(kind, l.now), l.now+askPause))
	}
}

// say tells the meter which of the loop's own causes hold for the contract.
func (l *Loop) say(c market.Contract, cause obligation.Cause) {
	k := &l.contracts[c]
	was := obligation.Cause(k.why)
	if was == cause {
		return
	}
	if gone := was &^ cause & causes; gone != 0 {
		l.r.Meter.Why(c, gone, false, l.now)
	}
	if come := cause &^ was; come != 0 {
		l.r.Meter.Why(c, come, true, l.now)
	}
	k.why = uint8(cause)
}

// awaitAnswer waits for the answer to what is in flight; when it does not come
// in time, what is live is unknown and the session is synchronised anew.
func (l *Loop) awaitAnswer(c market.Contract) {
	until := l.r.Orders.OldestInFlight(c) + l.p.Contracts[c].AckTimeout
	l.unacked(c)
	if l.now < until {
		l.wakeAt(c, until)
		return
	}
	l.r.Orders.Timeout(l.now, l.p.Contracts[c].AckTimeout)
	l.restart()
	l.setMode()
}
