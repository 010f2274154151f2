package venue

import (
	"net"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/atomic"

	"quotient/internal/frame"
)

// A port is a listener whose connections give whole valid FIX frames only.
type port struct {
	net.Listener
	log     zerolog.Logger
	garbage atomic.Uint64

	mu    sync.Mutex
	conns map[*filtered]bool
	shut  bool
}

func newPort(l net.Listener, log zerolog.Logger) *port {
	return &port{Listener: l, log: log, conns: map[*filtered]bool{}}
}

// Accept implements net.Listener.
func (p *port) Accept() (net.Conn, error) {
	c, err := p.Listener.Accept()
	if err != nil {
		return nil, err
	}
	f := &filtered{Conn: c, port: p}
	f.in = frame.NewReader(c, f.drop)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut {
		c.Close()
		return f, nil
	}
	p.conns[f] = true
	return f, nil
}

// hangUp closes the connections of the comp id.
func (p *port) hangUp(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		if c.name.Load() == name {
			c.Conn.Close()
		}
	}
}

// closeAll closes every connection, those of later Accepts too.
func (p *port) closeAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
	for c := range p.conns {
		c.Conn.Close()
	}
}

// A filtered is a connection behind the frame filter, with a limit on how long
// the other side may leave our bytes unread.
type filtered struct {
	net.Conn
	port  *port
	in    *frame.Reader
	rest  []byte
	name  atomic.String // comp id of the one who logged on
	noisy time.Time
}

const tagSenderCompID = 49

// Read implements net.Conn.
func (c *filtered) Read(b []byte) (int, error) {
	if len(c.rest) == 0 {
		f, err := c.in.Next()
		if err != nil {
			return 0, err
		}
		if c.name.Load() == "" {
			c.name.Store(string(frame.Tag(f, tagSenderCompID)))
		}
		c.rest = f
	}
	n := copy(b, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// Write implements net.Conn.
func (c *filtered) Write(b []byte) (int, error) {
	c.Conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	n, err := c.Conn.Write(b)
	if err != nil {
		c.Conn.Close()
	}
	return n, err
}

// Close implements net.Conn.
func (c *filtered) Close() error {
	c.port.mu.Lock()
	delete(c.port.conns, c)
	c.port.mu.Unlock()
	return c.Conn.Close()
}

// drop notes bytes that were not let through, with one line a second at most.
func (c *filtered) drop(d frame.Drop) {
	c.port.garbage.Inc()
	if now := time.Now(); now.Sub(c.noisy) >= time.Second {
		c.noisy = now
		c.port.log.Warn().Str("from", c.RemoteAddr().String()).Str("reason", d.Reason.String()).Int("bytes", d.Length).
			Msg("exchange: garbage on the FIX port dropped")
	}
}
