package steering

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/market"
)

var rewrite = flag.Bool("rewrite", false, "write the stories' output into testdata; look at the difference before you keep it")

// TestStories runs testdata/*.txt. A line is
//
//	keys name=value…              what holds from here on
//	clock slack S rest PPM loss L what is known at that time
//
// and after `----` stands what was made of each: the need and the stance, and
// since when the stance holds, if it was there before.
func TestStories(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no stories")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { tell(t, file) })
	}
}

func tell(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	s := &story{t: t, out: &said}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		fmt.Fprintln(&out, lines[i])
		if lines[i] != "----" {
			s.line(strings.Fields(lines[i]))
			continue
		}
		want, from := "", i+1
		for i+1 < len(lines) && lines[i+1] != "" {
			i++
			want += lines[i] + "\n"
		}
		if said.String() != want && !*rewrite {
			t.Errorf("%s:%d:\n%swant\n%s", file, from, said.String(), want)
		}
		out.Write(said.Bytes())
		said.Reset()
	}
	if *rewrite {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

type story struct {
	t   *testing.T
	p   Params
	in  Input
	out *bytes.Buffer
}

func (s *story) line(words []string) {
	if len(words) == 0 || words[0] == "#" {
		return
	}
	if words[0] == "keys" {
		for _, w := range words[1:] {
			s.key(w)
		}
		s.p.Check(func(key string, found, _ int64) { s.t.Fatalf("%s=%d", key, found) })
		return
	}
	if len(words) != 7 {
		s.t.Fatalf("%q: want clock slack S rest PPM loss L", words)
	}
	s.in.Now = s.clock(words[0])
	s.in.Slack = s.span(words[2])
	s.in.Need = NeedOf(s.in.Slack, s.number(words[4]), &s.p)
	s.in.Loss = s.number(words[6])
	stance := Choose(s.in, &s.p)
	fmt.Fprintf(s.out, "%s %v %v", words[0], s.in.Need, stance)
	if stance == s.in.Was && s.in.Since > 0 {
		fmt.Fprintf(s.out, " for %v", time.Duration(s.in.Now-s.in.Since))
	} else {
		s.in.Since = s.in.Now
	}
	fmt.Fprintln(s.out)
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
		s.t.Fatalf("no key %q", name)
	}
}

func (s *story) clock(word string) market.Time {
	at, err := time.Parse("15:04:05", word)
	if err != nil {
		s.t.Fatal(err)
	}
	return market.Time(at.Hour())*market.Hour + market.Time(at.Minute())*market.Minute + market.Time(at.Second())*market.Second
}

func (s *story) span(word string) market.Time {
	d, err := time.ParseDuration(word)
	if err != nil {
		s.t.Fatal(err)
	}
	return market.Time(d)
}

func (s *story) number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}
