// Package conn keeps a connection: sockets, reconnect with backoff, and the
// epoll wait that one thread sits in.
//
// A Client is a non-blocking TCP or Unix socket as a state machine stepped with
// the caller's clock; it never blocks, never starts a goroutine and belongs to
// one thread, as does its Backoff. A Poller belongs to one thread too, except
// Wake, which any goroutine may call. Dial is the blocking way for sessions
// that have goroutines of their own, and the only place where names are resolved.
//
// Client and Poller need Linux.
package conn
