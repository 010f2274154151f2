package agent

import (
	"context"
	"sync"
	"testing"
	"time"

	"quotient/config"
	"quotient/risk"
)

// A toll adds up what a session would wait between attempts to connect while a cancel
// is owed, and has it wait nothing.
type toll struct {
	mu     sync.Mutex
	owed   func() bool
	waited time.Duration
}

func (x *toll) sleep(ctx context.Context, d time.Duration) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.owed != nil && x.owed() {
		x.waited += d
	}
	return ctx.Err()
}

// take is what was waited since the last call.
func (x *toll) take() time.Duration {
	x.mu.Lock()
	defer x.mu.Unlock()
	d := x.waited
	x.waited = 0
	return d
}

// The exchange hangs up on a quoting agent again and again, the last time under a
// kill: each time the loop's word that a cancel is owed brings the session back within
// the short wait for each socket, and the mass cancels are confirmed.
func TestManyCutsAndAKill(t *testing.T) {
	x := &toll{}
	k := &killing{t: t, bend: func(*config.Desk) {}, sleep: x.sleep}
	k.build()
	x.mu.Lock()
	x.owed = k.a.owed.Load
	x.mu.Unlock()
	within := time.Duration(k.a.core.desk.Venue.FIX.Within)
	await := func(what string, ok func() bool) {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal(what)
			}
		}
	}
	logons := func() uint64 { return k.x.Counters().Logons }
	for range 8 {
		await("never quoted", k.a.owed.Load)
		before := logons()
		x.take()
		sockets := k.wire.sockets.Load()
		k.wire.cut()
		await("never back", func() bool { return logons() > before })
		if waited, most := x.take(), within*time.Duration(k.wire.sockets.Load()-sockets); waited > most {
			t.Errorf("back after %v with a quote out, want at most %v", waited, most)
		}
		waitMode(t, k.a.page.Addr(), "run")
	}
	await("never quoted", k.a.owed.Load)
	before, confirmed := logons(), k.a.pump.mass.Load()
	x.take()
	sockets := k.wire.sockets.Load()
	if err := k.a.stops.stop(stopKey{}, risk.Killed, ref("zhang"), ref("drill")); err != nil {
		t.Fatal(err)
	}
	k.wire.cut()
	await("never back", func() bool { return logons() > before })
	if waited, most := x.take(), within*time.Duration(k.wire.sockets.Load()-sockets); waited > most {
		t.Errorf("back after %v under a kill, want at most %v", waited, most)
	}
	await("the exchange never confirmed an empty book", func() bool { return k.a.pump.mass.Load() >= confirmed+bothMasses && !k.a.owed.Load() })
	k.end()
}
