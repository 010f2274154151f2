package journal

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"quotient/quoter/port"
)

const crashEnv = "QUOTIENT_JOURNAL_CRASH"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashEnv); dir != "" {
		pushUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// pushUntilKilled is the child: it pushes records as fast as the ring takes them
// and notes in a mapped file how many it has handed over.
func pushUntilKilled(dir string) {
	r, err := MapRing(filepath.Join(dir, "ring"), 1024)
	if err != nil {
		panic(err)
	}
	w, err := Open(filepath.Join(dir, "journal"), header(), Options{Ring: r, SegmentSize: 64 << 10, NoSync: true})
	if err != nil {
		panic(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "witness"), os.O_RDWR, 0)
	if err != nil {
		panic(err)
	}
	witness, err := syscall.Mmap(int(f.Fd()), 0, 8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		panic(err)
	}
	go func() { panic(w.Run(w.Ring(), nil, nil)) }()
	rng := newRand()
	var rec port.Record
	for seq := uint64(1); ; seq++ {
		fill(&rec, rng)
		rec.Seq, rec.Now = seq, start
		for !w.Ring().Push(&rec) {
			time.Sleep(10 * time.Microsecond)
		}
		binary.NativeEndian.PutUint64(witness, seq)
	}
}

// A process killed while it pushes and writes loses nothing that it had handed
// over: what is not in the files is in the ring, and the next life takes it.
func TestKilledWhilePushingLosesNothing(t *testing.T) {
	for i := range 8 {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "witness"), make([]byte, 8), 0o644))
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), crashEnv+"="+dir)
		must(t, cmd.Start())
		witness := filepath.Join(dir, "witness")
		for handed(t, witness) < uint64(1000+777*i) {
			time.Sleep(50 * time.Microsecond)
		}
		must(t, cmd.Process.Kill())
		cmd.Wait()
		checkNothingLost(t, dir, handed(t, witness))
	}
}

func handed(t *testing.T, path string) uint64 {
	b, err := os.ReadFile(path)
	must(t, err)
	return binary.NativeEndian.Uint64(b)
}

func checkNothingLost(t *testing.T, dir string, pushed uint64) {
	r, err := MapRing(filepath.Join(dir, "ring"), 1024)
	must(t, err)
	defer r.Close()
	w := open(t, filepath.Join(dir, "journal"), Options{Ring: r})
	t.Logf("%d handed over: %s", pushed, strings.Join(w.Notices(), "; "))
	must(t, w.Close())
	got := readAll(t, filepath.Join(dir, "journal"), ReadOptions{Epoch: 1})
	if n := uint64(len(got)); n < pushed || n > pushed+1 {
		t.Fatalf("%d records, %d were handed over", n, pushed)
	}
	rng := newRand()
	var want port.Record
	for i := range got {
		fill(&want, rng)
		want.Seq, want.Now = uint64(i+1), start
		if got[i] != want {
			t.Fatalf("record %d:\ngot  %+v\nwant %+v", i+1, got[i], want)
		}
	}
	verifyOK(t, filepath.Join(dir, "journal"))
}

// mapped opens the ring of dir, which t closes.
func mapped(t *testing.T, path string) *Ring {
	t.Helper()
	r, err := MapRing(path, 64)
	must(t, err)
	t.Cleanup(func() { r.Close() })
	return r
}

func TestLeftoversAreTakenOnce(t *testing.T) {
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "ring")
	list := records(newRand(), 30)
	r := mapped(t, path)
	w := open(t, dir, Options{Ring: r})
	for i := range list {
		w.Ring().Push(&list[i])
	}
	for range 2 { // written, but killed before the slots were given back
		must(t, w.Append(w.Ring().Ahead(w.seq)))
	}
	must(t, w.Flush())
	w.lock.release()
	must(t, r.Close())

	r = mapped(t, path)
	w = open(t, dir, Options{Ring: r})
	if !strings.Contains(strings.Join(w.Notices(), "\n"), "28 records") {
		t.Errorf("notices: %q", w.Notices())
	}
	if w.Ring().Peek() != nil || r.left() != 0 {
		t.Error("the ring still holds them")
	}
	must(t, w.Close())
	same(t, readAll(t, dir, ReadOptions{}), list)
	verifyOK(t, dir)
}

func TestRingOfAnotherJournalIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ring")
	list := records(newRand(), 3)
	r := mapped(t, path)
	w := open(t, t.TempDir(), Options{Ring: r})
	w.Ring().Push(&list[0])
	for _, dir := range []string{t.TempDir(), sealed(t, 9)} {
		_, err := Open(dir, header(), Options{Ring: r})
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "another journal") {
			t.Errorf("got %v", err)
		}
	}
	must(t, w.Close())
	must(t, open(t, t.TempDir(), Options{Ring: r}).Close())
}

func TestRingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ring")
	if _, err := MapRing(path, 48); err == nil {
		t.Error("48 slots were accepted")
	}
	r := mapped(t, path)
	if _, err := MapRing(path, 64); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second user: %v", err)
	}
	must(t, r.Close())
	if r, err := MapRing(path, 1024); err != nil || len(r.slots) != 64 {
		t.Errorf("an existing ring was made anew: %v", err)
	} else {
		must(t, r.Close())
	}
	must(t, os.WriteFile(path, []byte(strings.Repeat("no ring ", 100)), 0o644))
	if _, err := MapRing(path, 64); err == nil || !strings.Contains(err.Error(), "remove the file") {
		t.Errorf("a file that is no ring: %v", err)
	}
}

func TestPushedAfterClose(t *testing.T) {
	dir := t.TempDir()
	r := mapped(t, filepath.Join(dir, "ring"))
	list := records(newRand(), 9)
	w := open(t, dir, Options{Ring: r})
	w.Ring().Push(&list[0])
	must(t, w.Close())
	same(t, readAll(t, dir, ReadOptions{}), list[:1])
	w.Ring().Push(&list[1])
	w = open(t, dir, Options{Ring: r})
	if len(w.Notices()) != 1 || !strings.Contains(w.Notices()[0], "1 records were pushed after") {
		t.Errorf("notices: %q", w.Notices())
	}
	must(t, w.Close())
}
