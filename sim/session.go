package sim

import "quotient/market"

// Connect opens the maker's session and says EventUp; false while the script
// keeps the maker out.
func (f *Floor) Connect(maker uint8, now market.Time) bool {
	f.Advance(now)
	if int(maker) >= len(f.makers) || f.makers[maker].barred {
		return false
	}
	f.connect(maker)
	return true
}

func (f *Floor) connect(maker uint8) {
	a := &f.makers[maker]
	if a.up {
		return
	}
	a.up, a.asked = true, 0
	f.tell(maker, market.EventUp, market.NoContract)
}

// Disconnect ends the maker's session and says EventDown. Its quotes and orders
// stay in the market unless Rules.CancelOnDisconnect says otherwise; what was
// not yet delivered and what happens until it is back is not told again.
func (f *Floor) Disconnect(maker uint8, now market.Time) {
	f.Advance(now)
	if int(maker) < len(f.makers) {
		f.disconnect(maker)
	}
}

func (f *Floor) disconnect(maker uint8) {
	a := &f.makers[maker]
	if !a.up {
		return
	}
	f.toMakers.keep(func(o *Out) bool { return o.Maker != maker || o.At <= f.now })
	f.tell(maker, market.EventDown, market.NoContract)
	a.up = false
	if f.rules.CancelOnDisconnect {
		f.endWhere(market.EndExpired, func(e *entry) bool { return e.maker == maker })
	}
}

// CancelAll ends the maker's quotes (InstructMassQuotes) or orders
// (InstructMassOrders) because another session of the same account asked for it,
// whether the maker's own session is up or not.
func (f *Floor) CancelAll(maker uint8, kind market.InstructionKind, now market.Time) {
	f.Advance(now)
	quotes := kind == market.InstructMassQuotes
	f.endWhere(market.EndMass, func(e *entry) bool { return e.maker == maker && e.quote == quotes })
}
