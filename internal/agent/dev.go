package agent

import (
	"context"
	"fmt"
	"os"
	"time"

	"quotient/config"
	"quotient/market"
	"quotient/sim"
	"quotient/sim/venue"
)

// DevOptions are the flags of `quotient dev`.
type DevOptions struct {
	Config  string
	Speed   float64
	Seed    uint64
	For     time.Duration
	JSON    bool
	Page    string
	Journal string
	Script  string
}

// ExchangeOptions are the flags of `quotient exchange`.
type ExchangeOptions struct {
	Config string
	Speed  float64
	Seed   uint64
	For    time.Duration
	Script string
}

// Dev runs the simulated exchange, the agent and the page in one process. They
// share the clock and nothing else: everything else goes over loopback sockets.
func Dev(ctx context.Context, o DevOptions, s Streams) error {
	if err := checkFor(o.For); err != nil {
		return err
	}
	desk, err := simDesk(o.Config, o.Speed, o.Seed, o.Script, s)
	if err != nil {
		return err
	}
	clock, days, err := simStart(desk)
	if err != nil {
		return err
	}
	if err := covered(desk, days[0], s); err != nil {
		return err
	}
	x, err := startExchange(desk, clock, days, "127.0.0.1:0", "127.0.0.1:0", s)
	if err != nil {
		return err
	}
	defer x.Close(closing())
	desk.Venue.FIX.Address, desk.Venue.Feed = x.FIXAddr(), x.FeedAddr()
	dir, err := journalDir(o.Journal)
	if err != nil {
		return err
	}
	if o.Journal == "" {
		defer os.RemoveAll(dir)
	}
	a, err := startLive(desk, liveOptions{clock: clock, dir: dir, page: o.Page, log: logger(s.Err)})
	if err != nil {
		return err
	}
	fmt.Fprintf(s.Err, "page     %s\nexchange FIX %s, feed %s; trading day %d, seed %d, speed %g\njournal  %s\n",
		a.page.URL(), x.FIXAddr(), x.FeedAddr(), days[0], desk.Sim.Seed, clock.speed, dir)
	for _, g := range scriptedGrants(x.script) {
		a.desk.insist(g)
	}
	return a.finish(ctx, o.For, o.JSON, func() ([]sim.Recount, int64) {
		return x.Recount(), int64(x.Counters().Messages)
	}, s)
}

// Exchange runs the simulated exchange alone.
func Exchange(ctx context.Context, o ExchangeOptions, s Streams) error {
	if err := checkFor(o.For); err != nil {
		return err
	}
	desk, err := simDesk(o.Config, o.Speed, o.Seed, o.Script, s)
	if err != nil {
		return err
	}
	clock, days, err := simStart(desk)
	if err != nil {
		return err
	}
	x, err := startExchange(desk, clock, days, desk.Venue.FIX.Address, desk.Venue.Feed, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.Err, "exchange FIX %s, feed %s; trading day %d, seed %d, speed %g; stop with Ctrl-C\n",
		x.FIXAddr(), x.FeedAddr(), days[0], desk.Sim.Seed, clock.speed)
	if o.For > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.For)
		defer cancel()
	}
	<-ctx.Done()
	x.Close(closing())
	return nil
}

// simDesk loads a desk for the simulated exchange with the flags laid over it.
func simDesk(path string, speed float64, seed uint64, script string, s Streams) (*config.Desk, error) {
	desk, err := load(path, s)
	if err != nil {
		return nil, err
	}
	if desk.Account != config.SimAccount {
		return nil, fail(ExitConfig, fmt.Errorf("account is %s: the simulated exchange wants account: %s, so that no real desk is mistaken for it",
			desk.Account, config.SimAccount))
	}
	if speed != 0 && !(speed >= 0.001 && speed <= 10_000) {
		return nil, fail(ExitUsage, fmt.Errorf("--speed %g: want 0.001 to 10000", speed))
	}
	if speed > 0 {
		desk.Sim.Speed = int64(speed * 1000)
	}
	if seed != 0 {
		desk.Sim.Seed = seed
	}
	if script != "" {
		text, err := os.ReadFile(script)
		if err != nil {
			return nil, fail(ExitUsage, fmt.Errorf("the script cannot be read: %w", err))
		}
		desk.Sim.Script = "(script)"
		desk.Files[desk.Sim.Script] = text
	}
	return desk, nil
}

// simDays is how many trading days a simulated exchange has phases for.
const simDays = 260

// simStart returns the simulated clock, set to just before a session's open, and
// the trading days from there on.
func simStart(d *config.Desk) (*Clock, []market.Date, error) {
	c := build(d, options{})
	at := d.Sim.Start
	if at == 0 {
		at = WallClock().Now()
	}
	day, ok := c.cal.TradingDay(d.Hours[0], at)
	open, _, held := c.cal.Span(d.Hours[0], day)
	if !ok || !held {
		return nil, nil, fail(ExitConfig, fmt.Errorf("the calendar does not cover %d: set sim.start to a covered day, or extend the calendar", at.Date()))
	}
	if d.Sim.Start == 0 {
		if open < at {
			days := tradingDays(d, day, 2)
			if len(days) == 2 {
				day = days[1]
				open, _, _ = c.cal.Span(d.Hours[0], day)
			}
		}
		at = c.continuousFrom(day, open) - simLead
	}
	return SimClock(at, float64(d.Sim.Speed)/1000), tradingDays(d, day, simDays), nil
}

// simLead is how long before the open of continuous trading a simulated day
// begins: the end of the call auction can be seen, and nobody waits long.
const simLead = 3 * market.Second

// continuousFrom is when continuous trading of a day begins, at or after open.
func (c *core) continuousFrom(day market.Date, open market.Time) market.Time {
	for _, s := range c.cal.Stretches(c.desk.Hours[0], day, nil) {
		if s.Phase == market.PhaseContinuous {
			return s.From
		}
	}
	return open
}

// startExchange puts the desk's simulated market behind its sockets.
func startExchange(d *config.Desk, clock *Clock, days []market.Date, fixAddr, feedAddr string, s Streams) (*exchangeServer, error) {
	c := build(d, options{})
	p, err := generated(d, c.cal, days, clock.start)
	if err != nil {
		return nil, fail(ExitConfig, err)
	}
	server, err := venue.Start(venue.Params{FIXAddr: fixAddr, FeedAddr: feedAddr, CompID: d.Venue.FIX.Target,
		Makers: []string{d.Venue.FIX.Sender}, Guards: []venue.Guard{{CompID: d.Venue.FIX.Sender + guardSuffix}}, Clock: clock.Now, Speed: clock.speed, Exchange: p,
		Log: logger(s.Err).With().Str("part", "exchange").Logger()})
	return &exchangeServer{server, p.Script}, err
}

// guardSuffix makes the comp id of a maker's watchdog at the simulated exchange.
const guardSuffix = "-WD"

// exchangeServer is a simulated exchange on its sockets, and what it was told to do.
type exchangeServer struct {
	*venue.Server
	script sim.Script
}

// closing bounds how long an exchange takes to log makers out. Its timer ends
// the context, so nobody has to.
func closing() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	context.AfterFunc(ctx, cancel)
	return ctx
}
