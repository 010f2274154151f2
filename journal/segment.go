package journal

import (
	"crypto/sha256"

	"quotient/internal/flat"
)

// due reports whether o's open segment is long enough to be closed.
func (w *Writer) due(o *output) bool { return o.size+int64(maxRecord) > w.opt.SegmentSize }

// makeRoom writes what o gathered and begins its next segment when due.
func (w *Writer) makeRoom(o *output) error {
	switch {
	case o.file == nil:
		return w.beginTape()
	case !w.due(o):
		return o.flush()
	case o == &w.record:
		return w.rollRecord()
	}
	if err := w.sealTape(); err != nil {
		return err
	}
	return w.beginTape()
}

func (w *Writer) durable() bool { return !w.opt.NoSync }

func (w *Writer) reserve() int64 {
	if w.opt.Preallocate {
		return w.opt.SegmentSize
	}
	return 0
}

// beginRecord begins the next segment of the record, with the epoch's header if
// it is its first.
func (w *Writer) beginRecord(header []byte) error {
	o := &w.record
	h := segmentHead{stream: streamRecord, number: o.number + 1, sealed: w.sealed, epoch: w.epoch,
		after: o.last, taped: w.taped, id: w.id, prev: o.head()}
	if h.number == 1 {
		h.prev = [hashSize]byte{}
	}
	b := h.encode()
	first := b[:]
	if header != nil {
		first = appendFrame(first, frameHeader, header)
		sum := sha256.Sum256(first[headSize-hashSize:])
		first = append(first, sum[:]...)
	}
	return w.begin(o, &h, first)
}

func (w *Writer) beginTape() error {
	h := segmentHead{stream: streamTape, number: w.tape.number + 1, epoch: w.epoch, after: w.tape.last, id: w.id}
	b := h.encode()
	w.tape.sum.Reset()
	w.tape.sum.Write(b[:])
	return w.begin(&w.tape, &h, b[:])
}

func (w *Writer) begin(o *output, h *segmentHead, first []byte) error {
	path := segmentPath(w.dir, h.stream, h.number)
	f, err := place(w.opt.Disk, path, first, w.reserve(), w.durable())
	if err != nil {
		return err
	}
	o.number = h.number
	o.begin(f, path, int64(len(first)), [hashSize]byte(first[len(first)-hashSize:]))
	return nil
}

// sealTape closes the open tape segment and enters its hash into the record,
// durably before another tape segment can begin.
func (w *Writer) sealTape() error {
	o := &w.tape
	if err := o.end(w.opt.Preallocate, w.durable()); err != nil {
		return err
	}
	seal := tapeSeal{Number: uint64(o.number), Bytes: uint64(o.size), Last: o.last, Sum: [hashSize]byte(o.sum.Sum(nil))}
	w.record.frame(frameSeal, flat.Bytes(&seal))
	w.sealed, w.taped = o.number, o.last
	err := w.record.flush()
	if err == nil && w.durable() {
		err = w.record.sync()
	}
	return err
}

// rollRecord closes the open segment of the record and begins the next.
func (w *Writer) rollRecord() error {
	if err := w.endRecord(); err != nil {
		return err
	}
	return w.beginRecord(nil)
}

// endRecord closes the open segment of the record and notes how far it goes.
func (w *Writer) endRecord() error {
	o := &w.record
	if err := o.end(w.opt.Preallocate, w.durable()); err != nil {
		return err
	}
	mark := headMark{Number: uint64(o.number), Size: uint64(o.size), Hash: o.head()}
	return mark.save(w.opt.Disk, w.dir, w.durable())
}

// finish seals the tape, writes the epoch's end and closes its last segment.
func (w *Writer) finish(end *epochEnd) error {
	if w.tape.file != nil {
		if err := w.sealTape(); err != nil {
			return err
		}
	}
	end.Last = w.seq
	w.record.frame(frameClose, flat.Bytes(end))
	return w.endRecord()
}
