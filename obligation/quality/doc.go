// Package quality measures what incentives are paid on: while an effective quote
// stands, time at the best price (最优买卖时间) and time-weighted spread; and over the
// whole day, how fills came about and how many orders and cancels were sent.
//
// Times count only once an inbound message proves that the link lived past them.
// A Meter has a single writer, the thread that calls Poll. Nothing allocates after
// New but Save's appends.
package quality
