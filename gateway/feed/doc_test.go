package feed

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"quotient/market"
)

// TestDocumentedExamples decodes every example of docs/feed.md, and looks for
// every code and every field in its tables.
func TestDocumentedExamples(t *testing.T) {
	text, err := os.ReadFile("../../docs/feed.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	d := New(apples(t))
	kinds := map[market.EventKind]int{}
	for _, block := range regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			p := d.Line([]byte(strings.TrimSpace(line)), 0, func(e *market.Event) { kinds[e.Kind]++ })
			if p.Code != OK {
				t.Errorf("%s%s", line, p.String())
			}
		}
	}
	if s := d.Stats(); s.Depths != 2 || s.Phases != 2 || s.Requests != 1 || s.Settled != 1 || s.Hellos != 1 || s.Beats != 1 {
		t.Errorf("the page shows %+v", s)
	}
	for code := OK + 1; code < CodeCount; code++ {
		if !strings.Contains(page, "`"+code.String()+"`") {
			t.Errorf("code %v is not on the page", code)
		}
	}
	for f := fieldNone + 1; f < fieldCount; f++ {
		if !strings.Contains(page, "`"+f.String()+"`") {
			t.Errorf("field %v is not on the page", f)
		}
	}
	for _, names := range kindNames {
		for _, name := range names {
			if name != "" && !strings.Contains(page, "`"+name+"`") {
				t.Errorf("column %s is not on the page", name)
			}
		}
	}
}
