package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quotient/config"
	"quotient/market"
	"quotient/obligation"
	"quotient/ops/report"
)

// devDesk is the shipped dev desk with some of its text replaced.
func devDesk(tb testing.TB, oldnew ...string) *config.Desk {
	tb.Helper()
	text, _ := config.Example("dev")
	changed := strings.NewReplacer(oldnew...).Replace(string(text))
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(string(text), oldnew[i]) {
			tb.Fatalf("dev.yaml has no %q", oldnew[i])
		}
	}
	d, problems := config.Parse("dev.yaml", []byte(changed), nil)
	if len(problems) > 0 {
		tb.Fatal(config.RenderText(problems, false))
	}
	return d
}

// devFunds is the section of the shipped dev desk.
func devFunds() string {
	example, _ := config.Example("dev")
	text := string(example)
	return text[strings.Index(text, "funds:\n"):strings.Index(text, "fees:\n")]
}

// holes are the feed holes of the shipped dev desk.
const holes = "    - {after: 12m23s, for: 26s}\n    - {after: 37m13s, for: 45s}\n"

// checkRow holds what must hold on every row that has the exchange's recount.
func checkRow(t *testing.T, r *report.Row) {
	t.Helper()
	if err := r.Check(); err != nil {
		t.Error(err)
	}
	if !r.HasExchange || r.Low > r.Exchange || r.Exchange > r.High {
		t.Errorf("%s %d: low %d, exchange %d, high %d: want low <= exchange <= high", r.Contract, r.Day, r.Low, r.Exchange, r.High)
	}
}

