package stories

import (
	"bytes"
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
)

// check is the line between what happens and what came of it.
const check = "----"

// Story is one file being played. It is the test it runs in, and whatever fails
// there says file and line; what is written to it is what the story says.
type Story struct {
	testing.TB
	file    string
	line    int // from 1; 0 before the first
	rewrite bool
	said    bytes.Buffer
	asked   func()
	text    strings.Builder // the file as it is told now
}

// Where is the line being played.
func (s *Story) Where() string { return fmt.Sprintf("%s:%d", s.file, s.line) }

// Write lets the story say something.
func (s *Story) Write(p []byte) (int, error) { return s.said.Write(p) }

// AtCheck has do called at every ----, to say what was not said line by line.
func (s *Story) AtCheck(do func()) { s.asked = do }

// Errorf is the test's, with file and line.
func (s *Story) Errorf(format string, args ...any) {
	s.Helper()
	s.TB.Errorf("%s: %s", s.Where(), fmt.Sprintf(format, args...))
}

// Fatalf is the test's, with file and line.
func (s *Story) Fatalf(format string, args ...any) {
	s.Helper()
	s.TB.Fatalf("%s: %s", s.Where(), fmt.Sprintf(format, args...))
}

// Error is the test's, with file and line.
func (s *Story) Error(args ...any) { s.Helper(); s.Errorf("%s", fmt.Sprint(args...)) }

// Fatal is the test's, with file and line.
func (s *Story) Fatal(args ...any) { s.Helper(); s.Fatalf("%s", fmt.Sprint(args...)) }

// tell plays text and returns it with what is said now.
func (s *Story) tell(text string, begin Begin) string {
	s.Helper()
	do, checks := begin(s), 0
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		s.line = i + 1
		fmt.Fprintln(&s.text, lines[i])
		switch line := lines[i]; {
		case line == "":
			s.unasked()
		case line == check:
			from := i + 1
			for i+1 < len(lines) && lines[i+1] != "" {
				i++
			}
			s.compare(lines[from : i+1])
			checks++
		case strings.HasPrefix(line, check[:3]):
			s.Fatalf("%q is no command, write %s", line, check)
		default:
			s.do(strings.Fields(line), do)
		}
	}
	s.line = len(lines)
	s.unasked()
	if checks == 0 {
		s.Fatalf("no %s: the story checks nothing", check)
	}
	if !strings.HasSuffix(text, "\n") {
		s.Errorf("the file ends without a newline")
	}
	return s.text.String()
}

// do does one line.
func (s *Story) do(words []string, do func([]string)) {
	s.Helper()
	if len(words) == 0 || words[0][0] == '#' {
		return
	}
	defer s.caught(strings.Join(words, " "))
	do(words)
}

// caught makes a panic the story's failure.
func (s *Story) caught(at string) {
	s.Helper()
	if p := recover(); p != nil {
		s.Fatalf("%s: %v\n%s", at, p, debug.Stack())
	}
}

// unasked fails on what was said and stands under no ----.
func (s *Story) unasked() {
	s.Helper()
	if s.said.Len() > 0 {
		s.Fatalf("said, but no %s asks:\n%s", check, s.said.String())
	}
}

// compare holds what was said against the lines that are wanted.
func (s *Story) compare(want []string) {
	s.Helper()
	if s.asked != nil {
		func() {
			defer s.caught(check)
			s.asked()
		}()
	}
	got := s.said.String()
	s.said.Reset()
	s.text.WriteString(got)
	if s.rewrite {
		return
	}
	said := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if got == "" {
		said = nil
	}
	for i := 0; i < max(len(said), len(want)); i++ {
		if i >= len(said) || i >= len(want) || said[i] != want[i] {
			s.line += i + 1
			s.Errorf("said\n%swant\n%s", got, strings.Join(want, "\n"))
			return
		}
	}
}
