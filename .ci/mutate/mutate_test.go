package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var rewriteGolden = flag.Bool("rewrite", false, "write the answers into testdata")

// golden compares got with what is on record.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *rewriteGolden {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", name, got)
	}
}

var seconds = regexp.MustCompile(`in \d+\.\d s`)

// TestSample tries every change of a package that has one of everything, and
// knows by hand which of them its tests notice.
func TestSample(t *testing.T) {
	var out, progress bytes.Buffer
	ok, err := mutate([]string{"./testdata/sample"}, options{jobs: 2, verbose: true, exceptions: "testdata/exceptions.txt"}, &out, &progress)
	if err != nil {
		t.Fatal(err)
	}
	if ok {
		t.Error("survivors, and nobody says so")
	}
	golden(t, "sample.golden", seconds.ReplaceAllString(out.String(), "in some s"))
	if !strings.Contains(progress.String(), "TestFailsAnyway is not used") {
		t.Errorf("a test that fails anyway: %q", progress.String())
	}
	if _, err := os.Stat("testdata/sample/written"); err == nil {
		t.Error("a test wrote into the checkout")
	}
}

// TestOnly tries what a pattern names, and is content when that is noticed.
func TestOnly(t *testing.T) {
	var out, progress bytes.Buffer
	o := options{jobs: 1, only: regexp.MustCompile(`box\.span`), exceptions: "testdata/none.txt"}
	ok, err := mutate([]string{"./testdata/sample"}, o, &out, &progress)
	if err != nil || !ok || !strings.Contains(out.String(), ": 1 changes: 1 noticed (0 by time), 0 argued, 0 left") {
		t.Errorf("%v %v %q", ok, err, out.String())
	}
}

func TestExceptions(t *testing.T) {
	e, err := parseExceptions("f", "# head\n\na/b.go: f: x → y\n\tbecause\n  of that\n\na/b.go: g: z #2\n\tso\n")
	if err != nil || e.why["a/b.go: f: x → y"] != "because\nof that\n" || !e.has("a/b.go: g: z #2") || len(e.why) != 2 {
		t.Errorf("%v %v", e, err)
	}
	here := []result{{mutant: mutant{file: "a/b.go", in: "f", what: "x → y"}}}
	if got := e.unknown("a", here); len(got) != 1 || got[0] != "a/b.go: g: z #2" {
		t.Errorf("unknown %v", got)
	}
	if got := e.unknown("c", nil); got != nil {
		t.Errorf("of another folder: %v", got)
	}
	for text, want := range map[string]string{
		"\tbecause\n":                    "f:1: an argument without a change above it",
		"a\nb\n\twhy\n":                  `f:1: "a" has no argument: write it below, indented`,
		"a\n\twhy\n\nb\n":                `f:4: "b" has no argument: write it below, indented`,
		"a\n\twhy\nb\n\twhy\na\n\twhy\n": `f:5: "a" is there twice`,
	} {
		if _, err := parseExceptions("f", text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	var out bytes.Buffer
	for _, patterns := range [][]string{nil, {"./testdata/nowhere"}, {"."}} {
		if ok, err := mutate(patterns, options{exceptions: "testdata/none.txt", only: regexp.MustCompile(`^$`), list: len(patterns) > 0 && patterns[0] == "."}, &out, &out); patterns == nil || patterns[0] != "." {
			if err == nil || ok {
				t.Errorf("%v: %v %v", patterns, ok, err)
			}
		} else if err != nil || !ok || !strings.Contains(out.String(), "apply: drop at = e.to") {
			t.Errorf("the list of its own changes: %v %v", ok, err)
		}
	}
}

// TestApply writes closing text before opening text at one place, the inner
// closing first and the outer opening first.
func TestApply(t *testing.T) {
	got := string(apply([]byte("ab"), []edit{
		{0, 0, opens, "("}, {0, 0, opens, "["}, {1, 1, opens, "<"}, {1, 1, closes, "]"}, {1, 1, closes, ")"}, {1, 2, replaces, "B"}, {2, 2, closes, ">"},
	}))
	if got != "([a])<B>" {
		t.Error(got)
	}
}
