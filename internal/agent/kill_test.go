package agent

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/internal/frame"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// A tap stands before the exchange's socket and notes when each message arrives.
type tap struct {
	l     net.Listener
	mu    sync.Mutex
	at    []arrival // at the exchange
	left  []arrival // handed to the kernel by the agent
	conns []net.Conn

	sockets atomic.Int64 // that the agent made
}

// A leaving notes each message as it is handed to the kernel.
type leaving struct {
	*net.TCPConn
	x *tap
}

// wrap has a socket of the agent noted.
func (x *tap) wrap(c net.Conn) net.Conn {
	x.sockets.Add(1)
	return &leaving{c.(*net.TCPConn), x}
}

func (c *leaving) Write(f []byte) (int, error) {
	c.x.mu.Lock()
	c.x.left = append(c.x.left, seen(f))
	c.x.mu.Unlock()
	return c.TCPConn.Write(f)
}

// seen is a message as it is passed now.
func seen(f []byte) arrival {
	return arrival{string(frame.Tag(f, 35)), string(frame.Tag(f, 55)), time.Now()}
}

// handed returns how long after at messages of the type were handed to the kernel.
func (x *tap) handed(at time.Time, msgType string) (list []time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, a := range x.left {
		if a.msgType == msgType && a.at.After(at) {
			list = append(list, a.at.Sub(at))
		}
	}
	return list
}

// cut ends every connection.
func (x *tap) cut() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range x.conns {
		c.Close()
	}
	x.conns = nil
}

type arrival struct {
	msgType string
	symbol  string
	at      time.Time
}

func newTap(t *testing.T, exchange string) *tap {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	x := &tap{l: l}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", exchange)
			if err != nil {
				c.Close()
				continue
			}
			x.mu.Lock()
			x.conns = append(x.conns, c, out)
			x.mu.Unlock()
			go func() {
				io.Copy(c, out)
				c.Close()
			}()
			go x.pass(c, out)
		}
	}()
	return x
}

func (x *tap) pass(c, out net.Conn) {
	defer out.Close()
	for in := frame.NewReader(c, nil); ; {
		f, err := in.Next()
		if err != nil {
			return
		}
		x.mu.Lock()
		x.at = append(x.at, seen(f))
		x.mu.Unlock()
		if _, err := out.Write(f); err != nil {
			return
		}
	}
}

// arrived is how long after the latch a quote that had left before it may still
// arrive: the tap's goroutine waits for a processor.
const arrived = 50 * time.Millisecond

// since returns how long after at messages of the type arrived.
func (x *tap) since(at time.Time, msgType string) (list []time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, a := range x.at {
		if a.msgType == msgType && a.at.After(at) {
			list = append(list, a.at.Sub(at))
		}
	}
	return list
}

// A killing is a quoting agent on an exchange behind a tap, to be killed.
type killing struct {
	t     *testing.T
	desk  func(testing.TB) *config.Desk // nil = the dev desk
	speed float64                       // of the exchange's clock; 0 = 5
	bend  func(*config.Desk)
	sleep func(context.Context, time.Duration) error // between attempts to connect; nil = the clock
	dir   string
	x     *exchangeServer
	wire  *tap
	base  *Clock

	a      *live
	cancel context.CancelFunc
	done   chan error

	begun  time.Time       // since when quotes count
	masses []time.Duration // from the latch to the exchange's socket
	handed []time.Duration // from the latch to the kernel
	latest time.Duration   // quote handed to the kernel after a latch
	after  int             // such quotes
	leaks  int
}

func newKilling(t *testing.T, bend func(*config.Desk)) *killing {
	t.Helper()
	k := &killing{t: t, bend: bend}
	k.build()
	return k
}

// build starts the exchange, the tap and the agent's first life.
func (k *killing) build() {
	k.t.Helper()
	k.dir = k.t.TempDir()
	if k.desk == nil {
		k.desk = func(t testing.TB) *config.Desk { return devDesk(t) }
	}
	if k.speed == 0 {
		k.speed = 5
	}
	desk := k.desk(k.t)
	clock, days, err := simStart(desk)
	if err != nil {
		k.t.Fatal(err)
	}
	clock.speed, k.base = k.speed, clock
	var errs lockedBuffer
	if k.x, err = startExchange(desk, clock, days, "127.0.0.1:0", "127.0.0.1:0", Streams{&errs, &errs}); err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { k.x.Close(closing()) })
	k.wire = newTap(k.t, k.x.FIXAddr())
	k.begin()
}

// begin starts a life of the agent.
func (k *killing) begin() {
	k.t.Helper()
	desk := k.desk(k.t)
	k.bend(desk)
	desk.Venue.FIX.Address, desk.Venue.Feed = k.wire.l.Addr().String(), k.x.FeedAddr()
	a, err := startLive(desk, liveOptions{clock: k.base, dir: k.dir, page: "127.0.0.1:0", log: zerolog.Nop(), sleep: k.sleep, wrap: k.wire.wrap})
	if err != nil {
		k.t.Fatal(err)
	}
	var ctx context.Context
	ctx, k.cancel = context.WithCancel(context.Background())
	k.a, k.done = a, make(chan error, 1)
	go func(a *live, done chan error) { done <- a.run(ctx) }(a, k.done)
}

