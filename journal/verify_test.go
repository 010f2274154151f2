package journal

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quotient/quoter/port"
)

// sealed makes a small journal of two closed epochs, each with several segments.
func sealed(t testing.TB, n int) string {
	dir := t.TempDir()
	list := records(newRand(), n)
	h := header()
	h.ConfigText, h.Files = "", nil
	for range 2 {
		w, err := Open(dir, h, Options{SegmentSize: minSegment, NoSync: true})
		must(t, err)
		appendAll(t, w, list)
		must(t, w.Close())
	}
	return dir
}

// found reports whether Verify sees that dir is not as it was.
func found(t testing.TB, dir string) bool {
	rep, err := Verify(dir)
	return err != nil || !rep.OK() || len(rep.Dropped) > 0
}

func journalFile(name string) bool {
	return strings.HasSuffix(name, ".qj") || strings.HasSuffix(name, ".qt") || name == headFile
}

func TestEveryChangedByteIsFound(t *testing.T) {
	dir := sealed(t, 18)
	verifyOK(t, dir)
	tried := 0
	for name, b := range files(t, dir) {
		if !journalFile(name) {
			continue
		}
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR, 0)
		must(t, err)
		for i := 0; i < len(b); i++ {
			must1(t)(f.WriteAt([]byte{b[i] ^ 1<<(i%8)}, int64(i)))
			if !found(t, dir) {
				t.Errorf("%s: a changed byte at %d was not found", name, i)
			}
			must1(t)(f.WriteAt(b[i:i+1], int64(i)))
			tried++
		}
		must(t, f.Close())
	}
	verifyOK(t, dir)
	t.Logf("%d bytes changed", tried)
}

func must1(t testing.TB) func(int, error) {
	return func(_ int, err error) { t.Helper(); must(t, err) }
}

func TestEveryTruncationIsFound(t *testing.T) {
	dir := sealed(t, 65)
	for name, b := range files(t, dir) {
		if !journalFile(name) {
			continue
		}
		path := filepath.Join(dir, name)
		for size := len(b) - 1; size >= 0; size -= 1 + size/64 {
			must(t, os.Truncate(path, int64(size)))
			if !found(t, dir) {
				t.Errorf("%s cut to %d of %d was not found", name, size, len(b))
			}
		}
		must(t, os.WriteFile(path, append(b[:len(b):len(b)], 0), 0o644))
		if !found(t, dir) {
			t.Errorf("%s: a byte added at the end was not found", name)
		}
		must(t, os.WriteFile(path, b, 0o644))
	}
	verifyOK(t, dir)
}

func TestEveryDeletionAndSwapIsFound(t *testing.T) {
	dir := sealed(t, 150)
	all := files(t, dir)
	var names []string
	for name := range all {
		if journalFile(name) && name != headFile {
			names = append(names, name)
		}
	}
	if len(names) < 6 {
		t.Fatalf("only %d segments", len(names))
	}
	for i, a := range names {
		must(t, os.Remove(filepath.Join(dir, a)))
		if !found(t, dir) {
			t.Errorf("%s deleted was not found", a)
		}
		for _, b := range names[i+1:] {
			must(t, os.WriteFile(filepath.Join(dir, a), all[b], 0o644))
			must(t, os.WriteFile(filepath.Join(dir, b), all[a], 0o644))
			if !found(t, dir) {
				t.Errorf("%s and %s swapped was not found", a, b)
			}
			must(t, os.WriteFile(filepath.Join(dir, b), all[b], 0o644))
		}
		must(t, os.WriteFile(filepath.Join(dir, a), all[a], 0o644))
	}
	verifyOK(t, dir)
}

