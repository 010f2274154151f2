package agent

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quotient/journal"
	"quotient/market"
	"quotient/quoter/port"
)

// A recount is the second count of a journal: the meters fed with what arrived
// and what left, without a loop that decides anything.
type recount struct {
	core    *core
	written map[dayKey]port.TallyTime // rows as the live loop wrote them
	counted map[dayKey]port.TallyTime
	records int64
}

// A dayKey names one contract's trading day.
type dayKey struct {
	contract market.Contract
	date     market.Date
}

// recountJournal counts a journal again from its inputs and compares every
// finished trading day with the row that was written when it ended.
func recountJournal(ctx context.Context, dir string, asJSON bool, s Streams) error {
	began := time.Now()
	all, err := headersOf(dir)
	if err != nil {
		return err
	}
	n := &recount{written: map[dayKey]port.TallyTime{}, counted: map[dayKey]port.TallyTime{}}
	for i := range all {
		if err := n.epoch(ctx, dir, &all[i]); err != nil {
			return err
		}
	}
	return n.print(time.Since(began), asJSON, s)
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
	c, err := coreOf(h)
	if err != nil {
		return err
	}
	if n.core != nil && n.core.loop.Now() <= h.Started {
		resume(n.core, c)
	}
	n.core = c
	return countEpoch(ctx, dir, h, c, nil, func(rec *port.Record) {
		if rec.Kind == port.RecordTallyTime {
			n.note(n.written, rec)
		}
		n.records++
	}, func(out *port.Record) {
		if out.Kind == port.RecordTallyTime {
			n.note(n.counted, out)
		}
	})
}

// countEpoch feeds c with what one epoch of a journal received and sent. Where
// names is given, contracts are renumbered by it. Every record read goes to in,
// every one that c makes to out.
func countEpoch(ctx context.Context, dir string, h *journal.Header, c *core, names []market.Contract, in, out func(*port.Record)) error {
	r, err := journal.OpenReader(dir, journal.ReadOptions{Epoch: h.Epoch})
	if err != nil {
		return err
	}
	defer r.Close()
	err = readAhead(ctx, r, func(rec *port.Record) {
		in(rec)
		if names == nil || renumber(rec, names) {
			c.loop.Recount(rec)
		}
		for made := c.rings.Records.Peek(); made != nil; made = c.rings.Records.Peek() {
			out(made)
			c.rings.Records.Drop()
		}
	})
	if err != nil {
		return err
	}
	if h := r.Holes(); len(h) > 0 {
		return fail(ExitCondition, fmt.Errorf("epoch %d: records %d to %d are missing (a dropped tape?): the rest cannot be recounted",
			h[0].Epoch, h[0].From, h[0].To))
	}
	return r.Err()
}

// readAhead gives every record to do while the next ones are being read.
func readAhead(ctx context.Context, r *journal.Reader, do func(*port.Record)) error {
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

// note keeps the final row of a trading day.
func (n *recount) note(rows map[dayKey]port.TallyTime, r *port.Record) {
	if t := r.TallyTime(); t.Final != 0 {
		rows[dayKey{t.Contract, t.Date}] = *t
	}
}

// differ reports whether two rows differ in what the inputs alone decide.
func differ(a, b *port.TallyTime) bool {
	return a.Scheduled != b.Scheduled || a.Low != b.Low || a.High != b.High || a.Exempt != b.Exempt
}

func (n *recount) print(took time.Duration, asJSON bool, s Streams) error {
	bad := 0
	for k, w := range n.written {
		c, ok := n.counted[k]
		if ok && !differ(&w, &c) {
			continue
		}
		bad++
		fmt.Fprintf(s.Err, "%s %d: written scheduled %d, low %d, high %d; recounted %d, %d, %d\n",
			n.core.desk.Instruments[k.contract].Symbol, k.date, w.Scheduled, w.Low, w.High, c.Scheduled, c.Low, c.High)
	}
	if asJSON {
		fmt.Fprintf(s.Out, `{"schema":1,"identical":%t,"rows":%d,"differ":%d,"records":%d,"seconds":%.3f}`+"\n",
			bad == 0, len(n.written), bad, n.records, took.Seconds())
	} else {
		fmt.Fprintf(s.Out, "recounted %d records in %.1f s: %d rows, %d differ\n", n.records, took.Seconds(), len(n.written), bad)
	}
	if bad > 0 {
		return fail(ExitCondition, fmt.Errorf("%d of %d rows differ from a count of the inputs alone", bad, len(n.written)))
	}
	return nil
}
