package feed

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"quotient/market"
)

// DefaultMaxOpen is how many files a Merge holds open at once when not told otherwise.
const DefaultMaxOpen = 64

// MergeParams name the files of a Merge. Their order decides between rows with
// the same stamp.
type MergeParams struct {
	Count   int
	Name    func(i int) string
	Open    func(i int) (io.ReadCloser, error) // called twice for each file
	Lookup  Lookup
	MaxOpen int // files that may overlap in time; 0 = DefaultMaxOpen
}

// A Merge reads many files as one, in order of time. A file is opened when the
// time has come to its first row, so that many days need no more memory than
// one. Within a file rows keep their order, even where a stamp goes back.
type Merge struct {
	p       MergeParams
	waiting []start  // not yet opened, by first stamp and place
	open    []*input // being read
	spare   []*Ticks // buffers to read with
	behind  *input   // the event given last came from here; it must move on
	problem Problem
	stats   TickStats
	empty   int
	err     error // the first
	over    bool
}

// start is what is known of a file before its time has come.
type start struct {
	index int
	first market.Event
	key   market.Time
}

// input is a file that is being read.
type input struct {
	index int
	ticks *Ticks
	file  io.Closer
	head  market.Event
	key   market.Time // the latest stamp so far
}

// NewMerge looks at the first row of each file. Files that cannot be read, or
// two that hold the same rows, are all told in the error.
func NewMerge(p MergeParams) (*Merge, error) {
	if p.MaxOpen <= 0 {
		p.MaxOpen = DefaultMaxOpen
	}
	m := &Merge{p: p}
	var errs []error
	for i := range p.Count {
		if err := m.survey(i); err != nil {
			errs = append(errs, err)
		}
	}
	slices.SortStableFunc(m.waiting, func(a, b start) int {
		return int(min(max(a.key-b.key, -1), 1))
	})
	errs = append(errs, m.twins()...)
	return m, errors.Join(errs...)
}

// survey notes when file i begins. A file without a single good row of a known
// contract is left out and counted.
func (m *Merge) survey(i int) error {
	in, err := m.openFile(i)
	if err != nil {
		return err
	}
	defer m.shut(in)
	for {
		ok, p := in.ticks.Next(&in.head)
		if ok && in.head.Kind != market.EventDepth {
			continue // told beside the first row; read again when its time has come
		}
		if ok {
			m.waiting = append(m.waiting, start{index: i, first: in.head, key: in.head.Time})
			return nil
		}
		if p == nil {
			m.empty++
			m.stats.add(in.ticks.Stats())
			return in.ticks.Err()
		}
	}
}

// twins finds files that begin with the very same row.
func (m *Merge) twins() (errs []error) {
	for i := 1; i < len(m.waiting); i++ {
		for k := i - 1; k >= 0 && m.waiting[k].key == m.waiting[i].key; k-- {
			if m.waiting[k].first == m.waiting[i].first {
				errs = append(errs, fmt.Errorf("%s and %s begin with the same row: leave one of them out",
					m.p.Name(m.waiting[k].index), m.p.Name(m.waiting[i].index)))
			}
		}
	}
	return errs
}

func (m *Merge) openFile(i int) (*input, error) {
	file, err := m.p.Open(i)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.p.Name(i), err)
	}
	in := &input{index: i, file: file}
	if n := len(m.spare); n > 0 {
		in.ticks, m.spare = m.spare[n-1], m.spare[:n-1]
		err = in.ticks.Reset(file, m.p.Name(i))
	} else {
		in.ticks, err = NewTicks(file, m.p.Name(i), m.p.Lookup)
	}
	if err != nil {
		m.shut(in)
		return nil, err
	}
	return in, nil
}

// shut closes a file and keeps its buffers. The file was only read: an error of
// its close changes nothing.
func (m *Merge) shut(in *input) {
	_ = in.file.Close()
	m.spare = append(m.spare, in.ticks)
}

// Next gives the next event of all files.
func (m *Merge) Next(e *market.Event) (bool, *Problem) {
	if m.behind != nil {
		if p := m.advance(m.behind); p != nil {
			return false, p
		}
	}
	for !m.over && m.due() {
		if p := m.begin(); p != nil {
			return false, p
		}
	}
	if m.over || len(m.open) == 0 {
		return false, nil
	}
	m.behind = m.open[m.earliest()]
	*e = m.behind.head
	return true, nil
}

// advance moves in to its next row. With a Problem it is still behind.
func (m *Merge) advance(in *input) *Problem {
	m.behind = in
	ok, p := in.ticks.Next(&in.head)
	switch {
	case ok:
		in.key = max(in.key, in.head.Time)
	case p != nil:
		return p
	default:
		m.stats.add(in.ticks.Stats())
		if m.err == nil {
			m.err = in.ticks.Err()
		}
		m.open = slices.DeleteFunc(m.open, func(o *input) bool { return o == in })
		m.shut(in)
	}
	m.behind = nil
	return nil
}

// due reports whether the next file begins no later than what is open.
func (m *Merge) due() bool {
	if len(m.waiting) == 0 {
		return false
	}
	return len(m.open) == 0 || m.waiting[0].key <= m.open[m.earliest()].key
}

// begin opens the next file.
func (m *Merge) begin() *Problem {
	if len(m.open) == m.p.MaxOpen {
		return m.stop(fmt.Errorf("%s: more than %d files overlap in time", m.p.Name(m.waiting[0].index), m.p.MaxOpen))
	}
	in, err := m.openFile(m.waiting[0].index)
	if err != nil {
		return m.stop(err)
	}
	m.waiting = m.waiting[1:]
	m.open = append(m.open, in)
	return m.advance(in)
}

// stop ends the merge: a file that was there at the survey is missing now, and
// going on without it would give another day than the one asked for.
func (m *Merge) stop(err error) *Problem {
	m.err, m.over = err, true
	m.problem.set(CodeRead, "", []byte(err.Error()))
	m.problem.Name = m.p.Name(m.waiting[0].index)
	return &m.problem
}

// earliest returns the place in open of what comes next. Few files are open at
// once, so looking at each is cheaper than keeping a heap.
func (m *Merge) earliest() int {
	best := 0
	for i, in := range m.open {
		b := m.open[best]
		if in.key < b.key || in.key == b.key && in.index < b.index {
			best = i
		}
	}
	return best
}

// Stats sums up what the files gave so far.
func (m *Merge) Stats() TickStats {
	s := m.stats
	for _, in := range m.open {
		s.add(in.ticks.Stats())
	}
	return s
}

// Empty returns how many files held no row of a known contract.
func (m *Merge) Empty() int { return m.empty }

// Err returns the first reason why a file was not read to its end; nil = all were.
func (m *Merge) Err() error { return m.err }

// Close closes what is open. Next gives no more.
func (m *Merge) Close() {
	for _, in := range m.open {
		m.shut(in)
	}
	m.open, m.waiting, m.behind, m.over = nil, nil, nil, true
}
