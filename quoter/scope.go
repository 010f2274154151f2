package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
	"quotient/risk"
)

// latch takes over what risk.Latch was set to before this command was sent. A
// kill of the account cancels everything at once; it ends with a confirmed empty
// book.
func (l *Loop) latch(c *port.Command) {
	if c.Epoch < l.st.epoch {
		return
	}
	l.st.epoch, l.st.latchBy = c.Epoch, c.Actor
	mode := risk.Mode(c.Mode)
	switch risk.Scope(c.Value) {
	case risk.ScopeAccount:
		l.st.latched = mode
		if killed(mode) {
			l.restart()
		}
	case risk.ScopeProduct:
		l.latchProduct(c.Contract, mode)
	case risk.ScopeContract:
		if int(c.Contract) < len(l.contracts) {
			l.contracts[c.Contract].byContract = mode
			l.narrowed(c.Contract)
		}
	}
}

// latchProduct sets the mode of every contract of the product that c belongs to.
func (l *Loop) latchProduct(c market.Contract, mode risk.Mode) {
	if int(c) >= len(l.contracts) {
		return
	}
	for i := range l.contracts {
		if l.r.Instruments[i].Product == l.r.Instruments[c].Product {
			l.contracts[i].byProduct = mode
			l.narrowed(market.Contract(i))
		}
	}
}

// narrowed acts on a changed scope of the contract: what is ours leaves first.
func (l *Loop) narrowed(c market.Contract) {
	l.tellScope(c)
	l.markUrgent(c)
}

// tellScope tells the gate what latch and guards leave of the contract.
func (l *Loop) tellScope(c market.Contract) {
	l.r.Gate.SetScope(c, risk.Stricter(l.scoped(c), l.contracts[c].standing.mode))
}

// unscoped takes every scope narrower than the account off: whoever starts a life
// sets the latch anew.
func (l *Loop) unscoped() {
	for c := range l.contracts {
		l.contracts[c].byProduct, l.contracts[c].byContract = risk.Run, risk.Run
		l.tellScope(market.Contract(c))
	}
}

// scoped is the mode that the contract's product and the contract itself leave.
func (l *Loop) scoped(c market.Contract) risk.Mode {
	return risk.Stricter(l.contracts[c].byProduct, l.contracts[c].byContract)
}

// killed reports whether the mode ends everything and only a clear undoes it.
func killed(m risk.Mode) bool { return m == risk.Killed || m == risk.Isolated }

// holding is the mode that keeps the contract out of the market by itself; Run
// when none does. What holds the whole account beside ReduceOnly has ways of its own.
func (l *Loop) holding(c market.Contract) risk.Mode { return l.held(c) }

// hold takes what is ours of the contract out of the market, in any phase. In
// ReduceOnly the quote alone goes, and inventory is taken down.
func (l *Loop) hold(c market.Contract, mode risk.Mode) {
	k, cause := &l.contracts[c], l.blocked(c)
	if l.now < k.retry && k.phase != market.PhaseContinuous { // the exchange takes no cancel now
		l.say(c, cause)
		l.wakeAt(c, k.retry)
		return
	}
	if mode == risk.ReduceOnly {
		l.darken(c)
	}
	_, standing := l.r.Orders.Quote(c)
	if mode != risk.ReduceOnly || standing || !l.mayReduce(c) {
		l.stepOut(c, cause)
		return
	}
	l.say(c, cause)
	l.wakeAt(c, l.st.feedAt+l.p.Contracts[c].StaleAfter)
	l.reduce(c)
}

// mayReduce reports whether there is a market to take inventory down in, and a
// gate that passes orders.
func (l *Loop) mayReduce(c market.Contract) bool {
	k := &l.contracts[c]
	return (l.st.mode == risk.Run || l.st.mode == risk.ReduceOnly) && k.phase == market.PhaseContinuous &&
		k.paused == 0 && l.blind(c) == 0 && !l.atLimit(k)
}

// stale says why the contract is not to be quoted although nobody holds it: a
// guard of ours does, or its market is not known; 0 when neither is so.
func (l *Loop) stale(c market.Contract) obligation.Cause {
	if l.contracts[c].standing.mode != risk.Run {
		return obligation.CauseRisk
	}
	return l.blind(c)
}

// blind says why the contract's market is not known, 0 when it is.
func (l *Loop) blind(c market.Contract) obligation.Cause {
	k := &l.contracts[c]
	switch {
	case l.st.feedUp == 0 || l.st.feedAt == 0 || l.now >= l.st.feedAt+l.p.Contracts[c].StaleAfter:
		return obligation.CauseStale
	case k.bookAt == 0 || k.book.Crossed():
		return obligation.CauseStale
	}
	return 0
}

// unsure reports whether something of the contract may be live although nothing
// shall be, and the exchange has not said that it is gone.
func (l *Loop) unsure(c market.Contract) bool {
	left := l.st.mode != risk.Run && l.st.mode != risk.ReduceOnly || l.scoped(c) != risk.Run && l.scoped(c) != risk.ReduceOnly
	return left && l.r.Orders.Possible(c, market.Bid)+l.r.Orders.Possible(c, market.Ask) > 0
}
