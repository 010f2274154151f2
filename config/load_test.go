package config

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"quotient/market"
)

// sameParams compares what the rooms get.
func sameParams(a, b *Desk) bool {
	x, y := *a, *b
	x.root, y.root = nil, nil
	return reflect.DeepEqual(x, y)
}

// one loads path and expects exactly one problem with the code.
func one(t *testing.T, path, code string) Problem {
	t.Helper()
	desk, problems := Load(path)
	if desk != nil || len(problems) != 1 || problems[0].Code != code {
		t.Fatalf("%s: want one problem %s, got %+v", path, code, problems)
	}
	if strings.Count(RenderText(problems[:1], false), "\n") > 4 {
		t.Errorf("not one clear error:\n%s", RenderText(problems, false))
	}
	return problems[0]
}

func write(t testing.TB, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestUnusable gives what is no configuration at all.
func TestUnusable(t *testing.T) {
	dir := t.TempDir()
	one(t, filepath.Join(dir, "none.yaml"), CodeFile)
	one(t, dir, CodeFile)
	one(t, os.DevNull, CodeFile)
	one(t, write(t, "empty.yaml", nil), CodeEmpty)
	one(t, write(t, "comments.yaml", []byte("# nothing\n\n---\n")), CodeType) // --- alone is an explicit null
	one(t, write(t, "blank.yaml", []byte(" \n\n# nothing\n")), CodeEmpty)
	one(t, write(t, "utf16.yaml", []byte("\xff\xfes\x00c\x00")), CodeEncoding)
	p := one(t, write(t, "binary.yaml", []byte("schema: 1\ndesk: a\x00b\n")), CodeEncoding)
	if p.Line != 2 || p.Column != 8 || p.Found != "byte 0x00" {
		t.Errorf("binary: %+v", p)
	}
	one(t, write(t, "elf", bytes.Repeat([]byte("\x7fELF\x01\x02\xff\xfe"), 1000)), CodeEncoding)
	one(t, write(t, "latin.yaml", []byte("desk: caf\xe9\n")), CodeEncoding)
	p = one(t, write(t, "huge.yaml", bytes.Repeat([]byte("a: 1\n"), 2<<20)), CodeSize)
	if p.Found != "10 MiB" || p.Allowed != "at most 1 MiB" {
		t.Errorf("huge: %+v", p)
	}
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	one(t, fifo, CodeFile) // and does not wait for a writer
}

func TestUnreadable(t *testing.T) {
	p := fileProblem("desk.yaml", &fs.PathError{Op: "open", Path: "desk.yaml", Err: fs.ErrPermission})
	if p.Code != CodeFile || !strings.Contains(p.Message, "may not be read") {
		t.Errorf("%+v", p)
	}
	if os.Getuid() != 0 { // root may read everything
		path := write(t, "secret.yaml", []byte("schema: 1\n"))
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		one(t, path, CodeFile)
	}
}

// TestBounded gives the largest files that are read, made to be slow.
func TestBounded(t *testing.T) {
	text, _ := Example("apple")
	apple := string(text[bytes.Index(text, []byte("instruments:")):bytes.Index(text, []byte("  - source"))])
	for name, text := range map[string]string{
		"nested lists": strings.Repeat("[", 200_000),
		"nested maps":  strings.Repeat("{a: ", 100_000),
		"many keys":    manyKeys(30_000),
		"same key":     strings.Repeat("a: 1\n", 50_000),
		"long line":    "desk: " + strings.Repeat("x", 900_000),
		"many terms":   apple + strings.Repeat("  - {source: x, product: AP, from: 2020-08-01, to: 2020-08-31, target: 1, max_spread_ticks: 4, min_size_lots: 1, contracts: {2020-08: ["+strings.Repeat("AP101, ", 5_000)+"]}}\n", 7),
		"wide desk":    "schema: 1\ninstruments:\n" + wide(1000),
		"many entries": "instruments:\n" + strings.Repeat("- {symbol: A1, tick: 1, multiplier: 1}\n", 10_000),
	} {
		desk, problems := Parse("desk.yaml", []byte(text), nil)
		if desk != nil || len(problems) == 0 || len(problems) > maxProblems+1 {
			t.Errorf("%s: %d problems", name, len(problems))
		}
		if n := len(RenderText(problems, true)); n > 2<<20 {
			t.Errorf("%s: %d bytes of text", name, n)
		}
	}
}

// wide returns a desk of n contracts whose limits do not fit.
func wide(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - {symbol: AP%d, tick: 1, multiplier: 10}\n", 1000+i)
	}
	b.WriteString("calendar: {exchange: CZCE}\nrisk:\n  max_messages: 2\n  products: {AP: {max_net_lots: 1}}\n  contracts:\n")
	for i := range n {
		fmt.Fprintf(&b, "    AP%d: {max_long_lots: 1}\n", 1000+i)
	}
	b.WriteString("quoter: {defaults: {size_lots: 12}}\n")
	return b.String()
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "key%d: 1\n", i)
	}
	return b.String()
}

