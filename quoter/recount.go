package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
	"quotient/risk"
)

// Recount folds one journaled record into orders, positions and meters: what
// arrived and what left, in the order of the journal. It prices nothing, asks no
// gate and decides nothing, so what it counts rests on the inputs alone. Rows of
// days that are over come out of the ring of records, as from Poll; changes of
// state are not told again. Why time was
// not effective is partly the loop's own knowledge and is not recounted.
func (l *Loop) Recount(r *port.Record) {
	if r.Now > l.now {
		l.now = r.Now
		l.roll()
	}
	switch r.Kind {
	case port.RecordCommand:
		l.command(r.Command())
	case port.RecordEvent:
		if r.Ring == port.RingVenue {
			l.fold(r.Event())
		} else {
			l.witness(r.Event())
		}
	case port.RecordDecision:
		if d := r.Decision(); risk.Rule(d.Rule) == risk.OK {
			l.left(&d.Instruction)
		}
	case port.RecordPoll:
		l.advance()
		for ch := (obligation.Change{}); l.r.Meter.TakeChange(&ch); { // known: they are on record
			l.changed(&ch)
		}
		l.tell()
		l.st.dirty, l.st.urgent, l.st.now = [words]uint64{}, [words]uint64{}, l.now
	}
}

// witness takes market data over into what the meters count by.
func (l *Loop) witness(e *market.Event) {
	if int(e.Contract) >= len(l.contracts) {
		return
	}
	c, k := e.Contract, &l.contracts[e.Contract]
	switch e.Kind {
	case market.EventDepth:
		k.book.Set(e)
		l.conductBook(c)
		l.value(c)
		l.unsettled(c)
		l.measure(c, e.Time)
	case market.EventPhase:
		l.phase(e)
	case market.EventRequest:
		l.request(e)
	case market.EventSettlement:
		l.settlement(c, e.Price)
		l.r.Meter.Settlement(c, e.Price, e.Time, l.now)
		l.members()
	}
}

// left takes an instruction that the gate had approved over as sent.
func (l *Loop) left(in *market.Instruction) {
	switch in.Kind {
	case market.InstructMassQuotes:
		if l.st.stage == StageReady || l.st.stage == StageQuerying {
			l.restart()
		}
		l.massEnding()
		l.noteAsked(in.ID, 0, askQuotes)
	case market.InstructMassOrders:
		l.noteAsked(in.ID, 1, askOrders)
	case market.InstructTrades:
		l.noteAsked(in.ID, 0, askTrades)
	case market.InstructPositions:
		l.noteAsked(in.ID, 1, askPositions)
	}
	l.r.Orders.Send(in, l.now)
	l.sent(in)
}

// noteAsked notes that one of a stage's two questions was asked.
func (l *Loop) noteAsked(id uint64, slot int, bit askedFor) {
	first := [2]askedFor{sendFirst, sendSecond}[slot]
	l.st.asked = l.st.asked&^first | bit
	l.st.askIDs[slot], l.st.askedAt = id, l.now
}
