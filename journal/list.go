package journal

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// A segment is one file of a stream.
type segment struct {
	segmentHead
	path string
}

// segments are a directory's segments in order.
type segments struct {
	record, tape []segment
}

func (s *segments) empty() bool { return len(s.record) == 0 && len(s.tape) == 0 }

// listSegments reads the heads of all segments in dir and checks that they
// follow each other. Old tape segments may be missing from the front.
func listSegments(dir string) (segments, error) {
	var all segments
	var err error
	if all.record, err = listStream(dir, streamRecord); err != nil {
		return all, err
	}
	if all.tape, err = listStream(dir, streamTape); err != nil {
		return all, err
	}
	if len(all.record) == 0 && len(all.tape) > 0 {
		return all, missing(dir, streamRecord, 1)
	}
	if len(all.record) > 0 && all.record[0].number != 1 {
		return all, missing(dir, streamRecord, 1)
	}
	for _, stream := range [][]segment{all.record, all.tape} {
		for i := range stream {
			if err := follows(dir, stream, i, all.record[0].id); err != nil {
				return all, err
			}
		}
	}
	return all, nil
}

func missing(dir string, s stream, number uint32) error {
	return &MissingError{segmentPath(dir, s, number)}
}

// A MissingError says that a file is not there although others tell that it was.
type MissingError struct{ File string }

// Error says which file, what is wrong and what to do.
func (e *MissingError) Error() string {
	return fmt.Sprintf("journal: %s is missing: restore it from a copy, or move the journal aside to start a new one", e.File)
}

// follows checks segment i of a stream against the one before it.
func follows(dir string, of []segment, i int, id [16]byte) error {
	s := &of[i]
	if s.id != id {
		return &DamageError{s.path, 48, "the segment belongs to another journal"}
	}
	if i == 0 {
		return nil
	}
	before := &of[i-1]
	switch {
	case s.number != before.number+1:
		return missing(dir, s.stream, before.number+1)
	case s.epoch < before.epoch:
		return &DamageError{s.path, 24, "the epoch falls"}
	}
	return nil
}

func listStream(dir string, s stream) ([]segment, error) {
	pattern := "record-*.qj"
	if s == streamTape {
		pattern = "tape-*.qt"
	}
	paths, err := filepath.Glob(filepath.Join(escapeGlob(dir), pattern))
	if err != nil {
		return nil, err
	}
	var list []segment
	for _, path := range paths {
		h, err := readHead(path, s)
		if err != nil {
			return nil, err
		}
		if filepath.Base(segmentPath(dir, s, h.number)) != filepath.Base(path) {
			return nil, &DamageError{path, 16, fmt.Sprintf("the file holds segment %d: it was renamed", h.number)}
		}
		list = append(list, segment{h, path})
	}
	slices.SortFunc(list, func(a, b segment) int { return cmp.Compare(a.number, b.number) })
	return list, nil
}

// escapeGlob makes dir stand for itself in a pattern.
func escapeGlob(dir string) string {
	var b []byte
	for _, ch := range []byte(dir) {
		if ch == '*' || ch == '?' || ch == '[' || ch == '\\' {
			b = append(b, '\\')
		}
		b = append(b, ch)
	}
	return string(b)
}

func readHead(path string, s stream) (segmentHead, error) {
	f, err := os.Open(path)
	if err != nil {
		return segmentHead{}, err
	}
	defer f.Close()
	var b [headSize]byte
	n, err := io.ReadFull(f, b[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF {
		return segmentHead{}, err
	}
	h, wrong := decodeHead(b[:n], s)
	if wrong != "" {
		return h, &DamageError{path, 0, wrong}
	}
	return h, nil
}
