// Package calendar is the plain table of trading days, sessions, call auctions
// and breaks: which phase an instant should be in, which trading day it belongs
// to, and how much scheduled time lies between two instants.
//
// A Table is immutable after New and may be used from any thread. Queries are
// binary searches over precomputed stretches and never allocate. A month that
// the data does not cover is refused, not guessed.
package calendar
