package agent

import (
	"context"
	"testing"
	"time"

	"quotient/config"
)

// exchangeOf puts the desk's market behind sockets until the test ends, and the
// desk's sessions to them.
func exchangeOf(t *testing.T, desk *config.Desk) (*exchangeServer, *Clock) {
	t.Helper()
	clock, days, err := simStart(desk)
	if err != nil {
		t.Fatal(err)
	}
	var errs lockedBuffer
	x, err := startExchange(desk, clock, days, "127.0.0.1:0", "127.0.0.1:0", Streams{&errs, &errs})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close(closing()) })
	desk.Venue.FIX.Address, desk.Venue.Feed = x.FIXAddr(), x.FeedAddr()
	return x, clock
}

// aLife is one start of the desk's agent, for a minute at most, and its orderly end
// after act.
func aLife(t *testing.T, desk *config.Desk, o liveOptions, act func(a *live)) {
	t.Helper()
	o.page = "127.0.0.1:0"
	a, err := startLive(desk, o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	act(a)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.close(); err != nil {
		t.Error(err)
	}
}
