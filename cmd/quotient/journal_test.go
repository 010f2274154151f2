package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quotient/quoter/port"
)

// recorded makes the journal of a short tick replay and returns its folder.
func recorded(t *testing.T) (dir string, r result) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "journal")
	out := ok(t, "replay", "-c", example(t, "apple"), "--ticks", file(t, "t.csv", ctp(appleTicks("AP010", "AP101"))),
		"--json", "--journal", dir)
	return dir, readResult(t, out.out)
}

// copied copies a journal's files.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// documentedKinds are the kinds of lines that docs/journal.md describes.
func documentedKinds(t *testing.T) (kinds []string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/journal.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^### (\w+): `).FindAllSubmatch(text, -1) {
		kinds = append(kinds, string(m[1]))
	}
	return kinds
}

// ndjson decodes every line of a journal by itself and counts the kinds.
func ndjson(t *testing.T, text string) (lines []map[string]json.RawMessage, kinds map[string]int) {
	t.Helper()
	kinds = map[string]int{}
	for line := range strings.Lines(text) {
		v := into[map[string]json.RawMessage](t, line)
		var kind string
		unmarshal(t, v["kind"], &kind)
		if m := lacks(v, []string{"epoch"}); m != nil {
			t.Fatalf("a line lacks %v: %s", m, line)
		}
		if m := lacks(v, []string{"seq", "now_ns", "now"}); m != nil && kind != "header" {
			t.Fatalf("a line lacks %v: %s", m, line)
		}
		kinds[kind]++
		lines = append(lines, v)
	}
	return lines, kinds
}

func TestJournalCat(t *testing.T) {
	t.Parallel()
	dir, r := recorded(t)
	lines, kinds := ndjson(t, ok(t, "journal", "cat", "--json", dir).out)
	documented := documentedKinds(t)
	for kind := range kinds {
		if !slices.Contains(documented, kind) {
			t.Errorf("lines of kind %s are not documented; documented are %v", kind, documented)
		}
	}
	for _, kind := range []string{"header", "command", "event", "decision", "mode", "state", "tally_time", "tally", "poll"} {
		if kinds[kind] == 0 {
			t.Errorf("no line of kind %s in %v", kind, kinds)
		}
	}
	if int64(kinds["decision"]) != r.Decisions || int64(kinds["event"]) != r.Events || len(lines) == 0 {
		t.Errorf("%v in the journal, %d decisions and %d events in the result", kinds, r.Decisions, r.Events)
	}
	var seq, want uint64
	for _, l := range lines[1:] {
		unmarshal(t, l["seq"], &seq)
		if want++; seq != want {
			t.Fatalf("record %d follows record %d", seq, want-1)
		}
	}
	_, only := ndjson(t, ok(t, "journal", "cat", dir, "--kind", "decision,tally", "--contract", "AP101").out)
	if len(only) != 2 || int64(only["decision"]) < r.Rows[0].Quotes || only["tally"] != kinds["tally"] {
		t.Errorf("only decisions and tallies of a contract gives %v", only)
	}
	_, record := ndjson(t, ok(t, "journal", "cat", dir, "--record").out)
	if record["poll"] != 0 || record["decision"] != kinds["decision"] {
		t.Errorf("the record alone gives %v", record)
	}
	refused(t, 2, []string{`"wishes"`, "decision"}, "journal", "cat", dir, "--kind", "wishes")
}

func TestJournalVerify(t *testing.T) {
	t.Parallel()
	dir, _ := recorded(t)
	if r := ok(t, "journal", "verify", dir); !regexp.MustCompile(`^ok: \d+ records in 2 segments of 1 epochs, head [0-9a-f]{64}\n$`).MatchString(r.out) {
		t.Errorf("verify prints %q", r.out)
	}
	v := into[struct {
		Schema  int
		OK      bool
		Records uint64
		Head    string
	}](t, ok(t, "journal", "verify", "--json", dir).out)
	if v.Schema != 1 || !v.OK || v.Records == 0 || len(v.Head) != 64 {
		t.Errorf("verify --json says %+v", v)
	}
	r := ok(t, "replay", dir, "--verify")
	if !strings.HasPrefix(r.out, "identical: ") {
		t.Errorf("replay --verify prints %q", r.out)
	}
	j := into[map[string]json.RawMessage](t, ok(t, "replay", dir, "--verify", "--json").out)
	if string(j["identical"]) != "true" || string(j["schema"]) != "1" {
		t.Errorf("replay --verify --json prints %s", j)
	}
}

