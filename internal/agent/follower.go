package agent

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"quotient/config"
	"quotient/journal"
	"quotient/quoter/port"
)

// A follower is a second Loop behind a journal: it takes the same inputs in the
// same order and so has the same state. It verifies, it writes the checkpoints,
// and it recovers the state after a restart; the live Loop never does.
type follower struct {
	dir    string
	core   *core
	replay replayer
	at     journal.Mark
	reader *journal.Reader
}

// catchUp follows the journal in dir through epoch last, from the newest usable
// checkpoint, or from the beginning when there is none or fresh is asked for.
func catchUp(ctx context.Context, dir string, last uint64, fresh bool) (*follower, error) {
	f := &follower{dir: dir}
	if !fresh {
		if err := f.fromCheckpoint(); err != nil {
			return nil, err
		}
	}
	for e := max(1, f.at.Epoch); e <= last; e++ {
		if err := f.enter(e, false); err != nil {
			return nil, err
		}
		if err := f.advance(ctx); err != nil {
			return nil, err
		}
	}
	f.close()
	return f, nil
}

// fromCheckpoint starts from the newest checkpoint that this build can read.
func (f *follower) fromCheckpoint() error {
	at, state, ok, err := journal.LoadCheckpoint(f.dir, Info().Build)
	if !ok {
		return nil // unreadable ones cost time, not truth: the journal has everything
	}
	_ = err
	h, err := f.headerOf(at.Epoch)
	if err != nil || h == nil {
		return err
	}
	c, err := coreOf(h)
	if err != nil {
		return err
	}
	if c.loop.Load(state) {
		f.core, f.at = c, at
		f.replay = replayer{core: c}
	}
	return nil
}

func (f *follower) headerOf(epoch uint64) (*journal.Header, error) {
	r, err := journal.OpenReader(f.dir, journal.ReadOptions{RecordOnly: true})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := r.Headers()
	for i := range all {
		if all[i].Epoch == epoch {
			return &all[i], err
		}
	}
	return nil, err
}

// coreOf builds the Loop that an epoch ran with.
func coreOf(h *journal.Header) (*core, error) {
	d, err := deskOf(h)
	if err != nil {
		return nil, err
	}
	return build(d, options{ownInBook: h.Clock != clockTape}), nil
}

// enter begins to read an epoch. Unless a checkpoint lies within it, the Loop is
// the epoch's own, resumed from the state in which the last one ended.
func (f *follower) enter(epoch uint64, follow bool) error {
	f.close()
	var err error
	o := journal.ReadOptions{Epoch: epoch, Follow: follow}
	if f.at.Epoch == epoch {
		o.After = f.at.Seq
	}
	if f.reader, err = journal.OpenReader(f.dir, o); err != nil || f.at.Epoch == epoch {
		return err
	}
	h, err := f.headerOf(epoch)
	if err != nil {
		return err
	}
	if h == nil {
		return fmt.Errorf("the journal in %s has no epoch %d", f.dir, epoch)
	}
	c, err := coreOf(h)
	if err != nil {
		return err
	}
	if f.core != nil && f.core.loop.Now() <= h.Started {
		if _, err := carryOn(f.dir, f.core, c, epoch, h.Started); err != nil {
			return err
		}
	}
	f.core, f.at = c, journal.Mark{Epoch: epoch}
	f.replay = replayer{core: c, records: f.replay.records, polls: f.replay.polls}
	return nil
}

// resume carries the state of one life over into the next, as a restart does:
// nothing of the session, the feed or the latch survives, positions and meters
// do. ok is false for desks with other contracts or terms.
func resume(from, to *core) (ok bool) {
	if !sameShape(from.desk, to.desk) || !to.loop.Load(from.loop.Save(nil)) {
		return false
	}
	to.loop.Resume()
	return true
}

// sameShape reports whether one desk's state means the same to the other.
func sameShape(a, b *config.Desk) bool {
	if len(a.Instruments) != len(b.Instruments) {
		return false
	}
	for i := range a.Instruments {
		if a.Instruments[i] != b.Instruments[i] {
			return false
		}
	}
	return reflect.DeepEqual(a.Obligation.Terms, b.Obligation.Terms) && reflect.DeepEqual(a.Obligation.Units, b.Obligation.Units) &&
		reflect.DeepEqual(a.Obligation.Series, b.Obligation.Series) && reflect.DeepEqual(a.Obligation.Tiers, b.Obligation.Tiers) &&
		reflect.DeepEqual(a.Requests, b.Requests)
}

