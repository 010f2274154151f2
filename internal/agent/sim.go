package agent

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"quotient/config"
	"quotient/internal/lab"
	"quotient/journal"
	"quotient/market"
	"quotient/ops/report"
	"quotient/quoter/port"
	"quotient/sim"
)

// SimOptions are the flags of `quotient sim`.
type SimOptions struct {
	Config  string
	Seed    uint64
	Days    int
	Seeds   int // markets to run; more than 1 prints a summary
	JSON    bool
	Journal string
	Script  string
	Months  int // months of the published generator under two policies instead of a market
}

// Sim runs the agent against the simulated exchange in virtual time.
func Sim(ctx context.Context, o SimOptions, s Streams) error {
	desk, err := simDesk(o.Config, 0, o.Seed, o.Script, s)
	if err != nil {
		return err
	}
	if o.Days < 1 || o.Days > simDays {
		return fail(ExitUsage, fmt.Errorf("--days %d: want 1 to %d", o.Days, simDays))
	}
	if o.Seeds < 0 {
		return fail(ExitUsage, fmt.Errorf("--seeds %d: want 1 or more", o.Seeds))
	}
	if o.Months != 0 {
		return policies(ctx, desk, o, s)
	}
	if o.Seeds > 1 {
		return spread(ctx, desk, o, s)
	}
	r, err := simulate(ctx, desk, o.Days, o.Journal)
	if err != nil {
		return err
	}
	return r.print(o.JSON, desk.Ops.Lang, s)
}

// spread runs the desk through many markets and prints what came out.
func spread(ctx context.Context, desk *config.Desk, o SimOptions, s Streams) error {
	if o.Journal != "" || o.JSON {
		return fail(ExitUsage, errors.New("--seeds prints a summary: it goes with neither --journal nor --json"))
	}
	all, err := lab.Spread(ctx, desk.Sim.Seed, o.Seeds, runtime.GOMAXPROCS(0), func(ctx context.Context, seed uint64) (lab.Outcome, error) {
		d := *desk
		d.Sim.Seed = seed
		r, err := simulate(ctx, &d, o.Days, "")
		if err != nil {
			return lab.Outcome{}, err
		}
		return r.outcome(seed), nil
	})
	if err != nil {
		return err
	}
	lab.Print(s.Out, all)
	for i := range all {
		if !all[i].WithinBand {
			return fail(ExitCondition, fmt.Errorf("seed %d: the exchange's recount lies outside the meter's band", all[i].Seed))
		}
	}
	return nil
}

// policies runs generated months always on and under the desk's own thresholds,
// and prints both: months met first, then what was saved.
func policies(ctx context.Context, desk *config.Desk, o SimOptions, s Streams) error {
	switch {
	case o.Months < 0:
		return fail(ExitUsage, fmt.Errorf("--months %d: want 1 or more", o.Months))
	case o.Journal != "" || o.JSON || o.Seeds > 1:
		return fail(ExitUsage, errors.New("--months prints a summary: it goes with none of --journal, --json and --seeds"))
	case len(desk.Quoter.Steering) == 0:
		return fail(ExitUsage, errors.New("--months compares stepping back with quoting always: the desk file has no steering section"))
	case len(desk.Obligation.Terms) == 0:
		return fail(ExitUsage, errors.New("--months needs terms: the desk file owes no continuous quoting"))
	}
	target := desk.Obligation.Terms[0].Target
	all, err := lab.Months(ctx, desk.Sim.Seed, o.Months, runtime.GOMAXPROCS(0), target, *desk.Quoter.Steering.At(desk.Obligation.Terms[0].From))
	if err != nil {
		return err
	}
	lab.PrintMonths(s.Out, target, all)
	if always, steered := lab.Completed(all); steered < always {
		return fail(ExitCondition, fmt.Errorf("steering misses %d months that quoting always would have met: raise steering.reserve", always-steered))
	}
	return nil
}

// outcome sums a result up.
func (r *result) outcome(seed uint64) lab.Outcome {
	o := lab.Outcome{Seed: seed, Met: len(r.rows) > 0, WithinBand: true}
	for i := range r.rows {
		row := &r.rows[i]
		effective, obliged := row.Counted()
		o.Effective += effective
		o.Obliged += obliged
		o.Net += row.PnL
		o.Fees += row.Fees
		o.Fills += row.Fills
		o.Messages += row.Messages
		o.WithinBand = o.WithinBand && row.HasExchange && row.Low <= row.Exchange && row.Exchange <= row.High
	}
	for _, t := range report.Totals(r.rows) {
		o.Met = o.Met && t.Verdict == report.Met
	}
	return o
}

// simulate runs days trading days in virtual time; dir, when not empty, is where
// the journal is kept.
func simulate(ctx context.Context, desk *config.Desk, days int, dir string) (*result, error) {
	began := time.Now()
	clock, dates, err := simStart(desk)
	if err != nil {
		return nil, err
	}
	if len(dates) < days {
		return nil, fail(ExitConfig, fmt.Errorf("the calendar covers %d trading days from %d on, not %d", len(dates), dates[0], days))
	}
	c := build(desk, options{ownInBook: true})
	start := c.simOpen(dates[0], clock.start)
	p, err := generated(desk, c.cal, dates[:days], start)
	if err != nil {
		return nil, fail(ExitConfig, err)
	}
	var w *journal.Writer
	if dir != "" {
		opt := journalOptions(desk)
		opt.NoSync = true // it can be made again
		if w, err = journal.Open(dir, header(desk, start, clockVirtual, 1), opt); err != nil {
			return nil, err
		}
	}
	pump := startPump(c.rings.Records, w, nil, nil)
	x := sim.NewExchange(p)
	v := &virtual{loop: c.loop, rings: c.rings, x: x, now: start}
	err = c.simulateDays(ctx, v, dates[:days], scriptedGrants(p.Script))
	err = errors.Join(err, pump.close())
	if w != nil {
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		return nil, err
	}
	r := newResult(desk, pump, x.Recounts(nil))
	r.exchange, r.exchangeMessages = true, int64(x.Messages(maker))
	r.took = time.Since(began)
	return r, nil
}

// simOpen is when a simulated day begins: before its first scheduled stretch.
func (c *core) simOpen(day market.Date, at market.Time) market.Time {
	if open, _, ok := c.cal.Span(c.desk.Hours[0], day); ok {
		return min(at, open-simLead)
	}
	return at
}

// simulateDays runs from before the first day's open to after the last one's close.
func (c *core) simulateDays(ctx context.Context, v *virtual, days []market.Date, grants []port.Command) error {
	v.begin(v.now, c.opening(v.now, true))
	for _, g := range grants {
		v.command(g)
	}
	for _, day := range days {
		if ctx.Err() != nil {
			return errors.New("stopped before the end: no result")
		}
		_, end, _ := c.cal.Span(c.desk.Hours[0], day)
		v.runUntil(end + afterClose)
	}
	v.finish()
	return nil
}
