// Package report turns a journal's records into the obligation's result: one
// row per contract and trading day, one total per contract and month, as a
// table, as JSON or as CSV. `quotient report`, `replay`, `dev` and `sim` all
// print these rows.
//
// The package reads records from a function and writes to an io.Writer; it
// opens no file. A Collector belongs to one goroutine.
package report
