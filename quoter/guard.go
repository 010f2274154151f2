package quoter

import (
	"quotient/market"
	"quotient/risk"
	"quotient/risk/orders"
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
// the exchange's position limits: beside the standing quote, since a replace counts
// old and new, and were that withdrawn first. What closes is bound by what is held.
func (l *Loop) room(c market.Contract, s market.Side) (beside, alone market.Qty) {
	live, _ := l.r.Orders.Quote(c) // of none, no lots
	beside = l.r.Gate.Room(c, s, l.r.Orders, l.r.Ledger, l.now)
	alone = beside + live.Leaves[s-market.Bid]
	if l.r.Limits == nil {
		return beside, alone
	}
	closes := l.closable(c, s)
	left, but := l.r.Limits.LeftBut(c, s, l.now, opening(&live))
	return l.enough(c, min(beside, max(closes, left))), l.enough(c, min(alone, max(closes, but)))
}

// opening is how many lots of each leg open.
func opening(e *orders.Entry) (lots [2]market.Qty) {
	for i := range lots {
		if e.Offsets[i] == market.Open {
			lots[i] = e.Leaves[i]
		}
	}
	return lots
}

// enough is room, or 0 when that is less than the least order.
func (l *Loop) enough(c market.Contract, room market.Qty) market.Qty {
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
