package ops

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"
	"syscall"
)

// listen opens a loopback address. Any other is refused: there is no TLS and no
// access control, so whoever could reach the port could stop the desk.
func listen(address string) (net.Listener, error) {
	local, err := loopback(address)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", local)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("ops: %s is in use by another process: stop that one, or set ops.listen to another port such as 127.0.0.1:8081 (port 0 takes a free one)", local)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("ops: no permission to listen on %s: set ops.listen to a port above 1023", local)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("ops: %s is no address of this machine: set ops.listen to 127.0.0.1 and a port", local)
	case err != nil:
		return nil, fmt.Errorf("ops: cannot listen on %s: %w", local, err)
	}
	return &capped{Listener: l}, nil
}

// loopback returns address with a loopback IP, or says why it must not be used.
func loopback(address string) (string, error) {
	const allowed = "only loopback addresses are served: set ops.listen to 127.0.0.1:8080, [::1]:8080 or localhost:8080, and reach it from elsewhere through an SSH tunnel"
	host, p, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("ops: listen address %q is not host:port; %s", address, allowed)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return "", fmt.Errorf("ops: listen address %q could be reached from other machines; %s", address, allowed)
	}
	return net.JoinHostPort(ip.String(), p), nil
}

// capped accepts at most maxConnections at a time and closes what comes beyond,
// so that nobody waits for an answer that will not come.
type capped struct {
	net.Listener
	open atomic.Int32
}

// Accept waits for a connection within the cap.
func (l *capped) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if l.open.Add(1) <= maxConnections {
			return &counted{Conn: c, open: &l.open}, nil
		}
		l.open.Add(-1)
		c.Close()
	}
}

// counted gives its place back when closed.
type counted struct {
	net.Conn
	open   *atomic.Int32
	closed atomic.Bool
}

// Close closes the connection.
func (c *counted) Close() error {
	if !c.closed.Swap(true) {
		c.open.Add(-1)
	}
	return c.Conn.Close()
}
