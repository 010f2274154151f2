package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"quotient/internal/flat"
	"quotient/internal/ring"
	"quotient/quoter/port"
)

// recover puts the last epoch in order: whole frames are kept, a torn tail is
// cut, the ring's leftovers are appended, and the epoch is closed.
func (w *Writer) recover(all *segments) error {
	last := &all.record[len(all.record)-1]
	w.id, w.epoch, w.sealed, w.taped = last.id, last.epoch, last.sealed, last.taped
	w.record.number = last.number
	for i := range all.tape {
		w.tape.number = max(w.tape.number, all.tape[i].number)
	}
	w.removeUnfinished()
	var end epochEnd
	n := len(all.record)
	if n == 1 || all.record[n-2].epoch != last.epoch {
		if _, err := readHeader(last); err != nil {
			return err
		}
	}
	closed, err := w.resumeRecord(last, &end)
	if err != nil {
		return err
	}
	if closed {
		return w.adopt(false)
	}
	w.tape.last = w.taped
	if err := w.resumeTape(all, &end); err != nil {
		return err
	}
	w.seq = max(w.record.last, w.tape.last)
	if err := w.adopt(true); err != nil {
		return err
	}
	end.Recovered = 1
	if err := w.finish(&end); err != nil {
		return fmt.Errorf("journal: closing epoch %d after a crash: %w", w.epoch, err)
	}
	w.notices = append(w.notices, fmt.Sprintf("epoch %d was not closed: it is now, after record %d", w.epoch, w.seq))
	return nil
}

// removeUnfinished removes segments that a crash left before they had a name.
func (w *Writer) removeUnfinished() {
	names, _ := filepath.Glob(filepath.Join(escapeGlob(w.dir), "*.tmp"))
	for _, name := range names {
		os.Remove(name)
	}
}

// resumeRecord reads the last segment of the record. If its epoch is not closed
// the segment is opened to go on behind its last good frame.
func (w *Writer) resumeRecord(last *segment, end *epochEnd) (closed bool, err error) {
	sc, err := openScanner(last)
	if err != nil {
		return false, err
	}
	defer sc.close()
	sc.check()
	if closed, err = w.scanRecord(sc); err != nil {
		return false, err
	}
	torn, err := w.cut(sc, closed)
	if err != nil {
		return false, err
	}
	end.CutRecord = uint64(torn)
	if err := checkMark(w.dir, last, sc); err != nil {
		return false, err
	}
	w.record.last = sc.last
	if closed {
		w.record.begin(nil, last.path, sc.at(), sc.chain)
		return true, nil
	}
	f, err := w.opt.Disk.Resume(last.path, sc.at())
	if err != nil {
		return false, fmt.Errorf("journal: %w", err)
	}
	w.record.begin(f, last.path, sc.at(), sc.chain)
	w.record.dirty = true
	return false, nil
}

// scanRecord reads all of a record segment and notes what it says of the tape.
func (w *Writer) scanRecord(sc *scanner) (closed bool, err error) {
	var fr frame
	var r port.Record
	for !closed {
		ok, err := sc.next(&fr, &r)
		if !ok || err != nil {
			return false, err
		}
		switch fr.kind {
		case frameSeal:
			var seal tapeSeal
			if _, ok := flat.Load(&seal, fr.payload); !ok {
				return false, sc.damage(fr.offset, "the frame holds no tape seal")
			}
			w.sealed, w.taped = uint32(seal.Number), seal.Last
		case frameClose:
			closed = true
		}
	}
	return true, nil
}

