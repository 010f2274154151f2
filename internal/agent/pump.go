package agent

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"sync"
	"sync/atomic"
	"time"

	"quotient/internal/flat"
	"quotient/internal/ring"
	"quotient/journal"
	"quotient/market"
	"quotient/quoter/port"
)

// digestBlock is how much evidence is digested at once, in bytes.
const digestBlock = 4 << 10

// A pump is the consumer of the loop's records: it hands them to the journal,
// keeps the rows of the report, and digests what was decided.
type pump struct {
	records  *ring.SPSC[port.Record]
	journal  *journal.Writer // nil = records are not kept
	failed   func(error)     // told once, when the journal dies
	digest   hash.Hash
	evidence []byte                        // not yet digested
	keep     []port.Record                 // the tallies
	unit     func(*port.Unit, market.Time) // told of every unit's standing; may be nil
	counts   counts
	mass     atomic.Uint64 // mass cancels that the exchange has confirmed
	err      error
	stop     chan struct{}
	done     sync.WaitGroup
}

// counts are what a run's summary says about its records.
type counts struct {
	Events, Polls, Decisions, Approved int64
}

// startPump starts the goroutine that empties records into the journal.
func startPump(records *ring.SPSC[port.Record], w *journal.Writer, failed func(error), unit func(*port.Unit, market.Time)) *pump {
	p := &pump{records: records, journal: w, failed: failed, unit: unit, digest: sha256.New(), stop: make(chan struct{})}
	p.done.Go(p.run)
	return p
}

// run hands the records to the journal and, when there is none or it has died,
// keeps only the rows and the digest.
func (p *pump) run() {
	if p.journal != nil {
		err := p.journal.Run(p.records, p.take, p.stop)
		p.note(err)
		if err == nil {
			return
		}
	}
	for stopping := false; ; {
		for r := p.records.Peek(); r != nil; r = p.records.Peek() {
			p.take(r)
			p.records.Drop()
		}
		if stopping {
			return
		}
		select {
		case <-p.stop:
			stopping = true
		default:
			time.Sleep(200 * time.Microsecond)
		}
	}
}

func (p *pump) note(err error) {
	if err == nil || p.err != nil {
		return
	}
	p.err = err
	if p.failed != nil {
		p.failed(err)
	}
}

func (p *pump) take(r *port.Record) {
	switch r.Kind {
	case port.RecordEvent:
		p.counts.Events++
		if r.Event().Kind == market.EventMassCancel {
			p.mass.Add(1)
		}
	case port.RecordPoll:
		p.counts.Polls++
		p.evidence = binary.LittleEndian.AppendUint64(p.evidence, r.Poll().Digest)
	case port.RecordDecision:
		p.counts.Decisions++
		d := r.Decision()
		if d.Rule == 0 {
			p.counts.Approved++
		}
		p.evidence = append(p.evidence, flat.Bytes(d)...)
	case port.RecordUnit:
		if p.unit != nil {
			p.unit(r.Unit(), r.Now)
		}
	case port.RecordTallyTime, port.RecordTally:
		p.keep = append(p.keep, *r)
	}
	if len(p.evidence) >= digestBlock {
		p.digest.Write(p.evidence)
		p.evidence = p.evidence[:0]
	}
}

// close waits until everything was taken and returns the first error.
func (p *pump) close() error {
	close(p.stop)
	p.done.Wait()
	return p.err
}

// sum is the digest over every decision: instructions with their verdicts, and
// the loop's running digest over the evidence they were taken on.
func (p *pump) sum() string {
	p.digest.Write(p.evidence)
	p.evidence = nil
	return hex.EncodeToString(p.digest.Sum(nil))
}
