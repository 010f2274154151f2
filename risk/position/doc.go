// Package position is the ledger of what we hold: long and short by contract,
// today's and yesterday's lots apart, what was bought and sold today, fees, and
// the day's profit and loss in fen.
//
// A Ledger belongs to the loop's thread. A fill enters it once; that it does so
// is risk/orders' part, which knows the execution ids. Nothing allocates after New.
package position
