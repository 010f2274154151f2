package conn

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quotient/market"
)

// A waiting is a Dialer on a clock that only its own waits move.
type waiting struct {
	*Dialer
	now   time.Duration
	pace  Pace
	tried []time.Duration // when it tried
	waits []time.Duration // as it told them
	on    func()          // after each nap
}

var errEnough = errors.New("enough")

func newWaiting(path string, seed uint64) *waiting {
	w := &waiting{on: func() {}}
	w.Dialer = NewDialer(DialParams{Addr: "unix:" + path, Pace: func() Pace { return w.pace },
		Backoff: BackoffParams{First: 100 * market.Millisecond, Max: 10 * market.Second, Stable: market.Minute, Within: 200 * market.Millisecond, Seed: seed},
		Failed:  func(_ error, wait time.Duration) { w.tried, w.waits = append(w.tried, w.now), append(w.waits, wait) },
		Sleep: func(ctx context.Context, d time.Duration) error {
			w.now += d
			w.on()
			if w.now > time.Hour {
				return errEnough
			}
			return ctx.Err()
		}})
	return w
}

const within = 200 * time.Millisecond

// However the pace changes: an attempt follows within the short wait after haste
// begins, is never made while the pace is never, and without haste the waits grow.
func TestPace(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nobody")
	rapid.Check(t, func(t *rapid.T) {
		w := newWaiting(nowhere, rapid.Uint64().Draw(t, "seed"))
		paces := rapid.SliceOfN(rapid.SampledFrom([]Pace{PaceUsual, PaceSoon, PaceSoon, PaceNever}), 200, 200).Draw(t, "paces")
		ctx, cancel := context.WithCancel(context.Background())
		n, hasty, seen := 0, time.Duration(0), 0 // hasty: since when haste has waited for an attempt
		w.on = func() {
			if len(w.tried) > seen {
				seen, hasty = len(w.tried), w.tried[len(w.tried)-1]
			}
			if w.pace == PaceSoon && w.now-hasty > within {
				t.Fatalf("in haste since %v, and nothing was tried at %v", hasty, w.now)
			}
			if n++; n == len(paces) {
				cancel()
				return
			}
			if w.pace != PaceSoon {
				hasty = w.now
			}
			w.pace = paces[n]
		}
		w.pace = paces[0]
		if _, err := w.Dial(ctx); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	})
}

// In haste the waits lie in the upper half of the short one, however many attempts
// came to nothing; when haste is over they are as long as they had become.
func TestHasteKeepsTheShortWait(t *testing.T) {
	w := newWaiting(filepath.Join(t.TempDir(), "nobody"), 3)
	w.pace = PaceSoon
	w.on = func() {
		if len(w.tried) == 40 {
			w.pace = PaceUsual
		}
	}
	if _, err := w.Dial(context.Background()); !errors.Is(err, errEnough) {
		t.Fatal(err)
	}
	same := 0
	for i := 1; i < len(w.tried); i++ {
		wait := w.tried[i] - w.tried[i-1]
		switch {
		case i < 40 && (wait > within || i > 2 && wait < within/2 || w.waits[i-1] > within):
			t.Errorf("attempt %d after %v, told %v", i, wait, w.waits[i-1])
		case i > 40 && (wait < 5*time.Second || wait > 10*time.Second || wait != w.waits[i-1]):
			t.Errorf("attempt %d after haste was over after %v, told %v", i, wait, w.waits[i-1])
		}
		if i > 3 && i < 40 && wait == w.tried[i-1]-w.tried[i-2] {
			same++
		}
	}
	if same > 2 || len(w.tried) < 100 {
		t.Errorf("%d attempts; %d waits without jitter", len(w.tried), same)
	}
}

// Nothing is tried while the pace is never, and a connection that was made meanwhile
// is closed.
func TestNeverConnects(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l := listenAt(t, "unix", path)
	made := make(chan net.Conn, 8)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				close(made)
				return
			}
			made <- c
		}
	}()
	w, asked := newWaiting(path, 1), 0
	w.p.Pace = func() Pace { // falls while the first attempt is made
		if asked++; asked == 2 || asked == 3 {
			w.pace = PaceNever
		}
		return w.pace
	}
	naps := 0
	w.on = func() {
		if naps++; naps == 50 {
			w.pace = PaceUsual
		}
	}
	c, err := w.Dial(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	for range 2 { // the one that was closed and the one that was kept
		(<-made).Close()
	}
	l.Close()
	if _, more := <-made; more || naps != 50 {
		t.Errorf("a third connection %v, %d naps, want none and 50", more, naps)
	}
}
