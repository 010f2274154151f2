//go:build linux

package conn

import (
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"quotient/market"
)

// patience bounds how long a test waits for the kernel; nothing is asserted about speed.
const patience = 10 * time.Second

// clock is the test's own time: it moves only when the test says so.
const second = market.Second

func params(addr string) Params {
	return Params{Addr: addr, Backoff: BackoffParams{First: second, Max: 8 * second, Stable: 60 * second, Seed: 1}}
}

func newClient(t *testing.T, p Params) *Client {
	t.Helper()
	c, err := NewClient(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Stop(0) })
	return c
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func accept(t *testing.T, l net.Listener) net.Conn {
	t.Helper()
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// until steps the client at one fixed now until it stands in want.
func until(t *testing.T, c *Client, want State, now market.Time) {
	t.Helper()
	for end := time.Now().Add(patience); c.State() != want; {
		if time.Now().After(end) {
			t.Fatalf("client stays %v, want %v (%v)", c.State(), want, c.Err())
		}
		c.Step(now)
		time.Sleep(100 * time.Microsecond)
	}
}

// readAll reads until n bytes are there or the client leaves up.
func readAll(t *testing.T, c *Client, n int, now market.Time) string {
	t.Helper()
	var got []byte
	buf := make([]byte, 7)
	for end := time.Now().Add(patience); len(got) < n && c.State() == StateUp; {
		if time.Now().After(end) {
			t.Fatalf("read %q, then nothing", got)
		}
		got = append(got, buf[:c.Read(buf, now)]...)
	}
	return string(got)
}

func TestClientReadsAndWrites(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	if c.State() != StateIdle || c.Fd() != -1 || c.Deadline() != 0 || c.Step(1) {
		t.Fatal("a new client is not idle")
	}
	c.Start(second)
	until(t, c, StateUp, second)
	peer := accept(t, l)
	if _, err := peer.Write([]byte("one line\nhalf a li")); err != nil {
		t.Fatal(err)
	}
	if got := readAll(t, c, 18, 2*second); got != "one line\nhalf a li" {
		t.Fatalf("read %q", got)
	}
	if n := c.Read(make([]byte, 8), 2*second); n != 0 || c.State() != StateUp {
		t.Fatalf("an empty socket gave %d bytes and %v", n, c.State())
	}
	if n := c.Write([]byte("hello"), 2*second); n != 5 {
		t.Fatalf("wrote %d bytes", n)
	}
	buf := make([]byte, 5)
	if _, err := peer.Read(buf); err != nil || string(buf) != "hello" {
		t.Fatalf("the peer read %q, %v", buf, err)
	}
	if s := c.Stats(); s != (Stats{Attempts: 1, Links: 1, BytesIn: 18, BytesOut: 5}) {
		t.Fatalf("stats %+v", s)
	}
	if nodelay, err := unix.GetsockoptInt(c.Fd(), unix.IPPROTO_TCP, unix.TCP_NODELAY); err != nil || nodelay == 0 {
		t.Fatalf("TCP_NODELAY is %d, %v", nodelay, err)
	}
}

func TestClientPeerDiesInMidLine(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
	peer := accept(t, l)
	if _, err := peer.Write([]byte(`{"t":"dep`)); err != nil {
		t.Fatal(err)
	}
	peer.Close()
	if got := readAll(t, c, 100, 5*second); got != `{"t":"dep` {
		t.Fatalf("what had arrived before the end is %q", got)
	}
	if c.State() != StateBackoff || !errors.Is(c.Err(), ErrPeerClosed) || c.Fd() != -1 {
		t.Fatalf("%v, fd %d, %v", c.State(), c.Fd(), c.Err())
	}
	due := c.Deadline()
	if due < 5*second+second/2 || due > 6*second {
		t.Fatalf("next attempt at %d, want half a second to a second after the loss", due)
	}
	if c.Step(due - 1); c.State() != StateBackoff {
		t.Fatal("it came back before its deadline")
	}
	until(t, c, StateUp, due)
	peer = accept(t, l)
	if _, err := peer.Write([]byte("again")); err != nil {
		t.Fatal(err)
	}
	if got := readAll(t, c, 5, due); got != "again" {
		t.Fatalf("read %q on the second link", got)
	}
	if s := c.Stats(); s.Attempts != 2 || s.Links != 2 || s.Losses != 1 {
		t.Fatalf("stats %+v", s)
	}
}

func TestClientPeerResets(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
	peer := accept(t, l).(*net.TCPConn)
	if err := peer.SetLinger(0); err != nil {
		t.Fatal(err)
	}
	peer.Close()
	readAll(t, c, 1, 2*second)
	if c.State() != StateBackoff || !errors.Is(c.Err(), unix.ECONNRESET) {
		t.Fatalf("%v, %v", c.State(), c.Err())
	}
	due := c.Deadline()
	if n := c.Write([]byte("x"), 3*second); n != 0 || c.Read(make([]byte, 1), 3*second) != 0 {
		t.Fatalf("a lost client wrote %d bytes", n)
	}
	if c.Deadline() != due || c.Stats().Losses != 1 {
		t.Fatal("using a lost client counts as another loss")
	}
}

func TestClientTakesEmptyBuffers(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
	if c.Read(nil, second) != 0 || c.Write(nil, second) != 0 || c.State() != StateUp {
		t.Fatalf("%v, %v", c.State(), c.Err())
	}
}

// TestSocketConnectedToItself binds a socket and connects it to its own address,
// which TCP takes.
func TestSocketConnectedToItself(t *testing.T) {
	for name, any := range map[string]unix.Sockaddr{
		"v4": &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}},
		"v6": &unix.SockaddrInet6{Addr: [16]byte{15: 1}},
	} {
		family := unix.AF_INET
		if name == "v6" {
			family = unix.AF_INET6
		}
		fd, err := unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Logf("%s: no socket: %v", name, err)
			continue
		}
		s := socket{fd: fd}
		defer s.close()
		if err := unix.Bind(fd, any); err != nil {
			t.Logf("%s: no loopback address: %v", name, err)
			continue
		}
		own, err := unix.Getsockname(fd)
		if err != nil {
			t.Fatal(err)
		}
		if err := unix.Connect(fd, own); err != nil {
			t.Fatal(err)
		}
		if done, err := s.connected(); done != true || !errors.Is(err, ErrSelf) {
			t.Errorf("%s: %v %v", name, done, err)
		}
	}
}

