package agent

import (
	"context"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"quotient/internal/frame"
	"quotient/risk"
)

// A tap stands before the exchange's socket and notes when each message arrives.
type tap struct {
	l  net.Listener
	mu sync.Mutex
	at []arrival
}

type arrival struct {
	msgType string
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
		x.at = append(x.at, arrival{string(frame.Tag(f, 35)), time.Now()})
		x.mu.Unlock()
		if _, err := out.Write(f); err != nil {
			return
		}
	}
}

// arrived is how long after the latch a quote that had left before it may still
// arrive: the tap's goroutine waits for a processor.
const arrived = 10 * time.Millisecond

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

// The whole way of a kill: latch, desk, loop, gate, session, the exchange's socket.
func TestKillEndToEnd(t *testing.T) {
	desk := devDesk(t)
	clock, days, err := simStart(desk)
	if err != nil {
		t.Fatal(err)
	}
	clock.speed = 5
	var errs lockedBuffer
	x, err := startExchange(desk, clock, days, "127.0.0.1:0", "127.0.0.1:0", Streams{&errs, &errs})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close(closing())
	wire := newTap(t, x.FIXAddr())
	desk.Venue.FIX.Address, desk.Venue.Feed = wire.l.Addr().String(), x.FeedAddr()
	a, err := startLive(desk, liveOptions{clock: clock, dir: t.TempDir(), page: "127.0.0.1:0", log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	var masses []time.Duration
	leaks := 0
	for range 8 {
		waitMode(t, a.page.Addr(), "run")
		time.Sleep(30 * time.Millisecond)
		at := time.Now()
		if err := a.stops.stop(stopKey{}, risk.Killed, ref("zhang"), ref("drill")); err != nil {
			t.Fatal(err)
		}
		waitMode(t, a.page.Addr(), "killed")
		for _, quote := range wire.since(at, "S") {
			if quote > arrived {
				leaks++
			}
		}
		mass := wire.since(at, "Z")
		if len(mass) == 0 {
			t.Fatal("no mass cancel")
		}
		masses = append(masses, mass[0])
		if err := a.stops.undo(stopKey{}, a.stops.set[stopKey{}], ref("li"), ref("drill")); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.close(); err != nil {
		t.Error(err)
	}
	slices.Sort(masses)
	t.Logf("%d kills of a quoting agent: mass cancel at the exchange's socket p50 %v, max %v; %d quotes arrived more than %v after the latch", len(masses), masses[len(masses)/2], masses[len(masses)-1], leaks, arrived)
	if leaks > 0 {
		t.Error("a quote arrived after the latch")
	}
}