// split writes the apple example with its sections in files of their own.
func split(t *testing.T) (whole *Desk, dir string) {
	t.Helper()
	dir = t.TempDir()
	text, _ := Example("apple")
	rest := string(text)
	for _, name := range []string{"risk", "quoter", "terms"} {
		start := strings.Index(rest, "\n"+name+":\n") + 1
		end := start + strings.Index(rest[start:], "\n\n") + 1
		if end <= start {
			end = len(rest)
		}
		body := rest[start+len(name)+2 : end]
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		rest = rest[:start] + name + ": {include: " + name + ".yaml}\n" + rest[end:]
	}
	if err := os.WriteFile(filepath.Join(dir, "desk.yaml"), []byte(rest), 0o644); err != nil {
		t.Fatal(err)
	}
	return example(t, "apple"), dir
}

func TestInclude(t *testing.T) {
	whole, dir := split(t)
	d, problems := Load(filepath.Join(dir, "desk.yaml"))
	if len(problems) > 0 {
		t.Fatal(RenderText(problems, false))
	}
	if len(d.Files) != 4 || d.Files["risk.yaml"] == nil || d.Files["builtin/czce.yaml"] == nil {
		t.Errorf("files %v", d.Files)
	}
	if !reflect.DeepEqual(d.Risk, whole.Risk) || !reflect.DeepEqual(d.Quoter, whole.Quoter) || !reflect.DeepEqual(d.Obligation, whole.Obligation) {
		t.Error("sections in files differ from sections in place")
	}
	again, problems := Parse("elsewhere.yaml", d.Text, d.Files)
	if len(problems) > 0 || again.Hash != d.Hash {
		t.Errorf("parsed again: %s", RenderText(problems, false))
	}
	if _, problems := Parse("desk.yaml", d.Text, nil); len(problems) != 3 {
		t.Errorf("without its files: %s", RenderText(problems, false))
	}
}

// TestIncludePositions checks that a fault in an included file is shown there,
// and one between two files at the first with the other's place.
func TestIncludePositions(t *testing.T) {
	_, dir := split(t)
	file := filepath.Join(dir, "quoter.yaml")
	text, _ := os.ReadFile(file)
	text = bytes.Replace(text, []byte("size_lots: 12"), []byte("size_lots: 9"), 1)
	text = bytes.Replace(text, []byte("refill_at_lots"), []byte("refil_at_lots"), 1)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	_, problems := Load(filepath.Join(dir, "desk.yaml"))
	var codes []string
	for _, p := range problems {
		codes = append(codes, p.File+" "+p.Code+" "+p.Path)
	}
	want := []string{"quoter.yaml contradiction quoter.defaults.size_lots", "quoter.yaml unknown_key quoter.defaults.refil_at_lots"}
	if !reflect.DeepEqual(codes, want) {
		t.Errorf("got %v, want %v", codes, want)
	}
}

