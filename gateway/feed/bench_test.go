package feed

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"

	"quotient/market"
)

func sharedFiles(tb testing.TB, pattern string) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("../../../shared/data", pattern))
	if err != nil {
		tb.Fatal(err)
	}
	if len(files) == 0 {
		tb.Skipf("the recorded ticks ../shared/data/%s are not there: skipped", pattern)
	}
	return files
}

func plain(tb testing.TB, file string) []byte {
	b, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		tb.Fatal(err)
	}
	b, err = io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// readAll reads a Source to its end and returns the number of events.
func readAll(b *testing.B, src Source) (n int) {
	var e market.Event
	for {
		ok, p := src.Next(&e)
		if p != nil {
			b.Fatal(p)
		}
		if !ok {
			return n
		}
		n++
	}
}

func BenchmarkTicks(b *testing.B) {
	apple, index := appleDay(1, "AP010", 20200803, 12000), indexDay(1, 12000)
	for _, c := range []struct {
		name string
		data []byte
	}{{"ctp", apple}, {"ctp-gzip", zipped(b, apple)}, {"plain", index}, {"plain-gzip", zipped(b, index)}} {
		b.Run(c.name, func(b *testing.B) {
			r := bytes.NewReader(nil)
			ticks := openTicks(b, c.data)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				r.Reset(c.data)
				if err := ticks.Reset(r, "f.csv"); err != nil {
					b.Fatal(err)
				}
				n += readAll(b, ticks)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

func BenchmarkDepthLine(b *testing.B) {
	d := New(apples(b))
	line := []byte(depthLine)
	sum := market.Price(0)
	emit := func(e *market.Event) { sum += e.Bid }
	b.ReportAllocs()
	for b.Loop() {
		d.Line(line, 0, emit)
	}
}
