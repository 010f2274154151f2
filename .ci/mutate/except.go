package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// exceptions are the changes that make no difference to what the program does,
// each with the argument why.
//
// A line names a change as it is printed, without line and column; the indented
// lines below it are the argument.
type exceptions struct{ why map[string]string }

// readExceptions reads the file; a missing one holds none.
func readExceptions(name string) (*exceptions, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &exceptions{map[string]string{}}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseExceptions(name, string(text))
}

func parseExceptions(name, text string) (*exceptions, error) {
	e := &exceptions{map[string]string{}}
	key, at := "", 0
	for i, line := range strings.Split(text, "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == ' ' || line[0] == '\t':
			if key == "" {
				return nil, fmt.Errorf("%s:%d: an argument without a change above it", name, i+1)
			}
			e.why[key] += strings.TrimSpace(line) + "\n"
		default:
			if key != "" && e.why[key] == "" {
				return nil, fmt.Errorf("%s:%d: %q has no argument: write it below, indented", name, at, key)
			}
			if _, twice := e.why[line]; twice {
				return nil, fmt.Errorf("%s:%d: %q is there twice", name, i+1, line)
			}
			key, at = line, i+1
			e.why[key] = ""
		}
	}
	if key != "" && e.why[key] == "" {
		return nil, fmt.Errorf("%s:%d: %q has no argument: write it below, indented", name, at, key)
	}
	return e, nil
}

func (e *exceptions) has(key string) bool { _, ok := e.why[key]; return ok }

// unknown lists what is argued of the files of a folder and is no change there.
func (e *exceptions) unknown(folder string, results []result) (keys []string) {
	real := map[string]bool{}
	for _, r := range results {
		real[r.mutant.key()] = true
	}
	for key := range e.why {
		file, _, _ := strings.Cut(key, ":")
		if in, _, ok := cutLast(file, "/"); ok && in == folder && !real[key] {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// cutLast is strings.Cut around the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
