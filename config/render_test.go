package config

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestRenderColumns puts the caret under the right place, Chinese before it or not.
func TestRenderColumns(t *testing.T) {
	_, problems := Parse("桌.yaml", []byte("schema: 1\n报价: {数量: 12} # 苹果\n"), nil)
	text := RenderText(problems, false)
	if !strings.Contains(text, "桌.yaml:2:1: 报价: unknown key") || !strings.Contains(text, "  2 | 报价: {数量: 12} # 苹果\n    | ^^\n") {
		t.Errorf("\n%s", text)
	}
	p := newSource("a", []byte("苹果: x")).problem(1, 5, 1, CodeType, "wrong")
	if got := RenderText([]Problem{p}, false); !strings.Contains(got, "  1 | 苹果: x\n    |       ^\n") {
		t.Errorf("a caret after two wide characters:\n%s", got)
	}
}

func TestRenderLongLine(t *testing.T) {
	line := strings.Repeat("x", 500) + "!" + strings.Repeat("y", 500)
	p := newSource("a", []byte(line)).problem(1, 501, 1, CodeType, "wrong")
	rows := strings.Split(RenderText([]Problem{p}, false), "\n")
	if at := strings.IndexByte(rows[2], '^'); len(rows[1]) > 140 || rows[1][at] != '!' {
		t.Errorf("the caret misses:\n%s\n%s", rows[1], rows[2])
	}
}

// TestRenderIsSafe: no file can write to the terminal of whoever checks it.
func TestRenderIsSafe(t *testing.T) {
	for _, text := range []string{"desk: \"\\e[31mred\\a\"\nschema: 1\n", "\"\\e[2J\": 1\n", "desk: \u009b31m\n"} {
		_, problems := Parse("desk\x1b.yaml", []byte(text), nil)
		out := RenderText(problems, false)
		if strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && control(r) }) {
			t.Errorf("%q comes out as %q", text, out)
		}
	}
}

func TestRenderColor(t *testing.T) {
	_, problems := Parse("desk.yaml", []byte("schema: 2\n"), nil)
	plain, painted := RenderText(problems, false), RenderText(problems, true)
	if strings.Contains(plain, "\x1b") || !strings.Contains(painted, "\x1b[31m") {
		t.Error("colour where none is wanted, or none where it is")
	}
	for _, code := range []string{"\x1b[1m", "\x1b[31m", "\x1b[36m", "\x1b[0m"} {
		painted = strings.ReplaceAll(painted, code, "")
	}
	if plain != painted {
		t.Error("colour changes the text")
	}
}

func TestRenderJSON(t *testing.T) {
	if got := string(RenderJSON(nil)); got != "{\n  \"schema\": 1,\n  \"ok\": true,\n  \"problems\": []\n}\n" {
		t.Errorf("no problems: %s", got)
	}
	_, problems := Parse("desk.yaml", []byte("schema: 2\n"), nil)
	var out struct {
		Schema   int
		OK       bool
		Problems []map[string]any
	}
	if err := json.Unmarshal(RenderJSON(problems), &out); err != nil {
		t.Fatal(err)
	}
	if out.Schema != 1 || out.OK || len(out.Problems) != len(problems) {
		t.Errorf("%+v", out)
	}
	for _, name := range []string{"file", "line", "column", "path", "code", "message", "found", "allowed", "hint"} {
		if _, ok := out.Problems[0][name]; !ok || len(out.Problems[0]) != 9 {
			t.Errorf("a problem has %v, %s is missing or more is there", out.Problems[0], name)
		}
	}
}
