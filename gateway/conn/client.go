//go:build linux

package conn

import (
	"errors"
	"fmt"

	"quotient/market"
)

// A State is where a Client stands.
type State uint8

// The states. The zero State is idle: no socket, nothing planned.
const (
	StateIdle       State = iota
	StateConnecting       // the connect is under way
	StateUp               // connected
	StateBackoff          // waiting before the next attempt
)

// String returns the state's name.
func (s State) String() string {
	if s > StateBackoff {
		return "invalid"
	}
	return [...]string{"idle", "connecting", "up", "backoff"}[s]
}

// Errors that a Client notes beside those of the system.
var (
	ErrPeerClosed = errors.New("the peer closed the connection")
	ErrTimeout    = errors.New("no answer to the connect in time")
	ErrSilent     = errors.New("nothing arrived for too long")
	ErrSelf       = errors.New("connected to itself: nobody listens there")
)

// Params are a Client's parameters.
type Params struct {
	Addr    string      // as ParseAddr reads it
	Timeout market.Time // of one connect; 0 = 3 s
	Silence market.Time // drop the link when nothing arrived for so long; 0 = never
	Backoff BackoffParams
}

// Stats count what happened to a Client.
type Stats struct {
	Attempts uint64 // connects begun
	Links    uint64 // connects that succeeded
	Losses   uint64 // links lost, not counting Stop
	BytesIn  uint64
	BytesOut uint64
}

// A Client is one connection that keeps coming back. It does something only
// inside its methods: Step moves it on, and must be called when its descriptor
// is ready and when Deadline has passed; calling it more often does no harm.
type Client struct {
	p       Params
	addr    Addr
	backoff *Backoff
	sock    socket
	state   State
	since   market.Time // when state began
	due     market.Time // StateConnecting: give up; StateBackoff: try again
	heard   market.Time // StateUp: the last byte's arrival
	err     error       // why the last attempt or link ended
	stats   Stats
	watch   watch
}

const defaultTimeout = 3 * market.Second

// NewClient returns an idle client, or what is wrong with p.
func NewClient(p Params) (*Client, error) {
	addr, err := ParseAddr(p.Addr)
	if err != nil {
		return nil, err
	}
	if err := p.Backoff.Check(); err != nil {
		return nil, fmt.Errorf("conn: %w", err)
	}
	if p.Timeout < 0 || p.Silence < 0 {
		return nil, fmt.Errorf("conn: timeout %d ns and silence %d ns must not be negative", p.Timeout, p.Silence)
	}
	if p.Timeout == 0 {
		p.Timeout = defaultTimeout
	}
	return &Client{p: p, addr: addr, backoff: NewBackoff(p.Backoff), sock: noSocket}, nil
}

// Start leaves idle and begins to connect.
func (c *Client) Start(now market.Time) {
	if c.state == StateIdle {
		c.connect(now)
	}
}

// Stop closes the socket and stays idle until Start.
func (c *Client) Stop(now market.Time) {
	c.sock.close()
	c.backoff.Reset()
	c.enter(StateIdle, now, 0)
}

// Step moves the client on and reports whether its state changed.
func (c *Client) Step(now market.Time) (changed bool) {
	was, attempt := c.state, c.stats.Attempts
	switch c.state {
	case StateConnecting:
		c.connecting(now)
	case StateUp:
		if c.p.Silence > 0 && now-c.heard >= c.p.Silence {
			c.lose(ErrSilent, now)
		}
	case StateBackoff:
		if now >= c.due {
			c.connect(now)
		}
	}
	return c.state != was || c.stats.Attempts != attempt
}

// Deadline is the instant at which Step must be called even if the descriptor
// stays quiet; 0 = none.
func (c *Client) Deadline() market.Time {
	switch {
	case c.state == StateConnecting || c.state == StateBackoff:
		return c.due
	case c.state == StateUp && c.p.Silence > 0:
		return c.heard + c.p.Silence
	}
	return 0
}

func (c *Client) connect(now market.Time) {
	c.stats.Attempts++
	c.enter(StateConnecting, now, now+c.p.Timeout)
	sock, done, err := dialSocket(c.addr)
	c.sock = sock
	if err != nil {
		c.lose(err, now)
	} else if done {
		c.up(now)
	}
}

func (c *Client) connecting(now market.Time) {
	done, err := c.sock.connected()
	switch {
	case err != nil:
		c.lose(err, now)
	case done:
		c.up(now)
	case now >= c.due:
		c.lose(ErrTimeout, now)
	}
}

func (c *Client) up(now market.Time) {
	c.stats.Links++
	c.heard = now
	c.enter(StateUp, now, 0)
}

// lose closes the socket, whether it was connected or not, and plans the next attempt.
func (c *Client) lose(err error, now market.Time) {
	c.sock.close()
	c.err = err
	if c.state == StateUp {
		c.stats.Losses++
		c.backoff.Held(now - c.since)
	}
	c.enter(StateBackoff, now, now+c.backoff.Fail())
}

func (c *Client) enter(s State, now, due market.Time) { c.state, c.since, c.due = s, now, due }

// Read reads what has arrived into buf. 0 means that nothing has, or that the
// link is lost: State tells. A Client that is not up reads 0.
func (c *Client) Read(buf []byte, now market.Time) int {
	if c.state != StateUp || len(buf) == 0 {
		return 0
	}
	n, err := c.sock.read(buf)
	if err != nil {
		c.lose(err, now)
		return 0
	}
	if n > 0 {
		c.heard = now
		c.stats.BytesIn += uint64(n)
	}
	return n
}

// Write sends the front of b and returns how many bytes the kernel took: fewer
// than len(b) when its buffer is full or the link is lost.
func (c *Client) Write(b []byte, now market.Time) int {
	if c.state != StateUp || len(b) == 0 {
		return 0
	}
	n, err := c.sock.write(b)
	if err != nil {
		c.lose(err, now)
		return 0
	}
	c.stats.BytesOut += uint64(n)
	return n
}

// State returns where the client stands.
func (c *Client) State() State { return c.state }

// Since returns when the state began.
func (c *Client) Since() market.Time { return c.since }

// Addr returns where the client connects to.
func (c *Client) Addr() Addr { return c.addr }

// Fd returns the descriptor, -1 when there is none. A new attempt may get the
// number of the one before: use Watch to keep a Poller right.
func (c *Client) Fd() int { return c.sock.fd }

// Stats returns the counts so far.
func (c *Client) Stats() Stats { return c.stats }

// Err says why the last attempt failed or the last link ended; nil = never.
func (c *Client) Err() error {
	if c.err == nil {
		return nil
	}
	return fmt.Errorf("conn: %s: %w", c.addr, c.err)
}
