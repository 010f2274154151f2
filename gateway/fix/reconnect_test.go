package fix

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quotient/gateway/conn"
	"quotient/gateway/fix/dialect"
	"quotient/internal/frame"
	"quotient/market"
	"quotient/risk"
)

// A hideout is an exchange that hangs up on whoever comes while it is away. The
// session's waits move the only clock, so that what is measured are the waits.
type hideout struct {
	*rig
	owed  atomic.Bool
	away  atomic.Bool
	tried atomic.Int64 // connections while it was away
	conns chan net.Conn

	mu     sync.Mutex
	waited time.Duration
	on     func(waited time.Duration) // before each wait, which ends at waited
}

const shortWait = 250 * time.Millisecond

func newHideout(t *testing.T) *hideout {
	l := port(t)
	x := &hideout{conns: make(chan net.Conn, 8), on: func(time.Duration) {}}
	go func() {
		for {
			c, err := l.Accept()
			switch {
			case err != nil:
				return
			case x.away.Load():
				x.tried.Add(1)
				c.Close()
			default:
				x.conns <- c
			}
		}
	}()
	x.rig = newRig(t, l.Addr().String(), 64, func(p *Params) {
		p.Backoff = conn.DefaultBackoff(7)
		p.Backoff.Within = market.Time(shortWait)
		p.Owed, p.Sleep = x.owed.Load, x.wait
	}).start(t)
	return x
}

func (x *hideout) wait(ctx context.Context, d time.Duration) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.waited += d
	x.on(x.waited)
	return ctx.Err()
}

// from lets f see each wait from here on; the clock begins anew.
func (x *hideout) from(f func(waited time.Duration)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.waited, x.on = 0, f
}

// back is how long the session has waited since.
func (x *hideout) back() time.Duration {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.waited
}

// conn is the session's next connection.
func (x *hideout) conn() net.Conn {
	x.t.Helper()
	select {
	case c := <-x.conns:
		return c
	case <-time.After(patience):
		x.t.Fatalf("nobody connected; log:\n%s", x.log)
		return nil
	}
}

// cut has the exchange hang up so many times, each time after a logon.
func (x *hideout) cut(times int) {
	x.t.Helper()
	for range times {
		c := x.conn()
		welcome(x.t, c)
		x.until("up")
		c.Close()
		x.until("down")
	}
}

// massCancelled serves the next logon and the mass cancel that the loop sends then.
func (x *hideout) massCancelled() {
	x.t.Helper()
	y := welcome(x.t, x.conn())
	x.until("up")
	x.send(end(market.InstructMassQuotes, 77, 0))
	if f := y.hear("Z"); string(frame.Tag(f, dialect.TagQuoteMsgID)) != "77" {
		x.t.Errorf("got %s", pipes(string(f)))
	}
}

// The exchange hangs up nine times, a quote may be live there, a kill falls, the
// exchange stays away for ten seconds and comes back: the mass cancel is with it within
// the short wait. Where nothing is owed the session waits as long as it has learned to.
func TestKillAfterManyCuts(t *testing.T) {
	t.Parallel()
	x := newHideout(t)
	x.owed.Store(true)
	x.cut(8)
	const absence = 10 * time.Second
	var at time.Duration // when it came back
	c := x.conn()
	welcome(t, c)
	x.until("up")
	x.away.Store(true)
	x.latch.Set(risk.Killed)
	x.from(func(waited time.Duration) {
		if waited > absence && at == 0 {
			at = absence
			x.away.Store(false)
		}
	})
	c.Close()
	x.until("down")
	x.massCancelled()
	if late := x.back() - at; at == 0 || late > shortWait {
		t.Errorf("the mass cancel came %v after the exchange was back", late)
	}
	if n := x.tried.Load(); n < int64(absence/shortWait) || n > 2*int64(absence/shortWait)+2 {
		t.Errorf("%d attempts in %v", n, absence)
	}
}

// Nothing is owed while the session waits its long wait; then something is: it tries
// within the short one.
func TestKillInALongWait(t *testing.T) {
	t.Parallel()
	x := newHideout(t)
	x.cut(8)
	c := x.conn()
	welcome(t, c)
	x.until("up")
	const kill = time.Second
	x.from(func(waited time.Duration) {
		if waited > kill {
			x.owed.Store(true)
		}
	})
	c.Close()
	x.until("down")
	x.massCancelled()
	if waited := x.back(); waited < kill || waited > kill+shortWait {
		t.Errorf("connected again after %v, owed from %v", waited, kill)
	}
	x.owed.Store(false)
	x.from(func(time.Duration) {})
}

// Nothing is owed: after many cuts the waits are long.
func TestWaitsGrowWhileNothingIsOwed(t *testing.T) {
	t.Parallel()
	x := newHideout(t)
	x.cut(8)
	c := x.conn()
	welcome(t, c)
	x.until("up")
	x.from(func(time.Duration) {})
	c.Close()
	x.until("down")
	welcome(t, x.conn())
	x.until("up")
	if waited := x.back(); waited < 5*time.Second || waited > 10*time.Second {
		t.Errorf("connected again after %v", waited)
	}
}

// ISOLATED while a cancel is owed: nobody connects any more, until that is over.
func TestIsolatedNeverConnects(t *testing.T) {
	t.Parallel()
	x := newHideout(t)
	x.owed.Store(true)
	x.cut(2)
	c := x.conn()
	welcome(t, c)
	x.until("up")
	x.away.Store(true) // who connects now is counted
	x.latch.Set(risk.Isolated)
	x.from(func(waited time.Duration) {
		if waited > time.Hour && x.away.Swap(false) {
			x.latch.Set(risk.Run)
		}
	})
	c.Close()
	x.until("down")
	x.massCancelled()
	if n := x.tried.Load(); n != 0 || x.back() < time.Hour {
		t.Errorf("%d attempts while isolated, back after %v", n, x.back())
	}
}
