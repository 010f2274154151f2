package agent

import (
	"context"
	"testing"
	"time"

	"github.com/rs/zerolog"
)

// A desk that wants a watchdog quotes only with one. When its duty cycle stands
// still, the watchdog cancels everything on a session of its own and the agent is
// killed for good; a watchdog that goes stops the quoting.
func TestWatchdog(t *testing.T) {
	desk := devDesk(t)
	dir := t.TempDir()
	x, clock := exchangeOf(t, desk)
	a, err := startLive(desk, liveOptions{clock: clock, dir: dir, page: "127.0.0.1:0", watchdog: 300 * time.Millisecond, log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	waitMode(t, a.page.Addr(), "cancel_only")
	if why := a.objections(); len(why) != 1 {
		t.Errorf("without a watchdog: %q", why)
	}
	watch := func(ctx context.Context, once bool) chan error {
		h, err := openHeart(dir)
		if err != nil {
			t.Fatal(err)
		}
		w := &watchdog{o: WatchdogOptions{Journal: dir, Sender: desk.Venue.FIX.Sender + guardSuffix, After: 400 * time.Millisecond, Once: once},
			desk: desk, heart: h, log: zerolog.Nop()}
		done := make(chan error, 1)
		go func() {
			err := w.run(ctx)
			h.rest(beatWatchdog)
			done <- err
		}()
		return done
	}
	ctx, cancel := context.WithCancel(context.Background())
	first := watch(ctx, false)
	waitMode(t, a.page.Addr(), "run")
	cancel() // the watchdog goes
	if err := <-first; err != nil {
		t.Error(err)
	}
	waitMode(t, a.page.Addr(), "cancel_only")
	second := watch(context.Background(), true)
	waitMode(t, a.page.Addr(), "run")
	a.quit.Store(true) // the duty cycle stands still, and nobody has cancelled anything
	at := time.Now()
	select {
	case err := <-second:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the watchdog did not cancel everything")
	}
	t.Logf("heart stopped to everything confirmed as cancelled: %v (patience 400ms)", time.Since(at))
	for n := 0; a.stops.mode().String() != "killed" && n < 200; n++ {
		time.Sleep(5 * time.Millisecond)
	}
	if m := a.stops.mode(); m.String() != "killed" {
		t.Errorf("after the watchdog has acted the agent is %v", m)
	}
	seen, _ := x.Messages()
	guard := 0
	for _, m := range seen {
		if m.ID >= guardIDs {
			guard++
		}
	}
	if guard < 2 {
		t.Errorf("%d messages on the watchdog's session", guard)
	}
	<-a.ended
	if err := a.close(); err != nil {
		t.Error(err)
	}
}
