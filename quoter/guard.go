package quoter

import (
	"quotient/market"
	"quotient/risk"
	"quotient/risk/surveillance"
)

// held is the mode in force on the contract by all that holds it back for itself:
// the latch on account, product and contract, protection, limits, conduct.
func (l *Loop) held(c market.Contract) risk.Mode {
	mode := risk.Stricter(l.scoped(c), l.contracts[c].standing.mode)
	if l.st.latched == risk.ReduceOnly {
		mode = risk.Stricter(mode, risk.ReduceOnly)
	}
	return mode
}

// room is how many lots a new quote or order may have on a side by the gate and by
// the exchange's position limits. The standing quote, which the new one replaces,
// counts as gone for the latter; what closes is bound by what is held.
func (l *Loop) room(c market.Contract, s market.Side) market.Qty {
	room := l.r.Gate.Room(c, s, l.r.Orders, l.r.Ledger, l.now)
	if l.r.Limits == nil || room == 0 {
		return room
	}
	opens := l.r.Limits.Left(c, s, l.now)
	if e, ok := l.r.Orders.Quote(c); ok && opens > 0 && e.Offsets[s-market.Bid] == market.Open {
		opens += e.Leaves[s-market.Bid]
	}
	room = min(room, max(opens, l.closable(c, s)))
	if int(c) < len(l.r.Risk.Limits) && room < l.r.Risk.Limits[c].MinOrderQty {
		return 0
	}
	return room
}

// closable is how many lots an order on side s may close beside what works, the
// standing quote left out.
func (l *Loop) closable(c market.Contract, s market.Side) market.Qty {
	held := l.r.Ledger.Long(c)
	if s == market.Bid {
		held = l.r.Ledger.Short(c)
	}
	taken, _ := l.r.Orders.Closing(c, s, l.r.Orders.QuoteID(c))
	return max(0, held-taken)
}

// throttled reports whether our own flow on the contract is so near a rule that
// only what the obligation asks for may leave.
func (l *Loop) throttled(c market.Contract) bool {
	w := l.r.Conduct
	return w != nil && (w.Level(c) >= surveillance.Throttle || w.Spare(l.now) < quoteWeight)
}

// quoteWeight is the most that one replacing quote weighs as messages: two legs
// that come and two that go.
const quoteWeight = 4