// Frames reordered, removed or rewritten with correct checksums break the chain
// of the record, and the hash of the tape.
func TestForgedFramesAreFound(t *testing.T) {
	dir := sealed(t, 65)
	for _, c := range []struct {
		name string
		s    stream
	}{{"record-000001.qj", streamRecord}, {"tape-000001.qt", streamTape}} {
		path := filepath.Join(dir, c.name)
		whole := files(t, dir)[c.name]
		at := frameOffsets(t, path, c.s)
		n := len(at)
		swap := append([]byte{}, whole[:at[n-4]]...)
		swap = append(swap, whole[at[n-3]:at[n-2]]...)
		swap = append(swap, whole[at[n-4]:at[n-3]]...)
		swap = append(swap, whole[at[n-2]:]...)
		drop := append(append([]byte{}, whole[:at[n-3]]...), whole[at[n-2]:]...)
		for what, b := range map[string][]byte{"swapped": swap, "dropped": drop} {
			must(t, os.WriteFile(path, b, 0o644))
			if !found(t, dir) {
				t.Errorf("%s: %s frames were not found", c.name, what)
			}
		}
		must(t, os.WriteFile(path, whole, 0o644))
	}
	verifyOK(t, dir)
}

// frameOffsets lists where the frames of a segment start and where they end.
func frameOffsets(t testing.TB, path string, s stream) (at []int64) {
	h, err := readHead(path, s)
	must(t, err)
	sc, err := openScanner(&segment{h, path})
	must(t, err)
	defer sc.close()
	var fr frame
	var r port.Record
	for {
		at = append(at, sc.at())
		ok, err := sc.next(&fr, &r)
		must(t, err)
		if !ok {
			return at
		}
	}
}

// A forger who corrects every checksum and hash of a file is found by what other
// files say of it.
func TestForgedFilesAreFound(t *testing.T) {
	dir := sealed(t, 65)
	path := filepath.Join(dir, "record-000002.qj")
	whole := files(t, dir)["record-000002.qj"]
	h, _ := decodeHead(whole, streamRecord)
	h.prev[0] ^= 1
	head := h.encode()
	forged := append([]byte{}, head[:]...)
	at := frameOffsets(t, path, streamRecord)
	for i := range at[1:] {
		chained := append(forged[len(forged)-hashSize:len(forged):len(forged)], whole[at[i]:at[i+1]-hashSize]...)
		sum := sha256.Sum256(chained)
		forged = append(append(forged, chained[hashSize:]...), sum[:]...)
	}
	must(t, os.WriteFile(path, forged, 0o644))
	rep, err := Verify(dir)
	if err != nil || rep.OK() || rep.Problems[0].File != path || rep.Problems[0].Offset != 64 {
		t.Errorf("another chain: %+v, %v", rep.Problems, err)
	}
	must(t, os.WriteFile(path, whole, 0o644))

	path = filepath.Join(dir, "tape-000001.qt")
	whole = files(t, dir)["tape-000001.qt"]
	at = frameOffsets(t, path, streamTape)
	forged = append([]byte{}, whole...)
	forged[at[3]-1] ^= 1
	seal(forged[:at[3]], int(at[2]), forged[at[2]+4])
	must(t, os.WriteFile(path, forged, 0o644))
	rep, err = Verify(dir)
	if err != nil || len(rep.Problems) != 1 || rep.Problems[0].File != path {
		t.Errorf("another tape: %+v, %v", rep.Problems, err)
	}
}

func TestVerifyOfNothing(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Join(dir, "absent")} {
		if _, err := Verify(d); err == nil || !strings.Contains(err.Error(), d) {
			t.Errorf("got %v", err)
		}
	}
}

func TestHeadGrowsWithTheRecord(t *testing.T) {
	dir := t.TempDir()
	seen := map[string]bool{}
	for range 3 {
		must(t, open(t, dir, Options{}).Close())
		rep := verifyOK(t, dir)
		if len(rep.Head) != 64 || seen[rep.Head] {
			t.Fatal(fmt.Sprint("head: ", rep.Head))
		}
		seen[rep.Head] = true
	}
}
