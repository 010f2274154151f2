//go:build linux

package conn

import (
	"encoding/binary"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"quotient/market"
)

func newPoller(t *testing.T) *Poller {
	t.Helper()
	p, err := NewPoller()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func wait(t *testing.T, p *Poller, timeout market.Time) ([]Ready, bool) {
	t.Helper()
	ready, woken, err := p.Wait(timeout)
	if err != nil {
		t.Fatal(err)
	}
	return ready, woken
}

// eachWait runs f with the nanosecond wait and with the one of older kernels.
func eachWait(t *testing.T, f func(t *testing.T, p *Poller)) {
	for name, plain := range map[string]bool{"epoll_pwait2": false, "epoll_wait": true} {
		t.Run(name, func(t *testing.T) {
			p := newPoller(t)
			p.plain = plain
			f(t, p)
		})
	}
}

func TestPollerTimeout(t *testing.T) {
	eachWait(t, func(t *testing.T, p *Poller) {
		if ready, woken := wait(t, p, 0); len(ready) != 0 || woken {
			t.Fatalf("nothing happened, yet %v %v", ready, woken)
		}
		const pause = 1500 * market.Microsecond
		start := time.Now()
		if ready, woken := wait(t, p, pause); len(ready) != 0 || woken {
			t.Fatalf("nothing happened, yet %v %v", ready, woken)
		}
		// Early would make the caller spin; late is the kernel's business.
		if took := time.Since(start); took < time.Duration(pause) {
			t.Fatalf("it returned after %v", took)
		}
	})
}

func TestPollerWake(t *testing.T) {
	eachWait(t, func(t *testing.T, p *Poller) {
		p.Wake()
		p.Wake()
		if _, woken := wait(t, p, Forever); !woken {
			t.Fatal("a wake before the wait is lost")
		}
		if _, woken := wait(t, p, 0); woken {
			t.Fatal("two wakes before one wait count twice")
		}
		done := make(chan bool)
		go func() { p.Wake(); close(done) }()
		if _, woken := wait(t, p, Forever); !woken {
			t.Fatal("a wake from elsewhere is lost")
		}
		<-done
	})
}

// TestPollerPendingWakeIsCheap: a wake that finds one pending writes nothing.
func TestPollerPendingWakeIsCheap(t *testing.T) {
	p := newPoller(t)
	for range 5 {
		p.Wake()
	}
	var count [8]byte
	if _, err := unix.Read(p.event, count[:]); err != nil || binary.NativeEndian.Uint64(count[:]) != 1 {
		t.Fatalf("the eventfd counts %d, %v", binary.NativeEndian.Uint64(count[:]), err)
	}
}

// TestPollerNoWakeIsLost hands a counter over by Wake: whatever was added before
// a Wake must be seen after the Wait that it ends, or the last Wait never returns.
func TestPollerNoWakeIsLost(t *testing.T) {
	p := newPoller(t)
	const producers, each = 4, 2000
	var mu sync.Mutex
	var added int
	var wg sync.WaitGroup
	for range producers {
		wg.Go(func() {
			for range each {
				mu.Lock()
				added++
				mu.Unlock()
				p.Wake()
			}
		})
	}
	seen := 0
	for seen < producers*each {
		ready, woken, err := p.Wait(20 * market.Second)
		if err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		grown := added > seen
		seen = added
		mu.Unlock()
		if !woken && len(ready) == 0 && grown {
			t.Fatalf("a wake was lost at %d of %d", seen, producers*each)
		}
	}
	wg.Wait()
}

func TestPollerFollowsAClient(t *testing.T) {
	l := listen(t)
	p := newPoller(t)
	c := newClient(t, params(l.Addr().String()))
	c.Start(second)
	step := func(want State) {
		t.Helper()
		for range 100 {
			if err := c.Watch(p, 7); err != nil {
				t.Fatal(err)
			}
			if c.State() == want {
				return
			}
			ready, _ := wait(t, p, 10*market.Second)
			if len(ready) != 1 || ready[0].Key != 7 {
				t.Fatalf("ready %v in %v", ready, c.State())
			}
			c.Step(second)
			c.Read(make([]byte, 64), second)
		}
		t.Fatalf("stays %v", c.State())
	}
	step(StateUp)
	if ready, _ := wait(t, p, 0); len(ready) != 0 {
		t.Fatalf("a quiet link is told ready: %v", ready)
	}
	peer := accept(t, l)
	if _, err := peer.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if ready, _ := wait(t, p, 10*market.Second); len(ready) != 1 || !ready[0].Read || ready[0].Write || ready[0].Lost {
		t.Fatalf("a byte arrived: %v", ready)
	}
	peer.Close()
	step(StateBackoff)
	c.Step(c.Deadline())
	step(StateUp)
	accept(t, l)
	if c.Stop(second); c.Watch(p, 7) != nil {
		t.Fatal("watch of a stopped client fails")
	}
	if ready, _ := wait(t, p, 0); len(ready) != 0 {
		t.Fatalf("a stopped client is told ready: %v", ready)
	}
}

func TestPollerRefusesNonsense(t *testing.T) {
	p := newPoller(t)
	if p.Add(0, -1, true, false) == nil {
		t.Error("a negative key is taken")
	}
	if p.Add(1<<20, 1, true, false) == nil {
		t.Error("a descriptor that is none is taken")
	}
	if p.Remove(1<<20) == nil {
		t.Error("a descriptor that is none is removed")
	}
}

func TestPollerDoesNotAllocate(t *testing.T) {
	p := newPoller(t)
	if n := testing.AllocsPerRun(100, func() {
		p.Wake()
		if _, woken, err := p.Wait(market.Microsecond); !woken || err != nil {
			t.Fatal(woken, err)
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}

func TestPollerRemove(t *testing.T) {
	p := newPoller(t)
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_NONBLOCK|unix.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fds[0])
	defer unix.Close(fds[1])
	if err := p.Add(fds[1], 3, false, true); err != nil {
		t.Fatal(err)
	}
	if ready, _ := wait(t, p, 0); len(ready) != 1 || ready[0] != (Ready{Key: 3, Write: true}) {
		t.Fatalf("ready %v", ready)
	}
	if err := p.Remove(fds[1]); err != nil {
		t.Fatal(err)
	}
	if ready, _ := wait(t, p, 0); len(ready) != 0 {
		t.Fatalf("ready %v after Remove", ready)
	}
}
