// Package margin keeps the funds of one account (资金管理): what its positions tie
// up, what its live quotes freeze, what is left, what the next settlement will
// ask for, and what a bad market would.
//
// Margin comes from dated tables. Where several rows apply the highest counts,
// as the exchanges' rules say (同时满足的，取较大值). What is not known — a rate, a
// settlement, an amount that does not fit — makes the answer not ok, and whoever
// gates on it opens nothing.
//
// An Account belongs to the loop's thread. Settled, Roll, Position, Spread,
// Working, LotMargin and the readings of funds are for the loop; nothing there
// allocates after New. Forecast, Stress and LimitDays go through all contracts
// and use a scratch sheet of the Account: the same thread calls them, in a quiet
// moment, or another thread on an Account of its own that Load has filled.
package margin
