package stories

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "write what the stories say now into testdata; look at every line that differs")

// Begin makes what one story is told to, and returns what does a line of it.
type Begin func(s *Story) func(words []string)

// Play plays every story of testdata, each in a test of its name. With fewer than
// least of them some are lost, and that fails too.
func Play(t *testing.T, least int, begin Begin) {
	t.Helper()
	each(t, least, begin, *rewrite)
}

// Again plays every story once more with another teller. It never rewrites: what is
// said must be what Play's teller says.
func Again(t *testing.T, least int, begin Begin) {
	t.Helper()
	each(t, least, begin, false)
}

func each(t *testing.T, least int, begin Begin, rewrite bool) {
	t.Helper()
	for _, file := range find(t, "testdata", least) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { play(t, file, begin, rewrite) })
	}
}

// find lists the stories of dir.
func find(t testing.TB, dir string, least int) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) < max(least, 1) {
		t.Fatalf("%s: found %d stories, want at least %d: %v", dir, len(files), max(least, 1), err)
	}
	return files
}

// play plays one file.
func play(t testing.TB, file string, begin Begin, rewrite bool) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &Story{TB: t, file: file, rewrite: rewrite}
	told := s.tell(string(text), begin)
	if !rewrite {
		return
	}
	if err := os.WriteFile(file, []byte(told), 0o644); err != nil {
		t.Fatal(err)
	}
}
