package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// maxFile bounds one file, maxDepth its nesting.
const (
	maxFile  = 1 << 20
	maxDepth = 40
)

// A source is one file's text, with its lines for excerpts.
type source struct {
	name  string
	lines []string
}

// newSource splits text where YAML does: CR, NEL, LS and PS end a line as well.
func newSource(name string, text []byte) *source {
	t := strings.TrimPrefix(string(text), "\ufeff")
	t = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(t)
	return &source{name, strings.Split(t, "\n")}
}

// problem returns a Problem at a position of the source.
func (s *source) problem(line, column, width int, code, message string) Problem {
	p := Problem{File: s.name, Line: line, Column: column, Code: code, Message: message, width: width}
	if line >= 1 && line <= len(s.lines) {
		p.source = s.lines[line-1][:min(len(s.lines[line-1]), 4096)]
	}
	return p
}

// parse turns a file's text into its root node; nil when problems were added.
func parse(src *source, text []byte, out *sink) *yaml.Node {
	if p, bad := unreadable(src, text); bad {
		out.add(p)
		return nil
	}
	docs, err := load(text)
	if err != nil {
		out.add(syntaxProblem(src, err))
		return nil
	}
	for len(docs) > 0 && (docs[0].Kind != yaml.DocumentNode || len(docs[0].Content) == 0) {
		docs = docs[1:]
	}
	if len(docs) == 0 {
		out.add(Problem{File: src.name, Code: CodeEmpty, Message: "the file holds no settings",
			Hint: "start from one of the shipped examples"})
		return nil
	}
	if len(docs) > 1 {
		n := docs[1].Content[0]
		out.add(src.problem(n.Line, n.Column, 1, CodeSyntax, "a second document in one file"))
		return nil
	}
	root := docs[0].Content[0]
	if !plain(src, root, 0, out) {
		return nil
	}
	return root
}

// load calls the YAML parser. A parser is allowed to be wrong about strange
// input but not to take the process down, so a panic of it becomes an error.
func load(text []byte) (docs []yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, fmt.Errorf("the YAML parser gave up: %v", r)
		}
	}()
	err = yaml.Load(text, &docs, yaml.WithAllDocuments())
	return docs, err
}

// unreadable finds text that no parser should see.
func unreadable(src *source, text []byte) (p Problem, bad bool) {
	whole := func(code, message, found, allowed, hint string) (Problem, bool) {
		return Problem{File: src.name, Code: code, Message: message, Found: found, Allowed: allowed, Hint: hint}, true
	}
	if len(text) > maxFile {
		return whole(CodeSize, "the file is too large for a configuration", sizeText(int64(len(text))), "at most "+sizeText(maxFile),
			"is this the right file?")
	}
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return whole(CodeEncoding, "the file is UTF-16", "", "UTF-8", "save it as UTF-8")
	}
	line, column := 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			p := src.problem(line, column, 1, CodeEncoding, "not UTF-8 text")
			p.Found, p.Hint = fmt.Sprintf("byte 0x%02x", text[i]), "is this a YAML file, saved as UTF-8?"
			return p, true
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		i += size
	}
	return p, false
}

// sizeText writes n bytes in whole units, rounded down.
func sizeText(n int64) string {
	for _, u := range []unit{{"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= u.size {
			return itoa(n/u.size) + " " + u.name
		}
	}
	return itoa(n) + " bytes"
}

func syntaxProblem(src *source, err error) Problem {
	var le *yaml.LoadError
	if !errors.As(err, &le) || le.Mark.Line == 0 {
		return Problem{File: src.name, Code: CodeSyntax, Message: "not YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	p := src.problem(le.Mark.Line, max(1, le.Mark.Column), 1, CodeSyntax, "not YAML: "+le.Message)
	switch {
	case strings.Contains(p.source, "\t"):
		p.Hint = "YAML is indented with blanks, not with tabs"
	case strings.Contains(le.Message, "mapping values are not allowed"):
		p.Hint = "check the indentation, and put text with a colon in quotes"
	}
	return p
}

// plain reports whether the tree is without anchors, aliases, merge keys and
// tags, which can make a small file large and a plain value strange, and not
// nested absurdly.
func plain(src *source, n *yaml.Node, depth int, out *sink) bool {
	switch {
	case depth > maxDepth:
		out.add(src.problem(n.Line, n.Column, 1, CodeSyntax, "nested too deeply"))
		return false
	case n.Kind == yaml.AliasNode, n.Anchor != "", n.Tag == "!!merge", n.Style&yaml.TaggedStyle != 0:
		p := src.problem(n.Line, n.Column, 1, CodeAnchor, "anchors, aliases, merge keys and tags are not read")
		p.Hint = "write the value out; what holds for every contract belongs in defaults"
		out.add(p)
		return false
	}
	ok := true
	for _, c := range n.Content {
		ok = plain(src, c, depth+1, out) && ok
	}
	return ok
}
