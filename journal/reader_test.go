package journal

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quotient/quoter/port"
)

// A follower sees every record in order, across segments and epochs, while the
// journal grows.
func TestFollow(t *testing.T) {
	for _, o := range []Options{{SegmentSize: minSegment}, {SegmentSize: minSegment, Preallocate: true}} {
		dir := t.TempDir()
		r, err := OpenReader(dir, ReadOptions{Follow: true})
		must(t, err)
		defer r.Close()
		rng := newRand()
		var got, want []port.Record
		take := func() {
			for rec := (port.Record{}); r.Next(&rec); {
				got = append(got, rec)
			}
			must(t, r.Err())
		}
		take()
		for range 3 {
			w := open(t, dir, o)
			list := records(rng, 500)
			for i := range list {
				must(t, w.Append(&list[i]))
				if rng.IntN(10) == 0 {
					must(t, w.Flush())
				}
				if rng.IntN(5) == 0 {
					take()
				}
			}
			must(t, w.Flush())
			take()
			want = append(want, list...)
			same(t, got, want)
			must(t, w.Close())
		}
		take()
		same(t, got, want)
		if len(r.Holes()) > 0 || r.Epoch() != 3 {
			t.Errorf("epoch %d, holes %v", r.Epoch(), r.Holes())
		}
	}
}

// A follower that meets one stream ahead of the other waits for the other.
func TestFollowWaitsForTheOtherStream(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	list := records(newRand(), 40)
	appendAll(t, w, list)
	must(t, w.record.flush())
	r, err := OpenReader(dir, ReadOptions{Follow: true})
	must(t, err)
	defer r.Close()
	var got []port.Record
	rec := port.Record{}
	for r.Next(&rec) {
		got = append(got, rec)
	}
	if len(got) == len(list) || len(r.Holes()) > 0 {
		t.Fatalf("%d records, holes %v", len(got), r.Holes())
	}
	must(t, w.Flush())
	for r.Next(&rec) {
		got = append(got, rec)
	}
	same(t, got, list)
	must(t, w.Close())
}

// A reader of some kinds passes the others by, and misses none of them.
func TestReaderOfKinds(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	list := records(newRand(), 400)
	appendAll(t, w, list)
	must(t, w.Close())
	r, err := OpenReader(dir, ReadOptions{Kinds: 1<<port.RecordEvent | 1<<port.RecordUnit})
	must(t, err)
	defer r.Close()
	var got, want []port.Record
	for i := range list {
		if k := list[i].Kind; k == port.RecordEvent || k == port.RecordUnit {
			want = append(want, list[i])
		}
	}
	for rec := (port.Record{}); r.Next(&rec); {
		got = append(got, rec)
	}
	must(t, r.Err())
	same(t, got, want)
	if r.Passed() != int64(len(list)) || len(r.Holes()) > 0 || len(want) == 0 || len(want) == len(list) {
		t.Errorf("%d of %d passed, %d returned, holes %v", r.Passed(), len(list), len(want), r.Holes())
	}
}

func TestReaderOfNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenReader(dir, ReadOptions{}); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
}

func TestOtherLayoutIsRefused(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	path := filepath.Join(dir, "record-000001.qj")
	b := files(t, dir)["record-000001.qj"]
	h, _ := decodeHead(b, streamRecord)
	head := h.encode()
	for at, want := range map[int]string{0: "magic", 8: "format", 10: "layout", 12: "other stream"} {
		c := append([]byte{}, head[:96]...)
		c[at]++
		sum := sha256.Sum256(c)
		must(t, os.WriteFile(path, append(append(c, sum[:]...), b[headSize:]...), 0o644))
		if _, err := OpenReader(dir, ReadOptions{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
}

// Reading takes a bounded buffer however long the journal is.
func TestReaderKeepsLittle(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{NoSync: true})
	var rec port.Record
	for seq := uint64(1); seq <= 40000; seq++ {
		depth(&rec, seq)
		must(t, w.Append(&rec))
	}
	must(t, w.Close())
	r, err := OpenReader(dir, ReadOptions{})
	must(t, err)
	defer r.Close()
	n := 0
	for r.Next(&rec) {
		n++
		if c := cap(r.tape.sc.buf); c > 2*readSize {
			t.Fatalf("the buffer has %d bytes", c)
		}
	}
	must(t, r.Err())
	if n != 40000 {
		t.Errorf("%d records", n)
	}
}

// FuzzReader reads any bytes as a segment: no panic, no endless loop, and what
// it returns are records of the layout.
func FuzzReader(f *testing.F) {
	dir := sealed(f, 30)
	all := files(f, dir)
	f.Add(all["record-000001.qj"], all["tape-000001.qt"])
	f.Add(all["record-000001.qj"][:400], []byte{})
	f.Add([]byte(magic), []byte("quot"))
	f.Add([]byte{}, all["tape-000001.qt"])
	f.Fuzz(func(t *testing.T, record, tape []byte) {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "record-000001.qj"), rehead(record, streamRecord), 0o644))
		if len(tape) > 0 {
			must(t, os.WriteFile(filepath.Join(dir, "tape-000001.qt"), rehead(tape, streamTape), 0o644))
		}
		readable := readWhatever(t, dir)
		if _, err := Verify(dir); err != nil {
			t.Log(err)
		}
		w, err := Open(dir, header(), Options{NoSync: true, FirstID: 1})
		if err != nil {
			return
		}
		must(t, w.Close())
		same(t, readWhatever(t, dir), readable) // taking it over loses nothing that could be read
	})
}

// readWhatever reads dir until its end or the first damage.
func readWhatever(t *testing.T, dir string) (list []port.Record) {
	r, err := OpenReader(dir, ReadOptions{})
	if err != nil {
		return nil
	}
	defer r.Close()
	epoch, last := uint64(0), uint64(0)
	for rec := (port.Record{}); r.Next(&rec); list = append(list, rec) {
		if r.Epoch() != epoch {
			epoch, last = r.Epoch(), 0
		}
		if !valid(&rec) || rec.Seq <= last {
			t.Fatalf("after %d: %+v", last, rec)
		}
		last = rec.Seq
	}
	return list
}

// rehead gives b a correct head, so that the frames behind it are looked at, and
// corrects the checksum of the first of them.
func rehead(b []byte, s stream) []byte {
	h, wrong := decodeHead(b, s)
	if wrong != "" {
		h = segmentHead{stream: s, number: 1, epoch: 1}
	}
	h.number, h.id = 1, [16]byte{}
	head := h.encode()
	return append(head[:], b[min(len(b), headSize):]...)
}

func FuzzFrame(f *testing.F) {
	rng := newRand()
	for range 20 {
		r := records(rng, 1)[0]
		f.Add(appendRecord(make([]byte, 0, maxRecord), &r)[frameHead:], byte(r.Kind)|r.Ring<<ringShift)
	}
	f.Fuzz(func(t *testing.T, payload []byte, kind byte) {
		b := appendFrame(nil, kind, payload[:min(len(payload), maxRecord)])
		k, p, size, _ := parseFrame(b)
		if size == 0 {
			return
		}
		var r, again port.Record
		if !decodeRecord(&r, k, p) {
			return
		}
		if !valid(&r) {
			t.Fatalf("decoded %+v", r)
		}
		c := appendRecord(make([]byte, 0, maxRecord), &r)
		k, p, _, _ = parseFrame(c)
		if !decodeRecord(&again, k, p) || again != r {
			t.Fatalf("read back as %+v\nwas %+v", again, r)
		}
	})
}
