package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/orders"
)

// late tells protection by how much this Poll comes after the instant that the
// last one asked for.
func (l *Loop) late() {
	if l.r.Breaker != nil && l.st.next != 0 && l.now > l.st.next {
		l.r.Breaker.Late(l.now-l.st.next, l.now)
	}
}

// protect does what has come due in protection, and says how much it was.
func (l *Loop) protect() (work int) {
	if b := l.r.Breaker; b != nil {
		if t := b.Deadline(); t != 0 && t <= l.now {
			b.Advance(l.now)
			work++
		}
	}
	return work
}

// trips puts on record what tripped, warned or was re-armed.
func (l *Loop) trips() (n int) {
	if l.r.Breaker == nil {
		return 0
	}
	for t := (breaker.Trip{}); n < guardBatch && l.r.Breaker.Take(&t); n++ {
		l.viewTrip(&t, l.record(port.RecordTrip).NewTrip())
		l.ring.Records.Commit()
	}
	return n
}

// viewTrip fills in a trip as the outside sees it.
func (l *Loop) viewTrip(t *breaker.Trip, v *port.Trip) {
	*v = port.Trip{At: t.At, Until: t.Until, Over: t.Over, Value: t.Value, Limit: t.Limit, Contract: t.Contract, Nth: t.Nth,
		Scope: uint8(t.Scope), Kind: uint8(t.Kind), Measure: uint8(t.Measure), Rearm: uint8(t.Rearm), State: uint8(t.State), Code: t.Code}
	if t.Scope != breaker.Account {
		v.Product = l.productOf(t.Group)
	}
}

// productOf is the product of a group's first contract.
func (l *Loop) productOf(group uint16) market.Code {
	for c, g := range l.r.Protection.Of {
		if g == group && c < len(l.r.Instruments) {
			return l.r.Instruments[c].Product
		}
	}
	return market.Code{}
}

// tripped is the mode that protection leaves the contract: what was lost may
// still be taken down, everything else only be cancelled.
func (l *Loop) tripped(c market.Contract) (risk.Mode, breaker.Kind) {
	t, on := l.r.Breaker.Blocked(c)
	switch {
	case !on:
		return risk.Run, breaker.KindNone
	case l.moneyOnly(c):
		return risk.ReduceOnly, t.Kind
	}
	return risk.CancelOnly, t.Kind
}

// moneyOnly reports whether nothing but results of the day is in force.
func (l *Loop) moneyOnly(c market.Contract) bool {
	for k := breaker.KindNone + 1; k < breaker.KindCount; k++ {
		if k == breaker.Loss || k == breaker.Drawdown || k == breaker.Unmarked {
			continue
		}
		for s, i := range [...]int{breaker.Contract: int(c), breaker.Group: l.group(c), breaker.Account: 0} {
			if _, on := l.r.Breaker.InForce(breaker.Scope(s), i, k); on {
				return false
			}
		}
	}
	return true
}

// group is the contract's group in protection.
func (l *Loop) group(c market.Contract) int {
	if int(c) < len(l.r.Protection.Of) {
		return int(l.r.Protection.Of[c])
	}
	return 0
}

// tripFill tells protection about an execution, and about one that follows from
// nothing that we had sent.
func (l *Loop) tripFill(ch *orders.Change) {
	b := l.r.Breaker
	if b == nil {
		return
	}
	k, lots := &l.contracts[ch.Contract], int64(ch.Qty)
	b.Fill(ch.Contract, ch.Side, ch.Qty, lots*k.delta, lots*k.vega, l.now)
	if ch.Unmatched || ch.Over > 0 {
		b.Jump(ch.Contract, max(ch.Over, 1), l.now)
	}
}

// jumped tells protection that the exchange holds another position than what
// follows from all fills. What is found when a life begins happened before it.
func (l *Loop) jumped(c market.Contract, lots market.Qty) {
	if l.r.Breaker != nil && l.st.synced != 0 {
		l.r.Breaker.Jump(c, lots, l.now)
	}
}

// rejected tells protection that the exchange refused a quote, an order or, with
// no contract, a mass cancel.
func (l *Loop) rejected(c market.Contract, code uint8) {
	if l.r.Breaker != nil {
		l.r.Breaker.Reject(c, code, l.now)
	}
}

// unacked tells protection how long the oldest instruction of the contract has
// been unanswered, and looks again when it would be told of.
func (l *Loop) unacked(c market.Contract) {
	if l.r.Breaker == nil {
		return
	}
	if !l.r.Orders.InFlight(c) {
		if l.r.Orders.InDoubt(c) == 0 {
			l.r.Breaker.Unacked(c, 0, l.now)
		}
		return
	}
	since := l.r.Orders.OldestInFlight(c)
	l.r.Breaker.Unacked(c, l.now-since, l.now)
	for _, after := range [...]market.Time{l.r.Protection.UnackedWarn, l.r.Protection.Unacked} {
		if l.now < since+after {
			l.wakeAt(c, since+after)
			return
		}
	}
}

// rearm ends what tripped at a scope, if whoever asks may.
func (l *Loop) rearm(c *port.Command) {
	scope, i := breaker.Scope(c.Value), int(c.Contract)
	if l.r.Breaker == nil || scope != breaker.Account && i >= len(l.contracts) {
		return
	}
	if scope == breaker.Group {
		i = l.group(c.Contract)
	}
	l.r.Breaker.Rearm(scope, i, breaker.Authority(c.Mode), l.now)
}
