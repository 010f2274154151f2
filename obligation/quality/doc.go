// Package quality measures what incentives are paid on while an effective quote
// stands: time at the best price, time-weighted spread, and how fills came about.
//
// A Meter has a single writer, the thread that calls Poll. Nothing allocates after
// New but Save's appends.
package quality
