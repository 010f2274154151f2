package award

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"quotient/internal/stories"
	"quotient/market"
	"quotient/obligation"
)

// TestStories plays testdata/*.txt: lines that say what is agreed and what happened,
// ----, and what it comes to. A line is a verb, words and key=value pairs; the verbs
// are those of (*story).do. Values are whole numbers or carry a unit: y yuan, % share,
// x multiple, t ticks, h hours, th ticks × hours.
func TestStories(t *testing.T) {
	stories.Play(t, 14, func(at *stories.Story) func([]string) { return (&story{Story: at}).line })
}

// A story is one file being run.
type story struct {
	*stories.Story
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

func (s *story) line(words []string) {
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
		s.Fatalf("%s is not used", k)
	}
}

var units = map[string]int64{"y": 100, "%": 10_000, "x": million, "t": 1000, "h": int64(market.Hour), "th": int64(market.Hour), "": 1}

// value reads a number with its unit.
func (s *story) value(text string) int64 {
	end := strings.LastIndexAny(text, "0123456789") + 1
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(text[:end], "_", ""))
	scale, known := units[text[end:]]
	if !ok || !known {
		s.Fatalf("%q is no figure", text)
	}
	if n.Mul(n, new(big.Rat).SetInt64(scale)); !n.IsInt() || !n.Num().IsInt64() {
		s.Fatalf("%q is no whole number", text)
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
		s.Fatalf("%q is no verdict", text)
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
	fmt.Fprintf(s, "%v %v", e.Formula, e.Outcome)
	if e.Outcome == Estimated || e.Outcome == Conditional {
		fmt.Fprintf(s, " %s yuan", new(big.Rat).SetFrac64(int64(e.Amount), 100).FloatString(2))
	} else if e.Amount != 0 {
		s.Errorf("%v has an amount", e.Outcome)
	}
	fmt.Fprintln(s)
	if e.N > 0 {
		for _, in := range e.Inputs() {
			fmt.Fprintf(s, " %v %d", in.Figure, in.Value)
		}
		fmt.Fprintln(s)
	}
}