// The journal's files, as docs/journal.md describes them.
const (
	recordFile  = "record-000001.qj"
	tapeFile    = "tape-000001.qt"
	segmentHead = 128
	frameHead   = 8
	chainSize   = sha256.Size
)

// aDecision finds the frame of the n-th decision in a record segment.
func aDecision(t *testing.T, b []byte, n int) (at, size int) {
	t.Helper()
	for at = segmentHead; at+frameHead <= len(b); at += size + chainSize {
		head := binary.LittleEndian.Uint32(b[at+4:])
		size = frameHead + int(head>>8)
		if byte(head)&0x8f == byte(port.RecordDecision) {
			if n--; n == 0 {
				return at, size
			}
		}
	}
	t.Fatal("the record has no such decision")
	return 0, 0
}

// rewrite changes a file of a journal.
func rewrite(t *testing.T, dir, name string, change func(b []byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(bytes.Clone(b)), 0o640); err != nil {
		t.Fatal(err)
	}
}

// checksum makes a frame's checksum right again.
func checksum(frame []byte) {
	binary.LittleEndian.PutUint32(frame, crc32.Checksum(frame[4:], crc32.MakeTable(crc32.Castagnoli)))
}

// chain makes every hash of a record segment right again.
func chain(b []byte) {
	prev := b[segmentHead-chainSize : segmentHead]
	for at := segmentHead; at+frameHead <= len(b); {
		end := at + frameHead + int(binary.LittleEndian.Uint32(b[at+4:])>>8)
		sum := sha256.Sum256(append(bytes.Clone(prev), b[at:end]...))
		copy(b[end:], sum[:])
		prev, at = b[end:end+chainSize], end+chainSize
	}
}

// One byte of one decision is changed: with its checksum wrong, with its
// checksum made right, and with the whole chain forged anew. The first two are
// seen by both verify and replay; the last by replay, for the loop itself says
// what it decided.
func TestJournalChangedDecision(t *testing.T) {
	t.Parallel()
	dir, _ := recorded(t)
	for name, forge := range map[string]func(b []byte, at, size int){
		"byte":     func([]byte, int, int) {},
		"checksum": func(b []byte, at, size int) { checksum(b[at : at+size]) },
		"chain":    func(b []byte, at, size int) { checksum(b[at : at+size]); chain(b) },
	} {
		j := copied(t, dir)
		rewrite(t, j, recordFile, func(b []byte) []byte {
			at, size := aDecision(t, b, 20)
			b[at+size-1] ^= 1
			forge(b, at, size)
			return b
		})
		if name == "chain" {
			if err := os.Remove(filepath.Join(j, "head")); err != nil { // kept elsewhere, it would tell
				t.Fatal(err)
			}
			ok(t, "journal", "verify", j)
			refused(t, 3, []string{"record ", " differs: the journal has decision at "}, "replay", j, "--verify")
			continue
		}
		r := quotient(t, "journal", "verify", j)
		if r.code != 3 || !strings.Contains(r.out, recordFile+" at byte ") || !strings.Contains(r.err, "is not what was written") {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.out, r.err)
		}
		v := into[struct {
			OK       bool
			Problems []struct {
				File   string
				Offset int64
				What   string
			}
		}](t, quotient(t, "journal", "verify", "--json", j).out)
		if v.OK || len(v.Problems) == 0 || v.Problems[0].Offset < segmentHead || v.Problems[0].What == "" {
			t.Errorf("%s: verify --json says %+v", name, v)
		}
		refused(t, 3, []string{recordFile, "not what was written"}, "replay", j, "--verify")
	}
}

