package feed

import "bytes"

// A Splitter cuts a stream of bytes into lines. It has one buffer and never
// grows it: a line longer than the limit is dropped up to its end and told as a
// Problem.
//
//	n := read(s.Space())
//	s.Filled(n)
//	for line, p := s.Next(); line != nil || p != nil; line, p = s.Next() { … }
type Splitter struct {
	buf      []byte
	from, to int // the bytes not yet handed out
	seen     int // of those, before this place there is no newline
	limit    int
	chunk    int
	line     int  // lines begun, dropped ones included
	dropping bool // inside a line that is too long
	problem  Problem
}

// NewSplitter returns a Splitter for lines of at most limit bytes without their
// newline, with room to read at least chunk bytes at once.
func NewSplitter(limit, chunk int) *Splitter {
	limit, chunk = max(limit, 1), max(chunk, 1)
	return &Splitter{buf: make([]byte, limit+1+chunk), limit: limit, chunk: chunk}
}

// Space returns where the next bytes go. It is never empty when Next has said
// that it needs more. Lines handed out before are overwritten.
func (s *Splitter) Space() []byte {
	if s.from > 0 && len(s.buf)-s.to < s.chunk {
		copy(s.buf, s.buf[s.from:s.to])
		s.seen -= s.from
		s.to -= s.from
		s.from = 0
	}
	return s.buf[s.to:]
}

// Filled says that n bytes were put into Space.
func (s *Splitter) Filled(n int) { s.to += n }

// Next returns the next line without its end (\n or \r\n), not nil even when
// empty, or a Problem for a line that was dropped. Both are nil when more bytes
// are needed. The line is valid until Space, the Problem until Next.
func (s *Splitter) Next() ([]byte, *Problem) {
	for {
		i := bytes.IndexByte(s.buf[s.seen:s.to], '\n')
		if i < 0 {
			s.seen = s.to
			return nil, s.unfinished()
		}
		end := s.seen + i
		line := s.buf[s.from:end]
		s.from, s.seen = end+1, end+1
		if s.dropping {
			s.dropping = false // the rest of a line that was told already
			continue
		}
		s.line++
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		if len(line) > s.limit {
			return nil, s.long(line)
		}
		return line, nil
	}
}

// unfinished looks after the bytes of a line without an end so far.
func (s *Splitter) unfinished() *Problem {
	if s.dropping {
		s.from, s.to, s.seen = 0, 0, 0
		return nil
	}
	if s.to-s.from <= s.limit+1 { // one more, for a \r that may precede the newline
		if s.from == s.to {
			s.from, s.to, s.seen = 0, 0, 0
		}
		return nil
	}
	line := s.buf[s.from:s.to]
	s.line++
	s.dropping = true
	s.from, s.to, s.seen = 0, 0, 0
	return s.long(line)
}

func (s *Splitter) long(line []byte) *Problem {
	s.problem.set(CodeLong, "", line)
	s.problem.Line = s.line
	return &s.problem
}

// Line returns the number of the line that Next returned last, from 1.
func (s *Splitter) Line() int { return s.line }

// Last hands out a last line that has no end, after Next asked for more and the
// stream is over; nil when there is none.
func (s *Splitter) Last() ([]byte, *Problem) {
	if s.from == s.to {
		return nil, nil
	}
	line := bytes.TrimSuffix(s.buf[s.from:s.to], []byte("\r"))
	s.from, s.seen = s.to, s.to
	s.line++
	if len(line) > s.limit {
		return nil, s.long(line)
	}
	return line, nil
}

// Reset forgets everything, for a new stream, and returns how many bytes of an
// unfinished line are lost.
func (s *Splitter) Reset() (lost int) {
	lost = s.to - s.from
	s.from, s.to, s.seen, s.line, s.dropping = 0, 0, 0, 0, false
	return lost
}
