package quotient

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/surveillance"
)

// docs/controls.md names every rule of the gate, every trip and every counter, and
// only keys that there are.
func TestControlsAreMapped(t *testing.T) {
	body, err := os.ReadFile("docs/controls.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(body)
	need := []string{}
	for r := risk.OK + 1; r < risk.RuleCount; r++ {
		need = append(need, r.String())
	}
	for k := breaker.KindNone + 1; k < breaker.KindCount; k++ {
		need = append(need, k.String())
	}
	for k := surveillance.KindNone + 1; k < surveillance.KindCount; k++ {
		need = append(need, k.String())
	}
	for _, name := range need {
		if !strings.Contains(doc, "`"+name+"`") {
			t.Errorf("docs/controls.md does not say which rule asks for %s", name)
		}
	}
	keys, err := os.ReadFile("docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range column(t, doc, "## Before the trade", 6) {
		if !strings.Contains(string(keys), "`"+key+"`") {
			t.Errorf("docs/configuration.md knows no key %s", key)
		}
	}
}

// The tables of docs/controls.md name stories that are there, and every story of the
// rooms of risk is named in one of them.
func TestControlsNameTheirStories(t *testing.T) {
	body, err := os.ReadFile("docs/controls.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, s := range []struct {
		section, room string
		column        int
	}{
		{"## Before the trade", "risk", 8},
		{"## Near a limit", "quoter", 2},
		{"## At the trade", "risk/breaker", 6},
		{"## Incidents", "risk", 3},
		{"## Our own conduct", "risk/surveillance", 3},
		{"## Positions", "risk/position", 2},
		{"## Funds", "risk/margin", 2},
		{"## What people set", "quoter", 5},
	} {
		for _, word := range column(t, string(body), s.section, s.column) {
			file := storyFile(s.room, word)
			if _, err := os.Stat(file); err != nil {
				t.Errorf("docs/controls.md, %s: %v", s.section, err)
			}
			named[file] = true
		}
	}
	top, _ := filepath.Glob("risk/testdata/*.txt")
	below, _ := filepath.Glob("risk/*/testdata/*.txt")
	for _, file := range append(top, below...) {
		if !named[file] {
			t.Errorf("docs/controls.md names no control for %s", file)
		}
	}
}

// storyFile is where the story that a table calls by a word is kept: in the section's
// room, or in the room that the word begins with.
func storyFile(room, word string) string {
	if strings.HasSuffix(word, ".txt") {
		return word
	}
	if dir, name := path.Split(word); dir != "" {
		room, word = path.Clean(dir), name
	}
	return room + "/testdata/" + word + ".txt"
}

// column are the words in code style of one column of a section's table.
func column(t *testing.T, doc, section string, at int) (words []string) {
	t.Helper()
	_, text, _ := strings.Cut(doc, section+"\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if len(cells) <= at || strings.Contains(line, "---") {
			continue
		}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[at], -1) {
			words = append(words, m[1])
		}
	}
	if len(words) < 6 {
		t.Errorf("%s: %d words in column %d", section, len(words), at)
	}
	return words
}
