package journal

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

// A faultyDisk is the machine's file system until its budget of bytes or syncs
// is used up: then it fails, once or for ever.
type faultyDisk struct {
	osDisk
	bytes, syncs int64
	err          error
	heals        bool // the next try would succeed
	fails        int
}

type faultyFile struct {
	File
	d *faultyDisk
}

func (d *faultyDisk) fail() error {
	d.fails++
	if d.heals {
		d.bytes, d.syncs = 1<<40, 1<<40
	}
	return d.err
}

func (d *faultyDisk) Create(path string, reserve int64) (File, error) {
	f, err := d.osDisk.Create(path, reserve)
	return &faultyFile{f, d}, err
}

func (f *faultyFile) Write(b []byte) (int, error) {
	if int64(len(b)) > f.d.bytes {
		n, _ := f.File.Write(b[:f.d.bytes]) // a full disk takes what fits
		return n, f.d.fail()
	}
	f.d.bytes -= int64(len(b))
	return f.File.Write(b)
}

func (f *faultyFile) Sync() error {
	if f.d.syncs--; f.d.syncs < 0 {
		return f.d.fail()
	}
	return f.File.Sync()
}

// A full disk, or a device that loses a write or a sync, ends the journal: every
// call says so, none tries again, and all that was acknowledged is still there.
func TestFailingDisk(t *testing.T) {
	for _, c := range []struct {
		name string
		disk faultyDisk
	}{
		{"full", faultyDisk{bytes: 20000, syncs: 1 << 40, err: syscall.ENOSPC, heals: true}},
		{"write", faultyDisk{bytes: 9000, syncs: 1 << 40, err: syscall.EIO, heals: true}},
		{"sync", faultyDisk{bytes: 1 << 40, syncs: 9, err: syscall.EIO, heals: true}},
	} {
		t.Run(c.name, func(t *testing.T) { failingDisk(t, &c.disk) })
	}
}

func failingDisk(t *testing.T, disk *faultyDisk) {
	dir := t.TempDir()
	list := records(newRand(), 2000)
	w := open(t, dir, Options{Disk: disk, SegmentSize: 16 << 10})
	synced := 0
	var first error
	for i := range list {
		if first = w.Append(&list[i]); first != nil {
			break
		}
		if i%20 == 19 {
			if first = w.Sync(); first != nil {
				break
			}
			synced = i + 1
		}
	}
	if !errors.Is(first, disk.err) || !strings.Contains(first.Error(), "until a restart") {
		t.Fatalf("got %v", first)
	}
	for _, err := range []error{w.Dead(), w.Append(&list[0]), w.Flush(), w.Sync(), w.Close()} {
		if !errors.Is(err, disk.err) {
			t.Errorf("later: %v", err)
		}
	}
	if disk.fails != 1 {
		t.Errorf("the disk was tried again: %d failures", disk.fails)
	}
	w = open(t, dir, Options{})
	must(t, w.Close())
	got := readAll(t, dir, ReadOptions{Epoch: 1})
	if len(got) < synced {
		t.Fatalf("%d records are left of %d synced", len(got), synced)
	}
	wrong := 0
	for i := range got {
		if got[i] != list[got[i].Seq-1] {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d records differ", wrong)
	}
	verifyOK(t, dir)
}

func TestDiskFullAtTheStart(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(dir, header(), Options{Disk: &faultyDisk{bytes: 60, syncs: 1 << 40, err: syscall.ENOSPC}})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	w := open(t, dir, Options{})
	if w.Epoch() != 1 {
		t.Errorf("epoch %d", w.Epoch())
	}
	must(t, w.Close())
	verifyOK(t, dir)
}

func TestRunReportsADeadDisk(t *testing.T) {
	disk := &faultyDisk{bytes: 4000, syncs: 1 << 40, err: syscall.ENOSPC}
	dir := t.TempDir()
	w := open(t, dir, Options{Disk: disk, Ring: MemoryRing(64)})
	list := records(newRand(), 64)
	for i := range list {
		if !w.Ring().Push(&list[i]) {
			t.Fatal("the ring is full")
		}
	}
	if err := w.Run(w.Ring(), nil, nil); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if w.Ring().Peek() == nil {
		t.Error("the ring gave records away that are on no disk")
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("close: %v", err)
	}
}

func TestRunDrainsAndStops(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{Ring: MemoryRing(256), SegmentSize: minSegment, NoSync: true})
	list := records(newRand(), 5000)
	stop, done := make(chan struct{}), make(chan error)
	go func() { done <- w.Run(w.Ring(), nil, stop) }()
	for i := range list {
		for !w.Ring().Push(&list[i]) {
			if w.Dead() != nil {
				t.Fatal(w.Dead())
			}
		}
	}
	close(stop)
	must(t, <-done)
	must(t, w.Close())
	same(t, readAll(t, dir, ReadOptions{}), list)
	verifyOK(t, dir)
}
