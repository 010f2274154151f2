package agent

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"quotient/config"
	"quotient/gateway/feed"
	"quotient/market"
)

// tickFiles are the files of a tick replay and how far they were read.
type tickFiles struct {
	names []string
	left  []string     // named like ticks, but they hold none
	bytes int64        // of all files
	read  atomic.Int64 // of those, read so far
}

// listTicks expands folders to the tick files in them; a file that is named is
// taken as it is. Files of a folder that hold no ticks are left out.
func listTicks(paths []string) (*tickFiles, error) {
	t := &tickFiles{}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("ticks %s cannot be read: %w; name a folder or file of recorded ticks", path, err)
		}
		if !info.IsDir() {
			t.add(path, info.Size())
			continue
		}
		if err := t.folder(path); err != nil {
			return nil, err
		}
	}
	if len(t.names) == 0 {
		return nil, fmt.Errorf("no tick files in %v: a CSV with CTP column names, or with the columns of docs/feed.md, plain or gzip", paths)
	}
	slices.Sort(t.names)
	t.names = slices.Compact(t.names)
	return t, nil
}

func (t *tickFiles) add(name string, size int64) {
	t.names = append(t.names, name)
	t.bytes += size
}

func (t *tickFiles) folder(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		first := make([]byte, feed.SniffSize)
		n, _ := io.ReadFull(f, first)
		if _, ok := feed.Sniff(first[:n]); !ok {
			if strings.HasSuffix(strings.TrimSuffix(path, ".gz"), ".csv") {
				t.left = append(t.left, path)
			}
			return nil
		}
		info, err := d.Info()
		if err == nil {
			t.add(path, info.Size())
		}
		return err
	})
}

// open opens file i and counts what is read of it.
func (t *tickFiles) open(i int) (io.ReadCloser, error) {
	f, err := os.Open(t.names[i])
	if err != nil {
		return nil, err
	}
	return &counted{f, &t.read}, nil
}

type counted struct {
	f *os.File
	n *atomic.Int64
}

// Read reads and counts.
func (c *counted) Read(b []byte) (int, error) {
	n, err := c.f.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// Close closes the file.
func (c *counted) Close() error { return c.f.Close() }

// merge opens the files as one source in order of time.
func (t *tickFiles) merge(d *config.Desk) (*feed.Merge, error) {
	symbols := feed.NewSymbols(d.Instruments)
	m, err := feed.NewMerge(feed.MergeParams{Count: len(t.names), Name: func(i int) string { return t.names[i] },
		Open: t.open, Lookup: symbols.Lookup})
	if err != nil {
		return nil, err
	}
	if len(m.Starts()) == 0 {
		return nil, errors.New("none of the tick files holds a row of the desk's contracts: check instruments: in the desk file")
	}
	return m, nil
}

// daysOf lists the trading days that the files begin on.
func (c *core) daysOf(starts []market.Time) (days []market.Date, err error) {
	for _, at := range starts {
		day, ok := c.cal.TradingDay(c.desk.Hours[0], at)
		if !ok {
			return nil, fmt.Errorf("the calendar does not cover %d, on which ticks begin: extend it with calendar.file", at.Date())
		}
		days = append(days, day)
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}
