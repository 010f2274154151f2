package report

import (
	"strings"
	"testing"

	"quotient/internal/text"
)

func TestStoryGolden(t *testing.T) {
	r := story()
	for name, write := range map[string]func(*strings.Builder) error{
		"story.zh.txt":  func(b *strings.Builder) error { return r.Table(b, text.Zh) },
		"story.en.txt":  func(b *strings.Builder) error { return r.Table(b, text.En) },
		"story.json":    func(b *strings.Builder) error { return r.JSON(b) },
		"story.csv":     func(b *strings.Builder) error { return r.CSV(b) },
		"story.zh.html": func(b *strings.Builder) error { return r.HTML(b, text.Zh) },
		"story.en.html": func(b *strings.Builder) error { return r.HTML(b, text.En) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}
