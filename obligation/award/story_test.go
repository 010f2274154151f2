package award

import (
	"bytes"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation"
)

var rewrite = flag.Bool("rewrite", false, "write the stories' output into testdata; look at the difference before you keep it")

// TestStories runs testdata/*.txt: lines that say what is agreed and what happened,
// `----`, and what it comes to, up to an empty line. A line is a verb, words and
// key=value pairs; the verbs are those of (*story).do. Values are whole numbers or
// carry a unit: y yuan, % share, x multiple, t ticks, h hours, th ticks × hours.
func TestStories(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no stories")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runFile(t, file) })
	}
}

func runFile(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out, block bytes.Buffer
	s := &story{t: t, file: file, out: &block}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		fmt.Fprintln(&out, lines[i])
		if lines[i] != "----" {
			s.line(i+1, lines[i])
			continue
		}
		want, from := "", i+1
		for i+1 < len(lines) && lines[i+1] != "" {
			i++
			want += lines[i] + "\n"
		}
		if got := block.String(); got != want && !*rewrite {
			t.Errorf("%s:%d:\n%swant\n%s", file, from, got, want)
		}
		out.Write(block.Bytes())
		block.Reset()
	}
	if *rewrite {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A story is one file being run.
type story struct {
	t    *testing.T
	file string
	n    int
	out  *bytes.Buffer
	args map[string]string

	words []string

	p          Params
	s          Scheme // that the next estimates use
	own, other []Trades
	weighted   []Weighted
	term       Term
	rule       ConversionRule
	months     []Judged
	demotions  []market.Month
	estimates  []Estimate
}

func (s *story) line(n int, line string) {
	s.n = n
	words := strings.Fields(line)
	if len(words) == 0 || words[0][0] == '#' {
		return
	}
	s.args, s.words = map[string]string{}, nil
	for _, w := range words[1:] {
		if k, v, ok := strings.Cut(w, "="); ok {
			s.args[k] = v
		} else {
			s.words = append(s.words, w)
		}
	}
	s.do(words[0])
	for k := range s.args {
		s.t.Fatalf("%s:%d: %s is not used", s.file, n, k)
	}
}

var units = map[string]int64{"y": 100, "%": 10_000, "x": million, "t": 1000, "h": int64(market.Hour), "th": int64(market.Hour), "": 1}

// value reads a number with its unit.
func (s *story) value(text string) int64 {
	end := strings.LastIndexAny(text, "0123456789") + 1
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(text[:end], "_", ""))
	scale, known := units[text[end:]]
	if !ok || !known {
		s.t.Fatalf("%s:%d: %q is no figure", s.file, s.n, text)
	}
	if n.Mul(n, new(big.Rat).SetInt64(scale)); !n.IsInt() || !n.Num().IsInt64() {
		s.t.Fatalf("%s:%d: %q is no whole number", s.file, s.n, text)
	}
	return n.Num().Int64()
}

// get takes an argument; 0 when it is not given.
func (s *story) get(key string) int64 {
	text, ok := s.args[key]
	if delete(s.args, key); !ok {
		return 0
	}
	return s.value(text)
}

func (s *story) has(word string) bool {
	return slices.Contains(s.words, word)
}

var verdicts = map[string]obligation.Verdict{"not_assessed": obligation.NotAssessed, "met": obligation.Met,
	"missed": obligation.Missed, "open": obligation.Open, "in_band": obligation.InBand}

func (s *story) verdict(text string) obligation.Verdict {
	v, ok := verdicts[text]
	if !ok {
		s.t.Fatalf("%s:%d: %q is no verdict", s.file, s.n, text)
	}
	return v
}

func (s *story) month() obligation.Verdict {
	text := s.args["month"]
	delete(s.args, "month")
	return s.verdict(text)
}

// tell prints an estimate and its inputs.
func (s *story) tell(e Estimate) {
	s.estimates = append(s.estimates, e)
	fmt.Fprintf(s.out, "%v %v", e.Formula, e.Outcome)
	if e.Outcome == Estimated || e.Outcome == Conditional {
		fmt.Fprintf(s.out, " %s yuan", new(big.Rat).SetFrac64(int64(e.Amount), 100).FloatString(2))
	} else if e.Amount != 0 {
		s.t.Errorf("%s:%d: %v has an amount", s.file, s.n, e.Outcome)
	}
	fmt.Fprintln(s.out)
	if e.N > 0 {
		for _, in := range e.Inputs() {
			fmt.Fprintf(s.out, " %v %d", in.Figure, in.Value)
		}
		fmt.Fprintln(s.out)
	}
}
