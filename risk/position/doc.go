// Package position is what we hold and how much of it is allowed.
//
// A Ledger keeps long and short by contract, today's and yesterday's lots apart,
// what was bought, sold and opened today, fees, and the day's profit and loss in
// fen. It says which lots an order may close, and where an exchange's reply or
// settlement file differs.
//
// Limits hold the dated position limits (持仓限额) and what counts against them:
// ours and what accounts under common control hold, speculation and spread
// positions, what works, what was opened today; which contracts may only be
// closed, and until when what is over has to be gone.
//
// Both belong to the loop's thread. A fill enters the Ledger once; that it does so
// is risk/orders' part, which knows the execution ids. Limits follow: Update after
// each change in the Ledger, Working after each change of orders, NewDay after Roll.
// LimitParams are read only and may be read by any thread. Nothing allocates after
// New and NewLimits.
package position
