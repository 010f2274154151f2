package agent

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"quotient/config"
)

// crowdedDesk is the shipped option desk with 500 options, of which 42 are in the
// set and owed all the time, the others' answers.
func crowdedDesk(tb testing.TB) *config.Desk {
	tb.Helper()
	text, _ := config.Example("options_dev")
	text = []byte(strings.NewReplacer(
		"{from: 5100, to: 6100, step: 100}", "{from: 3110, to: 8090, step: 20}",
		"around: 3", "around: 10",
		"max_messages: 200", "max_messages: 5000",
		"reserved_for_cancels: 40", "reserved_for_cancels: 500",
		"max_messages_per_day: 500000", "max_messages_per_day: 50000000",
		"max_net_lots: 2000", "max_net_lots: 50000").Replace(string(text)))
	d, problems := config.Parse("options_dev.yaml", text, nil)
	if len(problems) > 0 {
		tb.Fatal(config.RenderText(problems, false))
	}
	d.Breaker, d.Conduct, d.Limits = nil, nil, nil // made for twelve contracts, not for 42
	return d
}

// daysOfMonth are the trading days of a month.
const daysOfMonth = 21

// BenchmarkRecount counts a month of 500 options again from its journal.
func BenchmarkRecount(b *testing.B) {
	dir := b.TempDir()
	if _, err := simulate(context.Background(), crowdedDesk(b), daysOfMonth, dir); err != nil {
		b.Fatal(err)
	}
	records, began := int64(0), time.Now()
	for b.Loop() {
		n, err := countJournal(context.Background(), dir)
		if err != nil {
			b.Fatal(err)
		}
		if bad := n.differences(io.Discard); bad > 0 {
			b.Fatalf("%d rows differ", bad)
		}
		records += n.records
	}
	took := time.Since(began).Seconds()
	b.ReportMetric(float64(records)/took, "records/s")
	b.ReportMetric(float64(records)/float64(b.N), "records/month")
	b.ReportMetric(took/float64(b.N), "s/month")
}
