package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// A Stage says how far the trading session has come since it was last lost.
type Stage uint8

// The stages, in the order in which a session goes through them.
const (
	StageDown       Stage = iota // no session: everything of ours is unknown
	StageCancelling              // mass cancels are out, the exchange has not confirmed them all
	StageQuerying                // fills and positions are asked for
	StageReady                   // synced; quotes if the mode is RUN
	StageStopping                // a stop was asked for: the last mass cancels are out
	StageStopped                 // and confirmed
	stageCount
)

// String returns the stage's name as the page and the journal write it.
func (s Stage) String() string {
	if s >= stageCount {
		return "invalid"
	}
	return [stageCount]string{"down", "cancelling", "querying", "ready", "stopping", "stopped"}[s]
}

// askedFor is which replies the loop waits for: one bit per instruction sent.
type askedFor uint8

const (
	askQuotes askedFor = 1 << iota
	askOrders
	askTrades
	askPositions
	// toSend bits are what still has to pass the gate.
	sendFirst
	sendSecond
)

// syncTimeout is how long a mass cancel or a query may stay unanswered before
// the loop starts over, when Params does not say.
const syncTimeout = 5 * market.Second

// answerWithin is syncTimeout, or what the parameters say.
func (p *Params) answerWithin() market.Time {
	if p.AnswerWithin > 0 {
		return p.AnswerWithin
	}
	return syncTimeout
}

// askPause is how long the loop waits before it asks again what the gate or the
// exchange refused.
const (
	askPause    = 10 * market.Millisecond
	refusePause = market.Second
)

// begin enters a stage that asks the exchange for two things.
func (l *Loop) begin(s Stage) {
	l.st.stage = s
	l.st.asked = sendFirst | sendSecond
	l.st.askedAt, l.st.askRetry = 0, 0
	l.st.askIDs, l.st.reported = [2]uint64{}, 0
}

// synchronise sends what the stage still has to ask and starts over when the
// exchange stays silent. It reports how much it did.
func (l *Loop) synchronise() (work int) {
	if l.st.venueUp == 0 || l.st.stage == StageReady || l.st.stage == StageStopped {
		return 0
	}
	silent := l.st.askedAt != 0 && l.st.asked != 0 && l.now >= l.st.askedAt+l.p.answerWithin()
	if (silent || l.st.sweeping != 0) && l.emptied() {
		l.st.sweeping, l.st.sweepAt, l.st.asked = 0, 0, 0
		l.answered(0)
		return 1
	}
	if silent {
		l.restart()
		work++
	}
	first, second, bits := market.InstructMassQuotes, market.InstructMassOrders, askQuotes|askOrders
	if l.st.stage == StageQuerying {
		first, second, bits = market.InstructTrades, market.InstructPositions, askTrades|askPositions
	}
	retry := l.st.askRetry
	if l.st.asked&sendFirst != 0 && l.ask(first, 0) {
		l.st.asked = l.st.asked&^sendFirst | bits&(askQuotes|askTrades)
		work++
	}
	if l.st.asked&sendSecond != 0 && l.ask(second, 1) {
		l.st.asked = l.st.asked&^sendSecond | bits&(askOrders|askPositions)
		work++
	}
	if l.st.askRetry != retry { // a refusal is on record: a replay has it at the same Poll
		work++
	}
	return work
}

// emptied reports whether the exchange has confirmed the end of each quote and order,
// though not of the mass cancels. Only in a life in which it has once confirmed those
// do we know of everything that could be live.
func (l *Loop) emptied() bool {
	return l.st.synced != 0 && (l.st.stage == StageCancelling || l.st.stage == StageStopping) && !l.exposed()
}

// ask sends one mass cancel or query; false means that the gate wants it later.
func (l *Loop) ask(kind market.InstructionKind, slot int) bool {
	if l.now < l.st.askRetry {
		return false
	}
	in := market.Instruction{Kind: kind, Contract: market.NoContract, Purpose: market.PurposeSafety}
	if !l.send(&in, 0) {
		l.st.askRetry = max(l.r.Gate.NextFree(kind, l.now), l.now+askPause)
		return false
	}
	l.st.askIDs[slot] = in.ID
	l.st.askedAt = l.now
	return true
}

