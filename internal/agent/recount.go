package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"quotient/journal"
	"quotient/market"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// A recount is the second count of a journal: the meters fed with what arrived
// and what left, without a loop that decides anything.
type recount struct {
	core    *core
	written account // as the live loop wrote it
	counted account
	records int64
}

// recountJournal counts a journal again from its inputs and compares every
// finished trading day with the row that was written when it ended.
func recountJournal(ctx context.Context, dir string, asJSON bool, s Streams) error {
	began := time.Now()
	n, err := countJournal(ctx, dir)
	if err != nil {
		return err
	}
	return n.print(time.Since(began), asJSON, s)
}

func countJournal(ctx context.Context, dir string) (*recount, error) {
	all, err := headersOf(dir)
	if err != nil {
		return nil, err
	}
	n := &recount{written: newAccount(), counted: newAccount()}
	for i := range all {
		if err := n.epoch(ctx, dir, &all[i]); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// headersOf reads what each epoch of a journal ran with.
func headersOf(dir string) ([]journal.Header, error) {
	r, err := journal.OpenReader(dir, journal.ReadOptions{RecordOnly: true})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := r.Headers()
	if err == nil && len(all) == 0 {
		err = errors.New("the journal has no epoch that can be read")
	}
	return all, err
}

// epoch counts one life of the agent.
func (n *recount) epoch(ctx context.Context, dir string, h *journal.Header) error {
	d, err := deskOf(h)
	if err != nil {
		return err
	}
	c := build(d, options{ownInBook: h.Clock != clockTape, dutyOnly: true})
	if n.core != nil && n.core.loop.Now() <= h.Started {
		resume(n.core, c)
	}
	n.core = c
	read, err := countEpoch(ctx, dir, h, c, nil, n.written.note, n.counted.note)
	n.records += read
	return err
}

// inputKinds are the kinds of records that a recount looks at: inputs, what the gate
// let pass, the turns of the loop; and what was written to be compared with.
const inputKinds = 1<<port.RecordCommand | 1<<port.RecordEvent | 1<<port.RecordDecision | 1<<port.RecordPoll |
	1<<port.RecordTallyTime | 1<<port.RecordRequest

// countEpoch feeds c with what one epoch of a journal received and sent, and
// returns how many records that were. Where names is given, contracts are
// renumbered by it. Records read go to in, in the thread that reads them, those that
// c makes to out.
func countEpoch(ctx context.Context, dir string, h *journal.Header, c *core, names []market.Contract, in, out func(*port.Record)) (int64, error) {
	r, err := journal.OpenReader(dir, journal.ReadOptions{Epoch: h.Epoch, Kinds: inputKinds})
	if err != nil {
		return 0, err
	}
	defer r.Close()
	err = readAhead(ctx, r, in, func(rec *port.Record) {
		if names == nil || renumber(rec, names) {
			c.loop.Recount(rec)
		}
		for made := c.rings.Records.Peek(); made != nil; made = c.rings.Records.Peek() {
			out(made)
			c.rings.Records.Drop()
		}
	})
	if err != nil {
		return 0, err
	}
	if h := r.Holes(); len(h) > 0 {
		return 0, fail(ExitCondition, fmt.Errorf("epoch %d: records %d to %d are missing (a dropped tape?): the rest cannot be recounted",
			h[0].Epoch, h[0].From, h[0].To))
	}
	return r.Passed(), r.Err()
}

// readAhead gives every record to do while the next ones are being read; seen is
// called with them where they are read.
func readAhead(ctx context.Context, r *journal.Reader, seen, do func(*port.Record)) error {
	const size = 4096
	empty, full := make(chan []port.Record, 2), make(chan []port.Record, 2)
	for range cap(empty) {
		empty <- make([]port.Record, size)
	}
	go func() {
		defer close(full)
		for batch := range empty {
			n := 0
			for n < size && r.Next(&batch[n]) {
				seen(&batch[n])
				n++
			}
			full <- batch[:n]
			if n < size {
				return
			}
		}
	}()
	defer func() { // the reader is the caller's again
		close(empty)
		for range full {
		}
	}()
	for batch := range full {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for i := range batch {
			do(&batch[i])
		}
		empty <- batch[:size]
	}
	return nil
}

// differences says which rows and requests differ, and returns how many.
func (n *recount) differences(out io.Writer) (bad int) {
	for k, w := range n.written.days {
		c, ok := n.counted.days[k]
		if ok && !differ(&w, &c) {
			continue
		}
		bad++
		fmt.Fprintf(out, "%s %d: written scheduled %d, low %d, high %d; recounted %d, %d, %d\n",
			n.symbol(k.contract), k.date, w.Scheduled, w.Low, w.High, c.Scheduled, c.Low, c.High)
	}
	for k, w := range n.written.requests {
		c, ok := n.counted.requests[k]
		if ok && !decided(&w, &c) {
			continue
		}
		bad++
		fmt.Fprintf(out, "request %s on %s %d: written %s|%s, held %d|%d; recounted %s|%s, %d|%d\n",
			k.ref, n.symbol(k.contract), k.date, request.Verdict(w.Low), request.Verdict(w.High), w.HeldLow, w.HeldHigh,
			request.Verdict(c.Low), request.Verdict(c.High), c.HeldLow, c.HeldHigh)
	}
	return bad
}

func (n *recount) symbol(c market.Contract) market.Symbol { return n.core.desk.Instruments[c].Symbol }

func (n *recount) print(took time.Duration, asJSON bool, s Streams) error {
	bad := n.differences(s.Err)
	if asJSON {
		fmt.Fprintf(s.Out, `{"schema":1,"identical":%t,"rows":%d,"requests":%d,"differ":%d,"records":%d,"seconds":%.3f}`+"\n",
			bad == 0, len(n.written.days), len(n.written.requests), bad, n.records, took.Seconds())
	} else {
		fmt.Fprintf(s.Out, "recounted %d records in %.1f s: %d rows and %d requests, %d differ\n",
			n.records, took.Seconds(), len(n.written.days), len(n.written.requests), bad)
	}
	if bad > 0 {
		return fail(ExitCondition, fmt.Errorf("%d of %d rows and requests differ from a count of the inputs alone", bad, len(n.written.days)+len(n.written.requests)))
	}
	return nil
}
