package agent

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"quotient/config"
	"quotient/gateway/feed"
	"quotient/internal/ring"
	"quotient/journal"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/sim"
)

// ReplayOptions are the flags of `quotient replay`.
type ReplayOptions struct {
	Config  string
	Ticks   []string
	Source  string // a journal
	Repeat  int
	Verify  bool
	Recount bool
	JSON    bool
	Journal string
}

// Replay drives recorded ticks, or a journal, through the loop.
func Replay(ctx context.Context, o ReplayOptions, s Streams) error {
	switch {
	case o.Source != "" && len(o.Ticks) > 0:
		return fail(ExitUsage, errors.New("name either a journal or --ticks, not both"))
	case o.Source != "":
		return replayJournal(ctx, o, s)
	case o.Repeat < 0:
		return fail(ExitUsage, fmt.Errorf("--repeat %d: want 1 or more", o.Repeat))
	case len(o.Ticks) == 0 || o.Config == "":
		return fail(ExitUsage, errors.New("name a journal, or a desk file with -c and recorded ticks with --ticks"))
	}
	return replayTicks(ctx, o, s)
}

// replayTicks runs recorded ticks against the tape and prints the result.
func replayTicks(ctx context.Context, o ReplayOptions, s Streams) error {
	desk, err := load(o.Config, s)
	if err != nil {
		return err
	}
	files, err := listTicks(o.Ticks)
	if err != nil {
		return err
	}
	for _, name := range files.left {
		fmt.Fprintf(s.Err, "%s: left out: its first line is not a whole header of recorded ticks\n", name)
	}
	dir, err := journalDir(o.Journal)
	if err != nil {
		return err
	}
	if o.Journal == "" {
		defer os.RemoveAll(dir)
	}
	var r *result
	mem := make([]ring.Slot[port.Record], slots(desk))
	if o.Repeat > 1 {
		if err := files.keep(); err != nil {
			return err
		}
	}
	began, lines := time.Now(), int64(0)
	for i := range max(1, o.Repeat) {
		bar := startBar(s.Err, fmt.Sprintf("replay %d/%d", i+1, max(1, o.Repeat)), files)
		r, err = replayOnce(ctx, desk, files, dir, mem, s)
		bar.end()
		if err != nil {
			return err
		}
		lines += r.lines
		if o.Journal == "" {
			os.RemoveAll(dir)
		}
	}
	r.took, r.total = time.Since(began), lines
	return r.print(o.JSON, desk.Ops.Lang, s)
}

// tickRun is one tick replay under way.
type tickRun struct {
	*virtual
	core   *core
	tape   *sim.Tape
	cursor market.Event
	have   bool
	lines  int64
	bad    int64
	err    Streams
}

// replayOnce replays all files through one fresh desk. mem is the memory between
// loop and journal.
func replayOnce(ctx context.Context, desk *config.Desk, files *tickFiles, dir string, mem []ring.Slot[port.Record], s Streams) (*result, error) {
	files.read.Store(0)
	c := build(desk, options{records: ring.New(mem)})
	merge, err := files.merge(desk)
	if err != nil {
		return nil, err
	}
	defer merge.Close()
	starts := merge.Starts()
	days, err := c.daysOf(starts)
	if err != nil {
		return nil, err
	}
	opt := journalOptions(desk)
	opt.NoSync = true // it can be made again
	w, err := journal.Open(dir, header(desk, starts[0], clockTape, 1), opt)
	if err != nil {
		return nil, err
	}
	p := startPump(c.rings.Records, w, nil, nil)
	tape := sim.NewTape(recorded(desk, c.cal, days))
	run := &tickRun{virtual: &virtual{loop: c.loop, rings: c.rings, x: tape, now: starts[0]}, core: c, tape: tape, err: s}
	pipe := feed.NewPipe(merge)
	begun := run.begin(starts[0], c.opening(starts[0], true))
	err = run.ticks(ctx, pipe)
	pipe.Close()
	if err == nil {
		run.end(days[len(days)-1])
	}
	if !begun && err == nil {
		err = errors.New("the simulated exchange took no session: no result")
	}
	if perr := errors.Join(p.close(), w.Close()); err == nil {
		err = perr
	}
	if err != nil {
		return nil, err
	}
	res := newResult(desk, p, tape.Recounts(nil))
	res.lines, res.bad, res.unknown = run.lines, run.bad, int64(merge.Stats().Unknown)
	run.leftOut(res.unknown)
	if merge.Err() != nil {
		res.err = errors.Join(res.err, errors.New("a tick file could not be read to its end, as told above: the result covers what was read"))
	}
	return res, nil
}

