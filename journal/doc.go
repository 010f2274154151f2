// Package journal keeps what happened: the record (commands, venue events,
// decisions, modes, states, tallies; chained by SHA-256, kept for years) and the
// tape (feed events and polls, needed for replay; it may be dropped later, its
// hashes stand in the record). docs/journal.md describes the files and fields.
//
// A Writer owns its directory: Append, Flush, Sync, Run and Close belong to one
// goroutine, the journaler; GrantIDs to the desk; Dead may be called from any.
// After a failed write or sync a Writer is dead and says so to every caller: a
// sync that failed once is never tried again as if it could succeed.
//
// A Reader belongs to one goroutine. Any number of Readers may read a directory
// while a Writer writes to it. Latch and checkpoint files are whole files,
// replaced atomically; their functions may be called from any goroutine.
package journal
