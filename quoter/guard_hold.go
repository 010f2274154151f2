package quoter

import (
	"math/bits"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// guardBatch bounds how many trips and how many alarms one Poll puts on record:
// the rest waits for the next, which is due at once.
const guardBatch = 256

// guard takes over what the guards have to tell and brings every contract that
// this concerns under the mode that they leave. It reports how much it did.
func (l *Loop) guard() (work int) {
	trips, alarms := l.trips(), l.alarms()
	for i := range l.st.touched {
		for w := l.st.touched[i]; w != 0; w &= w - 1 {
			l.regard(market.Contract(i<<6 + bits.TrailingZeros64(w)))
		}
		l.st.touched[i] = 0
	}
	if l.st.regard != 0 || trips > 0 || alarms > 0 {
		work = int(l.st.regard)
		for c := range l.contracts {
			l.regard(market.Contract(c))
		}
		l.st.regard = 0
	}
	if trips == guardBatch || alarms == guardBatch {
		l.st.regard = 1
	}
	return work + trips + alarms
}

// touch has what limits leave of the contract looked at in this Poll.
func (l *Loop) touch(c market.Contract) { l.st.touched[c>>6] |= 1 << (c & 63) }

// regard finds out what the guards leave of the contract, tells the gate and puts
// a change on record.
func (l *Loop) regard(c market.Contract) {
	k := &l.contracts[c]
	was := k.standing
	now := guarded{mode: risk.Run}
	if l.r.Breaker != nil {
		now.mode, now.trip = l.tripped(c)
	}
	if l.r.Conduct != nil {
		if now.level = l.r.Conduct.Level(c); now.level == surveillance.Stop {
			now.mode = risk.Stricter(now.mode, risk.CancelOnly)
		}
	}
	if l.r.Limits != nil {
		if now.restraint = l.r.Limits.Restrain(c, l.now); now.restraint != 0 {
			now.mode = risk.Stricter(now.mode, risk.ReduceOnly)
		}
	}
	if l.unwinds(c) {
		now.restraint |= position.ToDelivery
		now.mode = risk.Stricter(now.mode, risk.ReduceOnly)
	}
	if now == was {
		return
	}
	if now.restraint != was.restraint { // it may be of others with the same limit too
		l.st.regard = 1
	}
	k.standing = now
	l.recordHold(c, was.mode)
	l.narrowed(c)
}

// guarded is what the guards leave of a contract, and why.
type guarded struct {
	mode      risk.Mode
	trip      breaker.Kind
	level     surveillance.Level
	restraint restraint
}

func (l *Loop) recordHold(c market.Contract, was risk.Mode) {
	k := &l.contracts[c]
	h := l.record(port.RecordHold).NewHold()
	*h = port.Hold{Contract: c, Was: uint8(risk.Stricter(l.scoped(c), was)), Now: uint8(l.held(c)), Latch: uint8(l.scoped(c)),
		Trip: uint8(k.standing.trip), Restraint: uint8(k.standing.restraint), Level: uint8(k.standing.level)}
	if l.r.Limits != nil {
		long, until, _ := l.r.Limits.Over(c, market.Bid)
		short, other, _ := l.r.Limits.Over(c, market.Ask)
		h.Long, h.Short, h.Until = long, short, earliest(until, other)
	}
	l.ring.Records.Commit()
}