// restart cancels everything anew, for a stop when one was asked for. What was
// asked before and not answered is given up; a run that has ended stays ended.
func (l *Loop) restart() {
	if l.st.venueUp == 0 || l.st.stage == StageStopped {
		return
	}
	for _, id := range l.st.askIDs {
		l.r.Orders.Apply(&market.Event{Kind: market.EventNotSent, ID: id, Contract: market.NoContract})
	}
	if l.st.stopping != 0 {
		l.begin(StageStopping)
		return
	}
	l.begin(StageCancelling)
}

// answered notes one reply and moves on when all are there.
func (l *Loop) answered(bit askedFor) {
	l.st.asked &^= bit
	if l.st.asked != 0 {
		return
	}
	l.st.sweeping, l.st.sweepAt = 0, 0 // not before: one of the two mass cancels may have been refused
	switch l.st.stage {
	case StageCancelling:
		for c := range l.contracts {
			l.contracts[c].long, l.contracts[c].short = [2]market.Qty{}, [2]market.Qty{}
		}
		l.begin(StageQuerying)
	case StageQuerying:
		l.st.stage = StageReady
		l.r.Meter.Up(l.now)
		l.r.Requests.Up(l.now)
		l.adoptPositions()
		l.recounted()
		l.st.synced = 1
		l.lookAtNeeds()
		l.markAll()
	case StageStopping:
		l.stopped(true)
	}
}

// synced moves on when the exchange has told fills and positions. Where it told
// no position at all and we hold some, that was no answer: it is asked again.
func (l *Loop) synced(e *market.Event) {
	if l.st.stage != StageQuerying || e.ID != 0 && e.ID != l.st.askIDs[1] {
		return
	}
	l.r.Orders.Apply(e)
	if l.st.reported == 0 && l.holds() {
		l.st.faults++
		l.restart()
		l.st.askRetry = l.now + refusePause
		return
	}
	l.answered(askTrades | askPositions)
}

// holds reports whether the ledger holds anything.
func (l *Loop) holds() bool {
	for c := range l.contracts {
		if l.r.Ledger.Differs(market.Contract(c), 0, 0) {
			return true
		}
	}
	return false
}

// adoptPositions takes over the exchange's positions where they differ from the
// ledger after all fills were told again: the exchange's figure is the fact.
func (l *Loop) adoptPositions() {
	for c := range l.contracts {
		k := &l.contracts[c]
		if net := l.r.Ledger.Net(market.Contract(c)); l.r.Ledger.Differs(market.Contract(c), k.long[0], k.short[0]) {
			l.r.Ledger.Open(market.Contract(c), market.Bid, k.long[0], k.long[1])
			l.r.Ledger.Open(market.Contract(c), market.Ask, k.short[0], k.short[1])
			l.st.differences++
			l.jumped(market.Contract(c), k.long[0]-k.short[0]-net)
		}
	}
}

// setMode tells the gate what holds now and puts the change on record.
func (l *Loop) setMode() {
	mode := l.allowed()
	if mode == l.st.mode && l.st.epoch == l.st.gateEpoch {
		return
	}
	l.r.Gate.SetMode(mode, l.st.epoch)
	l.st.mode, l.st.gateEpoch = mode, l.st.epoch
	m := l.record(port.RecordMode).NewMode()
	m.Mode, m.Stage, m.Epoch, m.Actor = uint8(mode), uint8(l.st.stage), l.st.epoch, l.st.latchBy
	l.ring.Records.Commit()
	l.markAll()
}

// allowed is the mode that the latch, the session, the journal and the desk
// leave: RUN only when none of them objects.
func (l *Loop) allowed() risk.Mode {
	switch {
	case killed(l.st.latched):
		return l.st.latched
	case l.st.stage != StageReady || l.st.started == 0 || l.st.journal == 0 || l.st.unwatched != 0 || l.st.stopping != 0:
		return risk.CancelOnly
	}
	return l.st.latched
}

// stopped ends the run: the rows of the day go on record as they stand.
func (l *Loop) stopped(sure bool) {
	if !sure && l.exposed() {
		l.st.unsure = 1
	}
	l.st.stage = StageStopped
	l.tally()
}

// exposed reports whether anything of ours may still be live.
func (l *Loop) exposed() bool {
	for c := range l.contracts {
		if l.r.Orders.Possible(market.Contract(c), market.Bid)+l.r.Orders.Possible(market.Contract(c), market.Ask) > 0 {
			return true
		}
	}
	return false
}
