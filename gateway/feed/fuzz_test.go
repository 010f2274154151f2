package feed

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quotient/market"
)

// storyLines are the lines above ---- in the stories: the seeds of the fuzzers.
func storyLines(f *testing.F, files ...string) (lines []string) {
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		for block := range strings.SplitSeq(string(text), "\n\n") {
			head, _, _ := strings.Cut(block, "----\n")
			for line := range strings.Lines(head) {
				if !strings.HasPrefix(line, "#") {
					lines = append(lines, strings.TrimSuffix(line, "\n"))
				}
			}
		}
	}
	return lines
}

// FuzzDecoder holds every line against what a Decoder promises: no panic, no
// event beside a Problem, no figure outside the limits, the same result again.
func FuzzDecoder(f *testing.F) {
	for _, line := range storyLines(f, "lines_good.txt", "lines_bad.txt") {
		f.Add([]byte(line))
	}
	universe := apples(f)
	f.Fuzz(func(t *testing.T, line []byte) {
		d := New(universe)
		before := bytes.Clone(line)
		events, p := decode(d, string(line))
		if !bytes.Equal(line, before) {
			t.Fatal("the line was written to")
		}
		if p.Code != OK && (len(events) > 0 || p.Code >= CodeCount || p.Line != 1 || p.String() == "") {
			t.Fatalf("%+v with %d events", p, len(events))
		}
		for i := range events {
			checkEvent(t, &events[i], len(universe))
		}
		again, q := decode(d, string(line))
		q.Line = p.Line
		if q != p || len(again) != len(events) {
			t.Fatalf("a second time: %v, first %v", q.String(), p.String())
		}
	})
}

func checkEvent(t *testing.T, e *market.Event, contracts int) {
	t.Helper()
	if int(e.Contract) >= contracts && (e.Kind != market.EventGap || e.Contract != market.NoContract) {
		t.Fatalf("contract %d", e.Contract)
	}
	if e.Time != 0 && (e.Time < MinStamp || e.Time > MaxStamp+market.Day) {
		t.Fatalf("stamp %d", e.Time)
	}
	for _, p := range []market.Price{e.Bid, e.Ask, e.Last, e.Upper, e.Lower, e.Price} {
		if p < 0 || p > MaxTicks {
			t.Fatalf("price %d", p)
		}
	}
	if (e.Kind == market.EventSettlement) != (e.Price > 0) {
		t.Fatalf("%v at price %d", e.Kind, e.Price)
	}
	for _, side := range [][2]int64{{int64(e.Bid), int64(e.BidQty)}, {int64(e.Ask), int64(e.AskQty)}} {
		if (side[0] == 0) != (side[1] == 0) || side[1] < 0 || side[1] > MaxSize {
			t.Fatalf("side %v", side)
		}
	}
	if e.Volume < 0 || int64(e.Volume) > MaxTotal || e.OpenInterest < 0 || int64(e.OpenInterest) > MaxTotal || e.Turnover < 0 || e.Turnover > MaxTurnover {
		t.Fatalf("figures %+v", *e)
	}
}

// FuzzSplitter compares with cutting the whole stream at once.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("one\ntwo\r\n\nthree"), uint8(5), uint8(3), uint8(2))
	f.Add([]byte("far too long a line\nshort\n"), uint8(6), uint8(1), uint8(9))
	f.Add([]byte("\r\r\n\r\n"), uint8(1), uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, limit, chunk, size uint8) {
		bound := int(limit) + 1
		s := NewSplitter(bound, int(chunk)+1)
		got := pour(t, s, stream, []int{int(size) + 1, int(size)/2 + 1})
		want, rest := slowLines(stream, bound)
		if len(rest) > bound+1 {
			want = append(want, "!")
		}
		if strings.Join(got, "|") != strings.Join(want, "|") || len(got) != len(want) {
			t.Fatalf("%q up to %d: %q, want %q", stream, bound, got, want)
		}
	})
}

// FuzzTicks reads anything after a real header: it must end, count every row
// once, and give no figure outside the limits.
func FuzzTicks(f *testing.F) {
	heads := []string{storyLines(f, "rows_ctp.txt")[0], storyLines(f, "rows_plain.txt")[0], ""}
	for _, line := range storyLines(f, "rows_ctp.txt") {
		f.Add(uint8(0), []byte(line))
	}
	for _, line := range storyLines(f, "rows_plain.txt") {
		f.Add(uint8(1), []byte(line))
	}
	f.Add(uint8(2), []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0})
	universe := apples(f)
	lookup := NewSymbols(universe).Lookup
	f.Fuzz(func(t *testing.T, head uint8, body []byte) {
		data := body
		if h := heads[int(head)%len(heads)]; h != "" {
			data = append([]byte(h+"\n"), body...)
		}
		Sniff(data)
		ticks, err := NewTicks(bytes.NewReader(data), "f.csv", lookup)
		if err != nil {
			return
		}
		var e market.Event
		told := uint64(0)
		for {
			ok, p := ticks.Next(&e)
			if !ok && p == nil {
				break
			}
			if ok {
				checkEvent(t, &e, len(universe))
			} else if told++; p.Code == OK || p.Code >= CodeCount || p.Name != "f.csv" || p.Line == 0 {
				t.Fatalf("problem %+v", *p)
			}
		}
		s := ticks.Stats()
		read := uint64(0)
		if ticks.Err() != nil {
			read = 1 // a read error is a problem without a row
		}
		if s.Rows+read+s.Unsettled != s.Events+s.Unknown+s.Problems || told != s.Problems || s.Settled > s.Events {
			t.Fatalf("%+v, told %d", s, told)
		}
	})
}
