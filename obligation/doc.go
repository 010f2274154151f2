// Package obligation counts what a market-making agreement asks for: the time in
// which a two-sided quote stood that was wide and large enough, over the time in
// which one was owed. Meter holds one account per contract, in nanoseconds, and
//
//	scheduled = low + exempt by cause + ineffective by reason
//
// holds in it at every instant, for the trading day and for the month.
//
// What may still be learned late (an exchange stamp, a link that turns out dead)
// is kept as a short tail of stretches per contract that can be edited in the
// past; older time is folded into sums. Low counts only what we can prove, high
// all that may have stood. The exchange's announcements decide the past phases,
// the calendar the future ones.
//
// Of options only a set around the money is owed, which moves with the underlying;
// time outside it is not scheduled. A unit is what the agreement judges as one:
// every contract of a product, a pool of options, some of a pool, or its days.
//
// A Meter has a single writer, the thread that calls Poll; Read and its like
// belong to that thread too. Nothing allocates after New but Describe's and
// Save's appends.
package obligation
