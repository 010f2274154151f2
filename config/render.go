package config

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// RenderText returns the problems for people: position, path and message, the
// line with a caret, and a hint. color adds terminal colours. Control characters
// of the file are not passed through.
func RenderText(problems []Problem, color bool) string {
	var b strings.Builder
	paint := func(code, text string) string {
		if !color || text == "" {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	for i := range problems {
		p := &problems[i]
		b.WriteString(paint("1", clean(p.where())) + ": ")
		if p.Path != "" {
			b.WriteString(clean(p.Path) + ": ")
		}
		b.WriteString(paint("31", clean(p.Message)) + clean(p.figures()) + "\n")
		if p.source != "" {
			p.excerpt(&b, paint)
		}
		if p.Hint != "" {
			b.WriteString("  " + paint("36", "hint:") + " " + clean(p.Hint) + "\n")
		}
	}
	return b.String()
}

// where returns file:line:column, or the file alone.
func (p *Problem) where() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + itoa(int64(p.Line)) + ":" + itoa(int64(p.Column))
}

// figures returns what was found and what is allowed, in brackets.
func (p *Problem) figures() string {
	switch {
	case p.Found != "" && p.Allowed != "":
		return " (found " + p.Found + ", allowed " + p.Allowed + ")"
	case p.Found != "":
		return " (found " + p.Found + ")"
	case p.Allowed != "":
		return " (allowed " + p.Allowed + ")"
	}
	return ""
}

// maxExcerpt is how many characters of a line are shown.
const maxExcerpt = 120

func (p *Problem) excerpt(b *strings.Builder, paint func(code, text string) string) {
	line := []rune(clean(p.source))
	from := 0
	if p.Column > maxExcerpt-20 {
		from = min(p.Column-20, len(line))
	}
	line = line[from:]
	if len(line) > maxExcerpt {
		line = line[:maxExcerpt]
	}
	number := itoa(int64(p.Line))
	lead := max(0, min(p.Column-1-from, len(line)))
	width := max(1, min(p.width, len(line)-lead))
	pad := 0 // a Chinese character takes two columns of a terminal
	for _, r := range line[:lead] {
		pad += columns(r)
	}
	b.WriteString("  " + number + " | " + string(line) + "\n")
	b.WriteString("  " + strings.Repeat(" ", len(number)) + " | " + strings.Repeat(" ", pad) +
		paint("31", strings.Repeat("^", width)) + "\n")
}

func columns(r rune) int {
	if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60) {
		return 2
	}
	return 1
}

// clean replaces control characters, so that no file can write to a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '?'
		}
		return r
	}, s)
}

// RenderJSON returns the problems for machines, schema 1:
// {"schema":1,"ok":bool,"problems":[{"file","line","column","path","code",
// "message","found","allowed","hint"}]}.
func RenderJSON(problems []Problem) []byte {
	if problems == nil {
		problems = []Problem{}
	}
	return indented(struct {
		Schema   int       `json:"schema"`
		OK       bool      `json:"ok"`
		Problems []Problem `json:"problems"`
	}{1, len(problems) == 0, problems})
}

// indented is v, made of strings and integers, which always encode.
func indented(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(v)
	return b.Bytes()
}