func TestClientOverIPv6(t *testing.T) {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Logf("no IPv6 loopback: %v", err)
		return
	}
	defer l.Close()
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
}

func TestClientRefusedBacksOff(t *testing.T) {
	l := listen(t)
	addr := l.Addr().String()
	l.Close()
	c := newClient(t, params(addr))
	now, last := second, market.Time(0)
	c.Start(now)
	for i := range 6 {
		until(t, c, StateBackoff, now)
		if !errors.Is(c.Err(), unix.ECONNREFUSED) && !errors.Is(c.Err(), ErrSelf) {
			t.Fatalf("attempt %d: %v", i, c.Err())
		}
		if !strings.Contains(c.Err().Error(), addr) {
			t.Fatalf("the error does not name the address: %v", c.Err())
		}
		wait := c.Deadline() - now
		step := min(second<<i, 8*second)
		if wait < step/2 || wait > step {
			t.Fatalf("wait %d is %d, want within [%d, %d]", i, wait, step/2, step)
		}
		if i < 3 && wait < last {
			t.Fatalf("wait %d fell from %d to %d", i, last, wait)
		}
		last = wait
		now = c.Deadline()
		if !c.Step(now) {
			t.Fatal("a new attempt is not told as a change")
		}
	}
	if s := c.Stats(); s.Attempts != 7 || s.Links != 0 || s.Losses != 0 {
		t.Fatalf("stats %+v", s)
	}
}

func TestClientComesBackWhenThePeerDoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "feed.sock")
	c := newClient(t, params("unix:"+path))
	c.Start(second)
	until(t, c, StateBackoff, second)
	if !errors.Is(c.Err(), unix.ENOENT) {
		t.Fatalf("%v", c.Err())
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	until(t, c, StateUp, c.Deadline())
	peer := accept(t, l)
	if _, err := peer.Write([]byte("tick")); err != nil {
		t.Fatal(err)
	}
	if got := readAll(t, c, 4, 3*second); got != "tick" {
		t.Fatalf("read %q", got)
	}
}

