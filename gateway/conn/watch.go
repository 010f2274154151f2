//go:build linux

package conn

// watch is what a Poller was last told about a Client's descriptor.
type watch struct {
	attempt     uint64 // the attempt whose socket is registered; 0 = none
	read, write bool
}

// Watch brings p's registration of the client's descriptor up to date: writable
// while connecting, readable while up. Call it before each Wait; it is a few
// comparisons when nothing changed. A closed socket has left the Poller by itself.
func (c *Client) Watch(p *Poller, key int32) error {
	want := watch{}
	if c.sock.fd >= 0 {
		want = watch{attempt: c.stats.Attempts, read: c.state == StateUp, write: c.state == StateConnecting}
	}
	if want == c.watch {
		return nil
	}
	var err error
	switch {
	case want.attempt == 0:
	case want.attempt == c.watch.attempt:
		err = p.Modify(c.sock.fd, key, want.read, want.write)
	default:
		err = p.Add(c.sock.fd, key, want.read, want.write)
	}
	if err == nil {
		c.watch = want
	}
	return err
}
