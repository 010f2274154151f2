package agent

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"quotient/market"
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
	if !strings.Contains(out.String(), "2 rows and 25 requests, 0 differ") {
		t.Errorf("recount says %q", out.String())
	}
	n, err := countJournal(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for k, row := range n.written.days {
		row.Low += market.Second
		n.written.days[k] = row
	}
	if err := n.print(0, false, Streams{&out, &errs}); err == nil {
		t.Error("rows that were changed are not found")
	}
}

// A day of options is counted again with its requests, and one that came to
// something else is found.
func TestRecountRequests(t *testing.T) {
	d, _ := troubledOptions(t, 1)
	dir := t.TempDir()
	if _, err := simulate(context.Background(), d, 1, dir); err != nil {
		t.Fatal(err)
	}
	n, err := countJournal(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if len(n.written.requests) == 0 || n.differences(&out) != 0 {
		t.Fatalf("%d requests\n%s", len(n.written.requests), out.String())
	}
	for k, q := range n.written.requests {
		q.Low++
		n.written.requests[k] = q
	}
	if n.differences(&out) != len(n.written.requests) {
		t.Error("requests that were changed are not found")
	}
}