func TestClientConnectTimeout(t *testing.T) {
	// A listener whose queue is full answers no further connect.
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := unix.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	sa, err := unix.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	addr := (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: sa.(*unix.SockaddrInet4).Port}).String()
	first := newClient(t, params(addr))
	first.Start(second)
	until(t, first, StateUp, second)

	p := params(addr)
	p.Timeout = 2 * second
	c := newClient(t, p)
	c.Start(10 * second)
	if c.State() != StateConnecting || c.Deadline() != 12*second {
		t.Fatalf("%v until %d", c.State(), c.Deadline())
	}
	if c.Step(12*second - 1); c.State() != StateConnecting {
		t.Fatalf("%v before the deadline", c.State())
	}
	c.Step(12 * second)
	if c.State() != StateBackoff || !errors.Is(c.Err(), ErrTimeout) {
		t.Fatalf("%v, %v", c.State(), c.Err())
	}
}

func TestClientSilence(t *testing.T) {
	l := listen(t)
	p := params(l.Addr().String())
	p.Silence = 5 * second
	c := newClient(t, p)
	c.Start(second)
	until(t, c, StateUp, second)
	peer := accept(t, l)
	if c.Deadline() != 6*second {
		t.Fatalf("deadline %d", c.Deadline())
	}
	if _, err := peer.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	readAll(t, c, 1, 4*second)
	if c.Step(9*second - 1); c.State() != StateUp {
		t.Fatal("lost although something arrived five seconds before")
	}
	c.Step(9 * second)
	if c.State() != StateBackoff || !errors.Is(c.Err(), ErrSilent) {
		t.Fatalf("%v, %v", c.State(), c.Err())
	}
}

func TestClientStableLinkForgetsFailures(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	now := second
	c.Start(now)
	wait := func(held market.Time) market.Time {
		until(t, c, StateUp, now)
		accept(t, l).Close()
		now += held
		readAll(t, c, 1, now)
		if c.State() != StateBackoff {
			t.Fatalf("%v after the peer left", c.State())
		}
		w := c.Deadline() - now
		now = c.Deadline()
		return w
	}
	wait(0)
	wait(0)
	if w := wait(second); w < 2*second {
		t.Fatalf("third short link waits %d, want at least 2 s", w)
	}
	if w := wait(60 * second); w > second {
		t.Fatalf("after a stable link it waits %d, want at most 1 s", w)
	}
}

func TestClientStopAndStart(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
	c.Stop(2 * second)
	if c.State() != StateIdle || c.Fd() != -1 || c.Deadline() != 0 || c.Since() != 2*second {
		t.Fatalf("%v, fd %d", c.State(), c.Fd())
	}
	if n, err := accept(t, l).Read(make([]byte, 1)); n != 0 || err == nil {
		t.Fatal("the peer was not told of the end")
	}
	c.Start(3 * second)
	until(t, c, StateUp, 3*second)
	if s := c.Stats(); s.Losses != 0 || s.Links != 2 {
		t.Fatalf("a stop counts as a loss: %+v", s)
	}
}

func TestClientWriteStopsWhenThePeerDoesNotRead(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
	accept(t, l)
	chunk := make([]byte, 64<<10)
	for range 10000 {
		if n := c.Write(chunk, second); n < len(chunk) {
			if c.State() != StateUp {
				t.Fatalf("a full buffer ended the link: %v", c.Err())
			}
			return
		}
	}
	t.Fatal("the kernel took 640 MB")
}

func TestClientDoesNotAllocate(t *testing.T) {
	l := listen(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	until(t, c, StateUp, second)
	peer := accept(t, l)
	if _, err := peer.Write(make([]byte, 4096)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 16)
	if n := testing.AllocsPerRun(100, func() { c.Step(second); c.Read(buf, second); c.Write(buf[:1], second) }); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