// begin brings the session and the feed up and gives the loop what a live desk would.
func (v *virtual) begin(now market.Time, first []port.Command) bool {
	v.now = now
	v.x.Advance(now)
	v.command(port.Command{Kind: port.CommandIDs, First: 1, Count: 1 << 40, Contract: market.NoContract})
	v.command(port.Command{Kind: port.CommandJournal, Value: 1, Contract: market.NoContract})
	v.command(port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Run), Epoch: 1, Contract: market.NoContract})
	for _, c := range first {
		v.command(c)
	}
	v.command(port.Command{Kind: port.CommandStart, Contract: market.NoContract})
	v.rings.Feed.Push(&market.Event{Kind: market.EventFeedUp, Contract: market.NoContract})
	up := v.x.Connect(maker, now)
	v.deliver()
	v.poll()
	return up
}

// ticks steps through time: whatever is due first, a tick or something of the
// exchange's or the loop's own. Ticks of one instant are one step.
func (r *tickRun) ticks(ctx context.Context, src feed.Source) error {
	r.fetch(src)
	for r.have {
		if r.lines&4095 == 0 && ctx.Err() != nil {
			return errors.New("stopped before the end: no result")
		}
		at := max(r.cursor.Time, r.now)
		r.runUntil(at)
		r.now = at
		r.x.Advance(at)
		for r.have && max(r.cursor.Time, r.now) == at {
			r.tape.Tick(&r.cursor, at)
			r.push(r.rings.Feed, &r.cursor)
			r.fetch(src)
		}
		r.deliver()
		r.poll()
	}
	return nil
}

// fetch reads the next good row; bad rows are told and left out.
func (r *tickRun) fetch(src feed.Source) {
	for {
		ok, p := src.Next(&r.cursor)
		r.have = ok
		if ok {
			if r.cursor.Kind != market.EventSettlement { // said in a row that is counted itself
				r.lines++
			}
			return
		}
		if p == nil {
			return
		}
		if r.bad++; r.bad <= badShown || p.Code == feed.CodeRead {
			fmt.Fprintln(r.err.Err, p.String())
		}
	}
}

// badShown is how many bad rows are told one by one.
const badShown = 20

// leftOut tells what the result does not cover and was not told row by row.
func (r *tickRun) leftOut(unknown int64) {
	if r.bad > badShown {
		fmt.Fprintf(r.err.Err, "%d bad rows in all were left out; the first %d are told above\n", r.bad, badShown)
	}
	if unknown > 0 {
		fmt.Fprintf(r.err.Err, "%d rows of contracts that are not among the desk file's instruments were left out\n", unknown)
	}
}

// afterClose is how long a run goes on after the last close: until the meter has
// closed the day.
const afterClose = 3 * market.Second

// end runs to the close of the last trading day and stops in order.
func (r *tickRun) end(last market.Date) {
	if _, end, ok := r.core.cal.Span(r.core.desk.Hours[0], last); ok {
		r.runUntil(max(end, r.now) + afterClose)
	}
	r.finish()
}

// finish stops the loop and lets it see its last confirmations.
func (v *virtual) finish() {
	v.command(port.Command{Kind: port.CommandStop, Contract: market.NoContract})
	for range 100 {
		if done, _ := v.loop.Done(); done {
			return
		}
		v.step(max(v.next(), v.now+market.Millisecond))
	}
}
