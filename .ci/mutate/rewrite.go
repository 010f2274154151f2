package main

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

//go:embed switches.go.txt
var switches string

// A mutant is one change of one place.
type mutant struct {
	id        int
	file      string // relative to the module's folder
	line, col int
	in        string // the function
	what      string
	twin      int // 2, 3, … for the same change elsewhere in the function
}

// String names the place and the change.
func (m mutant) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", m.file, m.line, m.col, m.change())
}

func (m mutant) change() string {
	s := m.in + ": " + m.what
	if m.twin > 1 {
		s += fmt.Sprintf(" #%d", m.twin)
	}
	return s
}

// key names the change without its line, which moves.
func (m mutant) key() string { return m.file + ": " + m.change() }

// A changed is a package with all its changes behind switches.
type changed struct {
	text    [][]byte // by file of the package
	helper  string
	mutants []mutant
}

// rewrite puts every change of the package behind a switch.
func rewrite(p *pkg) (*changed, error) {
	c := &changed{helper: strings.Replace(switches, "PACKAGE", p.name, 1)}
	for i, f := range p.files {
		rel, err := filepath.Rel(p.root, p.names[i])
		if err != nil {
			return nil, err
		}
		w := &writer{pkg: p, changed: c, src: p.text[i], rel: filepath.ToSlash(rel), twins: map[string]int{}}
		w.walk(f)
		c.text = append(c.text, apply(w.src, w.edits))
	}
	return c, nil
}

// A frame is a node on the way from the file to the present one, and what to
// write when it is left.
type frame struct {
	node  ast.Node
	after []edit
}

// A writer rewrites one file.
type writer struct {
	*pkg
	*changed
	src   []byte
	rel   string
	edits []edit
	stack []frame
	in    string
	twins map[string]int
}

func (w *writer) walk(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			top := len(w.stack) - 1
			w.edits = append(w.edits, w.stack[top].after...)
			w.stack = w.stack[:top]
			return false
		}
		w.stack = append(w.stack, frame{node: n})
		if !w.enter(n) {
			top := len(w.stack) - 1
			w.edits = append(w.edits, w.stack[top].after...)
			w.stack = w.stack[:top]
			return false
		}
		return true
	})
}

// enter makes the changes of n and reports whether its parts have any.
func (w *writer) enter(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		if len(w.stack) == 2 {
			w.in = "var"
		}
		return n.Tok == token.VAR
	case *ast.FuncDecl:
		w.in = nameOf(n)
		return n.Body != nil
	case *ast.FieldList, *ast.FuncType, *ast.StructType, *ast.ArrayType, *ast.MapType, *ast.InterfaceType, *ast.ChanType:
		return false
	case ast.Stmt:
		w.statement(n)
	case ast.Expr:
		return w.expression(n)
	}
	return true
}

// nameOf is a function's name with its receiver's.
func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if s, ok := t.(*ast.StarExpr); ok {
		t = s.X
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t = x.X
	case *ast.IndexListExpr:
		t = x.X
	}
	return types.ExprString(t) + "." + f.Name.Name
}

// parent is the node above the present one, up over up.
func (w *writer) parent(up int) ast.Node {
	if i := len(w.stack) - 1 - up; i >= 0 {
		return w.stack[i].node
	}
	return nil
}

// change numbers a change at pos and returns its number.
func (w *writer) change(pos token.Pos, format string, args ...any) int {
	at := w.set.Position(pos)
	m := mutant{id: len(w.mutants) + 1, file: w.rel, line: at.Line, col: at.Column, in: w.in, what: fmt.Sprintf(format, args...)}
	w.twins[m.change()]++
	m.twin = w.twins[m.change()]
	w.mutants = append(w.mutants, m)
	return m.id
}

// wrap writes text before and after n, inside of what was wrapped around n before.
func (w *writer) wrap(n ast.Node, before, after string) {
	from, to := w.offset(n.Pos()), w.offset(n.End())
	w.edits = append(w.edits, edit{from, from, opens, before})
	top := &w.stack[len(w.stack)-1]
	top.after = append([]edit{{to, to, closes, after}}, top.after...)
}

func (w *writer) replace(pos token.Pos, old, text string) {
	from := w.offset(pos)
	w.edits = append(w.edits, edit{from, from + len(old), replaces, text})
}

func (w *writer) offset(pos token.Pos) int { return w.set.Position(pos).Offset }

// source is the text of n in one line, shortened.
func (w *writer) source(n ast.Node) string {
	s := strings.Join(strings.Fields(string(w.src[w.offset(n.Pos()):w.offset(n.End())])), " ")
	if utf8.RuneCountInString(s) > 90 {
		s = string([]rune(s)[:89]) + "…"
	}
	return s
}
