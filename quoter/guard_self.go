package quoter

import (
	"quotient/market"
	"quotient/risk/orders"
)

// executionsKept is how many executions of ours are remembered to find the other
// side of a self-trade: both are told within moments of each other.
const executionsKept = 64

// An execution is one side of a trade.
type execution struct {
	ref      market.Ref // the exchange's id of the execution
	trade    uint64     // and of the trade (成交编号); 0 = not told
	contract market.Contract
	side     market.Side
	_        [5]byte
	lots     market.Qty
}

// A dealt is the executions told last, oldest overwritten first.
type dealt struct {
	last [executionsKept]execution
	n    uint64 // ever
}

// add remembers an execution and returns how many lots of its trade the other side of
// us dealt (自成交), 0 for none: a trade's two sides carry one number, or, where no
// number is told, one id of the execution.
func (d *dealt) add(e *market.Event, ch *orders.Change) (self market.Qty) {
	if e.Ref == (market.Ref{}) {
		return 0
	}
	for i := range d.last {
		x := &d.last[i]
		same := x.trade == e.Trade && (e.Trade != 0 || x.ref == e.Ref)
		if same && x.contract == ch.Contract && x.side == ch.Side.Opposite() {
			self = x.lots
		}
	}
	d.last[d.n%executionsKept] = execution{ref: e.Ref, trade: e.Trade, contract: ch.Contract, side: ch.Side, lots: ch.Qty}
	d.n++
	return self
}
