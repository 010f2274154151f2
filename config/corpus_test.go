package config

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files and generated pages; read what changed before keeping it")

// A want is one fault that a file of the corpus says it has.
type want struct{ code, path string }

// wants reads the "# want: code path" lines at the top of a file.
func wants(text []byte) (list []want) {
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "# want: "); ok {
			code, path, _ := strings.Cut(rest, " ")
			list = append(list, want{code, path})
		}
	}
	return list
}

func corpus(t testing.TB) []string {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("corpus: %d files, %v", len(files), err)
	}
	return files
}

// TestCorpus checks that each bad file yields exactly the faults that its first
// lines announce, and that what is printed is what the golden file has.
func TestCorpus(t *testing.T) {
	for _, file := range corpus(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			desk, problems := Load(file)
			if desk != nil || len(problems) == 0 {
				t.Fatal("a bad file gave a desk")
			}
			for i := range problems {
				problems[i].File = filepath.ToSlash(problems[i].File)
			}
			announced(t, wants(text), problems)
			inOrder(t, problems)
			golden(t, strings.TrimSuffix(file, ".yaml")+".golden",
				RenderText(problems, false)+"\n"+string(RenderJSON(problems)))
		})
	}
}

func announced(t *testing.T, list []want, problems []Problem) {
	t.Helper()
	var got []want
	for _, p := range problems {
		got = append(got, want{p.Code, p.Path})
	}
	order := func(a, b want) int {
		return strings.Compare(a.code+" "+a.path, b.code+" "+b.path)
	}
	slices.SortFunc(list, order)
	slices.SortFunc(got, order)
	if !slices.Equal(list, got) {
		t.Errorf("announced %v\n     found %v\n%s", list, got, RenderText(problems, false))
	}
}

func inOrder(t *testing.T, problems []Problem) {
	t.Helper()
	for i, p := range problems {
		if p.Message == "" || p.File == "" {
			t.Errorf("problem without message or file: %+v", p)
		}
		if i > 0 && p.File == problems[i-1].File && p.Line < problems[i-1].Line {
			t.Errorf("line %d after line %d", p.Line, problems[i-1].Line)
		}
	}
}

// golden compares text with a file, or rewrites the file.
func golden(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(old, []byte(text)) {
		t.Errorf("%s differs (go test ./config -update rewrites it); now:\n%s", file, text)
	}
}
