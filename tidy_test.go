package quotient

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	maxFunction = 70  // lines; more only for a switch or a table
	maxFile     = 400 // lines, tests excepted
)

// source is one parsed file that is not a test.
type source struct {
	path string // relative, with slashes
	room string
	text []byte
	file *ast.File
}

// sources parses every Go file of the repository that is not a test.
func sources(t *testing.T) (all []source, set *token.FileSet) {
	t.Helper()
	set = token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(set, path, text, parser.ParseComments)
		if err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		all = append(all, source{path, strings.TrimSuffix(filepath.ToSlash(filepath.Dir(path)), "/"), text, f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, set
}

// bannedWords may not appear in the code of the core; each names what to use.
var bannedWords = []struct {
	word  *regexp.Regexp
	rooms []string
	use   string
}{
	{regexp.MustCompile(`\btime\.Now\b`), core, "now is an argument"},
	{regexp.MustCompile(`^\s*go\s+(func\b|\w+\()`), core, "the core has no goroutine"},
	{regexp.MustCompile(`\bselect\s*\{`), core, "the core reads rings"},
	{regexp.MustCompile(`\bmap\[`), core, "core state is flat: index by Contract or use an open-addressing table"},
	{regexp.MustCompile(`\bmath/rand\b`), core, "the core has no randomness"},
	{regexp.MustCompile(`\bfloat64\b`), []string{"market", "risk", "risk/orders", "risk/position", "risk/margin", "risk/surveillance", "risk/breaker", "risk/window", "obligation", "obligation/calendar", "obligation/steering", "obligation/rule", "obligation/request", "obligation/quality", "obligation/award", "obligation/forecast"},
		"integers: ticks, lots, fen, ns, ppm"},
	{regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`), nil, "an issue, or do it now"},
	{regexp.MustCompile(`\binterface\s*\{`), core, "the core talks through rings of structs"},
}

func TestBannedWords(t *testing.T) {
	all, _ := sources(t)
	for _, s := range all {
		for i, line := range bytes.Split(s.text, []byte("\n")) {
			code, _, _ := bytes.Cut(line, []byte("//"))
			for _, ban := range bannedWords {
				if ban.rooms != nil && !contains(ban.rooms, s.room) || !ban.word.Match(code) {
					continue
				}
				t.Errorf("%s:%d: %s: %s", s.path, i+1, ban.word, ban.use)
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// TestFunctionsAreShort is a ratchet: a function longer than maxFunction must be
// one switch, or a literal table.
func TestFunctionsAreShort(t *testing.T) {
	all, set := sources(t)
	for _, s := range all {
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			lines := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1
			if lines > maxFunction && !isTable(f.Body, set, lines) {
				t.Errorf("%s: %s has %d lines, at most %d", s.path, f.Name.Name, lines, maxFunction)
			}
		}
	}
}

// isTable reports whether most of a body is one switch or one composite literal.
func isTable(body *ast.BlockStmt, set *token.FileSet, lines int) (yes bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.CompositeLit:
			span := set.Position(n.End()).Line - set.Position(n.Pos()).Line
			yes = yes || span*10 >= lines*7
		}
		return !yes
	})
	return yes
}

func TestFilesAreShort(t *testing.T) {
	all, _ := sources(t)
	for _, s := range all {
		if n := bytes.Count(s.text, []byte("\n")); n > maxFile {
			t.Errorf("%s has %d lines, at most %d: find its second noun", s.path, n, maxFile)
		}
	}
}

// TestDocs wants a doc.go in every package and a comment on every exported name.
func TestDocs(t *testing.T) {
	all, _ := sources(t)
	documented := map[string]bool{}
	rooms := map[string]bool{}
	for _, s := range all {
		rooms[s.room] = true
		if filepath.Base(s.path) == "doc.go" && s.file.Doc != nil {
			documented[s.room] = true
		}
		for _, name := range undocumented(s.file) {
			t.Errorf("%s: exported %s has no doc comment", s.path, name)
		}
	}
	for r := range rooms {
		if !documented[r] && r != "cmd/quotient" {
			t.Errorf("%s has no doc.go that says what it is and which thread may call what", r)
		}
	}
}

// undocumented lists the exported names of f without a comment of their own or
// of their group.
func undocumented(f *ast.File) (names []string) {
	if f.Name.Name == "main" {
		return nil
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && d.Name.IsExported() && receiverExported(d) {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				names = append(names, undocumentedSpec(d, spec)...)
			}
		}
	}
	return names
}

func undocumentedSpec(d *ast.GenDecl, spec ast.Spec) (names []string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
			names = append(names, s.Name.Name)
		}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				names = append(names, n.Name)
			}
		}
	}
	return names
}

func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	expr := d.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.Ident:
			return e.IsExported()
		default:
			return false
		}
	}
}

// TestSpeaksOfItselfAlone keeps absolute paths of somebody's machine out of the
// repository.
func TestSpeaksOfItselfAlone(t *testing.T) {
	bad := regexp.MustCompile(`(^|[\s"'` + "`" + `(=])/(root|work|home/\w+)/`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path == ".git" || path == "bin" || path == "var" {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(path) {
		case ".go", ".md", ".yaml", ".yml", ".sh", ".txt", ".html", ".js", ".css", "":
		default:
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			if bad.Match(line) && !strings.Contains(path, "tidy_test.go") {
				t.Errorf("%s:%d: an absolute path of a machine", path, i+1)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
