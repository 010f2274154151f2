package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"quotient/internal/flat"
	"quotient/market"
	"quotient/quoter/port"
)

// A Problem is something that differs from what was written.
type Problem struct {
	File   string `json:"file"`
	Offset int64  `json:"offset"`
	What   string `json:"what"`
}

// A Report is the result of Verify.
type Report struct {
	Segments int         `json:"segments"`
	Epochs   uint64      `json:"epochs"`
	Records  uint64      `json:"records"` // both streams
	First    market.Time `json:"first_ns"`
	Last     market.Time `json:"last_ns"`
	// Head is the record's last chain hash, in hex. Kept elsewhere, it proves
	// that the record up to here was not changed later.
	Head     string    `json:"head"`
	Problems []Problem `json:"problems"`
	// Dropped are sealed tape segments at the front that are no longer there.
	Dropped []string `json:"dropped"`
	Notices []string `json:"notices"`
}

// OK reports whether nothing differs. Dropped tapes are no difference.
func (r *Report) OK() bool { return len(r.Problems) == 0 }

// Verify reads everything in dir and checks every checksum, every hash and that
// no record is missing. err is only what kept it from looking.
func Verify(dir string) (Report, error) {
	v := verifier{dir: dir, seals: map[uint32]tapeSeal{}, epochs: map[uint64]*epochSum{}}
	v.Problems, v.Dropped, v.Notices = []Problem{}, []string{}, []string{}
	if _, err := os.ReadDir(dir); err != nil {
		return v.Report, fmt.Errorf("journal: %w", err)
	}
	all, err := listSegments(dir)
	if err != nil {
		return v.Report, v.note(err)
	}
	if all.empty() {
		return v.Report, fmt.Errorf("journal: %s holds no journal", dir)
	}
	v.Segments = len(all.record) + len(all.tape)
	if v.mark, v.marked, err = loadMark(dir); err != nil {
		if err := v.note(err); err != nil {
			return v.Report, err
		}
	}
	for i := range all.record {
		if err := v.recordSegment(all.record, i); err != nil {
			return v.Report, err
		}
	}
	v.Head = fmt.Sprintf("%x", v.chain)
	v.missingTapes(all.tape)
	for i := range all.tape {
		if err := v.tapeSegment(&all.tape[i]); err != nil {
			return v.Report, err
		}
	}
	v.wholeEpochs()
	if v.marked && !v.passed {
		v.problem(filepath.Join(dir, headFile), 0, "the record does not reach the point it was closed at: its end is missing")
	}
	return v.Report, nil
}

// An epochSum counts an epoch's records.
type epochSum struct {
	count, last uint64
	end         *epochEnd
}

type verifier struct {
	Report
	dir    string
	chain  [hashSize]byte // last hash of the record segment before
	seals  map[uint32]tapeSeal
	epochs map[uint64]*epochSum
	mark   headMark
	marked bool
	passed bool // the record passes through mark
}

func (v *verifier) problem(file string, offset int64, what string) {
	v.Problems = append(v.Problems, Problem{file, offset, what})
}

// note takes damage as a problem found and gives other errors back.
func (v *verifier) note(err error) error {
	if d, ok := errors.AsType[*DamageError](err); ok {
		v.problem(d.File, d.Offset, d.What)
		return nil
	}
	if m, ok := errors.AsType[*MissingError](err); ok {
		v.problem(m.File, 0, "the file is missing")
		return nil
	}
	return err
}

func (v *verifier) epoch(n uint64) *epochSum {
	e := v.epochs[n]
	if e == nil {
		e = &epochSum{}
		v.epochs[n] = e
		v.Epochs++
	}
	return e
}

// count enters a record into the sums.
func (v *verifier) count(epoch uint64, r *port.Record) {
	e := v.epoch(epoch)
	e.count++
	e.last = max(e.last, r.Seq)
	if v.Records == 0 || r.Now < v.First {
		v.First = r.Now
	}
	if v.Records == 0 || r.Now > v.Last {
		v.Last = r.Now
	}
	v.Records++
}

// recordSegment checks a segment of the record and its place in the chain.
func (v *verifier) recordSegment(list []segment, i int) error {
	s := &list[i]
	sc, err := openScanner(s)
	if err != nil {
		return err
	}
	defer sc.close()
	sc.check()
	e := v.epoch(s.epoch)
	begins := i == 0 || list[i-1].epoch != s.epoch
	if s.prev != v.chain {
		v.problem(s.path, 64, "the segment does not continue the chain of the one before it")
	}
	if begins && i > 0 && v.epoch(list[i-1].epoch).end == nil {
		v.problem(s.path, 24, fmt.Sprintf("epoch %d was never closed", list[i-1].epoch))
	}
	if err := v.recordFrames(sc, e, begins); err != nil {
		return v.note(err)
	}
	v.chain = sc.chain
	return v.note(v.behind(sc, i == len(list)-1, e.end != nil))
}

