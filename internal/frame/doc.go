// Package frame lets only whole, valid FIX frames through a byte stream, so
// that a parser behind it never sees what could make it fail.
//
// A Reader wraps what comes from a socket. It drops everything else, says why,
// and goes on at the next "8=FIX": a frame that follows any garbage is never
// lost with it. Its memory is bounded by the longest frame allowed.
//
// A Reader belongs to one goroutine; Check and Tag are pure.
package frame
