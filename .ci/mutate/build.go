package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A binary is the rewritten package's test binary and a place to run it in.
type binary struct {
	*pkg
	tmp   string
	exe   string
	cwd   string // a copy of the package's folder
	tests []test
}

// build compiles the tests of the rewritten package. The checkout itself is left
// as it is: the compiler is told to read the copies instead.
func build(p *pkg, c *changed) (*binary, error) {
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	b := &binary{pkg: p, tmp: tmp, exe: filepath.Join(tmp, "tests")}
	if err := b.make(c); err != nil {
		b.remove()
		return nil, err
	}
	return b, nil
}

func (b *binary) make(c *changed) error {
	overlay, err := b.overlay(c)
	if err != nil {
		return err
	}
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", b.exe, b.path)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the rewritten package does not build: %w\n%s", err, out)
	}
	if _, err := os.Stat(b.exe); err != nil {
		return errors.New("the package has no tests")
	}
	b.cwd, err = mirror(b.root, b.dir, filepath.Join(b.tmp, "tree"))
	return err
}

func (b *binary) remove() { os.RemoveAll(b.tmp) }

// overlay writes the rewritten files and the list of what they stand for.
func (b *binary) overlay(c *changed) (string, error) {
	swap := struct{ Replace map[string]string }{map[string]string{}}
	put := func(as string, text []byte) error {
		name := filepath.Join(b.tmp, filepath.Base(as))
		swap.Replace[as] = name
		return os.WriteFile(name, text, 0o600)
	}
	for i, name := range b.names {
		if err := put(name, c.text[i]); err != nil {
			return "", err
		}
	}
	if err := put(filepath.Join(b.dir, "switches__.go"), []byte(c.helper)); err != nil {
		return "", err
	}
	list, err := json.Marshal(swap)
	if err != nil {
		return "", err
	}
	name := filepath.Join(b.tmp, "overlay.json")
	return name, os.WriteFile(name, list, 0o600)
}

// mirror makes a tree in which dir is a copy, without the packages below it, and
// everything around it is a link, so that a test finds its neighbours and writes
// to nothing but the copy. It returns the copy.
func mirror(root, dir, tree string) (string, error) {
	if err := os.MkdirAll(tree, 0o700); err != nil {
		return "", err
	}
	if root == dir {
		return tree, copyFolder(dir, tree)
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return "", err
	}
	head, _, _ := strings.Cut(rel, string(filepath.Separator))
	if err := link(root, tree, head); err != nil {
		return "", err
	}
	return mirror(filepath.Join(root, head), dir, filepath.Join(tree, head))
}

// link links everything in folder from into to, except for one name.
func link(from, to, except string) error {
	list, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.Name() == except {
			continue
		}
		if err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// copyFolder copies the files of a folder and its testdata, and links the rest.
func copyFolder(from, to string) error {
	list, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range list {
		a, b := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		switch {
		case e.Name() == "testdata":
			err = os.CopyFS(b, os.DirFS(a))
		case e.IsDir():
			err = os.Symlink(a, b)
		case e.Type() == fs.ModeSymlink:
			err = os.Symlink(a, b)
		default:
			err = copyFile(a, b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}
