package config

import (
	"cmp"
	"slices"
)

// A Problem is one fault of a file: where it is, what was found, what is
// allowed, and what to do. Line and Column count from 1, in characters; both are
// 0 when the fault is the file as a whole.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Path    string `json:"path"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Found   string `json:"found"`
	Allowed string `json:"allowed"`
	Hint    string `json:"hint"`

	source string // the line, for the caret
	width  int    // characters under the caret
}

// The codes of Problem.Code. They are stable: scripts may branch on them.
const (
	CodeFile          = "file"          // cannot be read, is no file, or is not named as allowed
	CodeSize          = "size"          // larger than a configuration may be
	CodeEmpty         = "empty"         // holds no settings
	CodeEncoding      = "encoding"      // not UTF-8 text
	CodeSyntax        = "syntax"        // not YAML
	CodeAnchor        = "anchor"        // anchors, aliases, merge keys and tags are not read
	CodeUnknown       = "unknown_key"   // no such key here
	CodeDuplicate     = "duplicate"     // written twice
	CodeMissing       = "missing"       // required and absent
	CodeType          = "type"          // another kind of value is wanted
	CodeNumber        = "number"        // a number that readers of YAML disagree about
	CodeRange         = "range"         // outside its bounds
	CodeChoice        = "choice"        // not one of the words allowed
	CodeReference     = "reference"     // names something that does not exist
	CodeOverlap       = "overlap"       // two entries hold at the same time
	CodeContradiction = "contradiction" // two keys that cannot both hold
	CodeCoverage      = "coverage"      // the calendar or the contract lists do not reach
	CodeMany          = "too_many"      // the rest is not shown
)

// maxProblems bounds what one file can make us say.
const maxProblems = 500

// A sink collects problems.
type sink struct {
	list []Problem
	told map[Problem]bool
	full bool
}

// add takes a problem in, each once: what defaults say may be wrong for hundreds
// of contracts.
func (s *sink) add(p Problem) {
	if s.told[p] {
		return
	}
	if s.told == nil {
		s.told = map[Problem]bool{}
	}
	s.told[p] = true
	if len(s.list) >= maxProblems {
		s.full = true
		return
	}
	s.list = append(s.list, p)
}

// sorted returns the problems by position.
func (s *sink) sorted() []Problem {
	slices.SortStableFunc(s.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code))
	})
	list := s.list
	if s.full {
		last := list[len(list)-1]
		list = append(list, Problem{File: last.File, Line: last.Line, Column: last.Column, Code: CodeMany,
			Message: "more problems follow", Found: "over " + itoa(maxProblems) + " problems",
			Hint: "mend the first ones and check again"})
	}
	return list
}
