package steering

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories runs testdata/*.txt. A line is
//
//	keys name=value…              what holds from here on
//	clock slack S rest PPM loss L what is known at that time
//
// and after ---- stands what was made of each: the need and the stance, and
// since when the stance holds, if it was there before.
func TestStories(t *testing.T) {
	stories.Play(t, 3, func(at *stories.Story) func([]string) { return (&story{Story: at}).line })
}

type story struct {
	*stories.Story
	p  Params
	in Input
}

func (s *story) line(words []string) {
	if words[0] == "keys" {
		for _, w := range words[1:] {
			s.key(w)
		}
		s.p.Check(func(key string, found, _ int64) { s.Fatalf("%s=%d", key, found) })
		return
	}
	if len(words) != 7 {
		s.Fatalf("%q: want clock slack S rest PPM loss L", words)
	}
	s.in.Now = s.clock(words[0])
	s.in.Slack = s.span(words[2])
	s.in.Need = NeedOf(s.in.Slack, s.number(words[4]), &s.p)
	s.in.Loss = s.number(words[6])
	stance := Choose(s.in, &s.p)
	fmt.Fprintf(s, "%s %v %v", words[0], s.in.Need, stance)
	if stance == s.in.Was && s.in.Since > 0 {
		fmt.Fprintf(s, " for %v", time.Duration(s.in.Now-s.in.Since))
	} else {
		s.in.Since = s.in.Now
	}
	fmt.Fprintln(s)
	s.in.Was = stance
}

func (s *story) key(word string) {
	name, value, _ := strings.Cut(word, "=")
	switch name {
	case "reserve":
		s.p.Reserve = s.span(value)
	case "watch":
		s.p.Watch = s.span(value)
	case "critical":
		s.p.Critical = s.number(value)
	case "back":
		s.p.Back = map[string]Stance{"never": Normal, "wide": Wide, "out": Out}[value]
	case "step_back_at":
		s.p.StepBackAt = s.number(value)
	case "return_at":
		s.p.ReturnAt = s.number(value)
	case "min_off":
		s.p.MinOff = s.span(value)
	case "min_on":
		s.p.MinOn = s.span(value)
	default:
		s.Fatalf("no key %q", name)
	}
}

func (s *story) clock(word string) market.Time {
	at, err := time.Parse("15:04:05", word)
	if err != nil {
		s.Fatal(err)
	}
	return market.Time(at.Hour())*market.Hour + market.Time(at.Minute())*market.Minute + market.Time(at.Second())*market.Second
}

func (s *story) span(word string) market.Time {
	d, err := time.ParseDuration(word)
	if err != nil {
		s.Fatal(err)
	}
	return market.Time(d)
}

func (s *story) number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		s.Fatal(err)
	}
	return n
}
