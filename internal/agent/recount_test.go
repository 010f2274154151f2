package agent

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

// A journal counted again from its inputs alone gives the rows that were written,
// also over a day of cuts and limits; a row that says otherwise is found.
func TestRecount(t *testing.T) {
	script, err := os.ReadFile("testdata/forced.script")
	if err != nil {
		t.Fatal(err)
	}
	d := devDesk(t, holes, "", "  holes:\n", "", "start: 2026-11-23 09:00", "start: 2026-11-23 08:54")
	d.Sim.Script, d.Files["forced"] = "forced", script
	dir := t.TempDir()
	if _, err := simulate(context.Background(), d, 2, dir); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if err := recountJournal(context.Background(), dir, false, Streams{&out, &errs}); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	if !strings.Contains(out.String(), "2 rows, 0 differ") {
		t.Errorf("recount says %q", out.String())
	}
	all, err := headersOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := &recount{written: map[dayKey]port.TallyTime{}, counted: map[dayKey]port.TallyTime{}}
	for i := range all {
		if err := n.epoch(context.Background(), dir, &all[i]); err != nil {
			t.Fatal(err)
		}
	}
	for k, row := range n.written {
		row.Low += market.Second
		n.written[k] = row
	}
	if err := n.print(0, false, Streams{&out, &errs}); err == nil {
		t.Error("rows that were changed are not found")
	}
}
