package journal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"quotient/internal/ring"
	"quotient/quoter/port"
)

// ErrClosed is what a Writer answers after Close.
var ErrClosed = errors.New("journal: the writer is closed")

// A Writer appends to the journal of one directory.
type Writer struct {
	dir     string
	opt     Options
	lock    *dirLock
	ids     *ids
	id      [16]byte
	epoch   uint64
	seq     uint64 // of the last record of the epoch
	sealed  uint32 // number of the last sealed tape segment
	taped   uint64 // last Seq in it, if it is of this epoch
	record  output
	tape    output
	queue   *ring.SPSC[port.Record]
	dead    atomic.Pointer[error]
	notices []string
}

// Open takes over the journal in dir, or starts one, and begins its next epoch.
// What an earlier writer left is first put in order: a torn tail is cut at the
// last good record, records left in o.Ring are appended, the epoch is closed.
// Damage anywhere else is refused with a DamageError. Notices says what was done.
func Open(dir string, h Header, o Options) (*Writer, error) {
	o.fill()
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	w := &Writer{dir: dir, opt: o, lock: lock, record: newOutput(streamRecord), tape: newOutput(streamTape)}
	if err := w.open(&h); err != nil {
		lock.release()
		return nil, err
	}
	return w, nil
}

func (w *Writer) open(h *Header) error {
	all, err := listSegments(w.dir)
	if err != nil {
		return err
	}
	fresh := all.empty()
	if w.ids, err = openIDs(w.opt.Disk, w.dir, w.opt.FirstID, fresh); err != nil {
		return err
	}
	if fresh {
		err = w.found()
	} else {
		err = w.recover(&all)
	}
	if err != nil {
		return err
	}
	return w.beginEpoch(h)
}

// found starts a new journal: its id, and the files that must not go missing
// from then on.
func (w *Writer) found() error {
	if _, err := rand.Read(w.id[:]); err != nil {
		return err
	}
	if err := w.ids.save(w.ids.next); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(w.dir, latchFile)); err != nil {
		if err := SaveLatch(w.dir, nil); err != nil {
			return err
		}
	}
	return w.adopt(false)
}

// beginEpoch makes the next epoch durable, header first.
func (w *Writer) beginEpoch(h *Header) error {
	w.epoch++
	w.seq, w.taped, w.record.last, w.tape.last = 0, 0, 0, 0
	blob, err := h.complete(w.epoch, w.id)
	if err != nil {
		return err
	}
	if err := w.beginRecord(blob); err != nil {
		return fmt.Errorf("journal: beginning epoch %d: %w", w.epoch, err)
	}
	if r := w.opt.Ring; r != nil {
		r.claim(w.id, w.epoch)
		w.queue = ring.New(r.slots)
	}
	return nil
}

// Ring returns the ring over Options.Ring, for the loop to push into; nil
// without one.
func (w *Writer) Ring() *ring.SPSC[port.Record] { return w.queue }

// Epoch returns the number of this life of the journal; the first is 1.
func (w *Writer) Epoch() uint64 { return w.epoch }

// Notices says in words what Open had to put in order, if anything.
func (w *Writer) Notices() []string { return w.notices }

// Dead returns the error that ended the journal, nil while it is healthy. It may
// be called from any goroutine.
func (w *Writer) Dead() error {
	if p := w.dead.Load(); p != nil {
		return *p
	}
	return nil
}

// die marks the journal dead for good.
func (w *Writer) die(err error) error {
	err = fmt.Errorf("journal: nothing more is recorded until a restart: %w", err)
	w.dead.CompareAndSwap(nil, &err)
	return w.Dead()
}

// GrantIDs returns the first of n instruction ids that were never granted
// before and, once it has returned, never will be again, whatever crashes.
func (w *Writer) GrantIDs(n uint64) (first uint64, err error) { return w.ids.grant(n) }

// Append adds r, whose Seq must be one more than the last. It may not be on disk
// before Flush, and not survive a power loss before Sync.
func (w *Writer) Append(r *port.Record) error {
	if p := w.dead.Load(); p != nil {
		return *p
	}
	if r.Seq != w.seq+1 {
		return w.die(fmt.Errorf("record %d follows record %d", r.Seq, w.seq))
	}
	return w.put(r)
}

// put appends r to its stream.
func (w *Writer) put(r *port.Record) error {
	if !valid(r) {
		return w.die(fmt.Errorf("record %d has kind %d, ring %d, size %d", r.Seq, r.Kind, r.Ring, r.Size))
	}
	o := &w.record
	if streamOf(r.Kind, r.Ring) == streamTape {
		o = &w.tape
	}
	if o.file == nil || o.full() || w.due(o) {
		if err := w.makeRoom(o); err != nil {
			return w.die(err)
		}
	}
	o.put(r)
	w.seq = max(w.seq, r.Seq)
	return nil
}

// Flush hands what was appended to the operating system: a crash of the process
// loses it no more.
func (w *Writer) Flush() error {
	if p := w.dead.Load(); p != nil {
		return *p
	}
	if err := w.tape.flush(); err != nil {
		return w.die(err)
	}
	if err := w.record.flush(); err != nil {
		return w.die(err)
	}
	return nil
}

// Sync flushes and makes what was appended survive a power loss.
func (w *Writer) Sync() error {
	if err := w.Flush(); err != nil || w.opt.NoSync {
		return err
	}
	if err := w.tape.sync(); err != nil {
		return w.die(err)
	}
	if err := w.record.sync(); err != nil {
		return w.die(err)
	}
	return nil
}

// Close takes what is left in the ring, closes the epoch and lets go of the
// directory. It returns the error of a dead journal again.
func (w *Writer) Close() error {
	if w.lock == nil {
		return ErrClosed
	}
	defer func() {
		w.lock.release()
		w.lock = nil
	}()
	err := w.Dead()
	for n := 1; n > 0 && err == nil && w.queue != nil; {
		n, err = w.drain(w.queue, nil)
	}
	if err != nil {
		w.record.abandon()
		w.tape.abandon()
		return err
	}
	if err := w.finish(&epochEnd{}); err != nil {
		return w.die(err)
	}
	closed := ErrClosed
	w.dead.CompareAndSwap(nil, &closed)
	if w.opt.Ring != nil {
		w.opt.Ring.disown()
	}
	return nil
}
