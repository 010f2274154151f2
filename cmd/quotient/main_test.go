package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// asCommand makes the test binary be the command itself, so that every test runs
// what a user runs: a process with arguments, streams and an exit code.
const asCommand = "QUOTIENT_TEST_AS_COMMAND"

// patience bounds every child; a test that needs it has failed.
const patience = 60 * time.Second

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

// A ran is a command that ended.
type ran struct {
	code     int
	out, err string
}

// command makes a child that works in a folder of its own.
func command(t *testing.T, ctx context.Context, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(ctx, self, args...)
	c.Dir = t.TempDir()
	c.Env = append(os.Environ(), asCommand+"=1")
	return c
}

// quotient runs the command to its end.
func quotient(t *testing.T, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out, errs bytes.Buffer
	c := command(t, ctx, args...)
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	if ctx.Err() != nil {
		t.Fatalf("quotient %v does not end:\n%s", args, errs.String())
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := ran{c.ProcessState.ExitCode(), out.String(), errs.String()}
	if strings.Contains(r.err, "goroutine ") {
		t.Fatalf("quotient %v panics:\n%s", args, r.err)
	}
	return r
}

// ok runs a command that must succeed and returns what it printed.
func ok(t *testing.T, args ...string) ran {
	t.Helper()
	r := quotient(t, args...)
	if r.code != 0 {
		t.Fatalf("quotient %v: exit %d\n%s", args, r.code, r.err)
	}
	return r
}

// refused runs a command that must end with code and one line of complaint that
// holds every part.
func refused(t *testing.T, code int, parts []string, args ...string) {
	t.Helper()
	r := quotient(t, args...)
	if r.code != code {
		t.Errorf("quotient %v: exit %d, want %d\n%s", args, r.code, code, r.err)
	}
	lines := strings.Split(strings.TrimSuffix(r.err, "\n"), "\n")
	last := lines[len(lines)-1]
	if !strings.HasPrefix(last, "quotient: ") {
		t.Errorf("quotient %v: the last line is %q, want a complaint", args, last)
	}
	for _, p := range parts {
		if !strings.Contains(last, p) {
			t.Errorf("quotient %v: %q does not name %q", args, last, p)
		}
	}
}

// example is the path of a shipped desk file.
func example(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs("../../config/examples/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// variant writes a shipped desk file with old replaced by new, which must be there.
func variant(t *testing.T, name string, pairs ...string) string {
	t.Helper()
	text, err := os.ReadFile(example(t, name))
	if err != nil {
		t.Fatal(err)
	}
	s := string(text)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			t.Fatalf("%s has no %q", name, pairs[i])
		}
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return file(t, "desk.yaml", []byte(s))
}

// file writes a file into a folder of its own.
func file(t *testing.T, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// unreadable is a path that nobody can open, root neither.
func unreadable(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "loop")
	if err := os.Symlink(path, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// into decodes one JSON object and nothing else.
func into[T any](t *testing.T, text string) (v T) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %.300q", err, text)
	}
	if d.More() {
		t.Fatalf("more than one object in %.300q", text)
	}
	return v
}

// keys are the names of an object's fields, sorted.
func keys(object map[string]json.RawMessage) (names []string) {
	for k := range object {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// Every way to hold the command line wrong is exit 2 and one line.
func TestUsage(t *testing.T) {
	for _, c := range []struct {
		want string
		args []string
	}{
		{`unknown command "quote"`, []string{"quote"}},
		{"--bogus", []string{"sim", "--bogus"}},
		{"accepts 1 arg", []string{"check"}},
		{"accepts 1 arg", []string{"check", "a.yaml", "b.yaml"}},
		{"--days", []string{"sim", "--days", "many"}},
		{"--days 0: want 1 to", []string{"sim", "--days", "0"}},
		{"--seeds -1: want 1", []string{"sim", "--seeds", "-1"}},
		{"--seeds prints a summary", []string{"sim", "--seeds", "2", "--json"}},
		{"script", []string{"sim", "--script", "none.txt"}},
		{"--for -1s: want a time", []string{"dev", "--for", "-1s"}},
		{"--for -1s: want a time", []string{"exchange", "--for", "-1s"}},
		{"--speed -3: want", []string{"dev", "--speed", "-3", "--for", "1s"}},
		{"--speed NaN: want", []string{"exchange", "--speed", "nan", "--for", "1s"}},
		{`"config" not set`, []string{"run"}},
		{"-c and recorded ticks", []string{"replay"}},
		{"-c and recorded ticks", []string{"replay", "--ticks", "."}},
		{"not both", []string{"replay", "j", "--ticks", "."}},
		{"--verify", []string{"replay", "j"}},
		{"--repeat -1", []string{"replay", "--repeat", "-1"}},
		{"--month 2020-13", []string{"report", "--month", "2020-13"}},
		{"--month 2020-8", []string{"report", "--month", "2020-8"}},
		{"--lang de", []string{"report", "--lang", "de"}},
		{`"reason" not set`, []string{"ctl", "kill"}},
		{`"explode"`, []string{"ctl", "explode", "--reason", "x"}},
		{"--from and --to", []string{"ctl", "grant", "--reason", "x"}},
		{"--page here", []string{"ctl", "kill", "--reason", "x", "--page", "here"}},
		{"accepts 1 arg", []string{"journal", "cat"}},
	} {
		refused(t, 2, []string{c.want}, c.args...)
	}
}

// Files that are missing, or cannot be read, are named, with the exit code of
// what they are.
func TestFilesThatAreNotThere(t *testing.T) {
	t.Parallel()
	none, loop, apple := filepath.Join(t.TempDir(), "none"), unreadable(t), example(t, "apple")
	for _, path := range []string{none, loop, t.TempDir()} {
		for _, args := range [][]string{{"check", path}, {"run", "-c", path}, {"dev", "-c", path}, {"sim", "-c", path},
			{"replay", "-c", path, "--ticks", "."}} {
			r := quotient(t, args...)
			if r.code != 78 || strings.Count(r.out+r.err, path+": ") != 1 {
				t.Errorf("quotient %v: exit %d\n%s%s", args, r.code, r.out, r.err)
			}
		}
		refused(t, 1, []string{path}, "journal", "verify", path)
		refused(t, 1, []string{path}, "journal", "cat", path)
		refused(t, 1, []string{path}, "report", path)
		refused(t, 1, []string{path}, "replay", path, "--verify")
		refused(t, 1, []string{path}, "replay", "-c", apple, "--ticks", path)
	}
	refused(t, 1, []string{"journal's folder", loop}, "dev", "--for", "1s", "--page", "127.0.0.1:0", "--journal", loop)
}

var buildFields = []string{"build", "config_schema", "go", "module", "schema"}

func TestVersion(t *testing.T) {
	r := into[map[string]json.RawMessage](t, ok(t, "version", "--json").out)
	if !slices.Equal(keys(r), buildFields) || string(r["config_schema"]) != "1" {
		t.Errorf("version --json has %v, want %v", keys(r), buildFields)
	}
	text := ok(t, "version").out
	if !regexp.MustCompile(`^quotient \S+\ngo1\.\S+.*\nconfiguration schema 1\n$`).MatchString(text) {
		t.Errorf("version prints %q", text)
	}
}

func TestHelp(t *testing.T) {
	text := ok(t, "--help").out
	for _, name := range []string{"check", "ctl", "dev", "exchange", "journal", "replay", "report", "run", "schema", "sim", "version"} {
		if !regexp.MustCompile(`(?m)^  ` + name + ` `).MatchString(text) {
			t.Errorf("help does not list %s", name)
		}
		if h := ok(t, name, "--help").out; !strings.Contains(h, "Usage:") {
			t.Errorf("%s --help prints %q", name, h)
		}
	}
}

func TestSchema(t *testing.T) {
	r := into[map[string]json.RawMessage](t, ok(t, "schema").out)
	if !strings.Contains(string(r["$schema"]), "draft-07") || len(r["properties"]) < 100 {
		t.Errorf("schema prints %v", keys(r))
	}
}

// problem is one of check --json's problems, by the names that users rely on.
var problemFields = []string{"allowed", "code", "column", "file", "found", "hint", "line", "message", "path"}

type checked struct {
	Schema   int                          `json:"schema"`
	OK       bool                         `json:"ok"`
	Problems []map[string]json.RawMessage `json:"problems"`
}

func TestCheck(t *testing.T) {
	apple := example(t, "apple")
	first := ok(t, "check", apple)
	if !strings.HasPrefix(first.out, apple+": ok: ") || first.err != "" {
		t.Errorf("check prints %q and %q", first.out, first.err)
	}
	for i, line := range strings.Split(strings.TrimSpace(first.out), "\n") {
		if i > 0 && !strings.HasPrefix(line, "feasible: ") {
			t.Errorf("check prints %q after its first line", line)
		}
	}
	r := ok(t, "check", "--json", apple)
	if c := into[checked](t, r.out); c.Schema != 1 || !c.OK || c.Problems == nil || len(c.Problems) > 0 {
		t.Errorf("check --json of a good file prints %s", r.out)
	}
	if top := keys(into[map[string]json.RawMessage](t, r.out)); !slices.Equal(top, []string{"feasible", "ok", "problems", "schema"}) {
		t.Errorf("check --json has %v", top)
	}
}

// All faults come at once, each with its place in the file, in text and in JSON.
func TestCheckBad(t *testing.T) {
	bad := variant(t, "apple", "target: 80%", "target: 180%", "max_long_lots: 200", "max_long_lots: -3", "\nfees:", "\nfeess:")
	r := quotient(t, "check", "--json", bad)
	if r.code != 78 {
		t.Errorf("exit %d, want 78", r.code)
	}
	c := into[checked](t, r.out)
	if c.OK || c.Schema != 1 {
		t.Errorf("check --json says ok %v, schema %d", c.OK, c.Schema)
	}
	text, err := os.ReadFile(bad)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	plain := quotient(t, "check", bad)
	found := map[string]bool{}
	for _, p := range c.Problems {
		if !slices.Equal(keys(p), problemFields) {
			t.Errorf("a problem has %v, want %v", keys(p), problemFields)
		}
		var line int
		var path, message string
		unmarshal(t, p["line"], &line)
		unmarshal(t, p["path"], &path)
		unmarshal(t, p["message"], &message)
		for _, w := range []string{"180%", "-3", "feess"} {
			if line > 0 && strings.Contains(lines[line-1], w) && path != "" && message != "" {
				found[w] = true
			}
		}
		if at := bad + ":" + string(p["line"]) + ":" + string(p["column"]) + ": "; !strings.Contains(plain.out, at) {
			t.Errorf("the text form does not name %s", at)
		}
	}
	if len(found) != 3 {
		t.Errorf("of three faults only %v are placed:\n%s", found, r.out)
	}
	if plain.code != 78 || strings.Count(plain.err, "\n") != 1 || strings.Contains(plain.out, "\x1b") {
		t.Errorf("exit %d, stderr %q", plain.code, plain.err)
	}
	for _, args := range [][]string{{"sim", "-c", bad}, {"run", "-c", bad}, {"dev", "-c", bad}, {"exchange", "-c", bad},
		{"replay", "-c", bad, "--ticks", "."}} {
		if r := quotient(t, args...); r.code != 78 || r.out != "" || !strings.Contains(r.err, bad+":") {
			t.Errorf("quotient %v: exit %d\n%s", args, r.code, r.err)
		}
	}
}

func unmarshal(t *testing.T, text json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

// closedPort is an address at which nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// What may work a minute later is exit 75.
func TestNotReady(t *testing.T) {
	t.Parallel()
	page := closedPort(t)
	refused(t, 75, []string{page, "connection refused", "--page"}, "ctl", "pause", "--reason", "lunch", "--page", page)
	feed := closedPort(t)
	desk := variant(t, "dev", "address: 127.0.0.1:9881", "address: "+feed)
	refused(t, 75, []string{feed, "quotient exchange"}, "run", "-c", desk)
}

// status and ctl take the desk file; one that cannot be read is said before anybody
// is asked.
func TestAskedByDeskFile(t *testing.T) {
	for _, args := range [][]string{{"status", "-c", "none.yaml"}, {"ctl", "kill", "--reason", "drill", "--config", "none.yaml"}} {
		if r := quotient(t, args...); r.code != 78 || !strings.Contains(r.err, "none.yaml") || !strings.Contains(r.err, "nobody was asked") {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
}

// A report of stress is told from that of a month by its flag.
func TestStressFlag(t *testing.T) {
	if r := quotient(t, "report", "--stress", "--month", "2026-11"); r.code != 2 || !strings.Contains(r.err, "leave out --month") {
		t.Errorf("exit %d %s", r.code, r.err)
	}
}
