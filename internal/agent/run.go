package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/rs/zerolog"

	"quotient/config"
	"quotient/market"
	"quotient/sim"
)

// RunOptions are the flags of `quotient run`.
type RunOptions struct {
	Config   string
	For      time.Duration
	JSON     bool
	Page     string
	Journal  string
	Watchdog time.Duration // how long the watchdog may be silent; 0 = none is wanted
}

// Run quotes as the desk file says until ctx ends.
func Run(ctx context.Context, o RunOptions, s Streams) error {
	if err := checkFor(o.For); err != nil {
		return err
	}
	desk, err := load(o.Config, s)
	if err != nil {
		return err
	}
	log := logger(s.Err)
	clock := WallClock()
	if desk.Clock == config.ClockVenue {
		if clock, err = venueClock(ctx, desk.Venue.Feed); err != nil {
			return fail(ExitNotReady, err)
		}
	}
	if err := covered(desk, clock.Now().Date(), s); err != nil {
		return err
	}
	dir := o.Journal
	if dir == "" {
		dir = desk.Journal.Dir
	}
	silence := o.Watchdog
	if silence == 0 {
		silence = time.Duration(desk.Watchdog.Silence)
	}
	a, err := startLive(desk, liveOptions{clock: clock, dir: dir, page: o.Page, watchdog: silence, log: log})
	if err != nil {
		return err
	}
	fmt.Fprintf(s.Err, "page     %s\njournal  %s\n", a.page.URL(), dir)
	return a.finish(ctx, o.For, o.JSON, nil, s)
}

// checkFor refuses a --for that would mean forever.
func checkFor(d time.Duration) error {
	if d < 0 {
		return fail(ExitUsage, fmt.Errorf("--for %v: want a time such as 60s, or none to run until interrupted", d))
	}
	return nil
}

// finish lets a live agent run for d (0 = until ctx ends), stops it in order and
// prints its rows. recount, when not nil, gives the exchange's own count and how
// many messages it saw, once the agent has stopped.
func (a *live) finish(ctx context.Context, d time.Duration, asJSON bool, recount func() ([]sim.Recount, int64), s Streams) error {
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	status := startStatus(a.page.URL(), s.Err)
	runErr := a.run(ctx)
	status.end()
	var counts []sim.Recount
	var messages int64
	if recount != nil {
		counts, messages = recount()
	}
	closeErr := a.close()
	if err := errors.Join(runErr, closeErr); err != nil {
		return err
	}
	r := newResult(a.core.desk, a.pump, counts)
	r.exchange = recount != nil
	r.exchangeMessages = messages
	return r.print(asJSON, a.core.desk.Ops.Lang, s)
}

// logger writes for people on a terminal, and JSON lines anywhere else.
func logger(w io.Writer) zerolog.Logger {
	if Terminal(w) {
		w = zerolog.ConsoleWriter{Out: w, NoColor: os.Getenv("NO_COLOR") != "", TimeFormat: "15:04:05.000"}
	}
	return zerolog.New(w).With().Timestamp().Logger().Level(zerolog.InfoLevel)
}

// covered refuses a date that the calendar or the terms do not cover: a month
// without its contract list is not quoted, and nothing is guessed.
func covered(d *config.Desk, date market.Date, s Streams) error {
	problems := d.CheckDate(date)
	if len(problems) == 0 {
		return nil
	}
	fmt.Fprint(s.Err, config.RenderText(problems, Colour(s.Err)))
	return fail(ExitConfig, errConfig)
}
