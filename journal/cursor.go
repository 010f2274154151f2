package journal

import "fmt"

// A cursor is a Reader's place in one stream of the epoch it reads.
type cursor struct {
	stream stream
	sc     *scanner // nil before the first segment
	number uint32   // of the segment open now
	fr     frame    // read last
	loaded bool     // fr is the next record
	closed bool     // record: the epoch's end was read
	torn   bool     // the torn tail was noted
}

func (c *cursor) close() {
	if c.sc != nil {
		c.sc.close()
		c.sc = nil
	}
}

// advance reads one frame. got is false at the present end.
func (c *cursor) advance(r *Reader) (got bool, err error) {
	if c.closed {
		return false, nil
	}
	if c.sc == nil {
		return c.enter(r)
	}
	if got, err = c.read(r); got || err != nil {
		return got, err
	}
	return c.atEnd(r)
}

// read reads one frame of the open segment.
func (c *cursor) read(r *Reader) (got bool, err error) {
	got, err = c.sc.next(&c.fr, nil)
	if got && err == nil {
		c.loaded = c.fr.kind < frameHeader && c.fr.seq > r.after()
		c.closed = c.fr.kind == frameClose
	}
	return got, err
}

// atEnd decides what the end of a segment means: go on with the next one, wait
// for more, or damage.
func (c *cursor) atEnd(r *Reader) (got bool, err error) {
	if err := r.refresh(); err != nil {
		return false, err
	}
	if got, err = c.read(r); got || err != nil { // it grew before the next began
		return got, err
	}
	following := c.following(r)
	if following == nil && r.opt.Follow && c.sc.blank() {
		return false, nil
	}
	t, err := c.sc.tail()
	if err != nil {
		return false, err
	}
	at := c.sc.at()
	switch {
	case t.later > 0:
		if got, err = c.read(r); got || err != nil { // it grew while we looked
			return got, err
		}
		return false, c.sc.damage(at, fmt.Sprintf("no record can be read here, but there are more from offset %d on", t.later))
	case t.torn > 0 && c.complete(r):
		return false, c.sc.damage(at, fmt.Sprintf("%d bytes cannot be read", t.torn))
	case following != nil:
		return c.enter(r)
	case c.stream == streamRecord && c.complete(r):
		return false, c.sc.damage(at, "the epoch is not closed although another one follows")
	case t.torn > 0 && !c.torn && !r.opt.Follow:
		c.torn = true
		r.notices = append(r.notices, fmt.Sprintf("%s: %d bytes from offset %d on are an unfinished record", c.sc.seg.path, t.torn, at))
	}
	return false, nil
}

// complete reports whether nothing can be added to the open segment any more.
func (c *cursor) complete(r *Reader) bool {
	n := len(r.all.record)
	return c.following(r) != nil || r.record.closed || n > 0 && r.all.record[n-1].epoch > r.epoch
}

// following returns the epoch's next segment behind the one open now, or its
// first; nil when there is none (yet).
func (c *cursor) following(r *Reader) *segment {
	list := r.all.record
	if c.stream == streamTape {
		list = r.all.tape
	}
	for i := range list {
		if s := &list[i]; s.epoch == r.epoch && s.number > c.number {
			return s
		}
	}
	return nil
}

// enter opens the next segment, or the first one that can hold wanted records.
func (c *cursor) enter(r *Reader) (got bool, err error) {
	s := c.following(r)
	if s == nil && r.opt.Follow {
		if err := r.refresh(); err != nil {
			return false, err
		}
		s = c.following(r)
	}
	if s == nil {
		return false, nil
	}
	for c.number = s.number; c.sc == nil; c.number = s.number {
		n := c.following(r)
		if n == nil || n.after > r.after() {
			break
		}
		s = n
	}
	c.close()
	if c.sc, err = openScanner(s); err != nil {
		return false, fmt.Errorf("journal: %w", err)
	}
	return true, nil
}
