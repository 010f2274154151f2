package journal

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quotient/quoter/port"
)

func TestWhatIsAppendedIsRead(t *testing.T) {
	for _, o := range []Options{{NoSync: true}, {SegmentSize: minSegment, NoSync: true},
		{SegmentSize: minSegment, Preallocate: true}} {
		dir := t.TempDir()
		want := records(newRand(), 700)
		w := open(t, dir, o)
		appendAll(t, w, want)
		must(t, w.Close())
		same(t, readAll(t, dir, ReadOptions{}), want)
		rep := verifyOK(t, dir)
		if rep.Records != 700 || len(rep.Notices) > 0 || len(rep.Dropped) > 0 {
			t.Errorf("report: %+v", rep)
		}
		if o.SegmentSize > 0 && rep.Segments < 10 {
			t.Errorf("%d segments: they were not closed at their size", rep.Segments)
		}
	}
}

func TestStreams(t *testing.T) {
	dir := t.TempDir()
	all := records(newRand(), 300)
	w := open(t, dir, Options{})
	appendAll(t, w, all)
	must(t, w.Close())
	var want []port.Record
	for i := range all {
		r := &all[i]
		if r.Kind != port.RecordPoll && !(r.Kind == port.RecordEvent && r.Ring == port.RingFeed) {
			want = append(want, *r)
		}
	}
	same(t, readAll(t, dir, ReadOptions{RecordOnly: true}), want)
}

func TestEpochs(t *testing.T) {
	dir := t.TempDir()
	all := records(newRand(), 30)
	for epoch := uint64(1); epoch <= 3; epoch++ {
		w := open(t, dir, Options{})
		if w.Epoch() != epoch || len(w.Notices()) > 0 {
			t.Fatalf("epoch %d, notices %q", w.Epoch(), w.Notices())
		}
		appendAll(t, w, all[:10*epoch])
		must(t, w.Close())
	}
	want := append(append(append([]port.Record{}, all[:10]...), all[:20]...), all...)
	same(t, readAll(t, dir, ReadOptions{}), want)
	same(t, readAll(t, dir, ReadOptions{Epoch: 2}), all[:20])
	same(t, readAll(t, dir, ReadOptions{Epoch: 3, After: 17}), all[17:])
	same(t, readAll(t, dir, ReadOptions{Epoch: 4}), nil)
	if rep := verifyOK(t, dir); rep.Epochs != 3 || rep.Records != 60 {
		t.Errorf("report: %+v", rep)
	}
}

func TestHeaderIsKept(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	must(t, open(t, dir, Options{}).Close())
	r, err := OpenReader(dir, ReadOptions{})
	must(t, err)
	defer r.Close()
	list, err := r.Headers()
	must(t, err)
	if len(list) != 2 || list[1].Epoch != 2 || list[0].Journal != list[1].Journal || len(list[0].Journal) != 32 {
		t.Fatalf("headers: %+v", list)
	}
	want := header()
	want.Format, want.Layout, want.Epoch, want.Journal = Format, port.Version, 1, list[0].Journal
	if !reflect.DeepEqual(list[0], want) {
		t.Errorf("got %+v\nwant %+v", list[0], want)
	}
}

func TestHeaderTooLarge(t *testing.T) {
	h := header()
	h.ConfigText = strings.Repeat("#", maxFrame)
	if _, err := Open(t.TempDir(), h, Options{}); err == nil || !strings.Contains(err.Error(), "shorten") {
		t.Errorf("got %v", err)
	}
}

func TestLargeHeader(t *testing.T) {
	h := header()
	h.ConfigText = strings.Repeat("# a long comment\n", 100000)
	dir := t.TempDir()
	w, err := Open(dir, h, Options{SegmentSize: minSegment})
	must(t, err)
	list := records(newRand(), 50)
	appendAll(t, w, list)
	must(t, w.Close())
	same(t, readAll(t, dir, ReadOptions{}), list)
	verifyOK(t, dir)
}

func TestSecondWriterIsKeptOut(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	_, err := Open(dir, header(), Options{})
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "another writer") {
		t.Fatalf("got %v", err)
	}
	must(t, w.Close())
	must(t, open(t, dir, Options{}).Close())
}

func TestSequenceIsHeld(t *testing.T) {
	w := open(t, t.TempDir(), Options{})
	list := records(newRand(), 3)
	must(t, w.Append(&list[0]))
	if err := w.Append(&list[2]); err == nil || w.Dead() == nil {
		t.Fatal("a hole was accepted")
	}
	if err := w.Append(&list[1]); err == nil {
		t.Fatal("a dead journal accepted a record")
	}
	if w.Close() == nil {
		t.Fatal("a dead journal closed without saying so")
	}
}

func TestImpossibleRecordIsRefused(t *testing.T) {
	for _, spoil := range []func(*port.Record){
		func(r *port.Record) { r.Kind = 0 },
		func(r *port.Record) { r.Kind = port.RecordCount },
		func(r *port.Record) { r.Ring = port.RingCount },
		func(r *port.Record) { r.Size = uint16(bodyBytes) + 1 },
	} {
		w := open(t, t.TempDir(), Options{})
		r := records(newRand(), 1)[0]
		spoil(&r)
		if err := w.Append(&r); err == nil {
			t.Errorf("accepted kind %d ring %d size %d", r.Kind, r.Ring, r.Size)
		}
		w.Close()
	}
}

func TestClosedWriter(t *testing.T) {
	w := open(t, t.TempDir(), Options{})
	must(t, w.Close())
	r := records(newRand(), 1)[0]
	for _, err := range []error{w.Append(&r), w.Flush(), w.Sync(), w.Close()} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("got %v", err)
		}
	}
}

func TestAppendAllocatesNothing(t *testing.T) {
	w := open(t, t.TempDir(), Options{NoSync: true})
	defer w.Close()
	list := []port.Record{records(newRand(), 1)[0], {}}
	list[0].Clear(port.RecordDecision)
	list[0].NewDecision().Rule = 3
	seq := uint64(0)
	got := testing.AllocsPerRun(20000, func() {
		seq++
		list[0].Seq = seq
		must(t, w.Append(&list[0]))
		seq++
		depth(&list[1], seq)
		must(t, w.Append(&list[1]))
	})
	if got != 0 {
		t.Errorf("%v allocations a record", got)
	}
}

func TestLeftoverOfAFailedBirthIsRemoved(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	must(t, saveSmall(osDisk{}, filepath.Join(dir, "record-000002.qj.tmp"), "x", []byte("half"), false))
	must(t, open(t, dir, Options{}).Close())
	for name := range files(t, dir) {
		if strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s is still there", name)
		}
	}
}
