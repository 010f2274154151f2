package journal

import (
	"crypto/sha256"
	"hash"

	"quotient/quoter/port"
)

const (
	// flushAt is how much an output gathers before it writes. Larger measured
	// slower: what is hashed and written should still lie in the cache.
	flushAt = 64 << 10
	// lead is kept before the gathered bytes: the chain hash of what went before,
	// so that a frame can be hashed together with it in one piece.
	lead = hashSize
)

// An output appends frames to the open segment of one stream.
type output struct {
	chained bool
	file    File // nil between segments
	path    string
	number  uint32 // of the open segment, or of the last one
	size    int64  // of the segment, gathered bytes included
	last    uint64 // Seq of the last record of the epoch
	buf     []byte // lead, then what is not yet written
	dirty   bool   // written since the last sync
	sum     hash.Hash
}

func newOutput(s stream) output {
	return output{chained: s == streamRecord, sum: sha256.New(),
		buf: make([]byte, lead, lead+flushAt+2*maxRecord)}
}

// begin continues with an open file of the given size, of whose chain hash is
// the last.
func (o *output) begin(f File, path string, size int64, hash [hashSize]byte) {
	o.file, o.path, o.size = f, path, size
	o.buf = append(o.buf[:0], hash[:]...)
}

// head is the last chain hash.
func (o *output) head() [hashSize]byte { return [hashSize]byte(o.buf[len(o.buf)-lead:]) }

// put gathers a record. The caller has seen to room and an open file.
func (o *output) put(r *port.Record) {
	start := len(o.buf)
	o.buf = appendRecord(o.buf, r)
	o.chain(start)
	o.last = r.Seq
}

// frame gathers a frame of the journal's own.
func (o *output) frame(kind byte, payload []byte) {
	start := len(o.buf)
	o.buf = appendFrame(o.buf, kind, payload)
	o.chain(start)
}

func (o *output) chain(start int) {
	if o.chained {
		h := sha256.Sum256(o.buf[start-lead:])
		o.buf = append(o.buf, h[:]...)
	}
	o.size += int64(len(o.buf) - start)
}

// full reports whether a further record might not fit what is gathered.
func (o *output) full() bool { return len(o.buf) >= lead+flushAt }

// flush writes what is gathered.
func (o *output) flush() error {
	b := o.buf[lead:]
	if len(b) == 0 {
		return nil
	}
	if _, err := o.file.Write(b); err != nil {
		return err
	}
	if !o.chained {
		o.sum.Write(b)
	}
	copy(o.buf, o.buf[len(o.buf)-lead:])
	o.buf, o.dirty = o.buf[:lead], true
	return nil
}

// sync makes what was written durable.
func (o *output) sync() error {
	if !o.dirty {
		return nil
	}
	if err := o.file.Sync(); err != nil {
		return err
	}
	o.dirty = false
	return nil
}

// end closes the open segment at its true length.
func (o *output) end(reserved, durable bool) error {
	err := o.flush()
	if err == nil && reserved {
		o.dirty, err = true, o.file.Truncate(o.size)
	}
	if err == nil && durable {
		err = o.sync()
	}
	if closeErr := o.file.Close(); err == nil {
		err = closeErr
	}
	o.file, o.dirty = nil, false
	return err
}

// abandon closes the file of a dead journal without another try to write.
func (o *output) abandon() {
	if o.file != nil {
		o.file.Close()
		o.file = nil
	}
}
