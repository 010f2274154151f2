package feed

import (
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// csvFields is what encoding/csv makes of a line.
func csvFields(line string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(line))
	r.FieldsPerRecord = -1
	return r.Read()
}

// checkSplit compares a scanner that has seen rows before with encoding/csv.
func checkSplit(t interface{ Fatalf(string, ...any) }, s *scanner, line string, want int) {
	code := s.split([]byte(line), want)
	fields, err := csvFields(line)
	switch {
	case err != nil && code == OK:
		t.Fatalf("%q in %d columns is taken, csv says %v", line, want, err)
	case err == nil && len(fields) == want && code != OK:
		t.Fatalf("%q in %d columns: %v", line, want, code)
	case err == nil && len(fields) != want && code != CodeColumns:
		t.Fatalf("%q has %d columns, not %d: %v", line, len(fields), want, code)
	}
	if code != OK {
		return
	}
	for i, field := range fields {
		sp := s.spans[i]
		if got := strings.ReplaceAll(line[sp.lo:sp.hi], `""`, `"`); got != field {
			t.Fatalf("%q: field %d is %q, want %q", line, i, got, field)
		}
	}
}

// TestSplitAgainstCSV feeds one scanner rows of changing widths and shapes, so
// that what it remembers of the row before is wrong as often as right.
func TestSplitAgainstCSV(t *testing.T) {
	const columns = 4
	field := rapid.OneOf(
		rapid.StringMatching(`[0-9]{0,4}`),
		rapid.StringMatching(`"[0-9]{0,4}"`),
		rapid.StringMatching(`"([0-9,]|""){0,6}"`),
		rapid.SampledFrom([]string{`","`, `"",""`, `"`, `a"b`, `""`, `"a"b`, `,`}),
	)
	rapid.Check(t, func(t *rapid.T) {
		var s scanner
		for range 6 {
			n := rapid.IntRange(columns-1, columns+1).Draw(t, "n")
			line := strings.Join(rapid.SliceOfN(field, n, n).Draw(t, "fields"), ",")
			if line == "" {
				continue // csv skips blank lines
			}
			checkSplit(t, &s, line, columns)
		}
	})
}

func FuzzSplit(f *testing.F) {
	for _, line := range []string{`a,b,c,d`, `"a","b","c","d"`, `"a,b","c","d"`, `"a"",""b","c","d"`, `,,,`, `"","","",""`, `"a","b","c","d`} {
		f.Add(line, `"1","22","3","4"`)
	}
	f.Fuzz(func(t *testing.T, line, before string) {
		var s scanner
		for _, l := range []string{before, line} {
			if l == "" || strings.ContainsAny(l, "\r\n") {
				return
			}
			checkSplit(t, &s, l, 4)
		}
	})
}
