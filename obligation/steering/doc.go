// Package steering says what a second of compliance is worth: how much a
// contract needs to quote (Need), and the shadow price of a quote-second. The
// cost of complying comes in as a number; where it comes from is not known here.
//
// Functions are pure and may be called from any thread.
package steering
