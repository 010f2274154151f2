package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// commands drains what the desk asked for.
func (l *Loop) commands() (n uint32) {
	for ; n < drainCommands; n++ {
		c := l.ring.Commands.Peek()
		if c == nil {
			break
		}
		l.record(port.RecordCommand).SetCommand(c)
		l.ring.Records.Commit()
		l.mix(uint64(c.Kind)<<56 ^ c.First ^ c.Epoch)
		l.command(c)
		l.ring.Commands.Drop()
	}
	if n > 0 {
		l.setMode()
	}
	return n
}

// command carries one command out.
func (l *Loop) command(c *port.Command) {
	switch c.Kind {
	case port.CommandStart:
		l.st.started = 1
	case port.CommandPause:
		l.pause(c.Contract, 1)
	case port.CommandResume:
		l.pause(c.Contract, 0)
	case port.CommandLatch:
		l.latch(c)
	case port.CommandGrant:
		l.r.Meter.AddGrant(obligation.Grant{Contract: c.Contract, From: c.From, To: c.To, Ref: c.Ref, Relax: int64(c.First)}, l.now)
	case port.CommandIDs:
		l.grantIDs(c.First, c.Count)
	case port.CommandJournal:
		l.st.journal = uint8(c.Value & 1)
		l.r.Gate.SetJournal(l.st.journal != 0)
	case port.CommandWatchdog:
		l.st.unwatched = uint8(1 - c.Value&1)
	case port.CommandStop:
		l.stop()
	case port.CommandPosition:
		if int(c.Contract) < len(l.contracts) {
			l.r.Ledger.Open(c.Contract, c.Side, market.Qty(c.First), market.Qty(c.Count))
			l.moved(c.Contract)
		}
	default:
		l.guardCommand(c)
	}
}

// pause sets or clears the pause of one contract, or of all.
func (l *Loop) pause(c market.Contract, on uint8) {
	for i := range l.contracts {
		if c == market.NoContract || int(c) == i {
			l.contracts[i].paused = on
			l.mark(market.Contract(i))
		}
	}
}

// grantIDs adds a durable block of ids; the block in use is used up first.
func (l *Loop) grantIDs(first, count uint64) {
	l.nextBlock()
	if l.st.idNext == l.st.idEnd {
		l.st.idNext, l.st.idEnd = first, first+count
		return
	}
	l.st.idSpare, l.st.idLast = first, first+count
}

// takeID returns the next id, 0 when no block is left.
func (l *Loop) takeID() uint64 {
	l.nextBlock()
	if l.st.idNext == l.st.idEnd {
		return 0
	}
	l.st.idNext++
	return l.st.idNext - 1
}

// nextBlock turns to the spare block when the one in use is used up.
func (l *Loop) nextBlock() {
	if l.st.idNext == l.st.idEnd {
		l.st.idNext, l.st.idEnd = l.st.idSpare, l.st.idLast
		l.st.idSpare, l.st.idLast = 0, 0
	}
}

// stop ends quoting for good: cancel everything, wait for the confirmations.
func (l *Loop) stop() {
	if l.st.stopping != 0 {
		return
	}
	l.st.stopping = 1
	if l.st.venueUp == 0 {
		l.stopped(false)
		return
	}
	l.restart()
}