func TestSimulatedDays(t *testing.T) {
	d := devDesk(t)
	r, err := simulate(context.Background(), d, 3, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(r.rows) != 3 {
		t.Fatalf("%d rows, want 3", len(r.rows))
	}
	for i := range r.rows {
		row := &r.rows[i]
		checkRow(t, row)
		if row.High != row.Exchange {
			t.Errorf("%d: high %d, exchange %d: with the exchange's stamps they must be equal", row.Day, row.High, row.Exchange)
		}
		if !row.Final || row.Quotes == 0 || row.Fills == 0 || row.Low < 13_000*market.Second {
			t.Errorf("%d: not a day of quoting: %+v", row.Day, *row)
		}
	}
	if r.counts.Approved != r.exchangeMessages {
		t.Errorf("%d approved, %d messages at the exchange", r.counts.Approved, r.exchangeMessages)
	}
}

// The scripted day's answers are worked out by hand at the head of the script.
func TestForcedDay(t *testing.T) {
	script, err := os.ReadFile("testdata/forced.script")
	if err != nil {
		t.Fatal(err)
	}
	d := devDesk(t, holes, "", "  holes:\n", "", "start: 2026-11-23 09:00", "start: 2026-11-23 08:54")
	d.Sim.Script = "forced"
	d.Files["forced"] = script
	r, err := simulate(context.Background(), d, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	row := &r.rows[0]
	checkRow(t, row)
	if row.Scheduled != 13_680*market.Second {
		t.Errorf("scheduled %d, want 13680 s", row.Scheduled)
	}
	for e, want := range map[obligation.Exempt]market.Time{obligation.ExemptAuction: 300, obligation.ExemptOwnLimit: 180,
		obligation.ExemptDominantLimit: 240, obligation.ExemptManual: 600} {
		if got := row.Exempt[e]; got != want*market.Second {
			t.Errorf("exempt by %s: %d ns, want %d s", e, got, want)
		}
	}
	for _, s := range []obligation.State{obligation.Disconnected, obligation.StaleData, obligation.AwaitingAck,
		obligation.NoQuote, obligation.OneSided, obligation.TooSmall} {
		if row.Ineffective[s.Reason()] == 0 {
			t.Errorf("no time is %s: it was forced", s)
		}
	}
	for s, between := range map[obligation.State][2]market.Time{obligation.Disconnected: {60, 66}, obligation.StaleData: {34, 40},
		obligation.NoQuote: {19, 21}} {
		if got := row.Ineffective[s.Reason()]; got < between[0]*market.Second || got > between[1]*market.Second {
			t.Errorf("%s: %d ns, want %d to %d s", s, got, between[0], between[1])
		}
	}
}

// Two simulations of the same desk and seed are the same, another seed's is not.
func TestSimulationRepeats(t *testing.T) {
	digest := func(seed string) string {
		r, err := simulate(context.Background(), devDesk(t, "seed: 7", "seed: "+seed), 1, "")
		if err != nil {
			t.Fatal(err)
		}
		return r.digest
	}
	a := digest("7")
	if a != digest("7") {
		t.Error("two runs of one seed differ")
	}
	if a == digest("8") {
		t.Error("another seed makes the same decisions")
	}
}

// A journal written in virtual time replays to the same bytes, also through a
// checkpoint in its middle; a desk file that was changed is found out.
func TestJournalReplays(t *testing.T) {
	dir := t.TempDir()
	if _, err := simulate(context.Background(), devDesk(t), 1, dir); err != nil {
		t.Fatal(err)
	}
	whole, err := catchUp(context.Background(), dir, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	half, err := followHalf(dir, whole.replay.records/2)
	if err != nil {
		t.Fatal(err)
	}
	if err := half.save(); err != nil {
		t.Fatal(err)
	}
	rest, err := catchUp(context.Background(), dir, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	if rest.replay.records >= whole.replay.records || rest.replay.records == 0 {
		t.Errorf("the checkpoint was not used: %d of %d records replayed", rest.replay.records, whole.replay.records)
	}
	if !bytes.Equal(rest.core.loop.Save(nil), whole.core.loop.Save(nil)) {
		t.Error("save, load and continue differs from going on without a stop")
	}
}

// followHalf follows dir's first epoch for about n records, to the end of a Poll.
func followHalf(dir string, n int64) (*follower, error) {
	f := &follower{dir: dir}
	if err := f.enter(1, false); err != nil {
		return nil, err
	}
	defer f.close()
	for rec := (recordOf{}); f.replay.records < n || len(f.replay.want) > 0; {
		if !f.reader.Next(&rec.r) {
			return nil, f.reader.Err()
		}
		if err := f.replay.take(&rec.r); err != nil {
			return nil, err
		}
		f.at.Seq = rec.r.Seq
	}
	return f, nil
}

func TestReplayOfTicks(t *testing.T) {
	dir, desk := appleDays(t), "../../config/examples/apple.yaml"
	one := filepath.Join(dir, "AP101-20200803.csv.gz")
	lead := filepath.Join(dir, "AP010-20200803.csv.gz")
	run := func(config string, ticks ...string) (digest string, rows []map[string]any) {
		t.Helper()
		var out, errs bytes.Buffer
		if err := Replay(context.Background(), ReplayOptions{Config: config, Ticks: ticks, JSON: true}, Streams{&out, &errs}); err != nil {
			t.Fatalf("%v\n%s", err, errs.String())
		}
		var r struct {
			Digest string           `json:"digest"`
			Rows   []map[string]any `json:"rows"`
		}
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		return r.Digest, r.Rows
	}
	same, rows := run(desk, one, lead)
	if again, _ := run(desk, lead, one); again != same {
		t.Error("the same files named in another order replay otherwise")
	}
	if len(rows) != 1 || rows[0]["effective_high_ns"] != rows[0]["exchange_effective_ns"] {
		t.Errorf("rows %v: want one, its high equal to the exchange's recount", rows)
	}
	if changed, _ := run(changedDesk(t, desk), one, lead); changed == same {
		t.Error("another size_lots makes the same digest")
	}
	if changed, _ := run(desk, changedTick(t, one), lead); changed == same {
		t.Error("another price on one tick makes the same digest")
	}
}

func changedDesk(t *testing.T, path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "desk.yaml")
	changed := strings.Replace(string(text), "size_lots: 12", "size_lots: 13", 1)
	if changed == string(text) {
		t.Fatal("the desk file has no size_lots: 12")
	}
	if err := os.WriteFile(out, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	return out
}
