package margin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStoriesNameTheirSource: a worked example says where its rule and its figures
// come from, and which of them are made up.
func TestStoriesNameTheirSource(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if head, _, _ := strings.Cut(string(text), "----\n"); !strings.Contains(head, "\n# Source: ") {
			t.Errorf("%s: no `# Source:` before its first answer", file)
		}
	}
}