func TestHashCoversEverything(t *testing.T) {
	_, dir := split(t)
	d, _ := Load(filepath.Join(dir, "desk.yaml"))
	seen := map[[32]byte]bool{d.Hash: true}
	vary := func(text []byte, files map[string][]byte) {
		v, problems := Parse("desk.yaml", text, files)
		if len(problems) > 0 {
			t.Fatal(RenderText(problems, false))
		}
		if seen[v.Hash] {
			t.Error("a changed file has the same hash")
		}
		seen[v.Hash] = true
	}
	vary(append([]byte("# one more line\n"), d.Text...), d.Files)
	for name := range d.Files {
		files := map[string][]byte{}
		for n, text := range d.Files {
			files[n] = text
			if n == name {
				files[n] = append([]byte("# one more line\n"), text...)
			}
		}
		vary(d.Text, files)
	}
}

func TestCalendarFile(t *testing.T) {
	dir := t.TempDir()
	text, _ := Example("apple")
	text = bytes.Replace(text, []byte("exchange: CZCE"), []byte("exchange: CZCE\n  file: days.yaml"), 1)
	own := `schema: 1
exchange: CZCE
before: 2019-12-31
hours:
  day: {source: ours, from: 2020-01-01, products: [AP], day: [09:00-11:30 continuous, 13:30-15:00 continuous]}
years:
  2020: {source: ours, holidays: [08-05]}
`
	load := func(calendar string) (*Desk, []Problem) {
		_ = os.WriteFile(filepath.Join(dir, "days.yaml"), []byte(calendar), 0o644)
		_ = os.WriteFile(filepath.Join(dir, "desk.yaml"), text, 0o644)
		return Load(filepath.Join(dir, "desk.yaml"))
	}
	d, problems := load(own)
	if len(problems) > 0 {
		t.Fatal(RenderText(problems, false))
	}
	if d.Calendar.Hours[0].DayCount != 2 || d.Files["days.yaml"] == nil || d.Files["builtin/czce.yaml"] != nil {
		t.Errorf("calendar %+v", d.Calendar.Hours)
	}
	for _, day := range d.Calendar.Days {
		if day.Date == 20200805 || day.Night {
			t.Errorf("day %+v", day)
		}
	}
	if _, problems := load(strings.Replace(own, "before: 2019-12-31", "before: 2020-01-01", 1)); len(problems) != 1 || problems[0].Path != "before" {
		t.Errorf("a last day in the first year: %s", RenderText(problems, false))
	}
	for fault, bad := range map[string][2]string{
		CodeReference:     {"products: [AP]", "products: [CF]"},
		CodeContradiction: {"exchange: CZCE", "exchange: CFFEX"},
		CodeOverlap:       {"13:30-15:00", "11:00-15:00"},
		CodeRange:         {"[08-05]", "[08-02]"}, // a Sunday
		CodeType:          {"09:00-11:30 continuous", "09:00-11:30 contineous"},
		CodeUnknown:       {"source: ours, from", "sauce: ours, source: ours, from"},
		CodeCoverage:      {"2020: {source", "1920: {source"},
	} {
		_, problems := load(strings.Replace(own, bad[0], bad[1], 1))
		if len(problems) == 0 || problems[0].Code != fault {
			t.Errorf("%s for %s: %s", bad[1], fault, RenderText(problems, false))
		}
	}
}

func TestCheckDate(t *testing.T) {
	d := example(t, "dev")
	for day, code := range map[market.Date]string{
		20261123: "",
		20261231: "",
		20261030: CodeCoverage, // before the terms
		20270104: CodeCoverage, // neither terms nor calendar
	} {
		problems := d.CheckDate(day)
		if (len(problems) == 0) != (code == "") || code != "" && problems[0].Code != code {
			t.Errorf("%d: %s", day, RenderText(problems, false))
		}
	}
	text := bytes.Replace(d.Text, []byte("      2026-12: [AP703]\n"), nil, 1)
	d, problems := Parse("dev.yaml", text, nil)
	if len(problems) > 0 {
		t.Fatal(RenderText(problems, false))
	}
	problems = d.CheckDate(20261201)
	if len(problems) != 1 || problems[0].Path != "terms[0].contracts.2026-12" || problems[0].Line == 0 {
		t.Errorf("a month without its list: %s", RenderText(problems, false))
	}
}
