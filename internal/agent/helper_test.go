package agent

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"quotient/quoter/port"
)

// recordOf holds a record outside of a loop's frame.
type recordOf struct{ r port.Record }

// changedTick copies a gzip tick file with the bid of one line in the middle
// lowered by one tick, unpacked.
func changedTick(t *testing.T, path string) string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	names, cells := strings.Split(lines[0], ","), strings.Split(lines[len(lines)/2], ",")
	changed := false
	for i, n := range names {
		if strings.Contains(n, "BidPrice1") {
			was := cells[i]
			cells[i] = strings.Replace(was, ".00", "", 1)
			digits := []byte(strings.Trim(cells[i], `"`))
			digits[len(digits)-1] = '0' + (digits[len(digits)-1]-'0'+9)%10
			cells[i] = `"` + string(digits) + `.00"`
			changed = cells[i] != was
		}
	}
	if !changed {
		t.Fatal("no bid was changed")
	}
	lines[len(lines)/2] = strings.Join(cells, ",")
	out := filepath.Join(t.TempDir(), "changed.csv")
	if err := os.WriteFile(out, []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	return out
}

// lockedBuffer is what several goroutines log to, as they do to a file.
type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write appends b.
func (l *lockedBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String returns what was written so far.
func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
