package agent

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"quotient/market"
)

// A column is one that a file may have, by its English and its Chinese name.
type column struct {
	name, zh string
	need     bool
}

// A table reads the rows of one CSV file and keeps what is wrong with them.
type table struct {
	file     string
	reader   *csv.Reader
	columns  []column
	at       map[string]int // field of a column
	fields   []string
	bad      bool // the present row
	torn     bool // a row was not read at all
	problems []string
	unsaid   int // problems beyond those that are told one by one
}

// Limits of a file.
const (
	maxImportRows     = 100_000
	maxImportProblems = 100
)

// utf8Mark is what some programs put before UTF-8.
const utf8Mark = "\ufeff"

// newTable reads the header line, which says by its columns what the file is.
func newTable(file, text string, kinds []importKind) (t *table, of *importKind, err error) {
	if !utf8.ValidString(text) {
		return nil, nil, fmt.Errorf("%s: not UTF-8: save it as CSV UTF-8", file)
	}
	t = &table{file: file, reader: csv.NewReader(strings.NewReader(strings.TrimPrefix(text, utf8Mark))), at: map[string]int{}}
	t.reader.FieldsPerRecord, t.reader.Comment, t.reader.TrimLeadingSpace = -1, '#', true
	head, err := t.reader.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: no header line: want one of %s", file, headers(kinds))
	}
	for i := range kinds {
		if of = &kinds[i]; slices.ContainsFunc(head, of.columns[of.key].is) && slices.ContainsFunc(head, of.columns[0].is) {
			t.columns = of.columns
			return t, of, t.header(head)
		}
	}
	return nil, nil, fmt.Errorf("%s:1:1: the header line is of no known file (found %s): want one of %s", file, clipped(strings.Join(head, ",")), headers(kinds))
}

func (c column) is(name string) bool {
	name = strings.TrimSpace(name)
	return name == c.zh || strings.EqualFold(name, c.name)
}

// header finds the columns and refuses what is missing, unknown or there twice.
func (t *table) header(head []string) error {
	for i, name := range head {
		line, col := t.reader.FieldPos(i)
		k := slices.IndexFunc(t.columns, func(c column) bool { return c.is(name) })
		if k < 0 {
			return fmt.Errorf("%s:%d:%d: no column is called %q: allowed are %s", t.file, line, col, clipped(name), names(t.columns))
		}
		if _, twice := t.at[t.columns[k].name]; twice {
			return fmt.Errorf("%s:%d:%d: the column %s is there twice", t.file, line, col, t.columns[k].name)
		}
		t.at[t.columns[k].name] = i
	}
	for _, c := range t.columns {
		if _, ok := t.at[c.name]; c.need && !ok {
			return fmt.Errorf("%s:1:1: the column %s (%s) is missing", t.file, c.name, c.zh)
		}
	}
	return nil
}

// next goes to the next row that can be read as fields.
func (t *table) next() bool {
	for rows := 0; rows < maxImportRows; rows++ {
		fields, err := t.reader.Read()
		if errors.Is(err, io.EOF) {
			return false
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			t.problem(fmt.Sprintf("%s:%d:%d: %v", t.file, broken.Line, broken.Column, broken.Err))
			t.torn = true
			continue
		}
		if t.fields, t.bad = fields, false; len(fields) == len(t.at) {
			return true
		}
		line, col := t.reader.FieldPos(0)
		t.problem(fmt.Sprintf("%s:%d:%d: %d fields: the header line has %d", t.file, line, col, len(fields), len(t.at)))
		t.torn = true
	}
	return false
}

// wrong notes what is wrong with a column of the present row: one problem a row.
func (t *table) wrong(name, message string) {
	if t.bad {
		return
	}
	t.bad = true
	line, col := t.reader.FieldPos(t.at[name])
	t.problem(fmt.Sprintf("%s:%d:%d: %s %q: %s", t.file, line, col, name, clipped(t.field(name)), message))
}

func (t *table) problem(text string) {
	if len(t.problems) < maxImportProblems {
		t.problems = append(t.problems, text)
		return
	}
	t.unsaid++
}

// field is the text of a column, "" where the file has none.
func (t *table) field(name string) string {
	if i, ok := t.at[name]; ok {
		return strings.TrimSpace(t.fields[i])
	}
	return ""
}

// has reports whether the row says something in the column.
func (t *table) has(name string) bool { return t.field(name) != "" }

// lots reads a whole number from 0 on; an empty optional one is 0.
func (t *table) lots(name string) uint64 {
	v, ok := fixed(t.field(name), 0)
	if !t.has(name) && !t.needs(name) {
		return 0
	}
	if !ok || v < 0 || v > maxImportLots {
		t.wrong(name, "want a whole number of lots from 0 to 10000000")
	}
	return uint64(v)
}

func (t *table) needs(name string) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name && c.need })
}

const maxImportLots = 10_000_000

// date reads 2026-11-20 or 20261120.
func (t *table) date(name string) market.Date {
	text := strings.NewReplacer("-", "", "/", "").Replace(t.field(name))
	v, ok := fixed(text, 0)
	d := market.Date(v)
	if !ok || len(text) != 8 || !d.Valid() {
		t.wrong(name, "want a date such as 2026-11-20")
		return 0
	}
	return d
}

// fixed reads a plain decimal exactly, in units of 10^-scale.
func fixed(text string, scale int) (v int64, ok bool) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, point := strings.Cut(digits, ".")
	if whole == "" || point && part == "" || len(part) > scale || len(whole) > 15-scale {
		return 0, false
	}
	for _, ch := range []byte(whole + part + strings.Repeat("0", scale-len(part))) {
		if ch < '0' || ch > '9' {
			return 0, false
		}
		v = v*10 + int64(ch-'0')
	}
	if negative {
		v = -v
	}
	return v, true
}

// fen reads yuan.
func fen(text string) (market.Money, bool) {
	v, ok := fixed(text, 2)
	return market.Money(v), ok
}

func names(columns []column) string {
	var list []string
	for _, c := range columns {
		list = append(list, c.name)
	}
	return strings.Join(list, ", ")
}

func headers(kinds []importKind) string {
	var list []string
	for i := range kinds {
		list = append(list, strings.ReplaceAll(names(kinds[i].columns), ", ", ","))
	}
	return strings.Join(list, "; ")
}

// clipped is a text of a file that fits into a message.
func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}
