package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"quotient/internal/flat"
	"quotient/market"
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

// Every scope has a setting of its own, named, and all survive a restart.
func TestLatch(t *testing.T) {
	dir := t.TempDir()
	if l, err := LoadLatch(dir); err != nil || len(l) != 0 {
		t.Errorf("a new directory: %+v, %v", l, err)
	}
	must(t, open(t, dir, Options{}).Close())
	if l, err := LoadLatch(dir); err != nil || len(l) != 0 {
		t.Errorf("a new journal: %+v, %v", l, err)
	}
	want := []Latch{{Mode: risk.Run, Epoch: 9, At: start}, {Mode: risk.Killed, Scope: risk.ScopeContract, Epoch: 4},
		{Mode: risk.ReduceOnly, Scope: risk.ScopeProduct, Epoch: 8}}
	copy(want[0].Actor[:], "ops")
	copy(want[1].Name[:], "AP101")
	copy(want[2].Name[:], "AP")
	must(t, SaveLatch(dir, want))
	if l, err := LoadLatch(dir); err != nil || !slices.Equal(l, want) {
		t.Errorf("got %+v, %v", l, err)
	}
	must(t, open(t, dir, Options{}).Close())
	if l, err := LoadLatch(dir); err != nil || !slices.Equal(l, want) {
		t.Errorf("after a restart: %+v, %v", l, err)
	}
}

// A file of the form before there were scopes keeps the account's setting.
func TestLatchOfTheOldForm(t *testing.T) {
	for _, mode := range []risk.Mode{risk.CancelOnly, risk.Run, risk.Killed} {
		dir := t.TempDir()
		old := struct {
			Mode          risk.Mode
			_             [7]byte
			Epoch         uint64
			At            market.Time
			Actor, Reason market.Ref
		}{Mode: mode, Epoch: 7, At: start}
		copy(old.Actor[:], "zhang")
		must(t, saveSmall(osDisk{}, filepath.Join(dir, latchFile), "latch", flat.Bytes(&old), true))
		want := []Latch{{Mode: mode, Epoch: 7, At: start, Actor: old.Actor}}
		if mode == risk.CancelOnly { // what every journal began with
			want = nil
		}
		if l, err := LoadLatch(dir); err != nil || !slices.Equal(l, want) {
			t.Errorf("%v: %+v, %v", mode, l, err)
		}
		old.Mode = risk.ModeCount
		must(t, saveSmall(osDisk{}, filepath.Join(dir, latchFile), "latch", flat.Bytes(&old), true))
		if l, err := LoadLatch(dir); err == nil || len(l) != 1 || l[0].Mode != risk.Killed {
			t.Errorf("an unknown mode of the old form: %+v, %v", l, err)
		}
		must(t, saveSmall(osDisk{}, filepath.Join(dir, latchFile), "latch", []byte("short"), true))
		if _, err := LoadLatch(dir); err == nil {
			t.Error("short content of the old form was taken")
		}
	}
}

func TestUnreadableLatchIsKilled(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	must(t, SaveLatch(dir, []Latch{{Mode: risk.Run}, {Scope: risk.ScopeContract}}))
	path := filepath.Join(dir, latchFile)
	b, err := os.ReadFile(path)
	must(t, err)
	killed := func(what string) {
		t.Helper()
		if l, err := LoadLatch(dir); err == nil || len(l) != 1 || l[0].Mode != risk.Killed || l[0].Scope != risk.ScopeAccount {
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
	must(t, SaveLatch(dir, []Latch{{Mode: risk.ModeCount}}))
	killed("an unknown mode")
	must(t, SaveLatch(dir, []Latch{{Scope: risk.ScopeCount}}))
	killed("an unknown scope")
	must(t, saveSmall(osDisk{}, path, latchKind, make([]byte, 5), true))
	killed("half a setting")
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