// A flipped byte anywhere, in either stream, is found.
func TestJournalFlippedByte(t *testing.T) {
	t.Parallel()
	dir, _ := recorded(t)
	for _, name := range []string{recordFile, tapeFile} {
		for _, share := range []int{0, 1, 3, 9} {
			j := copied(t, dir)
			rewrite(t, j, name, func(b []byte) []byte { b[len(b)*share/10+20] ^= 0x10; return b })
			if r := quotient(t, "journal", "verify", j); r.code != 3 || !strings.Contains(r.out, name+" at byte ") {
				t.Errorf("%s at %d0 %%: exit %d\n%s%s", name, share, r.code, r.out, r.err)
			}
			refused(t, 3, []string{name}, "replay", j, "--verify")
		}
	}
}

// Half a last record is what a crash leaves: it is said, it is no damage, and
// what stands before it is read.
func TestJournalHalfRecord(t *testing.T) {
	t.Parallel()
	dir, _ := recorded(t)
	_, whole := ndjson(t, ok(t, "journal", "cat", dir, "--record").out)
	j := copied(t, dir)
	rewrite(t, j, recordFile, func(b []byte) []byte {
		at, size := aDecision(t, b, whole["decision"])
		return b[:at+size/2]
	})
	refused(t, 3, []string{"not what was written"}, "journal", "verify", j) // it was closed, and says so
	if err := os.Remove(filepath.Join(j, "head")); err != nil {
		t.Fatal(err)
	}
	if r := ok(t, "journal", "verify", j); !strings.Contains(r.out, "unfinished record") || !strings.Contains(r.out, "\nok: ") {
		t.Errorf("verify prints %q", r.out)
	}
	r := ok(t, "journal", "cat", j, "--record")
	if _, left := ndjson(t, r.out); left["decision"] != whole["decision"]-1 || !strings.Contains(r.err, "unfinished") {
		t.Errorf("%v is left of %v; told as %q", left, whole, r.err)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	dir, r := recorded(t)
	en := ok(t, "report", "--month", "2020-08", dir).out
	if !strings.HasPrefix(en, "Contract ") || !strings.Contains(en, "AP101     2020-08-03") || !strings.Contains(en, " open\n") {
		t.Errorf("the table is\n%s", en)
	}
	zh := ok(t, "report", "--month", "2020-08", "--lang", "zh", "--journal", dir).out
	if !strings.HasPrefix(zh, "合约") || !strings.Contains(zh, "AP101") || strings.Contains(zh, "Contract") ||
		strings.Count(zh, "\n") != strings.Count(en, "\n") {
		t.Errorf("the Chinese table is\n%s", zh)
	}
	j := into[struct {
		Schema int
		Rows   []row
	}](t, ok(t, "report", dir, "--format", "json").out)
	if j.Schema != 1 || len(j.Rows) != 1 || j.Rows[0].Low != r.Rows[0].Low || j.Rows[0].Scheduled != r.Rows[0].Scheduled {
		t.Errorf("the report has %+v, the replay %+v", j.Rows, r.Rows)
	}
	table, err := csv.NewReader(strings.NewReader(ok(t, "report", dir, "--month", "2020-08", "--format", "csv").out)).ReadAll()
	if err != nil || len(table) != 2 {
		t.Fatalf("%v in %v", err, table)
	}
	for name, want := range map[string]string{"contract": "AP101", "trading_day": "2020-08-03", "target": "0.80", "ratio_low": r.Rows[0].RatioLow} {
		if i := slices.Index(table[0], name); i < 0 || table[1][i] != want {
			t.Errorf("column %s of %v is not %s", name, table, want)
		}
	}
	refused(t, 3, []string{dir, "2031-01"}, "report", dir, "--month", "2031-01")
	refused(t, 2, []string{"--format xml", "csv"}, "report", dir, "--format", "xml")
}
