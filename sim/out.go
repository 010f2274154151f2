package sim

import "quotient/market"

// A To says who an Out is for.
type To uint8

// The receivers. The zero To is nobody.
const (
	ToNone  To = iota
	ToFeed     // everyone: EventDepth, EventPhase, EventRequest
	ToMaker    // Out.Maker alone: answers, fills, EventUp and EventDown
)

// An Out is one event that leaves the exchange. EventUp and EventDown to a maker
// say that its session was opened or cut: a server that carries the events over
// a real session closes it on EventDown and need not send either.
type Out struct {
	To    To
	Maker uint8
	At    market.Time // when it leaves; Event.Time is when it happened
	Event market.Event
}
