// Package quoter keeps two-sided quotes in the market.
//
// A Loop is owned by one thread. It drains three rings (commands, own-order
// events, market data), folds what it drained into the order table, the position
// ledger, the meter and the books, prices the most urgent few contracts, passes
// every instruction through the gate, and writes two rings: approved
// instructions and records. Nothing else is shared; nothing locks; nothing
// allocates after New.
//
// Poll(now) is the program: the same rings and the same now give the same
// decisions, records and bytes. A Poll without input, due deadline or pending
// work changes nothing. Snapshots for the page are outside that promise: they
// are written to Pages and decide nothing.
package quoter
