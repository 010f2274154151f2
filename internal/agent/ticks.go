package agent

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

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
	plain [][]byte     // unpacked, by file; nil = read it
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

// keepLimit is how many unpacked bytes are kept in memory for repeats.
const keepLimit = 96 << 20

// keep unpacks every file into memory, for a replay that is repeated, as long as
// they are small enough together; larger ones are read anew each time.
func (t *tickFiles) keep() error {
	t.plain = make([][]byte, len(t.names))
	room := int64(keepLimit)
	for i, name := range t.names {
		text, err := unpacked(name, room)
		if err != nil {
			return err
		}
		t.plain[i] = text
		room -= int64(len(text))
	}
	return nil
}

// unpacked returns a file's text, nil when it does not fit or cannot be unpacked
// whole: it is then read as it is, and told what is wrong with it.
func unpacked(name string, room int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil
	}
	text, err := io.ReadAll(io.LimitReader(z, room+1))
	if err != nil || int64(len(text)) > room {
		return nil, nil
	}
	return text, nil
}

// open opens file i and counts what is read of it.
func (t *tickFiles) open(i int) (io.ReadCloser, error) {
	if t.plain != nil && t.plain[i] != nil {
		return io.NopCloser(bytes.NewReader(t.plain[i])), nil
	}
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
