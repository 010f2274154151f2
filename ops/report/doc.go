// Package report turns a journal's records into the obligation's result. A
// Collector gathers a Report: one row per contract and trading day, one total per
// contract and month, units and products with their verdicts, the exemption
// ledger, the answers to requests for quote; written as a table, as JSON, CSV,
// Parquet or one HTML page. ReadExchange and Reconcile hold it against the
// exchange's own statistics, an Explainer says why one second did or did not count.
// `quotient report`, `reconcile`, `replay`, `dev` and `sim` print from here.
//
// The package reads records from a function and files from an io.Reader, writes to
// an io.Writer, and opens no file. A Collector or Explainer belongs to one
// goroutine.
package report
