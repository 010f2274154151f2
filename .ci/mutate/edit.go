package main

import (
	"bytes"
	"cmp"
	"slices"
)

// The kinds of edits, in the order in which those at one place are written.
const (
	closes   = iota // text after an expression; the inner one's first
	opens           // text before an expression; the outer one's first
	replaces        // text in place of a token
)

// An edit puts text in place of the bytes [from, to).
type edit struct {
	from, to int
	kind     int
	text     string
}

// apply returns src with the edits made. Edits of one kind and place are written
// in the order given.
func apply(src []byte, edits []edit) []byte {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.kind, b.kind))
	})
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(src[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(src[at:])
	return out.Bytes()
}
