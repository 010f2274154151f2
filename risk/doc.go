// Package risk holds the Gate that every message passes before it leaves, and
// the Latch that stops everything.
//
// Only the Gate makes an Approved, and only a session takes one, so nothing can
// be sent around it. A quote's two legs are judged together against everything
// of ours that may still fill; what may take exposure away, a cancel or a query,
// is counted but refused by no limit. Every refusal names its rule, what was
// measured and what is allowed. A limit that is missing, zero or negative blocks.
//
// Some rules (Extended) a desk may go without until its limits are written:
// Params.InForce says which it has, and one of those with a limit missing blocks.
// What they need beside the market (greeks, funds, results, seat, linked accounts,
// the exchange's limits) is told by the loop; until told, what depends on it does
// not pass.
//
// A Gate belongs to the loop's thread and allocates nothing after New. The Latch
// alone is shared: any thread may set and load it.
package risk
