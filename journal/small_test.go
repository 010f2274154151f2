package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"quotient/risk"
)

func TestIDsNeverRepeat(t *testing.T) {
	dir := t.TempDir()
	next := uint64(1)
	for life := range 4 {
		w := open(t, dir, Options{})
		for range 3 {
			first, err := w.GrantIDs(100000)
			must(t, err)
			if first != next {
				t.Fatalf("life %d: granted from %d, want %d", life, first, next)
			}
			next = first + 100000
		}
		if life == 2 {
			w.lock.release() // killed
			continue
		}
		must(t, w.Close())
	}
}

func TestIDsFromAFirst(t *testing.T) {
	w := open(t, t.TempDir(), Options{FirstID: 1 << 40})
	defer w.Close()
	if first, err := w.GrantIDs(1); err != nil || first != 1<<40 {
		t.Errorf("granted from %d: %v", first, err)
	}
	for _, n := range []uint64{0, 1 << 63} {
		if _, err := w.GrantIDs(n); err == nil {
			t.Errorf("granted %d", n)
		}
	}
}

func TestIDsThatCannotBeReadAreRefused(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	path := filepath.Join(dir, "ids")
	b, err := os.ReadFile(path)
	must(t, err)
	for i := range b {
		c := append([]byte{}, b...)
		c[i] ^= 1
		must(t, os.WriteFile(path, c, 0o644))
		_, err := Open(dir, header(), Options{})
		if d, ok := errors.AsType[*DamageError](err); !ok || d.File != path {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	must(t, os.Remove(path))
	if _, err := Open(dir, header(), Options{}); err == nil || !strings.Contains(err.Error(), "ids could repeat") {
		t.Errorf("missing: %v", err)
	}
	must(t, open(t, dir, Options{FirstID: 5000}).Close())
}

func TestGrantFailsOnAFullDisk(t *testing.T) {
	d := &faultyDisk{bytes: 1 << 20, syncs: 1 << 20, err: syscall.ENOSPC}
	w := open(t, t.TempDir(), Options{Disk: d})
	defer w.Close()
	first, err := w.GrantIDs(10)
	must(t, err)
	d.bytes = 3
	if _, err := w.GrantIDs(10); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	d.bytes = 1 << 20
	if again, err := w.GrantIDs(10); err != nil || again < first+10 {
		t.Errorf("granted from %d: %v", again, err)
	}
}

func TestLatch(t *testing.T) {
	dir := t.TempDir()
	if l, err := LoadLatch(dir); err != nil || l.Mode != 0 {
		t.Errorf("a new directory: %+v, %v", l, err)
	}
	must(t, open(t, dir, Options{}).Close())
	if l, err := LoadLatch(dir); err != nil || l.Mode != 0 {
		t.Errorf("a new journal: %+v, %v", l, err)
	}
	want := Latch{Mode: risk.Run, Epoch: 9, At: start}
	copy(want.Actor[:], "ops")
	must(t, SaveLatch(dir, &want))
	if l, err := LoadLatch(dir); err != nil || l != want {
		t.Errorf("got %+v, %v", l, err)
	}
	must(t, open(t, dir, Options{}).Close())
	if l, err := LoadLatch(dir); err != nil || l != want {
		t.Errorf("after a restart: %+v, %v", l, err)
	}
}

func TestUnreadableLatchIsKilled(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	must(t, SaveLatch(dir, &Latch{Mode: risk.Run}))
	path := filepath.Join(dir, latchFile)
	b, err := os.ReadFile(path)
	must(t, err)
	killed := func(what string) {
		t.Helper()
		if l, err := LoadLatch(dir); err == nil || l.Mode != risk.Killed {
			t.Errorf("%s: %+v, %v", what, l, err)
		}
	}
	for i := range b {
		c := append([]byte{}, b...)
		c[i] ^= 0x10
		must(t, os.WriteFile(path, c, 0o644))
		killed("a changed byte")
		must(t, os.WriteFile(path, b[:i], 0o644))
		killed("cut")
	}
	must(t, SaveLatch(dir, &Latch{Mode: risk.ModeCount}))
	killed("an unknown mode")
	must(t, os.Remove(path))
	killed("missing")
}

func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	if _, _, ok, err := LoadCheckpoint(dir, "b1"); ok || err != nil {
		t.Errorf("an empty directory: %v %v", ok, err)
	}
	for seq := uint64(1); seq <= 4; seq++ {
		must(t, SaveCheckpoint(dir, Mark{2, seq * 50}, "b1", []byte{byte(seq), 0, 7}))
	}
	at, state, ok, err := LoadCheckpoint(dir, "b1")
	if !ok || err != nil || at != (Mark{2, 200}) || string(state) != "\x04\x00\x07" {
		t.Errorf("got %v %v %v %v", at, state, ok, err)
	}
	if _, _, ok, _ := LoadCheckpoint(dir, "b2"); ok {
		t.Error("another build's checkpoint was taken")
	}
	names, err := checkpoints(dir)
	must(t, err)
	if len(names) != keepCheckpoints {
		t.Errorf("%d checkpoints are kept", len(names))
	}
	path := filepath.Join(dir, names[0])
	b, err := os.ReadFile(path)
	must(t, err)
	for i := range b {
		c := append([]byte{}, b...)
		c[i] ^= 1
		must(t, os.WriteFile(path, c, 0o644))
		at, _, ok, err := LoadCheckpoint(dir, "b1")
		if !ok || err == nil || at != (Mark{2, 150}) {
			t.Fatalf("byte %d changed: %v %v %v", i, at, ok, err)
		}
	}
}
