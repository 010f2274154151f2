package journal

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"quotient/quoter/port"
)

// readSize is how much a scanner reads at once.
const readSize = 256 << 10

// A frame is one whole, correct frame of a segment. Its bytes are valid until
// the scanner moves on.
type frame struct {
	kind    byte
	seq     uint64 // of its record
	offset  int64  // of its first byte in the file
	payload []byte
	bytes   []byte // the frame itself
	hash    []byte // chain hash, in the record
}

// A scanner reads the frames of one segment in order, in bounded memory. When it
// has come to the end it may be asked again after the file has grown.
type scanner struct {
	f      *os.File
	seg    *segment
	buf    []byte
	pos    int            // of the next frame in buf
	filled bool           // the last read filled buf: a larger one pays
	offset int64          // of buf[0] in the file
	sum    hash.Hash      // set by check: of a frame in the record, of the file in the tape
	chain  [hashSize]byte // record: the hash before the next frame
	last   uint64         // Seq of the last record
}

func openScanner(seg *segment) (*scanner, error) {
	f, err := os.Open(seg.path)
	if err != nil {
		return nil, err
	}
	return &scanner{f: f, seg: seg, offset: headSize, last: seg.after}, nil
}

// check makes s verify the record's chain, or hash the tape's file.
func (s *scanner) check() {
	head := s.seg.encode()
	s.sum, s.chain = sha256.New(), [hashSize]byte(head[headSize-hashSize:])
	if s.seg.stream == streamTape {
		s.sum.Write(head[:])
	}
}

func (s *scanner) close() { s.f.Close() }

// at is the file offset of the next frame.
func (s *scanner) at() int64 { return s.offset + int64(s.pos) }

// fill reads more behind what buf holds, dropping what was passed. It returns
// false at the end of the file.
func (s *scanner) fill() (bool, error) {
	if s.pos > 0 {
		n := copy(s.buf, s.buf[s.pos:])
		s.buf, s.offset, s.pos = s.buf[:n], s.offset+int64(s.pos), 0
	}
	have := len(s.buf)
	if cap(s.buf)/2 <= have || s.filled {
		info, err := s.f.Stat()
		if err != nil {
			return false, fmt.Errorf("journal: %w", err)
		}
		left := max(info.Size()-s.offset, 0) + 512
		grown := make([]byte, have, max(2*have, min(2*cap(s.buf), readSize), int(min(readSize, left))))
		copy(grown, s.buf)
		s.buf = grown
	}
	n, err := s.f.ReadAt(s.buf[have:cap(s.buf)], s.offset+int64(have))
	s.buf = s.buf[:have+n]
	s.filled = have+n == cap(s.buf) && cap(s.buf) < readSize
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err != nil {
		return false, fmt.Errorf("journal: reading %s: %w", s.seg.path, err)
	}
	return n > 0, nil
}

// next returns the next frame, decoded into r if it is a record and r is not nil.
// ok is false at the end of what can be read; tail says what stands there.
func (s *scanner) next(fr *frame, r *port.Record) (ok bool, err error) {
	for again := false; ; {
		kind, payload, size, more := parseFrame(s.buf[s.pos:])
		whole := size
		if size > 0 && s.seg.stream == streamRecord {
			whole += hashSize
			more = len(s.buf)-s.pos < whole
		}
		if size > 0 && !more {
			b := s.buf[s.pos:]
			fr.kind, fr.offset = kind, s.at()
			fr.payload, fr.bytes, fr.hash = payload, b[:size], b[size:whole]
			s.pos += whole
			return true, s.accept(fr, r)
		}
		if more {
			if got, err := s.fill(); err != nil {
				return false, err
			} else if got {
				continue
			}
		}
		if again {
			return false, nil
		}
		s.reread() // a writer may have been in the middle of it
		again = true
	}
}

