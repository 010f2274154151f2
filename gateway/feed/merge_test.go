package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// shelf is files in memory that counts how many are open at once.
type shelf struct {
	files      [][]byte
	open, most int
	opened     int
	missing    int // from this many opens on, files are missing; 0 = never
}

func (s *shelf) params(tb testing.TB) MergeParams {
	return MergeParams{Count: len(s.files), Lookup: NewSymbols(apples(tb)).Lookup, Open: s.get,
		Name: func(i int) string { return fmt.Sprintf("%d.csv", i) }}
}

func (s *shelf) get(i int) (io.ReadCloser, error) {
	s.opened++
	if s.missing > 0 && s.opened >= s.missing {
		return nil, fs.ErrNotExist
	}
	s.open++
	s.most = max(s.most, s.open)
	return &shelved{Reader: bytes.NewReader(s.files[i]), shelf: s}, nil
}

type shelved struct {
	*bytes.Reader
	shelf *shelf
	shut  bool
}

func (f *shelved) Close() error {
	if f.shut {
		return errors.New("closed twice")
	}
	f.shut = true
	f.shelf.open--
	return nil
}

func newMerge(t testing.TB, s *shelf) *Merge {
	t.Helper()
	m, err := NewMerge(s.params(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// slowMerge sorts the rows of all files by the latest stamp seen in their file,
// then by file.
func slowMerge(t testing.TB, files [][]byte) (events []market.Event) {
	type row struct {
		key  market.Time
		file int
		e    market.Event
	}
	var rows []row
	for i, data := range files {
		key := market.Time(0)
		for _, e := range drain(t, openTicks(t, data)) {
			key = max(key, e.Time)
			rows = append(rows, row{key, i, e})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if a.key != b.key {
			return int(min(max(a.key-b.key, -1), 1))
		}
		return a.file - b.file
	})
	for _, r := range rows {
		events = append(events, r.e)
	}
	return events
}

func TestMergeDays(t *testing.T) {
	s := &shelf{}
	for i, day := range []market.Date{20200805, 20200803, 20200804, 20200806} { // not in order
		s.files = append(s.files, appleDay(uint64(i), "AP010", day, 500), appleDay(uint64(10+i), "AP101", day, 400))
	}
	m := newMerge(t, s)
	got := drain(t, m)
	sameEvents(t, got, slowMerge(t, s.files))
	if s.most != 2 || s.open != 0 {
		t.Errorf("%d files were open at once and %d still are, want 2 and 0", s.most, s.open)
	}
	for i := 1; i < len(got); i++ {
		if got[i].Time < got[i-1].Time {
			t.Fatalf("event %d goes back", i)
		}
	}
	if st := m.Stats(); st.Events+st.Settled != uint64(len(got)) || st.Settled != 8 || st.Problems != 0 || m.Empty() != 0 || m.Err() != nil {
		t.Errorf("%+v, %v", st, m.Err())
	}
}

func TestMergeAgainstSorting(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &shelf{}
		for i := range rapid.IntRange(0, 6).Draw(rt, "files") {
			var b strings.Builder
			b.WriteString("InstrumentID,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n")
			clock := rapid.IntRange(0, 30).Draw(rt, "start")
			for k := range rapid.IntRange(0, 8).Draw(rt, "rows") {
				clock = max(0, clock+rapid.IntRange(-3, 6).Draw(rt, "step")) // stamps may go back
				fmt.Fprintf(&b, "AP010,09:%02d:%02d,%d,3,7186,4,20200803\n", clock/60, clock%60, 1000*(i+1)+k)
			}
			s.files = append(s.files, []byte(b.String()))
		}
		m := newMerge(t, s)
		sameEvents(t, drain(t, m), slowMerge(t, s.files))
		if s.open != 0 || m.Err() != nil {
			rt.Fatalf("%d files are still open, %v", s.open, m.Err())
		}
	})
}

func TestMergeTellsProblemsOfEveryFile(t *testing.T) {
	head := "InstrumentID,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n"
	s := &shelf{files: [][]byte{
		[]byte(head + "AP010,bad,1,1,2,1,20200803\nAP010,09:00:02,1,1,2,1,20200803\nAP010,09:00:04,x,1,2,1,20200803\n"),
		[]byte(head + "AP101,09:00:01,1,1,2,1,20200803\nAP101,09:00:03,y,1,2,1,20200803\nAP101,09:00:05,1,1,2,1,20200803\n"),
		[]byte(head + "CF101,09:00:01,1,1,2,1,20200803\n"),
		[]byte(head),
	}}
	m := newMerge(t, s)
	var got []string
	var e market.Event
	for {
		ok, p := m.Next(&e)
		if !ok && p == nil {
			break
		}
		if ok {
			got = append(got, clockText(e.Time)[:8])
		} else {
			got = append(got, fmt.Sprintf("%s:%d:%d %v", p.Name, p.Line, p.Column, p.Code))
		}
	}
	want := []string{"09:00:01", "1.csv:3:16 number", "0.csv:2:7 clock", "09:00:02", "0.csv:4:16 number", "09:00:05"}
	if !slices.Equal(got, want) && !slices.Equal(got, []string{"09:00:01", "0.csv:2:7 clock", "1.csv:3:16 number", "09:00:02", "0.csv:4:16 number", "09:00:05"}) {
		t.Fatalf("got %q", got)
	}
	if m.Empty() != 2 || m.Stats().Problems != 3 || m.Stats().Unknown != 1 {
		t.Fatalf("%d empty files, %+v", m.Empty(), m.Stats())
	}
}

func TestMergeRefuses(t *testing.T) {
	day := appleDay(1, "AP010", 20200803, 20)
	s := &shelf{files: [][]byte{day, []byte("not ticks\n"), zipped(t, day), nil}}
	_, err := NewMerge(s.params(t))
	if err == nil {
		t.Fatal("it was taken")
	}
	for _, want := range []string{"1.csv: the first line", "3.csv: the file is empty", "0.csv and 2.csv begin with the same row"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if s.open != 0 {
		t.Errorf("%d files are left open", s.open)
	}
	none, err := NewMerge((&shelf{}).params(t))
	if err != nil || len(drain(t, none)) != 0 {
		t.Errorf("no file at all: %v", err)
	}
}

func TestMergeMaxOpen(t *testing.T) {
	s := &shelf{files: [][]byte{appleDay(1, "AP010", 20200803, 20), appleDay(2, "AP101", 20200803, 20)}}
	p := s.params(t)
	p.MaxOpen = 1
	m, err := NewMerge(p)
	if err != nil {
		t.Fatal(err)
	}
	endsWith(t, m, "1.csv", "more than 1 files overlap")
}

func TestMergeFileVanishes(t *testing.T) {
	s := &shelf{files: [][]byte{appleDay(1, "AP010", 20200803, 20), appleDay(2, "AP010", 20200804, 20)}, missing: 4}
	m := newMerge(t, s)
	endsWith(t, m, "1.csv", "not exist")
	if !errors.Is(m.Err(), fs.ErrNotExist) {
		t.Errorf("%v", m.Err())
	}
	m.Close()
	if s.open != 0 {
		t.Errorf("%d files are left open", s.open)
	}
}

// endsWith reads m to its end, which must be one Problem of the file that names
// the reason, and the same in Err.
func endsWith(t *testing.T, m *Merge, file, reason string) {
	t.Helper()
	var e market.Event
	for {
		ok, p := m.Next(&e)
		if ok {
			continue
		}
		if p == nil || p.Code != CodeRead || p.Name != file {
			t.Fatalf("problem %v, want %s", p, file)
		}
		break
	}
	if ok, p := m.Next(&e); ok || p != nil {
		t.Fatal("there is something after the end")
	}
	if m.Err() == nil || !strings.Contains(m.Err().Error(), reason) {
		t.Fatalf("error %v, want %q", m.Err(), reason)
	}
}

func TestMergeTornFileDoesNotStopTheOthers(t *testing.T) {
	a, b := appleDay(1, "AP010", 20200803, 2000), appleDay(2, "AP101", 20200803, 2000)
	za := zipped(t, a)
	s := &shelf{files: [][]byte{za[:len(za)/2], b}}
	m := newMerge(t, s)
	var e market.Event
	var events [2]int
	problems := 0
	for {
		ok, p := m.Next(&e)
		if !ok && p == nil {
			break
		}
		if ok && e.Kind == market.EventDepth {
			events[e.Contract]++
		} else if !ok {
			problems++
		}
	}
	if events[1] != 2004 || events[0] == 0 || events[0] >= 2004 || problems != 1 {
		t.Errorf("%v events, %d problems", events, problems)
	}
	if !errors.Is(m.Err(), io.ErrUnexpectedEOF) {
		t.Errorf("%v", m.Err())
	}
}

// Two files of one contract and day may begin at the same instant and tell the same
// settlement price; only the same first row makes them twins.
func TestMergeTwinsAreJudgedByTheirRows(t *testing.T) {
	head := "TradingDay,InstrumentID,PreSettlementPrice,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n"
	row := func(lots string) []byte {
		return []byte(head + "20200804,AP010,7104,09:00:00,7164," + lots + ",7165,2,20200804\n")
	}
	s := &shelf{files: [][]byte{row("5"), row("6")}}
	got := drain(t, newMerge(t, s))
	if len(got) != 4 || got[0].Kind != market.EventSettlement || got[0].Price != 7104 || got[1].BidQty != 5 || got[3].BidQty != 6 {
		t.Errorf("got %+v", got)
	}
	s = &shelf{files: [][]byte{row("5"), row("5")}}
	if _, err := NewMerge(s.params(t)); err == nil {
		t.Error("twins are taken")
	}
}

func TestMergeCountsSettlements(t *testing.T) {
	head := "InstrumentID,PreSettlementPrice,UpdateTime,BidPrice1,BidVolume1,AskPrice1,AskVolume1,ActionDay\n"
	file := func(symbol string) []byte {
		row := func(price, day string) string { return symbol + "," + price + ",09:00:00,7164,5,7165,2," + day + "\n" }
		return []byte(head + row("7104", "20200803") + row("off", "20200804") + row("7105", "20200805"))
	}
	m := newMerge(t, &shelf{files: [][]byte{file("AP010"), file("AP101")}})
	var e market.Event
	events, problems := 0, 0
	for ok, p := m.Next(&e); ok || p != nil; ok, p = m.Next(&e) {
		if ok {
			events++
		} else {
			problems++
		}
	}
	want := TickStats{Rows: 6, Events: 6, Problems: 2, Settled: 4, Unsettled: 2}
	if got := m.Stats(); got != want || events != 10 || problems != 2 {
		t.Errorf("%+v, %d events, %d problems; want %+v", got, events, problems, want)
	}
}

func TestMergeDoesNotAllocatePerRow(t *testing.T) {
	s := &shelf{files: [][]byte{appleDay(1, "AP010", 20200803, 3000), zipped(t, appleDay(2, "AP101", 20200803, 3000))}}
	m := newMerge(t, s)
	var e market.Event
	for range 500 {
		m.Next(&e)
	}
	if n := testing.AllocsPerRun(2000, func() { m.Next(&e) }); n != 0 {
		t.Fatalf("%v allocations a row", n)
	}
}
