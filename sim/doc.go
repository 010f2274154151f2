// Package sim is the other side of the market, as pure machines: an instruction
// and the time go in, events come out.
//
// An Exchange makes its own market: generated order flow in a price-time book,
// with the makers' quotes and orders in the same queues. A Tape fills against
// recorded snapshots. Both keep the exchange's own recount of each maker's
// obligation, written from the rule text and sharing no code with the meter
// that it is compared with. A Script makes a day happen on purpose.
//
// Nothing here reads a clock, opens anything or starts a goroutine: time is
// passed in and never goes back (an earlier time counts as the latest seen).
// The same parameters, calls and times give the same events. An Exchange or a
// Tape belongs to one goroutine.
package sim
