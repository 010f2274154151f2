package agent

import (
	"runtime"

	"quotient/internal/ring"
	"quotient/market"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/sim"
)

// maker is the account of the one Loop at the simulated exchange.
const maker = 0

// exchange is what a Loop trades against in virtual time: sim.Exchange makes its
// own market, sim.Tape fills against a recorded one.
type exchange interface {
	Next() market.Time
	Advance(now market.Time)
	Handle(maker uint8, in *market.Instruction, now market.Time)
	Pop(o *sim.Out) bool
	Connect(maker uint8, now market.Time) bool
	Recounts(dst []sim.Recount) []sim.Recount
	Messages(maker uint8) uint64
}

// virtual runs a Loop against an exchange in virtual time: as fast as the
// machine allows, the same on every run.
type virtual struct {
	loop  *quoter.Loop
	rings quoter.Rings
	x     exchange
	now   market.Time
	due   market.Time // the loop's next deadline; 0 = none

	out sim.Out            // on its way to the loop; here, so that it costs no allocation
	in  market.Instruction // on its way to the exchange
}

// next is when something happens without a tick; 0 = never.
func (v *virtual) next() market.Time {
	t := v.x.Next()
	if t == 0 || v.due != 0 && v.due < t {
		t = v.due
	}
	return t
}

// runUntil takes every step that is due before until.
func (v *virtual) runUntil(until market.Time) {
	for t := v.next(); t != 0 && t < until; t = v.next() {
		v.step(max(t, v.now))
	}
}

// step advances the exchange to now and lets the loop work until it rests. A
// Poll with no input and nothing due would change nothing, so it is left out.
func (v *virtual) step(now market.Time) {
	v.now = now
	v.x.Advance(now)
	if v.deliver() > 0 || v.due != 0 && v.due <= now {
		v.poll()
	}
}

// poll lets the loop work until it rests, handing over what it approves.
func (v *virtual) poll() {
	for {
		for !v.rings.Records.Room(quoter.RecordsPerPoll) {
			runtime.Gosched()
		}
		work, next := v.loop.Poll(v.now)
		v.due = next
		for ap := v.rings.Out.Peek(); ap != nil; ap = v.rings.Out.Peek() {
			v.in = ap.Instruction()
			v.rings.Out.Drop()
			v.x.Handle(maker, &v.in, v.now)
		}
		if v.deliver() == 0 && !v.waiting() && (work == 0 || next == 0 || next > v.now) {
			return
		}
	}
}

// waiting reports whether the loop has inputs that one Poll had no turn for.
func (v *virtual) waiting() bool { return v.rings.Venue.Peek() != nil || v.rings.Feed.Peek() != nil }

// deliver moves what the exchange says into the loop's rings and says how much
// it was.
func (v *virtual) deliver() (n int) {
	for ; v.x.Pop(&v.out); n++ {
		to := v.rings.Feed
		if v.out.To == sim.ToMaker {
			to = v.rings.Venue
		}
		v.push(to, &v.out.Event)
	}
	return n
}

// push hands an event over, letting the loop drain while there is no room.
func (v *virtual) push(to *ring.SPSC[market.Event], e *market.Event) {
	for !to.Push(e) {
		v.loop.Poll(v.now)
	}
}

// command hands the loop one command at the present time.
func (v *virtual) command(c port.Command) {
	for !v.rings.Commands.Push(&c) {
		v.loop.Poll(v.now)
	}
	v.poll()
}
