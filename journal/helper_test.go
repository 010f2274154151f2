package journal

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

const start = market.Time(1596416340000000000) // 2020-08-03 08:59:00 in Shanghai

// header has two instruments: whole ticks, and a tick of 0.2.
func header() Header {
	h := Header{Build: "test", Go: "go", Started: start, Clock: "virtual", Seed: 7, Desk: "apple", Account: "SIM",
		ConfigName: "desk.yaml", ConfigText: "desk: apple\n", Files: map[string]string{"a.csv": "x,\"y\"\n"}}
	for i, name := range []string{"AP101", "IF2101"} {
		in := market.Instrument{TickUnits: int64(1 + i), Decimals: uint8(i), TickValue: market.Money(1000 + 5000*i)}
		in.Symbol, _ = market.MakeSymbol(name)
		in.Exchange, _ = market.MakeCode([]string{"CZCE", "CFFEX"}[i])
		in.Product, _ = market.MakeCode(name[:2])
		h.Instruments = append(h.Instruments, in)
	}
	return h
}

func depth(r *port.Record, seq uint64) {
	now := start + market.Time(seq)*1000
	r.Clear(port.RecordEvent)
	r.Seq, r.Now = seq, now
	r.SetEvent(port.RingFeed, &market.Event{Kind: market.EventDepth, Contract: 1, Time: now - 500, Edge: now,
		Bid: 7268, Ask: 7270, BidQty: 10, AskQty: 8, Last: 7269, Volume: 118000, Turnover: 858686000,
		OpenInterest: 38930, Upper: 7799, Lower: 6915})
}

// records makes n records of every kind in a random order, numbered from 1.
func records(rng *rand.Rand, n int) []port.Record {
	list := make([]port.Record, n)
	for i := range list {
		r := &list[i]
		if rng.IntN(2) == 0 {
			depth(r, uint64(i+1))
			continue
		}
		fill(r, rng)
		r.Seq, r.Now = uint64(i+1), start+market.Time(rng.Int64N(1e15))
	}
	return list
}

// fill makes r a record of a random kind with random content.
func fill(r *port.Record, rng *rand.Rand) {
	kind := port.RecordKind(1 + rng.IntN(int(port.RecordCount)-1))
	r.Clear(kind)
	switch kind {
	case port.RecordCommand:
		r.SetCommand(&port.Command{})
	case port.RecordEvent:
		r.SetEvent([]uint8{port.RingVenue, port.RingFeed}[rng.IntN(2)], &market.Event{Kind: market.EventFill})
	case port.RecordDecision:
		r.NewDecision()
	case port.RecordMode:
		r.NewMode()
	case port.RecordState:
		r.NewState()
	case port.RecordTallyTime:
		r.NewTallyTime()
	case port.RecordTally:
		r.NewTally()
	case port.RecordPoll:
		r.NewPoll()
	case port.RecordExempt:
		r.NewExempt()
	case port.RecordUnit:
		r.NewUnit()
	case port.RecordRequest:
		r.NewRequest()
	case port.RecordMember:
		r.NewMember()
	case port.RecordNeed:
		r.NewNeed()
	case port.RecordQuality:
		r.NewQuality()
	case port.RecordTrip:
		r.NewTrip()
	case port.RecordAlarm:
		r.NewAlarm()
	case port.RecordHold:
		r.NewHold()
	}
	for i := range r.Body[:r.Size/8] {
		if rng.IntN(3) > 0 {
			r.Body[i] = rng.Uint64() >> rng.IntN(64)
		}
	}
}

func newRand() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string, o Options) *Writer {
	t.Helper()
	w, err := Open(dir, header(), o)
	must(t, err)
	return w
}

func appendAll(t testing.TB, w *Writer, list []port.Record) {
	t.Helper()
	for i := range list {
		must(t, w.Append(&list[i]))
	}
}

// readAll returns everything in dir and fails on an error.
func readAll(t testing.TB, dir string, o ReadOptions) []port.Record {
	t.Helper()
	r, err := OpenReader(dir, o)
	must(t, err)
	defer r.Close()
	var list []port.Record
	var rec port.Record
	for r.Next(&rec) {
		list = append(list, rec)
	}
	must(t, r.Err())
	return list
}

func same(t testing.TB, got, want []port.Record) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("record %d:\ngot  %+v\nwant %+v", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %d records, want %d", len(got), len(want))
	}
}

// copyDir copies the files of dir into a new directory.
func copyDir(t testing.TB, dir string) string {
	t.Helper()
	to := t.TempDir()
	for name, b := range files(t, dir) {
		must(t, os.WriteFile(filepath.Join(to, name), b, 0o644))
	}
	return to
}

func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		all[d.Name()] = b
		return err
	}))
	return all
}

func verifyOK(t testing.TB, dir string) Report {
	t.Helper()
	rep, err := Verify(dir)
	must(t, err)
	if !rep.OK() {
		t.Fatalf("problems: %+v", rep.Problems)
	}
	return rep
}
