// Package port is what crosses the loop's border: Command in, Record and
// Snapshot out. Everything has a fixed layout, no pointers and a version, so
// that it can lie in a mapped ring and in a journal as it is.
//
// The desk goroutine alone pushes Commands; the loop alone writes Records and
// Pages; the journaler alone pops Records; one reader (ops) takes Pages.
package port

// Version is the layout version of Command, Record and Snapshot. A journal
// carries it; a reader refuses another.
const Version = 5
