// Package venue gives the simulated exchange its sockets: a FIX acceptor for the
// makers and a market data feed of JSON lines.
//
// It is the other end of the FIX dialect and shares no code with the one we trade
// with: quickfixgo as acceptor, its own encoding, so that a mistake in either
// shows. docs/fix.md and docs/feed.md describe what is spoken.
//
// Threads. One goroutine, the floor's, owns the sim.Exchange: it advances it by
// the given clock, hands instructions in and events out. Each maker has a
// goroutine that sends, each feed client one that writes and one that reads. All
// queues are bounded: a client that does not keep up is cut off, the exchange
// never waits for one. Server's methods may be called from any goroutine.
//
// What comes in over FIX passes internal/frame. The last messages of a session are
// kept and sent again when the other side asks; a new logon begins at 1.
package venue