// cut looks at what stands behind the last good frame: damage with good frames
// behind it is refused, a torn tail is noted and its length returned.
func (w *Writer) cut(sc *scanner, closed bool) (torn int64, err error) {
	t, err := sc.tail()
	switch {
	case err != nil:
		return 0, err
	case t.later > 0:
		return 0, sc.damage(sc.at(), fmt.Sprintf("no record can be read here, but there are more from offset %d on", t.later))
	case t.torn > 0 && closed:
		return 0, sc.damage(sc.at(), fmt.Sprintf("%d bytes stand behind the end of the epoch", t.torn))
	case t.torn > 0:
		w.notices = append(w.notices, fmt.Sprintf("%s: the last %d bytes, from offset %d on, are an unfinished record and were cut",
			sc.seg.path, t.torn, sc.at()))
	}
	return t.torn, nil
}

// checkMark refuses a record that ends before the mark in the head file.
func checkMark(dir string, last *segment, sc *scanner) error {
	m, ok, err := loadMark(dir)
	if err != nil || !ok {
		return err
	}
	if m.Number > uint64(last.number) {
		return missing(dir, streamRecord, last.number+1)
	}
	if m.Number == uint64(last.number) && m.Size > uint64(sc.at()) {
		return sc.damage(sc.at(), fmt.Sprintf("the file was closed with %d bytes: the rest is missing", m.Size))
	}
	return nil
}

// resumeTape opens the tape segment that the crash left unsealed, if there is one.
func (w *Writer) resumeTape(all *segments, end *epochEnd) error {
	if len(all.tape) == 0 {
		return nil
	}
	last := &all.tape[len(all.tape)-1]
	switch {
	case last.epoch > w.epoch:
		return missing(w.dir, streamRecord, w.record.number+1)
	case last.number <= w.sealed:
		return nil
	case last.number != w.sealed+1 || last.epoch != w.epoch:
		return missing(w.dir, streamTape, w.sealed+1)
	}
	sc, err := openScanner(last)
	if err != nil {
		return err
	}
	defer sc.close()
	sc.check()
	var fr frame
	var r port.Record
	for ok := true; ok; {
		if ok, err = sc.next(&fr, &r); err != nil {
			return err
		}
	}
	torn, err := w.cut(sc, false)
	if err != nil {
		return err
	}
	f, err := w.opt.Disk.Resume(last.path, sc.at())
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	end.CutTape = uint64(torn)
	w.tape.begin(f, last.path, sc.at(), [hashSize]byte{})
	w.tape.last, w.tape.sum, w.tape.dirty = sc.last, sc.sum, true
	return nil
}

// adopt takes the records that nobody took out of the ring. They belong to the
// epoch that is being put in order, unless it was closed: then there are none.
func (w *Writer) adopt(open bool) error {
	r := w.opt.Ring
	if r == nil || r.left() == 0 {
		return nil
	}
	id, epoch := r.owner()
	ours := id == w.id && epoch == w.epoch
	if epoch == 0 || ours && !open {
		w.notices = append(w.notices, fmt.Sprintf("%s: %d records were pushed after the journal was closed; they were dropped",
			r.name(), r.left()))
		return nil
	}
	if !ours {
		return fmt.Errorf("journal: the ring %s holds %d records of another journal (epoch %d): open that journal with it once, "+
			"or remove the ring if they are not needed", r.name(), r.left(), epoch)
	}
	if err := w.takeLeftovers(r); err != nil {
		return err
	}
	if err := w.Sync(); err != nil {
		return err
	}
	ring.New(r.slots)
	r.disown()
	return nil
}

// takeLeftovers appends what is in the ring but not in the files.
func (w *Writer) takeLeftovers(r *Ring) error {
	var errs error
	n := 0
	ring.Leftover(r.slots, func(rec *port.Record) {
		o := &w.record
		if streamOf(rec.Kind, rec.Ring) == streamTape {
			o = &w.tape
		}
		if errs != nil || rec.Seq <= o.last {
			return
		}
		if errs = w.put(rec); errs == nil {
			n++
		}
	})
	if errs == nil && n > 0 {
		w.notices = append(w.notices, fmt.Sprintf("%s: %d records were handed over but not written; they are now", r.name(), n))
	}
	return errors.Join(errs)
}