// end ends it. That the exchange has not confirmed everything is no failure here.
func (k *killing) end() {
	k.t.Helper()
	k.cancel()
	if err := <-k.done; err != nil && !errors.Is(err, errUnsure) {
		k.t.Error(err)
	}
	if err := k.a.close(); err != nil {
		k.t.Error(err)
	}
}

// kill sets the latch while meanwhile goes on, and waits until the exchange has
// confirmed that nothing of ours is left; then it is cleared.
func (k *killing) kill(meanwhile func(killed chan struct{})) {
	k.t.Helper()
	waitMode(k.t, k.a.page.Addr(), "run")
	time.Sleep(time.Duration(20+rand.IntN(20)) * time.Millisecond)
	a := k.a
	var wg sync.WaitGroup
	killed := make(chan struct{})
	if meanwhile != nil {
		wg.Go(func() {
			time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
			meanwhile(killed)
		})
		time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
	}
	confirmed := k.a.pump.mass.Load()
	at := time.Now()
	if err := a.stops.stop(stopKey{}, risk.Killed, ref("zhang"), ref("drill")); err != nil {
		k.t.Fatal(err)
	}
	close(killed)
	wg.Wait()
	waitMode(k.t, k.a.page.Addr(), "killed")
	if k.a != a {
		confirmed = 0
	}
	for deadline := time.Now().Add(30 * time.Second); k.a.pump.mass.Load() < confirmed+2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			k.t.Fatal("the exchange never confirmed an empty book")
		}
	}
	for _, quote := range k.wire.since(at, "S") {
		if quote > arrived {
			k.leaks++
		}
	}
	k.masses = append(k.masses, k.wire.since(at, "Z")[0])
	if out := k.wire.handed(at, "Z"); len(out) > 0 {
		k.handed = append(k.handed, out[0])
	}
	if late := k.wire.handed(at, "S"); len(late) > 0 {
		k.latest = max(k.latest, late[len(late)-1])
		k.after += len(late)
	}
	if err := k.a.stops.undo(stopKey{}, k.a.stops.set[stopKey{}], ref("li"), ref("drill")); err != nil {
		k.t.Fatal(err)
	}
}

// restart ends this life, which takes the kill, and starts another.
func (k *killing) restart(killed chan struct{}) {
	k.end()
	<-killed
	k.begin()
}

func (k *killing) report(what string) {
	k.t.Helper()
	slices.Sort(k.masses)
	n := len(k.masses)
	slices.Sort(k.handed)
	if m := len(k.handed); m > 0 {
		k.t.Logf("%d kills %s: mass cancel handed to the kernel p50 %v, p99 %v, max %v; %d quotes handed over after the latch, the latest %v",
			n, what, k.handed[m/2], k.handed[m*99/100], k.handed[m-1], k.after, k.latest)
	}
	k.t.Logf("%d kills %s: mass cancel at the exchange's socket p50 %v, p99 %v, max %v; each confirmed; %d quotes arrived more than %v after the latch",
		n, what, k.masses[n/2], k.masses[n*99/100], k.masses[n-1], k.leaks, arrived)
	if k.leaks > 0 {
		k.t.Errorf("a quote arrived after the latch: %s", what)
	}
	k.masses, k.handed, k.leaks, k.after, k.latest = nil, nil, 0, 0, 0
}

// times is how often a kill is tried: short, or where QUOTIENT_LONG asks for it.
func times(short, long int) int {
	if os.Getenv("QUOTIENT_LONG") != "" {
		return long
	}
	return short
}

// The whole way of a kill: latch, desk, loop, gate, session, the exchange's socket;
// alone, and against a lost connection, a restart, and a restart with a changed desk.
func TestKillEndToEnd(t *testing.T) {
	wide := false
	k := newKilling(t, func(d *config.Desk) {
		if wide {
			for i := range d.Quoter.Contracts {
				d.Quoter.Contracts[i].MinRest *= 2
			}
		}
	})
	for range times(4, 100) {
		k.kill(nil)
	}
	k.report("of a quoting agent")
	for range times(1, 15) {
		k.kill(func(chan struct{}) { k.wire.cut() })
	}
	k.report("against a disconnect")
	for range times(1, 10) {
		k.kill(k.restart)
	}
	k.report("against a restart")
	for range times(1, 10) {
		wide = !wide
		k.kill(k.restart)
	}
	k.report("against a reload, which is a restart with a changed desk")
	k.end()
}

// With the gate's window used up by quotes a kill's mass cancels leave as soon: a part
// of the window is theirs. The exchange never sees more than the window holds.
func TestKillWithTheRateLimitOn(t *testing.T) {
	const most = 6
	k := newKilling(t, func(d *config.Desk) {
		d.Risk.MaxMessages, d.Risk.ForCancels, d.Risk.Window = most, 3, 5*market.Second // a second of the wall
		for i := range d.Quoter.Contracts {
			d.Quoter.Contracts[i].MinRest = market.Millisecond
		}
	})
	for range times(2, 100) {
		k.kill(nil)
	}
	k.report("with the rate limit on")
	var snap port.Snapshot
	k.end()
	k.a.loop.Snapshot(&snap)
	if refused := snap.Refusals[risk.RuleRate]; refused == 0 {
		t.Log("the window was never full")
	}
}
