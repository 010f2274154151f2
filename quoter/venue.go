package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/orders"
)

// venue drains what the trading session reports.
func (l *Loop) venue() (n uint32) {
	for ; n < drainVenue; n++ {
		e := l.ring.Venue.Peek()
		if e == nil {
			break
		}
		l.input(port.RingVenue, e)
		l.fold(e)
		l.ring.Venue.Drop()
	}
	if n > 0 {
		l.setMode()
	}
	return n
}

// input puts an event on record and into the digest before it is acted on.
func (l *Loop) input(ring uint8, e *market.Event) {
	l.record(port.RecordEvent).SetEvent(ring, e)
	l.ring.Records.Commit()
	l.st.events++
	l.mix(uint64(e.Kind) | uint64(e.Side)<<8 | uint64(e.Phase)<<16 | uint64(e.Code)<<24 | uint64(e.Contract)<<32)
	if e.Kind == market.EventDepth {
		l.mix(uint64(e.Bid)<<32 ^ uint64(e.BidQty))
		l.mix(uint64(e.Ask)<<32 ^ uint64(e.AskQty))
		l.mix(uint64(e.Last)<<32 ^ uint64(e.Volume))
		l.mix(uint64(e.Upper)<<32 ^ uint64(e.Lower))
		return
	}
	l.mix(e.ID)
	l.mix(uint64(e.Price)<<32 ^ uint64(e.Qty)<<16 ^ uint64(e.Leaves))
}

// fold takes one session event over into orders, positions, meter and stage.
func (l *Loop) fold(e *market.Event) {
	l.st.venueAt = l.now
	switch e.Kind {
	case market.EventUp:
		l.sessionUp()
		return
	case market.EventDown:
		l.sessionDown()
		return
	}
	l.r.Meter.Alive(e.Time, l.now)
	l.r.Requests.Alive(e.Time, l.now)
	l.r.Quality.Alive(l.now)
	switch e.Kind {
	case market.EventAlive:
	case market.EventSynced:
		l.synced(e)
	case market.EventMassCancel, market.EventMassReject, market.EventQueryReject:
		l.massAnswer(e)
	case market.EventPosition:
		l.positionReport(e)
	default:
		l.foldOrder(e)
	}
}

// sessionUp starts over: nothing is known until the exchange has confirmed that
// everything is cancelled and has told fills and positions.
func (l *Loop) sessionUp() {
	l.st.venueUp = 1
	if l.st.stopping != 0 {
		l.begin(StageStopping)
		return
	}
	l.begin(StageCancelling)
}

// sessionDown makes everything of ours unknown: not counted, still exposed.
func (l *Loop) sessionDown() {
	l.st.venueUp, l.st.sweeping, l.st.sweepAt = 0, 0, 0
	l.r.Orders.Down()
	l.r.Meter.Down(l.now)
	l.r.Requests.Down(l.now)
	l.r.Quality.Down(l.now)
	if l.st.stopping == 0 {
		l.st.stage = StageDown
	} else if l.st.stage != StageStopped {
		l.stopped(false)
	}
}

// massAnswer folds the answer to a mass cancel or the refusal of a query.
func (l *Loop) massAnswer(e *market.Event) {
	if e.Kind != market.EventMassCancel {
		l.st.faults++
		if e.ID != 0 && (e.ID == l.st.askIDs[0] || e.ID == l.st.askIDs[1]) {
			l.restart()
			l.st.askRetry = l.now + refusePause
			if e.Kind == market.EventMassReject {
				l.st.sweeping = 1
				l.rejected(market.NoContract, e.Code)
			}
		}
		return
	}
	var ch orders.Change
	for l.r.Orders.MassEnded(e, &ch) {
		l.ended(ch.Entry.Contract, &ch.Entry, e.Time)
		l.worked(ch.Entry.Contract)
		l.mark(ch.Entry.Contract)
	}
	switch e.ID {
	case l.st.askIDs[0]:
		l.answered(askQuotes)
	case l.st.askIDs[1]:
		l.answered(askOrders)
	}
}

// positionReport keeps what the exchange says until the answer is whole.
func (l *Loop) positionReport(e *market.Event) {
	if int(e.Contract) >= len(l.contracts) {
		l.st.faults++
		return
	}
	if l.st.stage != StageQuerying || e.ID != l.st.askIDs[1] {
		return // answers another question
	}
	l.st.reported = 1
	k := &l.contracts[e.Contract]
	if e.Side == market.Ask {
		k.short = [2]market.Qty{e.Qty, e.Leaves}
		return
	}
	k.long = [2]market.Qty{e.Qty, e.Leaves}
}
