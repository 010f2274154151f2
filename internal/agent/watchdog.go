package agent

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/gateway/fix"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/risk"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// WatchdogOptions are the flags of `quotient watchdog`.
type WatchdogOptions struct {
	Config  string
	Journal string        // folder of the agent's journal
	Sender  string        // comp id of the watchdog's own session; "" = the desk file's
	After   time.Duration // how long the agent's heart may stand still; 0 = the desk file's
	Once    bool          // end after the first trip
}

const (
	// a quiet duty cycle turns ten times a second
	shortestStill = 250 * time.Millisecond
	guardIDs      = 1 << 62 // the watchdog's ids: apart from every agent's
)

// Watchdog is the dead-man switch (A8): while the agent's heart beats it does
// nothing but beat too; when it stands still it logs on with a session of its own,
// cancels everything of the account, and says so until the exchange has confirmed it.
func Watchdog(ctx context.Context, o WatchdogOptions, s Streams) error {
	desk, err := load(o.Config, s)
	if err != nil {
		return err
	}
	if o.Sender == "" {
		o.Sender = desk.Watchdog.Sender
	}
	if o.After == 0 {
		o.After = time.Duration(desk.Watchdog.After)
	}
	if o.Sender == "" || o.After < shortestStill {
		return fail(ExitUsage, fmt.Errorf("want the comp id of the watchdog's own session, by watchdog.sender in the desk file or --sender, and --after of at least %v", shortestStill))
	}
	if o.Journal == "" {
		o.Journal = desk.Journal.Dir
	}
	if o.Sender == desk.Venue.FIX.Sender {
		return fail(ExitUsage, fmt.Errorf("--sender %s is the agent's own: the watchdog needs another session", o.Sender))
	}
	if err := os.MkdirAll(o.Journal, 0o755); err != nil {
		return err
	}
	h, err := openHeart(o.Journal)
	if err != nil {
		return err
	}
	defer h.close()
	defer h.rest(beatWatchdog)
	return (&watchdog{o: o, desk: desk, heart: h, log: logger(s.Err)}).run(ctx)
}

type watchdog struct {
	o     WatchdogOptions
	desk  *config.Desk
	heart *heart
	log   zerolog.Logger
	ids   uint64
}

// run watches until ctx ends. It trips only on a heart that it has seen beat.
func (w *watchdog) run(ctx context.Context) error {
	w.log.Info().Str("journal", w.o.Journal).Dur("after_ms", w.o.After).Msg("watchdog: watching")
	tick := time.NewTicker(time.Duration(w.desk.Watchdog.Every))
	defer tick.Stop()
	last, at, armed := w.heart.read(beatAgent), time.Now(), false
	for {
		w.heart.beat(beatWatchdog)
		now := w.heart.read(beatAgent)
		switch {
		case now == 0:
			last, armed = 0, false
		case now != last:
			last, at, armed = now, time.Now(), true
		case armed && time.Since(at) > w.o.After:
			w.log.Error().Dur("still_ms", time.Since(at)).Msg("watchdog: the agent's heart stands still: everything is cancelled on a session of our own")
			w.heart.beat(beatTrips)
			if err := w.cancelAll(ctx); err != nil {
				return err
			}
			if w.o.Once {
				return nil
			}
			armed = false
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// cancelAll logs on, cancels all quotes and all orders, and asks again every second
// until both are confirmed.
func (w *watchdog) cancelAll(ctx context.Context) error {
	v := w.desk.Venue.FIX
	secure, err := tlsConfig(v)
	if err != nil {
		return fail(ExitConfig, err)
	}
	out, in := ring.New(make([]ring.Slot[risk.Approved], 64)), ring.New(make([]ring.Slot[market.Event], 1024))
	latch := risk.NewLatch(0)
	session := fix.New(fix.Params{Addr: v.Address, SenderCompID: w.o.Sender, TargetCompID: v.Target, HeartBt: v.Heartbeat,
		Account: w.desk.Account, Instruments: w.desk.Instruments, MaxAge: v.MaxAge, TLS: secure,
		Backoff: backoff(v, w.desk.Sim.Seed+3), Owed: func() bool { return true }, Log: w.log}, latch, out, in, nil)
	if err := session.Start(); err != nil {
		return err
	}
	defer session.Stop()
	gate, table, ledger := risk.New(w.desk.Risk), orders.New(len(w.desk.Instruments)), position.New(w.desk.Position)
	kinds := [...]market.InstructionKind{market.InstructMassQuotes, market.InstructMassOrders}
	var confirmed [len(kinds)]bool
	var asked [len(kinds)]uint64
	for next := time.Now(); !confirmed[0] || !confirmed[1]; {
		if session.Up() && !time.Now().Before(next) {
			for i, kind := range kinds {
				asked[i] = w.ask(kind, gate, table, ledger, out)
			}
			session.Wake()
			next = time.Now().Add(time.Duration(w.desk.Watchdog.AskEvery))
		}
		var e market.Event
		for in.Pop(&e) {
			for i := range kinds {
				confirmed[i] = confirmed[i] || e.Kind == market.EventMassCancel && e.ID == asked[i] && e.ID != 0
			}
		}
		w.heart.beat(beatWatchdog)
		select {
		case <-ctx.Done():
			return errUnsure
		case <-time.After(time.Millisecond):
		}
	}
	w.log.Warn().Msg("watchdog: the exchange has confirmed that everything is cancelled")
	return nil
}

// ask passes one mass cancel through a gate of the watchdog's own; 0 when its
// window wants it later.
func (w *watchdog) ask(kind market.InstructionKind, g *risk.Gate, t *orders.Table, l *position.Ledger, out *ring.SPSC[risk.Approved]) uint64 {
	now := WallClock().Now()
	w.ids = max(w.ids+1, guardIDs+uint64(now)%guardIDs)
	a, v := g.Check(&market.Instruction{Kind: kind, Contract: market.NoContract, Purpose: market.PurposeSafety, ID: w.ids}, t, l, now)
	if v.Rule != risk.OK || !out.Push(&a) {
		return 0
	}
	return w.ids
}

// guarded has a live agent beat and look at the watchdog: where one is wanted and is
// gone, quoting stops; where it has cancelled everything, the agent is killed.
func (a *live) guarded(leave <-chan struct{}) {
	tick := time.NewTicker(time.Duration(a.core.desk.Watchdog.Every))
	defer tick.Stop()
	last, trips := a.heart.read(beatWatchdog), a.heart.read(beatTrips)
	at, there := time.Time{}, false
	for {
		select {
		case <-leave:
			return
		case <-tick.C:
		}
		if now := a.heart.read(beatWatchdog); now != last && now != 0 {
			last, at = now, time.Now()
		}
		if now := !at.IsZero() && a.heart.read(beatWatchdog) != 0 && time.Since(at) <= a.watchdog; now != there {
			there = now
			a.tellWatched(there)
		}
		if n := a.heart.read(beatTrips); n != trips {
			trips = n
			if err := a.stops.stop(stopKey{}, risk.Killed, ref("watchdog"), ref("the heart stood still")); err != nil {
				a.log.Error().Err(err).Msg("the watchdog's kill holds, but not on disk")
			}
		}
	}
}
