package feed

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"quotient/market"
)

// Sizes of a Ticks' buffers: one chunk of the file, and the longest row.
const (
	ticksChunk = 256 << 10
	ticksLine  = 16 << 10
	maxIdle    = 100 // reads that give nothing before a reader is given up
)

// A Source gives events in order. Next fills e and returns true, or false and a
// Problem, after which the rest can still be read, or false and nil at the end.
// The Problem is valid until the next call.
type Source interface {
	Next(e *market.Event) (bool, *Problem)
}

// TickStats count what a Ticks read.
type TickStats struct {
	Rows      uint64 // lines after the header
	Events    uint64
	Unknown   uint64 // rows of contracts outside the universe
	Problems  uint64
	Backwards uint64 // rows whose stamp is before that of the row above
	Settled   uint64 // settlement prices of the day before, given before a row's depth
	Unsettled uint64 // rows given although their settlement price cannot be read: each a problem too
}

// add sums up.
func (s *TickStats) add(o TickStats) {
	s.Rows += o.Rows
	s.Events += o.Events
	s.Unknown += o.Unknown
	s.Problems += o.Problems
	s.Backwards += o.Backwards
	s.Settled += o.Settled
	s.Unsettled += o.Unsettled
}

// Ticks reads one file of recorded ticks, plain or gzip, as depth events with
// the exchange's stamp in Event.Time, and before the first of a contract's trading
// day the settlement price of the day before, where the file tells it. Which contract a row belongs to is read
// from the row, never from the file's name.
type Ticks struct {
	name    string
	lookup  Lookup
	file    *bufio.Reader
	zip     *gzip.Reader
	from    io.Reader // file or zip
	lines   *Splitter
	columns columns
	header  []byte
	scan    scanner
	problem Problem
	err     error
	ended   bool
	last    market.Time
	stats   TickStats

	// What the row before said, for rows repeat themselves.
	dayText    []byte
	midnight   market.Time
	symbol     []byte
	contractOf market.Contract
	instrument *market.Instrument
	known      bool
	memo       [colCount]memo

	settled settled
}

// NewTicks reads the header of r. name stands for r in problems and errors.
func NewTicks(r io.Reader, name string, lookup Lookup) (*Ticks, error) {
	t := &Ticks{lookup: lookup, lines: NewSplitter(ticksLine, ticksChunk)}
	return t, t.Reset(r, name)
}

// Reset begins anew with another file, keeping the buffers.
func (t *Ticks) Reset(r io.Reader, name string) error {
	if t.file == nil {
		t.file = bufio.NewReaderSize(r, 64<<10)
	} else {
		t.file.Reset(r)
	}
	t.name, t.err, t.ended, t.last, t.stats = name, nil, false, 0, TickStats{}
	t.dayText, t.symbol = t.dayText[:0], t.symbol[:0]
	t.memo = [colCount]memo{}
	t.settled.reset()
	t.lines.Reset()
	t.from = t.file
	if err := t.open(); err != nil {
		t.ended = true
		t.err = fmt.Errorf("%s: %w", name, err)
	}
	return t.err
}

// open puts a decompressor in front of a gzip file and reads the header.
func (t *Ticks) open() error {
	magic, err := t.file.Peek(2)
	if err != nil && err != io.EOF {
		return err
	}
	if isGzip(magic) {
		if t.zip == nil {
			t.zip = new(gzip.Reader)
		}
		if err := t.zip.Reset(t.file); err != nil {
			return fmt.Errorf("not a whole gzip file: %w", err)
		}
		t.from = t.zip
	}
	line, p := t.line()
	if p != nil {
		return fmt.Errorf("the first line is not a header of recorded ticks: %s", p.Code.Help())
	}
	if line == nil {
		if t.err != nil {
			return t.err
		}
		return errors.New("the file is empty")
	}
	t.header = append(t.header[:0], line...)
	t.columns, err = parseHeader(line)
	return err
}

func isGzip(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }

// Next reads the next row of a known contract, or gives what it told beside its depth.
func (t *Ticks) Next(e *market.Event) (bool, *Problem) {
	if t.settled.release(e) {
		return true, nil
	}
	for {
		line, p := t.line()
		if p == nil && line == nil {
			return false, t.finish()
		}
		if p == nil && len(line) == 0 {
			continue
		}
		t.stats.Rows++
		if p != nil {
			t.problem = *p
			return false, t.tell()
		}
		known, ok := t.row(line, e)
		switch {
		case (!ok || !known) && string(line) == string(t.header):
			t.stats.Rows-- // files joined end to end repeat the header
		case !ok:
			return false, t.tell()
		case !known:
			t.stats.Unknown++
		default:
			t.stats.Events++
			if e.Time < t.last {
				t.stats.Backwards++
			}
			t.last = e.Time
			return t.settle(line, e)
		}
	}
}

// tell completes the problem with where it is.
func (t *Ticks) tell() *Problem {
	t.stats.Problems++
	t.problem.Name, t.problem.Line = t.name, t.lines.Line()
	return &t.problem
}

// finish tells a read error once, and then the end.
func (t *Ticks) finish() *Problem {
	if t.err == nil || t.ended {
		t.ended = true
		return nil
	}
	t.ended = true
	t.problem.set(CodeRead, "", []byte(t.err.Error()))
	t.err = fmt.Errorf("%s:%d: %w", t.name, t.lines.Line()+1, t.err)
	return t.tell()
}

// line returns the next line; both results are nil at the end, or when the file
// cannot be read further. A whole file may lack its last newline; what a torn
// one has of its last row cannot be trusted and is left out.
func (t *Ticks) line() ([]byte, *Problem) {
	for idle := 0; ; {
		line, p := t.lines.Next()
		if line != nil || p != nil {
			return line, p
		}
		if t.from == nil {
			if t.err != nil {
				return nil, nil
			}
			return t.lines.Last()
		}
		n, err := t.from.Read(t.lines.Space())
		t.lines.Filled(n)
		if idle++; n > 0 {
			idle = 0
		} else if err == nil && idle == maxIdle {
			err = io.ErrNoProgress
		}
		if err == nil {
			continue
		}
		t.from = nil
		if err != io.EOF {
			t.err = err
		}
	}
}

// Name returns the name given to NewTicks.
func (t *Ticks) Name() string { return t.name }

// Kind returns the file's format.
func (t *Ticks) Kind() Kind { return t.columns.kind }

// Stats returns the counts so far.
func (t *Ticks) Stats() TickStats { return t.stats }

// Err returns why the file could not be read to its end; nil = it could.
func (t *Ticks) Err() error { return t.err }
