package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quotient/quoter/port"
)

// crashed makes a journal whose writer never closed it, and returns its records.
func crashed(t testing.TB, n int, o Options) (dir string, list []port.Record) {
	dir = t.TempDir()
	list = records(newRand(), n)
	w := open(t, dir, o)
	appendAll(t, w, list)
	must(t, w.Flush())
	w.lock.release()
	return dir, list
}

// wholeFrames counts the records of list whose frames end at or before size in
// the segment at path.
func wholeFrames(t testing.TB, path string, s stream, size int64) map[uint64]bool {
	h, err := readHead(path, s)
	must(t, err)
	sc, err := openScanner(&segment{h, path})
	must(t, err)
	defer sc.close()
	whole := map[uint64]bool{}
	var fr frame
	var r port.Record
	for {
		ok, err := sc.next(&fr, &r)
		must(t, err)
		if !ok || sc.at() > size {
			return whole
		}
		if fr.kind < frameHeader {
			whole[r.Seq] = true
		}
	}
}

func TestCrashedJournalIsClosedByTheNextWriter(t *testing.T) {
	for _, o := range []Options{{}, {SegmentSize: minSegment}, {SegmentSize: minSegment, Preallocate: true}} {
		dir, list := crashed(t, 200, o)
		same(t, readAll(t, dir, ReadOptions{}), list)
		w := open(t, dir, o)
		if len(w.Notices()) != 1 || !strings.Contains(w.Notices()[0], "after record 200") {
			t.Errorf("notices: %q", w.Notices())
		}
		appendAll(t, w, list[:5])
		must(t, w.Close())
		same(t, readAll(t, dir, ReadOptions{}), append(append([]port.Record{}, list...), list[:5]...))
		verifyOK(t, dir)
	}
}

// Whatever byte the tail is cut at, every record before it is kept, the reader
// agrees with the next writer, and the journal is in order afterwards.
func TestTailCutAtEveryByte(t *testing.T) {
	for _, c := range []struct {
		name string
		s    stream
	}{{"record-000001.qj", streamRecord}, {"tape-000001.qt", streamTape}} {
		dir, list := crashed(t, 7, Options{})
		all := files(t, dir)
		first := headSize
		if c.s == streamRecord {
			first = int(headerEnd(t, filepath.Join(dir, c.name)))
		}
		for size := max(first, len(all[c.name])-200); size <= len(all[c.name]); size++ {
			to := copyDir(t, dir)
			must(t, os.Truncate(filepath.Join(to, c.name), int64(size)))
			whole := wholeFrames(t, filepath.Join(dir, c.name), c.s, int64(size))
			var want []port.Record
			for i := range list {
				if streamOf(list[i].Kind, list[i].Ring) != c.s || whole[list[i].Seq] {
					want = append(want, list[i])
				}
			}
			same(t, readAll(t, to, ReadOptions{}), want)
			w := open(t, to, Options{NoSync: true})
			must(t, w.Close())
			same(t, readAll(t, to, ReadOptions{Epoch: 1}), want)
			verifyOK(t, to)
		}
	}
}

// headerEnd is the offset behind the header frame.
func headerEnd(t testing.TB, path string) int64 {
	h, err := readHead(path, streamRecord)
	must(t, err)
	sc, err := openScanner(&segment{h, path})
	must(t, err)
	defer sc.close()
	var fr frame
	var r port.Record
	if ok, err := sc.next(&fr, &r); !ok || err != nil {
		t.Fatal(ok, err)
	}
	return sc.at()
}

func TestRecordCutInsideItsHeaderIsRefused(t *testing.T) {
	dir, _ := crashed(t, 12, Options{})
	path := filepath.Join(dir, "record-000001.qj")
	must(t, os.Truncate(path, headerEnd(t, path)-1))
	_, err := Open(dir, header(), Options{})
	if d, ok := errors.AsType[*DamageError](err); !ok || d.File != path || d.Offset != headSize {
		t.Fatalf("got %v", err)
	}
}

