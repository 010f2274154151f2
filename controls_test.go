package quotient

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/surveillance"
)

// docs/controls.md names every rule of the gate, every trip and every counter, and
// only stories that are there.
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
	for _, m := range regexp.MustCompile("`([a-z/]+/testdata/[a-z0-9_]+\\.txt)`").FindAllStringSubmatch(doc, -1) {
		if _, err := os.Stat(m[1]); err != nil {
			t.Error(err)
		}
	}
	stories(t, doc, "## Before the trade", "risk", 8)
	stories(t, doc, "## At the trade", "risk/breaker", 6)
	stories(t, doc, "## Our own conduct", "risk/surveillance", 3)
	stories(t, doc, "## Positions", "risk/position", 2)
	stories(t, doc, "## Funds", "risk/margin", 2)
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

// stories looks for those in a column of the section's table.
func stories(t *testing.T, doc, section, room string, at int) {
	t.Helper()
	for _, name := range column(t, doc, section, at) {
		if _, err := os.Stat(filepath.Join(room, "testdata", name+".txt")); err != nil && !strings.Contains(name, "/") {
			t.Error(err)
		}
	}
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
