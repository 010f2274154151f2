// Package breaker stops trading that goes wrong while every single message is
// right: too much done in a second or ten (market maker protection), one side
// only, a storm of rejects, prices refused again and again, money lost too fast,
// a loop that is late, a position that jumps.
//
// The loop tells it what happened; it answers with trips, at the scope of one
// contract, one group (product) or the account. A limit is the first value that
// trips. A trip latches: it ends by itself after its pause, by a trader or by
// risk, as its Policy says, and from the n-th of a day on by risk alone. Nothing
// here cancels, sends or flattens: who is blocked is for the loop to pull. A
// limit that is missing, zero or negative blocks, and nobody can re-arm that.
//
// A Breaker belongs to the loop's thread and allocates nothing after New.
package breaker
