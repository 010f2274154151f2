// Package lab runs the same desk through many simulated markets and sums up
// what came out: one seed is an anecdote. It knows neither the agent nor the
// exchange, only what a run returns. Months is a market without an exchange: the
// cost of complying in steps of five seconds, with outages and exemptions, to try
// steering on.
//
// Runs go side by side in goroutines of Spread, which has ended them all when it
// returns; results are in the order of the seeds, whatever finished first.
package lab