// advance takes everything that is there.
func (f *follower) advance(ctx context.Context) error {
	var rec port.Record
	for n := 0; f.reader.Next(&rec); n++ {
		if n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if h := f.reader.Holes(); len(h) > 0 {
			return fail(ExitCondition, fmt.Errorf("epoch %d: records %d to %d are missing (a dropped tape?): what follows cannot be replayed",
				h[0].Epoch, h[0].From, h[0].To))
		}
		if err := f.replay.take(&rec); err != nil {
			return fmt.Errorf("epoch %d: %w", f.at.Epoch, err)
		}
		f.at.Seq = rec.Seq
	}
	return f.reader.Err()
}

// save writes a checkpoint when the follower stands between two Polls.
func (f *follower) save() error {
	if f.core == nil || len(f.replay.want) > 0 {
		return nil
	}
	return journal.SaveCheckpoint(f.dir, f.at, Info().Build, f.core.loop.Save(nil))
}

func (f *follower) close() {
	if f.reader != nil {
		f.reader.Close()
		f.reader = nil
	}
}

// checkpointEvery is how often the live follower writes a checkpoint.
const checkpointEvery = time.Minute

// follow runs a follower behind the live journal until stop is closed, writing a
// checkpoint now and then. What keeps it from following is told once.
func (a *live) follow(f *follower, stop <-chan struct{}) {
	defer f.close()
	if err := f.enter(a.journal.Epoch(), true); err != nil {
		a.log.Warn().Err(err).Msg("no checkpoints: a restart will replay the whole journal")
		return
	}
	saved := time.Now()
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Second):
		}
		err := f.advance(context.Background())
		if err == nil && time.Since(saved) >= checkpointEvery {
			saved, err = time.Now(), f.save()
		}
		if err != nil {
			a.log.Error().Err(err).Msg("the follower differs from the live loop: no checkpoint is written; keep the journal and report this")
			return
		}
	}
}

// restore brings the loop to where the journal's last epoch ended.
func (a *live) restore(dir string) error {
	if a.journal.Epoch() == 1 {
		return nil
	}
	began := time.Now()
	f, err := catchUp(context.Background(), dir, a.journal.Epoch()-1, false)
	if err != nil {
		a.log.Error().Err(err).Msg("the journal of earlier runs cannot be replayed: positions come from the exchange, the month so far from `quotient report`")
		return nil
	}
	if f.core != nil && f.core.loop.Now() > a.since {
		a.log.Warn().Msg("the journal's last run was later than this clock (a simulated day anew?): the state starts afresh")
		return nil
	}
	if f.core == nil {
		return nil
	}
	same, err := carryOn(dir, f.core, a.core, a.journal.Epoch(), a.since)
	if err != nil {
		a.log.Error().Err(err).Msg("the month so far cannot be counted by the new desk file: the meter starts afresh; the month is in `quotient report`")
		return nil
	}
	if !same {
		a.log.Warn().Dur("took", time.Since(began)).Msg("the desk file's contracts or terms have changed: the month so far was counted again by the new ones")
	}
	a.log.Info().Int64("records", f.replay.records).Dur("took", time.Since(began)).Msg("state restored from the journal")
	a.behind = f
	return nil
}

// replayJournal replays a journal and compares every decision.
func replayJournal(ctx context.Context, o ReplayOptions, s Streams) error {
	if !o.Verify && !o.Recount {
		return fail(ExitUsage, errors.New("a journal is replayed with --verify or counted again with --recount; its rows are printed by `quotient report`"))
	}
	sound, err := journal.Verify(o.Source)
	if err != nil {
		return err
	}
	if !sound.OK() {
		p := sound.Problems[0]
		return fail(ExitCondition, fmt.Errorf("%s at byte %d: %s: the journal is not what was written and is not replayed; "+
			"`quotient journal verify` tells all of it", p.File, p.Offset, p.What))
	}
	if o.Recount {
		return recountJournal(ctx, o.Source, o.JSON, s)
	}
	all, err := headersOf(o.Source)
	if err != nil {
		return err
	}
	began := time.Now()
	f, err := catchUp(ctx, o.Source, all[len(all)-1].Epoch, true)
	if err != nil {
		var m *mismatch
		if errors.As(err, &m) {
			return fail(ExitCondition, err)
		}
		return err
	}
	return printVerified(f, len(all), time.Since(began), o.JSON, s)
}

func printVerified(f *follower, epochs int, took time.Duration, asJSON bool, s Streams) error {
	if asJSON {
		_, err := fmt.Fprintf(s.Out, `{"schema":1,"identical":true,"epochs":%d,"records":%d,"polls":%d,"digest":"%016x","seconds":%.3f}`+"\n",
			epochs, f.replay.records, f.replay.polls, f.core.loop.Digest(), took.Seconds())
		return err
	}
	_, err := fmt.Fprintf(s.Out, "identical: %d records in %d polls of %d epochs, digest %016x, %.1f s\n",
		f.replay.records, f.replay.polls, epochs, f.core.loop.Digest(), took.Seconds())
	return err
}