// recordFrames reads the frames of a record segment.
func (v *verifier) recordFrames(sc *scanner, e *epochSum, begins bool) error {
	var fr frame
	var r port.Record
	for n := 0; ; n++ {
		ok, err := sc.next(&fr, &r)
		if !ok || err != nil {
			return err
		}
		if e.end != nil {
			return sc.damage(fr.offset, "something follows the end of the epoch")
		}
		if (fr.kind == frameHeader) != (begins && n == 0) {
			return sc.damage(fr.offset, "the epoch does not begin with its header")
		}
		switch fr.kind {
		case frameSeal:
			var seal tapeSeal
			if rest, ok := flat.Load(&seal, fr.payload); !ok || len(rest) > 0 {
				return sc.damage(fr.offset, "the frame holds no tape seal")
			}
			v.seals[uint32(seal.Number)] = seal
		case frameClose:
			e.end = new(epochEnd)
			if rest, ok := flat.Load(e.end, fr.payload); !ok || len(rest) > 0 {
				return sc.damage(fr.offset, "the frame holds no end of an epoch")
			}
		case frameHeader:
		default:
			v.count(sc.seg.epoch, &r)
		}
		if v.mark.Number == uint64(sc.seg.number) && v.mark.Size == uint64(sc.at()) && v.mark.Hash == sc.chain {
			v.passed = true
		}
	}
}

// behind looks at what stands behind a segment's last good frame.
func (v *verifier) behind(sc *scanner, last, closed bool) error {
	t, err := sc.tail()
	at := sc.at()
	switch {
	case err != nil:
		return err
	case t.later > 0:
		return sc.damage(at, fmt.Sprintf("no record can be read here, but there are more from offset %d on", t.later))
	case closed || !last:
		if info, err := sc.f.Stat(); err != nil {
			return err
		} else if info.Size() != at {
			return sc.damage(at, fmt.Sprintf("%d bytes cannot be read", info.Size()-at))
		}
	case t.torn > 0:
		v.Notices = append(v.Notices, fmt.Sprintf("%s: %d bytes from offset %d on are an unfinished record", sc.seg.path, t.torn, at))
	}
	return nil
}

// missingTapes compares the sealed tape segments with those that are there.
// From the front they may have been dropped; in the middle none may be missing.
func (v *verifier) missingTapes(tape []segment) {
	first := ^uint32(0)
	for i := range tape {
		first = min(first, tape[i].number)
	}
	most := uint32(0)
	for n := range v.seals {
		most = max(most, n)
	}
	for n := uint32(1); n <= most; n++ {
		path := segmentPath(v.dir, streamTape, n)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if n < first {
			v.Dropped = append(v.Dropped, path)
			continue
		}
		v.problem(path, 0, "the file is missing")
	}
}

// tapeSegment checks a segment of the tape against its seal.
func (v *verifier) tapeSegment(s *segment) error {
	sc, err := openScanner(s)
	if err != nil {
		return err
	}
	defer sc.close()
	sc.check()
	var fr frame
	var r port.Record
	for {
		ok, err := sc.next(&fr, &r)
		if err != nil {
			return v.note(err)
		}
		if !ok {
			break
		}
		if fr.kind >= frameHeader {
			return v.note(sc.damage(fr.offset, "the frame does not belong into a tape"))
		}
		v.count(s.epoch, &r)
	}
	seal, sealed := v.seals[s.number]
	if err := v.behind(sc, true, sealed); err != nil {
		return v.note(err)
	}
	switch {
	case sealed && (seal.Bytes != uint64(sc.at()) || seal.Sum != [hashSize]byte(sc.sum.Sum(nil))):
		v.problem(s.path, 0, "the file is not the one whose hash stands in the record")
	case !sealed && v.epoch(s.epoch).end != nil:
		v.problem(s.path, 0, "the file's hash does not stand in the record")
	}
	return nil
}

// wholeEpochs checks that no record is missing.
func (v *verifier) wholeEpochs() {
	for n := uint64(1); n <= v.Epochs; n++ {
		e := v.epochs[n]
		switch {
		case e == nil:
			v.problem(v.dir, 0, fmt.Sprintf("epoch %d is missing", n))
			continue
		case e.end == nil:
			v.Notices = append(v.Notices, fmt.Sprintf("epoch %d is not closed: its writer is running, or crashed; what is not sealed yet is covered by checksums only", n))
		default:
			e.last = max(e.last, e.end.Last)
		}
		if e.count == e.last {
			continue
		}
		what := fmt.Sprintf("epoch %d: %d of %d records are missing", n, e.last-e.count, e.last)
		if e.end != nil && e.end.Recovered == 0 && len(v.Dropped) == 0 {
			v.problem(v.dir, 0, what)
		} else {
			v.Notices = append(v.Notices, what)
		}
	}
}
