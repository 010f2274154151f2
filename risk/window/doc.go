// Package window counts exactly what happened in a sliding stretch of time, ends
// included: messages in any second, rejects in ten. It remembers the instants
// themselves, so no burst across an edge is counted short.
//
// A Window belongs to the thread of its owner and allocates nothing after New.
package window
