package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// listener is a test that keeps what it is told, in place of failing.
type listener struct {
	testing.TB
	heard strings.Builder
}

func (l *listener) Helper() {}

func (l *listener) Errorf(format string, args ...any) { fmt.Fprintf(&l.heard, format+"\n", args...) }

func (l *listener) Fatalf(format string, args ...any) {
	l.Errorf(format, args...)
	runtime.Goexit()
}

func (l *listener) Fatal(args ...any) { l.Fatalf("%s", fmt.Sprint(args...)) }

// listen does what a test would and returns how it failed.
func listen(do func(t testing.TB)) string {
	l, done := &listener{}, make(chan struct{})
	go func() {
		defer close(done)
		do(l)
	}()
	<-done
	return l.heard.String()
}

// adder knows: add N…, sum, error WORD and later WORD, said at the check.
func adder(s *Story) func([]string) {
	sum, later := 0, ""
	s.AtCheck(func() {
		if later == "never" {
			panic(later)
		}
		if later != "" {
			fmt.Fprintln(s, later)
		}
		later = ""
	})
	return func(w []string) {
		switch w[0] {
		case "add":
			for _, text := range w[1:] {
				n := 0
				if _, err := fmt.Sscan(text, &n); err != nil {
					s.Fatalf("%q is no number", text)
				}
				sum += n
			}
		case "sum":
			fmt.Fprintln(s, sum)
		case "later":
			later = w[1]
		case "error":
			s.Error("bad ", w[1])
		default:
			panic("unknown " + w[0])
		}
	}
}

// write makes a story of text.
func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestFailuresSayWhere(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"right":               {"# sums\nadd 1\n\nadd 2\nsum\n----\n3\n\nsum\nlater x\n----\n3\nx\n", ""},
		"silent":              {"add 1\n----\n", ""},
		"wrong line":          {"add 1\nsum\nsum\n----\n1\n2\n", ":6: said\n1\n1\nwant\n1\n2\n"},
		"less said":           {"add 1\nsum\n----\n1\n2\n", ":5: said"},
		"more said":           {"add 1\nsum\nsum\n----\n1\n", ":6: said"},
		"said in vain":        {"sum\n----\n", ":3: said\n0\nwant\n"},
		"nothing said":        {"add 1\n----\n1\n", ":3: said\nwant\n1"},
		"goes on after one":   {"sum\n----\n1\n\nsum\n----\n2\n", ":3: said\n0\nwant\n1\nFILE:7: said\n0\nwant\n2\n"},
		"empty":               {"", ":1: no ----: the story checks nothing"},
		"only comments":       {"# a\n\n# b\n", ":3: no ----: the story checks nothing"},
		"no check":            {"add 1\n", ":1: no ----: the story checks nothing"},
		"unasked at a gap":    {"sum\n\nadd 1\n----\n0\n", ":2: said, but no ---- asks:\n0"},
		"unasked at the end":  {"sum\n----\n0\n\nsum\n", ":5: said, but no ---- asks:\n0"},
		"short rule":          {"sum\n---\n0\n", `:2: "---" is no command, write ----`},
		"long rule":           {"sum\n-----\n0\n", `:2: "-----" is no command`},
		"rule with a tail":    {"sum\n---- 0\n", `:2: "---- 0" is no command`},
		"unknown word":        {"add 1\njump\n----\n", ":2: jump: unknown jump\ngoroutine"},
		"word missing":        {"later\n----\n", ":1: later: runtime error: index out of range"},
		"panics at the check": {"later never\n----\n", ":2: ----: never\ngoroutine"},
		"bad number":          {"add 1\n\nadd one\n----\n", `:3: "one" is no number`},
		"error goes on":       {"error a\nsum\n----\n1\n", ":1: bad a\n"},
		"no newline":          {"sum\n----\n0", ":3: the file ends without a newline"},
		"blank lines at end":  {"sum\n----\n0\n\n", ""},
		"comment in a block":  {"sum\n# and\nsum\n----\n0\n0\n", ""},
		"comment is expected": {"sum\n----\n0\n# more\n", ":4: said"},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, c.text)
			got := listen(func(t testing.TB) { play(t, file, adder, false) })
			if c.want == "" && got != "" {
				t.Fatalf("fails: %s", got)
			}
			if c.want != "" && !strings.HasPrefix(strings.ReplaceAll(got, file, "FILE"), "FILE"+c.want) {
				t.Fatalf("says %q\nwant %q", got, c.want)
			}
			if text, _ := os.ReadFile(file); string(text) != c.text {
				t.Errorf("the file is now %q", text)
			}
		})
	}
}

func TestRewriteKeepsAllButTheAnswers(t *testing.T) {
	file := write(t, "# sums\nadd 1\nsum\n----\n7\n8\n\n# more\n\nadd 1\n----\n9\n")
	if got := listen(func(t testing.TB) { play(t, file, adder, true) }); got != "" {
		t.Fatal(got)
	}
	text, _ := os.ReadFile(file)
	if want := "# sums\nadd 1\nsum\n----\n1\n\n# more\n\nadd 1\n----\n"; string(text) != want {
		t.Errorf("rewritten to %q, want %q", text, want)
	}
	if got := listen(func(t testing.TB) { play(t, file, adder, false) }); got != "" {
		t.Error(got)
	}
}

func TestABrokenStoryIsNotRewritten(t *testing.T) {
	for _, text := range []string{"sum\n----\n7\n\nsum\n", "add 1\n", "sum\n----\n7\n\njump\n----\n"} {
		file := write(t, text)
		if got := listen(func(t testing.TB) { play(t, file, adder, true) }); got == "" {
			t.Errorf("%q passes", text)
		}
		if now, _ := os.ReadFile(file); string(now) != text {
			t.Errorf("%q became %q", text, now)
		}
	}
}

func TestLostStoriesFail(t *testing.T) {
	dir := filepath.Dir(write(t, "sum\n----\n0\n"))
	for _, c := range []struct {
		dir   string
		least int
		want  string
	}{{dir, 1, ""}, {dir, 0, ""}, {dir, 2, "found 1 stories, want at least 2"}, {t.TempDir(), 0, "found 0 stories, want at least 1"}} {
		got := listen(func(t testing.TB) { find(t, c.dir, c.least) })
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("least %d says %q, want %q", c.least, got, c.want)
		}
	}
	if got := listen(func(t testing.TB) { play(t, filepath.Join(dir, "none.txt"), adder, false) }); !strings.Contains(got, "none.txt") {
		t.Errorf("a missing file says %q", got)
	}
}

func TestPlay(t *testing.T) {
	Play(t, 1, adder)
	Again(t, 1, adder)
}
