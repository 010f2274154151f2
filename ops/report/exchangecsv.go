package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"quotient/market"
)

// Bounds of a file that is read.
const (
	maxLine  = 1 << 16 // bytes
	headRows = 50      // lines among which the header must be
)

// ReadExchange reads the exchange's statistics. A row that cannot be read is a
// problem, and the rest is still read. Rows without a day or month of their own
// are of the given month.
func ReadExchange(r io.Reader, file string, m *ColumnMap, month market.Month) (list []Figures, problems []Problem) {
	x := exchangeReader{m: m, file: file, month: month, seen: map[seenKey]int{}}
	in := bufio.NewReaderSize(r, maxLine)
	for {
		line, err := in.ReadSlice('\n')
		x.line++
		if err == bufio.ErrBufferFull {
			x.problem(0, "", fmt.Sprintf("the line is longer than %d bytes", maxLine))
			for err == bufio.ErrBufferFull {
				_, err = in.ReadSlice('\n')
			}
		} else if len(line) > 0 {
			x.take(bytes.TrimRight(line, "\r\n"))
		}
		if err != nil {
			if err != io.EOF {
				x.problem(0, "", "the file cannot be read further: "+err.Error())
			}
			break
		}
	}
	if !x.headed {
		x.noHeader()
	}
	return x.list, x.problems
}

type seenKey struct {
	name  string
	day   market.Date
	month market.Month
}

// exchangeReader reads one file.
type exchangeReader struct {
	m        *ColumnMap
	file     string
	month    market.Month
	line     int
	headed   bool
	comma    byte
	column   [MeaningCount]int // index of the field, -1 = none
	scale    [MeaningCount]scale
	last     int // the highest column needed
	best     string
	bestHits int
	seen     map[seenKey]int
	list     []Figures
	problems []Problem
}

func (x *exchangeReader) problem(column int, found, want string) {
	x.problems = append(x.problems, Problem{x.file, x.line, column, found, want})
}

func (x *exchangeReader) take(line []byte) {
	if x.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	if !utf8.Valid(line) {
		x.problem(0, "", "the line is not UTF-8: convert the file, for instance with iconv -f GB18030 -t UTF-8")
		return
	}
	if !x.headed {
		x.header(string(line))
		return
	}
	fields, ok := splitLine(string(line), x.comma)
	if !ok {
		x.problem(0, "", "a quote in it is not closed, or stands within a field")
		return
	}
	x.row(fields)
}

// header takes the line for the header if it names every mapped column.
func (x *exchangeReader) header(line string) {
	if x.line > headRows {
		return
	}
	for _, comma := range []byte{',', '\t', ';'} {
		fields, ok := splitLine(line, comma)
		if !ok {
			continue
		}
		hits, want := x.find(fields)
		if hits > x.bestHits {
			x.best, x.bestHits = strings.Join(fields, " | "), hits
		}
		if hits == want {
			x.headed, x.comma = true, comma
			return
		}
	}
}

// find looks for the mapped columns and says how many it found of how many.
func (x *exchangeReader) find(fields []string) (hits, want int) {
	x.last = 0
	for m := range MeaningCount {
		x.column[m] = -1
		if x.m.Headers[m] == "" {
			continue
		}
		want++
		for i, f := range fields {
			if strings.TrimSpace(f) == strings.TrimSpace(x.m.Headers[m]) {
				x.column[m], x.scale[m] = i, scaleOf(m, f)
				x.last = max(x.last, i)
				hits++
				break
			}
		}
	}
	return hits, want
}

func (x *exchangeReader) noHeader() {
	var headers []string
	for _, h := range x.m.Headers {
		if h != "" {
			headers = append(headers, h)
		}
	}
	x.line = 1
	x.problem(0, x.best, fmt.Sprintf("none of the first %d lines has all the columns of the column map %s (%s): correct its headers in the desk file",
		headRows, x.m.Name, strings.Join(headers, ", ")))
}

// row reads one line of figures.
func (x *exchangeReader) row(fields []string) {
	if len(fields) <= x.last {
		x.problem(len(fields), "", fmt.Sprintf("the line has %d fields, the header asks for %d", len(fields), x.last+1))
		return
	}
	f := Figures{Name: strings.TrimSpace(fields[x.column[MeaningContract]]), Month: x.month, File: x.file, Line: x.line}
	if f.Name == "" {
		x.problem(x.column[MeaningContract]+1, "", "the contract is empty")
		return
	}
	ok := x.period(&f, fields)
	for m := MeaningScheduled; m < MeaningCount; m++ {
		if x.column[m] >= 0 {
			ok = x.figure(&f, m, fields[x.column[m]]) && ok
		}
	}
	if !ok {
		return
	}
	key := seenKey{f.Name, f.Day, f.Month}
	if first, twice := x.seen[key]; twice {
		x.problem(x.column[MeaningContract]+1, f.Name, fmt.Sprintf("%s of %s was already in line %d", f.Name, f.Period(), first))
		return
	}
	x.seen[key] = x.line
	x.list = append(x.list, f)
}

// period reads the day or the month.
func (x *exchangeReader) period(f *Figures, fields []string) bool {
	if i := x.column[MeaningDay]; i >= 0 {
		day, ok := parseDay(strings.TrimSpace(fields[i]))
		if !ok {
			x.problem(i+1, fields[i], "want a trading day such as 2026-11-17 or 20261117")
			return false
		}
		f.Day, f.Month = day, day.Month()
		return true
	}
	if i := x.column[MeaningMonth]; i >= 0 {
		month, ok := parseMonth(strings.TrimSpace(fields[i]))
		if !ok {
			x.problem(i+1, fields[i], "want a month such as 2026-11 or 202611")
			return false
		}
		f.Month = month
	}
	if f.Month == 0 {
		x.problem(0, "", "the file does not say which month it is about: map a column to day or month, or give --month")
		return false
	}
	return true
}

// figure reads one cell; an empty one is not known.
func (x *exchangeReader) figure(f *Figures, m Meaning, cell string) bool {
	cell = strings.TrimSpace(cell)
	if cell == "" || cell == "-" || cell == "--" || cell == "–" {
		return true
	}
	v, step, want := x.scale[m].parse(m, cell)
	if want != "" {
		x.problem(x.column[m]+1, cell, want)
		return false
	}
	f.Has[m], f.Value[m], f.Step[m] = true, v, step
	return true
}

// splitLine cuts one line of CSV into its fields. Fields do not span lines.
func splitLine(line string, comma byte) (fields []string, ok bool) {
	for {
		if !strings.HasPrefix(line, `"`) {
			i := strings.IndexByte(line, comma)
			field := line
			if i >= 0 {
				field = line[:i]
			}
			if strings.IndexByte(field, '"') >= 0 {
				return nil, false
			}
			fields = append(fields, field)
			if i < 0 {
				return fields, true
			}
			line = line[i+1:]
			continue
		}
		field, rest, closed := quoted(line[1:])
		if !closed || rest != "" && rest[0] != comma {
			return nil, false
		}
		fields = append(fields, field)
		if rest == "" {
			return fields, true
		}
		line = rest[1:]
	}
}

// quoted reads up to the closing quote; a doubled one stands for itself.
func quoted(s string) (field, rest string, closed bool) {
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return field, "", false
		}
		field += s[:i]
		if !strings.HasPrefix(s[i+1:], `"`) {
			return field, s[i+1:], true
		}
		field, s = field+`"`, s[i+2:]
	}
}