// accept checks what a correct checksum does not: payload, sequence and hash.
func (s *scanner) accept(fr *frame, r *port.Record) error {
	if fr.kind < frameHeader {
		if err := s.ordered(fr); err != nil {
			return err
		}
		if r != nil {
			if err := s.decode(fr, r); err != nil {
				return err
			}
		}
		s.last = fr.seq
	}
	if s.sum == nil {
		return nil
	}
	if s.seg.stream == streamTape {
		s.sum.Write(fr.bytes)
		return nil
	}
	s.sum.Reset()
	s.sum.Write(s.chain[:])
	s.sum.Write(fr.bytes)
	s.sum.Sum(s.chain[:0])
	if string(s.chain[:]) != string(fr.hash) {
		return s.damage(fr.offset, "the hash chain is broken")
	}
	return nil
}

// ordered notes a record's Seq and checks that it belongs here.
func (s *scanner) ordered(fr *frame) error {
	seq, ok := sequence(fr.payload)
	fr.seq = seq
	switch {
	case !ok:
		return s.damage(fr.offset, noRecord)
	case streamOf(port.RecordKind(fr.kind&kindMask), fr.kind>>ringShift) != s.seg.stream:
		return s.damage(fr.offset, "the record belongs to the other stream")
	case seq <= s.last:
		return s.damage(fr.offset, fmt.Sprintf("record %d stands behind record %d", seq, s.last))
	}
	return nil
}

const noRecord = "the frame holds no record of this layout"

// decode copies the record in fr to *r.
func (s *scanner) decode(fr *frame, r *port.Record) error {
	if !decodeRecord(r, fr.kind, fr.payload) {
		return s.damage(fr.offset, noRecord)
	}
	return nil
}

// reread forgets what was read ahead, because the file may have changed since.
func (s *scanner) reread() {
	s.offset, s.pos, s.buf = s.at(), 0, s.buf[:0]
}

// blank reports whether what stopped next is the end of the file, or zeros as a
// preallocated segment has them behind its last frame.
func (s *scanner) blank() bool {
	b := s.buf[s.pos:]
	return len(b) == 0 || string(b[:min(len(b), frameHead)]) == string(make([]byte, min(len(b), frameHead)))
}

// A tail is what stands behind the last whole frame of a segment.
type tail struct {
	torn  int64 // bytes of an unfinished frame; 0 when there are none
	later int64 // offset of a whole frame behind damaged bytes; 0 when there is none
}

// tail looks at what stopped next. s stays where it is.
func (s *scanner) tail() (t tail, err error) {
	const step, overlap = 1 << 20, maxRecord + frameHead
	start, size := s.at(), int64(0)
	info, err := s.f.Stat()
	if err != nil {
		return t, fmt.Errorf("journal: %w", err)
	}
	b := make([]byte, min(int64(step+overlap), max(info.Size()-start, 0)+1))
	for from := start; ; from += step {
		n, err := s.f.ReadAt(b, from)
		if err != nil && !errors.Is(err, io.EOF) {
			return t, fmt.Errorf("journal: reading %s: %w", s.seg.path, err)
		}
		for i := n - 1; i >= 0; i-- {
			if b[i] != 0 {
				size = max(size, from+int64(i)+1-start)
				break
			}
		}
		for i := 0; i < min(n, step); i++ {
			if from+int64(i) > start && s.plausible(b[i:n]) {
				return tail{later: from + int64(i)}, nil
			}
		}
		if n < len(b) {
			return tail{torn: size}, nil
		}
	}
}

// plausible reports whether b starts with a frame that could follow s.last.
func (s *scanner) plausible(b []byte) bool {
	kind, payload, size, _ := parseFrame(b)
	if size == 0 || kind >= frameHeader {
		return size > 0
	}
	var r port.Record
	return decodeRecord(&r, kind, payload) && r.Seq > s.last
}

func (s *scanner) damage(offset int64, what string) error {
	return &DamageError{s.seg.path, offset, what}
}