// Damage with good records behind it names file and offset, and nothing is
// changed by the refusal.
func TestDamagedMiddleIsRefused(t *testing.T) {
	dir, _ := crashed(t, 44, Options{})
	for _, name := range []string{"record-000001.qj", "tape-000001.qt"} {
		to := copyDir(t, dir)
		path := filepath.Join(to, name)
		b := files(t, to)[name]
		at := len(b) / 2
		b[at] ^= 4
		must(t, os.WriteFile(path, b, 0o644))
		_, err := Open(to, header(), Options{})
		d, ok := errors.AsType[*DamageError](err)
		if !ok || d.File != path || d.Offset > int64(at) || d.Offset < int64(at-maxRecord) {
			t.Errorf("%s: got %v", name, err)
		}
		r, err := OpenReader(to, ReadOptions{})
		must(t, err)
		var rec port.Record
		for r.Next(&rec) {
		}
		if d2, ok := errors.AsType[*DamageError](r.Err()); !ok || d2.Offset != d.Offset {
			t.Errorf("%s: the reader says %v", name, r.Err())
		}
		r.Close()
		if string(files(t, to)[name]) != string(b) {
			t.Errorf("%s was changed", name)
		}
	}
}

func TestEndOfAClosedJournalIsMissed(t *testing.T) {
	dir, list := crashed(t, 40, Options{})
	must(t, open(t, dir, Options{}).Close())
	w := open(t, dir, Options{})
	appendAll(t, w, list)
	must(t, w.Close())
	path := filepath.Join(dir, "record-000003.qj")
	b := files(t, dir)["record-000003.qj"]
	must(t, os.Truncate(path, int64(len(b)-1)))
	if _, err := Open(dir, header(), Options{}); err == nil || !strings.Contains(err.Error(), "the rest is missing") {
		t.Errorf("got %v", err)
	}
	must(t, os.Remove(path))
	_, err := Open(dir, header(), Options{})
	if m, ok := errors.AsType[*MissingError](err); !ok || m.File != path {
		t.Errorf("got %v", err)
	}
}

func TestMissingSegmentIsNamed(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{SegmentSize: minSegment})
	appendAll(t, w, records(newRand(), 400))
	must(t, w.Close())
	for _, name := range []string{"record-000001.qj", "record-000002.qj", "tape-000002.qt"} {
		to := copyDir(t, dir)
		must(t, os.Remove(filepath.Join(to, name)))
		_, err := Open(to, header(), Options{})
		if m, ok := errors.AsType[*MissingError](err); !ok || filepath.Base(m.File) != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// The oldest tape may be dropped: the record is still read and verified.
func TestTapeMayBeDropped(t *testing.T) {
	dir := t.TempDir()
	list := records(newRand(), 400)
	w := open(t, dir, Options{SegmentSize: minSegment})
	appendAll(t, w, list)
	must(t, w.Close())
	must(t, os.Remove(filepath.Join(dir, "tape-000001.qt")))
	rep := verifyOK(t, dir)
	if len(rep.Dropped) != 1 || len(rep.Notices) != 1 {
		t.Errorf("report: %+v", rep)
	}
	r, err := OpenReader(dir, ReadOptions{})
	must(t, err)
	defer r.Close()
	n := 0
	for rec := (port.Record{}); r.Next(&rec); n++ {
	}
	must(t, r.Err())
	lost := 0
	for _, h := range r.Holes() {
		lost += int(h.To - h.From + 1)
	}
	if lost == 0 || n+lost != len(list) {
		t.Errorf("%d records and %d in holes of %d", n, lost, len(list))
	}
	must(t, open(t, dir, Options{}).Close())
}

// The same record twice is damage, even with correct checksums.
func TestRepeatedFrameIsRefused(t *testing.T) {
	dir, _ := crashed(t, 40, Options{})
	path := filepath.Join(dir, "tape-000001.qt")
	at := frameOffsets(t, path, streamTape)
	n := len(at)
	b := files(t, dir)["tape-000001.qt"]
	must(t, os.WriteFile(path, append(b, b[at[n-2]:at[n-1]]...), 0o644))
	_, err := Open(dir, header(), Options{})
	if d, ok := errors.AsType[*DamageError](err); !ok || d.File != path || d.Offset != int64(len(b)) {
		t.Errorf("got %v", err)
	}
}
