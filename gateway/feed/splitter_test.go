package feed

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// slowLines is what a Splitter must give: lines without ends, "!" and the length
// for one that is too long, and the unfinished rest.
func slowLines(stream []byte, limit int) (lines []string, rest string) {
	parts := strings.Split(string(stream), "\n")
	for _, s := range parts[:len(parts)-1] {
		s = strings.TrimSuffix(s, "\r")
		if len(s) > limit {
			s = "!"
		}
		lines = append(lines, s)
	}
	return lines, parts[len(parts)-1]
}

// pour feeds stream in pieces of the given sizes and collects what comes out.
func pour(t interface{ Fatalf(string, ...any) }, s *Splitter, stream []byte, sizes []int) (lines []string) {
	base := s.Line()
	next := func() {
		for line, p := s.Next(); line != nil || p != nil; line, p = s.Next() {
			if p != nil {
				if p.Code != CodeLong || p.Line != s.Line() || p.Value() == "" {
					t.Fatalf("problem %v", p)
				}
				lines = append(lines, "!")
			} else {
				lines = append(lines, string(line))
			}
			if s.Line() != base+len(lines) {
				t.Fatalf("line %d is numbered %d", len(lines), s.Line())
			}
		}
	}
	for i := 0; len(stream) > 0; i++ {
		space := s.Space()
		if len(space) == 0 {
			t.Fatalf("no space although more is needed")
		}
		n := min(sizes[i%len(sizes)], len(space), len(stream))
		copy(space, stream[:n])
		s.Filled(n)
		stream = stream[n:]
		next()
	}
	return lines
}

func TestSplitterAgainstSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 12).Draw(t, "limit")
		chunk := rapid.IntRange(1, 9).Draw(t, "chunk")
		stream := []byte(rapid.StringOf(rapid.SampledFrom([]rune("ab\r\n\n"))).Draw(t, "stream"))
		sizes := rapid.SliceOfN(rapid.IntRange(1, 20), 1, 5).Draw(t, "sizes")
		s := NewSplitter(limit, chunk)
		got := pour(t, s, stream, sizes)
		want, rest := slowLines(stream, limit)
		tooLong := len(rest) > limit+1
		if tooLong {
			want = append(want, "!")
		}
		if strings.Join(got, "|") != strings.Join(want, "|") || len(got) != len(want) {
			t.Fatalf("%q up to %d: %q, want %q", stream, limit, got, want)
		}
		if lost := s.Reset(); !tooLong && lost != len(rest) {
			t.Fatalf("%d bytes lost, want %d", lost, len(rest))
		}
	})
}

func TestSplitterStartsAgainAfterALostLink(t *testing.T) {
	s := NewSplitter(10, 10)
	pour(t, s, []byte("whole\nhalf"), []int{4})
	if lost := s.Reset(); lost != 4 || s.Line() != 0 {
		t.Fatalf("%d bytes lost, line %d", lost, s.Line())
	}
	if got := pour(t, s, []byte("new\n"), []int{9}); len(got) != 1 || got[0] != "new" {
		t.Fatalf("after the reset: %q", got)
	}
	pour(t, s, []byte("a line that is far too long"), []int{9})
	s.Reset()
	if got := pour(t, s, []byte("new\n"), []int{9}); len(got) != 1 || got[0] != "new" {
		t.Fatalf("after a reset within a dropped line: %q", got)
	}
}

func TestSplitterLast(t *testing.T) {
	for stream, want := range map[string]string{"a\nlast": "last", "a\nlast\r": "last", "a\n": "", "0123456789": "0123456789"} {
		s := NewSplitter(10, 4)
		lines := pour(t, s, []byte(stream), []int{3})
		line, p := s.Last()
		if p != nil || string(line) != want {
			t.Errorf("%q: %q %v, want %q", stream, line, p, want)
		}
		if line != nil && s.Line() != len(lines)+1 {
			t.Errorf("%q: the last line is numbered %d", stream, s.Line())
		}
		if line, p := s.Last(); line != nil || p != nil {
			t.Errorf("%q: two last lines", stream)
		}
	}
	s := NewSplitter(10, 4)
	pour(t, s, []byte("0123456789x"), []int{3})
	if line, p := s.Last(); line != nil || p == nil || p.Code != CodeLong {
		t.Errorf("a last line one byte too long: %q %v", line, p)
	}
}

func TestSplitterDoesNotAllocate(t *testing.T) {
	s := NewSplitter(256, 1024)
	line := []byte(depthLine + "\n")
	if n := testing.AllocsPerRun(1000, func() {
		s.Filled(copy(s.Space(), line[:100]))
		s.Next()
		s.Filled(copy(s.Space(), line[100:]))
		if got, _ := s.Next(); !bytes.Equal(got, line[:len(line)-1]) {
			t.Fatalf("line %q", got)
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
