package ops

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden.*")

// golden compares an answer with the file of that name; its age is no figure.
func golden(t *testing.T, name string, a answered) {
	t.Helper()
	goldenText(t, name+".golden.json", regexp.MustCompile(`"age_ms": \d+`).ReplaceAllString(a.body, `"age_ms": 0`))
}

// goldenText compares a text with the file of that name.
func goldenText(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it, then go test -update\ngot:\n%s", path, got)
	}
}

func TestAPIDocuments(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	if a := d.get("/api/v1/status"); a.status != 503 || !strings.Contains(a.body, "no_snapshot") {
		t.Errorf("before the first snapshot: %d %s", a.status, a.body)
	}
	d.show(nil)
	for name, path := range map[string]string{
		"status": "/api/v1/status", "contracts": "/api/v1/contracts", "contract": "/api/v1/contracts/AP101",
	} {
		a := d.get(path)
		if a.status != 200 || a.header.Get("Content-Type") != "application/json; charset=utf-8" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", path, a.status, a.header)
		}
		golden(t, name, a)
	}
}

func TestAPIRefusals(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	for _, c := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/api/v1/contracts/AP999", 404, `"allowed": "AP010, AP101"`},
		{"GET", "/api/v1/pause", 405, `"allowed": "POST"`},
		{"GET", "/api/v2/status", 404, "unknown_path"},
		{"DELETE", "/api/v1/status", 405, `"allowed": "GET"`},
		{"POST", "/api/v1/contracts", 405, `"allowed": "GET"`},
		{"GET", "/nothing", 404, "the desk's page is at /"},
		{"POST", "/", 405, "read by GET"},
	} {
		if a := d.ask(c.method, c.path, ""); a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.path, a.status, a.body)
		}
	}
}

// What scheduled time went into adds up on every answer, as the loop promised.
func TestDayAddsUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	day := d.show(nil).view.contracts[1].Day
	sum := day.LowNs
	for _, parts := range []map[string]market.Time{day.Exempt, day.Ineffective} {
		for _, ns := range parts {
			sum += ns
		}
	}
	if sum != day.ScheduledNs {
		t.Errorf("scheduled %d, parts %d", day.ScheduledNs, sum)
	}
}

// A reference that somebody else chose is text wherever it shows.
func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	const evil = `</script><img src=x>"`
	d.show(func(s *port.Snapshot) { s.LatchBy, _ = market.MakeRef(evil) })
	a := d.get("/api/v1/status")
	if strings.ContainsAny(a.body, "<>") {
		t.Errorf("raw markup in %s", a.body)
	}
	var doc struct{ Latch Latch }
	if err := json.Unmarshal([]byte(a.body), &doc); err != nil || doc.Latch.By != evil {
		t.Errorf("the latch is by %q (%v)", doc.Latch.By, err)
	}
}

func TestUnknownNumbersHaveWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	c := d.show(func(s *port.Snapshot) {
		s.Stage, s.Mode = 77, 9
		s.Contract[1].State, s.Contract[1].Exempt, s.Contract[1].Phase = 99, 42, 200
	}).view
	if c.status.Stage != "stage_77" || c.status.Mode != "invalid" {
		t.Errorf("%+v", c.status)
	}
	if k := c.contracts[1]; k.State != "invalid" || k.Letter != "!" || k.Exempt != "invalid" || k.Phase != "invalid" {
		t.Errorf("%+v", k)
	}
}

func TestStripMarks(t *testing.T) {
	t.Parallel()
	day := fixtureDay
	at := func(h, m market.Time) market.Time { return day.At(h*market.Hour + m*market.Minute) }
	// 80 minutes, then 60, then 90, in cells of 7 minutes: the second stretch begins
	// inside cell 11 and the third 140 minutes in, on the edge of cell 20.
	got, length := marks([]Stretch{{at(8, 55), at(10, 15)}, {at(10, 30), at(11, 30)}, {at(13, 30), at(15, 0)}}, 7*market.Minute)
	want := []Mark{{0, stamp(at(8, 55))}, {12, stamp(at(10, 34))}, {20, stamp(at(13, 30))}}
	if length != 33 || len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%v, %d cells; want %v, 33", got, length, want)
	}
}

func TestWhatIsLost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		slack market.Time
		need  int64
		lost  bool
	}{{0, one, false}, {-1, one, true}, {0, one + 1, true}, {5, -1, false}} {
		if m := monthOf(&port.ContractView{Slack: c.slack, NeedRest: c.need}); m.Lost != c.lost {
			t.Errorf("slack %d, need %d: lost %v", c.slack, c.need, m.Lost)
		}
	}
}

func TestOneSideHasNoSpread(t *testing.T) {
	t.Parallel()
	if b := sides(&inTicks, 100, 104, 3, 0); b.Bid == nil || *b.Bid != "100" || b.Ask != nil || b.Spread != nil || b.AskQty != 0 {
		t.Errorf("bid only: %+v", b)
	}
	if b := sides(&inTicks, 100, 104, 0, 3); b.Bid != nil || b.Ask == nil || b.Spread != nil {
		t.Errorf("ask only: %+v", b)
	}
	if b := sides(&inTicks, 100, 104, 3, 3); b.Spread == nil || *b.Spread != 4 {
		t.Errorf("both: %+v", b)
	}
}
