// Package agent builds a Loop with its rooms, sessions and journal from a desk
// file and runs the duty cycle: live (sockets and the real clock), virtual
// (against the simulated exchange), replay (recorded ticks, or a journal) and
// follower (a second Loop behind the journal, which writes the checkpoints).
//
// It owns the threads. One locked thread, or one goroutine in virtual time,
// polls the Loop; the desk goroutine alone pushes commands; the journaler alone
// pops records; the session and the page have goroutines of their own. Every
// goroutine ends with the function that started it.
package agent
