package journal

import (
	"encoding/json"
	"fmt"
	"os"

	"quotient/quoter/port"
)

// ReadOptions choose what a Reader returns. The zero ReadOptions are all of it.
type ReadOptions struct {
	RecordOnly bool
	Epoch      uint64 // only this epoch; 0 = all, in order
	After      uint64 // with Epoch: only records with a greater Seq
	// Kinds are those that Next returns, as bits 1<<RecordKind; 0 = all. The others
	// are read and checked for holes all the same.
	Kinds uint32
	// Follow is for a journal that is being written: Next returns false at the
	// present end and can be called again later.
	Follow bool
}

// A Hole is a run of sequence numbers that no file holds: a tape that was
// dropped, or what a power loss took from one stream and not from the other.
type Hole struct {
	Epoch, From, To uint64 // inclusive
}

// A Reader returns a journal's records in the order in which they happened,
// both streams merged by Seq, in bounded memory.
type Reader struct {
	dir     string
	opt     ReadOptions
	all     segments
	epoch   uint64 // being read; 0 = none yet
	header  Header
	record  cursor
	tape    cursor
	last    uint64 // Seq last passed in epoch
	passed  int64
	holes   []Hole
	notices []string
	err     error
}

// OpenReader opens the journal in dir. An empty directory has no records.
func OpenReader(dir string, o ReadOptions) (*Reader, error) {
	r := &Reader{dir: dir, opt: o}
	var err error
	if r.all, err = listSegments(dir); err != nil {
		return nil, err
	}
	if r.all.empty() && !o.Follow {
		return nil, fmt.Errorf("journal: %s holds no journal", dir)
	}
	return r, nil
}

// Close closes the files.
func (r *Reader) Close() {
	r.record.close()
	r.tape.close()
}

// Epoch returns the epoch of the record that Next returned last.
func (r *Reader) Epoch() uint64 { return r.epoch }

// Header returns the header of that epoch. It changes when Epoch does.
func (r *Reader) Header() *Header { return &r.header }

// Passed counts the records read, with those of kinds that Next does not return.
func (r *Reader) Passed() int64 { return r.passed }

// Err returns what stopped the Reader, nil if it was the end.
func (r *Reader) Err() error { return r.err }

// Holes returns the sequence numbers found missing so far. A Reader of one
// stream finds none.
func (r *Reader) Holes() []Hole { return r.holes }

// Notices says in words what was found and passed over, such as a torn tail.
func (r *Reader) Notices() []string { return r.notices }

// Headers returns the headers of all epochs.
func (r *Reader) Headers() ([]Header, error) {
	var list []Header
	for i := range r.all.record {
		s := &r.all.record[i]
		if i > 0 && s.epoch == r.all.record[i-1].epoch {
			continue
		}
		h, err := readHeader(s)
		if err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, nil
}

// readHeader reads the header of the epoch that begins with segment s.
func readHeader(s *segment) (h Header, err error) {
	sc, err := openScanner(s)
	if err != nil {
		return h, err
	}
	defer sc.close()
	var fr frame
	var rec port.Record
	ok, err := sc.next(&fr, &rec)
	if err != nil {
		return h, err
	}
	if !ok || fr.kind != frameHeader {
		return h, sc.damage(headSize, fmt.Sprintf("epoch %d does not begin with its header", s.epoch))
	}
	if err := json.Unmarshal(fr.payload, &h); err != nil {
		return h, sc.damage(fr.offset, "the header cannot be read: "+err.Error())
	}
	return h, nil
}

// Next copies the next record to *rec. It returns false at the end or when
// something is wrong: then Err says what.
func (r *Reader) Next(rec *port.Record) bool {
	for r.err == nil {
		from := r.choose()
		if from == nil {
			if r.err != nil || r.epoch > 0 && !r.record.closed || !r.nextEpoch() {
				return false
			}
			continue
		}
		if from.fr.seq != r.last+1 && !r.opt.RecordOnly {
			r.holes = append(r.holes, Hole{r.epoch, r.last + 1, from.fr.seq - 1})
		}
		r.last, from.loaded = from.fr.seq, false
		r.passed++
		if k := from.fr.kind & kindMask; r.opt.Kinds != 0 && r.opt.Kinds>>k&1 == 0 {
			continue
		}
		r.err = from.sc.decode(&from.fr, rec)
		return r.err == nil
	}
	return false
}

// choose returns the stream that holds the next record, nil if there is none (yet).
func (r *Reader) choose() *cursor {
	a, b := &r.record, &r.tape
	if r.epoch == 0 {
		return nil
	}
	if !r.load(a) || !r.opt.RecordOnly && !r.load(b) {
		return nil
	}
	if !a.loaded || b.loaded && b.fr.seq < a.fr.seq {
		a, b = b, a
	}
	switch {
	case !a.loaded:
		return nil
	case r.opt.RecordOnly || b.loaded || a.fr.seq == r.last+1:
		return a
	case r.opt.Follow && !r.record.closed:
		return nil // the other stream may yet bring what comes before
	}
	return a
}

// load sees to it that c holds its next record if there is one; false on error.
func (r *Reader) load(c *cursor) bool {
	for !c.loaded && r.err == nil {
		var got bool
		if got, r.err = c.advance(r); !got {
			break
		}
	}
	return r.err == nil
}

// refresh lists the segments again if a writer has begun new ones.
func (r *Reader) refresh() error {
	if !r.opt.Follow {
		return nil
	}
	record, tape := uint32(1), uint32(1)
	if n := len(r.all.record); n > 0 {
		record = r.all.record[n-1].number + 1
	}
	if n := len(r.all.tape); n > 0 {
		tape = r.all.tape[n-1].number + 1
	}
	_, noRecord := os.Stat(segmentPath(r.dir, streamRecord, record))
	_, noTape := os.Stat(segmentPath(r.dir, streamTape, tape))
	if noRecord != nil && noTape != nil {
		return nil
	}
	all, err := listSegments(r.dir)
	if err == nil {
		r.all = all
	}
	return err
}

// after is the Seq behind which records are wanted.
func (r *Reader) after() uint64 {
	if r.opt.Epoch == 0 {
		return 0
	}
	return r.opt.After
}

// nextEpoch opens the next epoch that is wanted; false when there is none (yet).
func (r *Reader) nextEpoch() bool {
	if r.opt.Epoch > 0 && r.epoch == r.opt.Epoch {
		return false
	}
	if r.err = r.refresh(); r.err != nil {
		return false
	}
	for i := range r.all.record {
		s := &r.all.record[i]
		if s.epoch <= r.epoch || r.opt.Epoch > 0 && s.epoch != r.opt.Epoch {
			continue
		}
		r.Close()
		var h Header
		if h, r.err = readHeader(s); r.err != nil {
			return false
		}
		r.header, r.epoch, r.last = h, s.epoch, r.after()
		r.record = cursor{stream: streamRecord}
		r.tape = cursor{stream: streamTape}
		return true
	}
	return false
}
