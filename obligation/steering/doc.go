// Package steering says how badly the quote is needed (Need) and how to quote for
// the obligation's sake (Stance): the first steering rule, and the shadow price of
// a quote-second for the priced one. What quoting earns or loses comes in as a
// number; where it comes from is not known here.
//
// Functions are pure and may be called from any thread.
package steering
