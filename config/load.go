package config

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Load reads a desk file and the files it names, which lie in its folder or
// below. The Desk is nil when there is any problem.
func Load(path string) (*Desk, []Problem) {
	text, err := readFile(path)
	if err != nil {
		return nil, []Problem{fileProblem(path, err)}
	}
	dir := filepath.Dir(path)
	return assemble(path, text, func(name string) ([]byte, error) {
		return readFile(filepath.Join(dir, filepath.FromSlash(name)))
	}, false)
}

// Parse reads a desk file from memory; files holds what it names, as a Desk's
// Files does. The Desk is nil when there is any problem.
func Parse(name string, text []byte, files map[string][]byte) (*Desk, []Problem) {
	return assemble(name, text, among(files), false)
}

// Recorded is Parse of a desk file that was in force once, out of a journal: what
// its parts say of each other was held against the rules of its time, and is not
// asked again.
func Recorded(name string, text []byte, files map[string][]byte) (*Desk, []Problem) {
	return assemble(name, text, among(files), true)
}

// among reads the named files from memory.
func among(files map[string][]byte) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if b, ok := files[name]; ok {
			return b, nil
		}
		return nil, fs.ErrNotExist
	}
}

// assemble decodes, builds and checks.
func assemble(name string, text []byte, read func(string) ([]byte, error), recorded bool) (*Desk, []Problem) {
	b := &builder{read: read, sink: &sink{}, table: deskTable(), recorded: recorded}
	b.desk = &Desk{File: name, Text: text, Files: map[string][]byte{}}
	src := newSource(name, text)
	if root := parse(src, text, b.sink); root != nil {
		d := &decoder{root: b.table, out: b.sink, open: b.open}
		b.root = d.decode(b.table, src, nil, root, "")
		if !b.root.bad || len(b.root.kids) > 0 {
			b.build()
		}
	}
	if problems := b.sink.sorted(); len(problems) > 0 {
		return nil, problems
	}
	b.desk.Hash = hash(text, b.desk.Files)
	b.desk.root = b.root
	return b.desk, nil
}

// hash is the SHA-256 over each text with its name and length before it.
func hash(text []byte, files map[string][]byte) (sum [32]byte) {
	h := sha256.New()
	put := func(b []byte) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	put(text)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		put([]byte(name))
		put(files[name])
	}
	h.Sum(sum[:0])
	return sum
}

// open reads a file that the desk file names at v and keeps it in Files.
func (b *builder) open(v *value, name string) (*source, []byte) {
	if !fs.ValidPath(name) || name == "." || strings.Contains(name, "\\") || strings.HasPrefix(name, "builtin/") {
		p := v.problem(CodeFile, "not a file that may be named here")
		p.Found, p.Allowed = short(name), v.key.allowed()
		p.Hint = "put it beside the desk file and write its name with forward slashes"
		b.add(p)
		return nil, nil
	}
	text, err := b.read(name)
	if err != nil {
		p := fileProblem(name, err)
		q := v.problem(p.Code, p.Message)
		q.Found, q.Allowed, q.Hint = short(name), p.Allowed, p.Hint
		if errors.Is(err, fs.ErrNotExist) {
			q.Hint += "; it starts at the desk file's folder"
		}
		b.add(q)
		return nil, nil
	}
	b.desk.Files[name] = text
	return newSource(name, text), text
}

var (
	errFolder    = errors.New("is a folder")
	errIrregular = errors.New("is no regular file")
)

// readFile reads a regular file, of one too large only as much as shows that.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errFolder
	case !info.Mode().IsRegular():
		return nil, errIrregular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		return nil, sizeError(info.Size())
	}
	return text, err
}

// A sizeError is the size of a file that is too large.
type sizeError int64

func (e sizeError) Error() string { return "too large" }

// fileProblem says in one line why a file could not be read.
func fileProblem(name string, err error) Problem {
	p := Problem{File: name, Code: CodeFile}
	var size sizeError
	switch {
	case errors.As(err, &size):
		p.Code, p.Message = CodeSize, "the file is too large for a configuration"
		p.Found, p.Allowed, p.Hint = sizeText(int64(size)), "at most "+sizeText(maxFile), "is this the right file?"
	case errors.Is(err, errFolder):
		p.Message, p.Found, p.Allowed, p.Hint = "this is not a file", "a folder", "a YAML file", "name a file in it"
	case errors.Is(err, errIrregular):
		p.Message, p.Found, p.Allowed, p.Hint = "this is not a regular file", "a device, pipe or socket", "a YAML file",
			"write the text to a file first"
	case errors.Is(err, fs.ErrNotExist):
		p.Message, p.Hint = "no such file", "check the name"
	case errors.Is(err, fs.ErrPermission):
		p.Message, p.Hint = "the file may not be read", "grant read permission to the user that runs this"
	default:
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		p.Message = "the file cannot be read: " + err.Error()
	}
	return p
}
