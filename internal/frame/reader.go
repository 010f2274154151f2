package frame

import (
	"bytes"
	"io"
)

// A Drop is a stretch of bytes that was not let through.
type Drop struct {
	Reason Reason
	Length int
	Bytes  []byte // what was dropped; valid during the callback only
}

// A Reader reads frames from a stream.
type Reader struct {
	src  io.Reader
	drop func(Drop)
	buf  []byte // unread bytes are buf[from:to]
	from int
	to   int
	rest []byte // of the frame that Read hands out in parts
	err  error
}

const firstBuffer = 4 << 10

var (
	mark = []byte("8=FIX")
	stop = []byte("\x0110=")
	next = []byte("\x018=FIX")
)

// NewReader returns a Reader over src. drop, which may be nil, is called for
// every stretch that is not let through, in order, by the goroutine that reads.
func NewReader(src io.Reader, drop func(Drop)) *Reader {
	if drop == nil {
		drop = func(Drop) {}
	}
	return &Reader{src: src, drop: drop, buf: make([]byte, firstBuffer)}
}

// Read implements io.Reader: the bytes of whole valid frames and nothing else.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(r.rest) == 0 {
		var err error
		if r.rest, err = r.Next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Next returns the next valid frame. It is valid until the next call. After an
// error of the source the frames already read are returned before the error.
func (r *Reader) Next() ([]byte, error) {
	for {
		if r.start() {
			if b, found := r.take(); found {
				return b, nil
			}
		}
		if r.err != nil {
			return nil, r.finish()
		}
		r.fill()
	}
}

// start drops what lies before the next mark and reports whether there is one.
func (r *Reader) start() bool {
	b := r.buf[r.from:r.to]
	i := bytes.Index(b, mark)
	if i < 0 {
		i = len(b) - partial(b)
		r.skip(i, Garbage)
		return false
	}
	r.skip(i, Garbage)
	return true
}

// partial is the length of the longest end of b that may begin a mark.
func partial(b []byte) int {
	for n := min(len(mark)-1, len(b)); n > 0; n-- {
		if bytes.HasSuffix(b, mark[:n]) {
			return n
		}
	}
	return 0
}

// take looks at the bytes from a mark on until a frame is found or more bytes are needed.
func (r *Reader) take() (b []byte, found bool) {
	for r.from < r.to && bytes.HasPrefix(r.buf[r.from:r.to], mark) {
		b := r.buf[r.from:r.to]
		end, bad := extent(b)
		if end == 0 {
			return nil, false
		}
		if bad == OK {
			bad = Check(b[:end])
		}
		if bad == OK {
			r.from += end
			return b[:end:end], true
		}
		r.skip(resume(b[:end]), bad)
		if !r.start() {
			return nil, false
		}
	}
	return nil, false
}

// extent returns where the frame at the start of b ends, 0 when that cannot be
// told yet. A frame that can no longer become valid ends where it goes wrong.
func extent(b []byte) (end int, bad Reason) {
	if n, bad := opening(b); bad != OK {
		return n, bad
	}
	last := bytes.Index(b, stop)
	limit := len(b)
	if last >= 0 {
		limit = last
	}
	if i := bytes.Index(b[:limit], next); i >= 0 {
		return i + 1, Truncated
	}
	if last < 0 || last+1+len(trailer) > len(b) {
		if len(b) > MaxLength {
			return len(b), TooLong
		}
		return 0, OK
	}
	return last + 1 + len(trailer), OK
}

// opening looks at as much of tags 8 and 9 as is there.
func opening(b []byte) (end int, bad Reason) {
	n := min(len(b), len(head))
	if string(b[:n]) != head[:n] {
		if n < len(head)-2 || string(b[:len(head)-2]) != head[:len(head)-2] {
			return n, BeginString
		}
		return n, BodyLength
	}
	if n < len(head) {
		return 0, OK
	}
	value := b[len(head):]
	size, used, ok := length(value)
	switch {
	case ok && size+len(head)+used+len(trailer) > MaxLength:
		return len(head) + used, TooLong
	case ok || (len(value) <= 6 && bytes.IndexByte(value, soh) < 0 && digits(value)):
		return 0, OK
	}
	return len(head), BodyLength
}

func digits(b []byte) bool {
	_, ok := number(b)
	return ok || len(b) == 0
}

// resume returns where to go on after the bad frame b: at a mark inside it, for
// a frame may have been swallowed by the one that broke off, else after it.
func resume(b []byte) int {
	if i := bytes.Index(b[1:], mark); i >= 0 {
		return i + 1
	}
	return len(b) - partial(b[1:])
}

// skip drops n bytes.
func (r *Reader) skip(n int, why Reason) {
	if n > 0 {
		r.drop(Drop{Reason: why, Length: n, Bytes: r.buf[r.from : r.from+n]})
		r.from += n
	}
}

// fill reads more bytes behind those that wait.
func (r *Reader) fill() {
	if r.from > 0 {
		r.to = copy(r.buf, r.buf[r.from:r.to])
		r.from = 0
	}
	if r.to == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	for range 100 {
		n, err := r.src.Read(r.buf[r.to:])
		r.to += n
		r.err = err
		if n > 0 || err != nil {
			return
		}
	}
	r.err = io.ErrNoProgress
}

// finish drops what waits when the source has ended and returns its error.
func (r *Reader) finish() error {
	if n := r.to - r.from; n >= len(mark) {
		r.skip(n, Truncated)
	} else {
		r.skip(n, Garbage)
	}
	return r.err
}
