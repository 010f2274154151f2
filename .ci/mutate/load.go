package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A pkg is a package as it stands, parsed and typed, tests left out.
type pkg struct {
	path  string // import path
	rel   string // folder, relative to the module's
	root  string // the module's folder
	dir   string
	name  string
	set   *token.FileSet
	info  *types.Info
	files []*ast.File
	names []string // of files, absolute
	text  [][]byte
	rapid bool // its tests know rapid's flags
}

// listed is what go list says about one package.
type listed struct {
	ImportPath, Dir, Name, Export string
	GoFiles, TestImports          []string
	XTestImports                  []string
	Module                        struct{ Dir string }
	Error                         *struct{ Err string }
}

// load reads and types the package.
func load(path string) (*pkg, error) {
	raw, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Name,Export,GoFiles,TestImports,XTestImports,Module,Error", path).Output()
	if err != nil {
		return nil, told(err)
	}
	export := map[string]string{}
	var it listed
	for d := json.NewDecoder(strings.NewReader(string(raw))); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if l.Error != nil {
			return nil, errors.New(l.Error.Err)
		}
		export[l.ImportPath] = l.Export
		it = l // the package itself is the last
	}
	p := &pkg{path: it.ImportPath, root: it.Module.Dir, dir: it.Dir, name: it.Name, set: token.NewFileSet()}
	if p.rel, err = filepath.Rel(p.root, p.dir); err != nil {
		return nil, err
	}
	for _, imp := range append(it.TestImports, it.XTestImports...) {
		p.rapid = p.rapid || imp == "pgregory.net/rapid"
	}
	if err := p.parse(it.GoFiles); err != nil {
		return nil, err
	}
	return p, p.check(export)
}

func (p *pkg) parse(files []string) error {
	for _, name := range files {
		name = filepath.Join(p.dir, name)
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(p.set, name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		p.files, p.names, p.text = append(p.files, f), append(p.names, name), append(p.text, text)
	}
	return nil
}

// check types the package against the compiled packages it imports.
func (p *pkg) check(export map[string]string) error {
	lookup := func(path string) (io.ReadCloser, error) {
		if export[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(export[path])
	}
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(p.set, "gc", lookup)}
	_, err := conf.Check(p.path, p.set, p.files, p.info)
	return err
}
