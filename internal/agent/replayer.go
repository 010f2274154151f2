package agent

import (
	"fmt"

	"quotient/internal/flat"
	"quotient/quoter/port"
)

// A replayer drives a Loop with the inputs that a journal recorded and compares
// what it records with what stands there: the follower and replay --verify.
type replayer struct {
	core    *core
	want    []port.Record // the records of the Poll being put together
	records int64
	polls   int64
}

// A mismatch is the first place where a replay does otherwise than the journal.
type mismatch struct {
	seq       uint64
	want, got string
}

// Error says where and what.
func (m *mismatch) Error() string {
	return fmt.Sprintf("record %d differs: the journal has %s, the replay %s; "+
		"was the journal written by another build or with another desk file?", m.seq, m.want, m.got)
}

// take feeds one journaled record: inputs wait in the rings, a Poll record runs
// the Poll and compares every record it makes, byte for byte.
func (r *replayer) take(rec *port.Record) error {
	r.want = append(r.want, *rec)
	r.records++
	ok := true
	switch rec.Kind {
	case port.RecordCommand:
		ok = r.core.rings.Commands.Push(rec.Command())
	case port.RecordEvent:
		if rec.Ring == port.RingVenue {
			ok = r.core.rings.Venue.Push(rec.Event())
		} else {
			ok = r.core.rings.Feed.Push(rec.Event())
		}
	case port.RecordPoll:
		return r.poll(rec)
	}
	if !ok {
		return fmt.Errorf("record %d: more inputs without a poll than a loop ever drains: the journal is damaged", rec.Seq)
	}
	return nil
}

// poll runs one Poll and compares its records with the journal's.
func (r *replayer) poll(rec *port.Record) error {
	r.polls++
	r.core.loop.Poll(rec.Now)
	for r.core.rings.Out.Peek() != nil {
		r.core.rings.Out.Drop()
	}
	records, i := r.core.rings.Records, 0
	var bad error
	for got := records.Peek(); got != nil; got = records.Peek() {
		if bad == nil {
			bad = r.compare(i, got)
		}
		records.Drop()
		i++
	}
	if bad == nil && i < len(r.want) {
		bad = &mismatch{r.want[i].Seq, describe(&r.want[i]), "nothing"}
	}
	r.want = r.want[:0]
	return bad
}

func (r *replayer) compare(i int, got *port.Record) error {
	if i >= len(r.want) {
		return &mismatch{got.Seq, "nothing", describe(got)}
	}
	if want := &r.want[i]; *want != *got {
		return &mismatch{want.Seq, describe(want), describe(got)}
	}
	return nil
}

// describe names a record for a mismatch: what it is, and its bytes.
func describe(r *port.Record) string {
	return fmt.Sprintf("%s at %d %x", r.Kind, r.Now, flat.Bytes(&r.Body)[:r.Size])
}
