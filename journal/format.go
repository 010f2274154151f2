package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"

	"quotient/quoter/port"
)

// Format is the version of the files' layout; port.Version is that of what lies
// in the records. A reader refuses others.
const Format = 1

const (
	// DefaultSegment is the size at which a segment is closed.
	DefaultSegment = 64 << 20
	// minSegment keeps a segment larger than any record, so that a roll helps.
	minSegment = 4 << 10

	headSize = 128
	hashSize = sha256.Size
	magic    = "quotient"
)

// A stream is one of the two sequences of segments.
type stream uint8

const (
	streamRecord stream = 'r'
	streamTape   stream = 't'
)

// A segmentHead is the first 128 bytes of every segment. Its last 32 are the
// SHA-256 of the others: in the record they start the segment's chain, which so
// covers the head and, through prev, everything before it.
type segmentHead struct {
	stream stream
	number uint32         // 1, 2, 3, … in its stream
	sealed uint32         // record: number of the last tape segment sealed so far
	epoch  uint64         // of the writer
	after  uint64         // last Seq of this stream and epoch before the segment
	taped  uint64         // record: last Seq of the sealed tape of this epoch
	id     [16]byte       // of the journal, the same in all its files
	prev   [hashSize]byte // record: last hash of the segment before
}

func (h *segmentHead) encode() (b [headSize]byte) {
	copy(b[:8], magic)
	le := binary.LittleEndian
	le.PutUint16(b[8:], Format)
	le.PutUint16(b[10:], port.Version)
	b[12] = byte(h.stream)
	le.PutUint32(b[16:], h.number)
	le.PutUint32(b[20:], h.sealed)
	le.PutUint64(b[24:], h.epoch)
	le.PutUint64(b[32:], h.after)
	le.PutUint64(b[40:], h.taped)
	copy(b[48:64], h.id[:])
	copy(b[64:96], h.prev[:])
	sum := sha256.Sum256(b[:96])
	copy(b[96:], sum[:])
	return b
}

// decodeHead reads a segment's head and says what is wrong with it, "" if nothing.
func decodeHead(b []byte, s stream) (h segmentHead, wrong string) {
	if len(b) < headSize {
		return h, fmt.Sprintf("the segment's head is cut short: %d bytes of %d", len(b), headSize)
	}
	le := binary.LittleEndian
	sum := sha256.Sum256(b[:96])
	switch {
	case string(b[:8]) != magic:
		return h, "not a journal segment (magic bytes differ)"
	case sum != [hashSize]byte(b[96:headSize]):
		return h, "the segment's head is damaged (hash differs)"
	case le.Uint16(b[8:]) != Format:
		return h, fmt.Sprintf("journal format %d; this build reads %d", le.Uint16(b[8:]), Format)
	case le.Uint16(b[10:]) != port.Version:
		return h, fmt.Sprintf("record layout %d; this build reads %d", le.Uint16(b[10:]), port.Version)
	case stream(b[12]) != s:
		return h, "the segment belongs to the other stream"
	}
	h = segmentHead{stream: s, number: le.Uint32(b[16:]), sealed: le.Uint32(b[20:]),
		epoch: le.Uint64(b[24:]), after: le.Uint64(b[32:]), taped: le.Uint64(b[40:])}
	copy(h.id[:], b[48:64])
	copy(h.prev[:], b[64:96])
	return h, ""
}

// segmentPath names segment number of s in dir.
func segmentPath(dir string, s stream, number uint32) string {
	if s == streamTape {
		return filepath.Join(dir, fmt.Sprintf("tape-%06d.qt", number))
	}
	return filepath.Join(dir, fmt.Sprintf("record-%06d.qj", number))
}

// A DamageError says that a file does not hold what was written to it.
type DamageError struct {
	File   string
	Offset int64
	What   string
}

// Error says which file, what is wrong and what to do.
func (e *DamageError) Error() string {
	return fmt.Sprintf("journal: %s is damaged at offset %d: %s; restore the file from a copy, "+
		"or move the journal aside to start a new one", e.File, e.Offset, e.What)
}
