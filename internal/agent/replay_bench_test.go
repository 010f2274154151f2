package agent

import (
	"context"
	"io"
	"os"
	"testing"

	"quotient/config"
	"quotient/internal/ring"
	"quotient/quoter/port"
)

// appleDays is the folder of the recorded apple days, or the benchmark is skipped.
func appleDays(tb testing.TB) string {
	const dir = "../../../shared/data/czce-ap-202008"
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("no recorded ticks at %s: skipped", dir)
	}
	return dir
}

func appleDesk(tb testing.TB) *config.Desk {
	d, problems := config.Load("../../config/examples/apple.yaml")
	if len(problems) > 0 {
		tb.Fatal(config.RenderText(problems, false))
	}
	return d
}

// BenchmarkReplay replays the six apple days with both contracts: parsing,
// matching, loop, gate, meter and journal included.
func BenchmarkReplay(b *testing.B) {
	dir, desk := appleDays(b), appleDesk(b)
	if plain := os.Getenv("QUOTIENT_TICKS"); plain != "" {
		dir = plain
	}
	files, err := listTicks([]string{dir})
	if err != nil {
		b.Fatal(err)
	}
	mem := make([]ring.Slot[port.Record], slots(desk))
	var lines int64
	for b.Loop() {
		out := b.TempDir()
		r, err := replayOnce(context.Background(), desk, files, out, mem, Streams{io.Discard, io.Discard})
		if err != nil {
			b.Fatal(err)
		}
		lines += r.lines
		os.RemoveAll(out)
	}
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "lines/s")
}
