package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The field names that scripts rely on: fields may be added, none renamed.
var (
	resultFields = []string{"schema", "digest", "events", "events_per_second", "decisions", "rows"}
	gateFields   = []string{"gate_records", "exchange_messages"}
	rowFields    = []string{"contract", "trading_day", "scheduled_ns", "effective_low_ns", "effective_high_ns", "exempt_ns", "ineffective_ns", "target", "ratio_low", "slack_ns", "quotes", "messages", "fills", "bought", "sold", "position", "pnl_fen", "fees_fen"}
	exemptFields = []string{"auction", "own_limit", "dominant_limit", "manual", "underlying_limit", "floor"}
	reasonFields = []string{"killed", "paused", "disconnected", "stale_data", "risk_blocked", "budget", "awaiting_ack", "stepped_back", "no_quote", "one_sided", "too_small", "too_wide", "cannot_tell"}
)

type row struct {
	Contract  string           `json:"contract"`
	Day       string           `json:"trading_day"`
	Scheduled int64            `json:"scheduled_ns"`
	Low       int64            `json:"effective_low_ns"`
	High      int64            `json:"effective_high_ns"`
	Exempt    map[string]int64 `json:"exempt_ns"`
	Reasons   map[string]int64 `json:"ineffective_ns"`
	Exchange  *int64           `json:"exchange_effective_ns"`
	Quotes    int64            `json:"quotes"`
	Fills     int64            `json:"fills"`
	Target    string           `json:"target"`
	RatioLow  string           `json:"ratio_low"`
	Bought    int64            `json:"bought"`
	Sold      int64            `json:"sold"`
	Position  int64            `json:"position"`
	Messages  int64            `json:"messages"`
}

type result struct {
	Schema           int    `json:"schema"`
	Digest           string `json:"digest"`
	Events           int64  `json:"events"`
	Decisions        int64  `json:"decisions"`
	Lines            int64  `json:"lines"`
	BadRows          int64  `json:"bad_rows"`
	UnknownRows      int64  `json:"unknown_rows"`
	GateRecords      int64  `json:"gate_records"`
	ExchangeMessages int64  `json:"exchange_messages"`
	Rows             []row  `json:"rows"`
}

// lacks lists the wanted fields that an object does not have.
func lacks(object map[string]json.RawMessage, want []string) (missing []string) {
	for _, k := range want {
		if _, there := object[k]; !there {
			missing = append(missing, k)
		}
	}
	return missing
}

// readResult decodes a result, and checks what holds for every one: the field
// names, and on every row the identity, the band and the lots.
func readResult(t *testing.T, text string, more ...string) result {
	t.Helper()
	top := into[map[string]json.RawMessage](t, text)
	if m := lacks(top, append(more, resultFields...)); m != nil {
		t.Errorf("the result lacks %v", m)
	}
	r := into[result](t, text)
	if r.Schema != 1 || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(r.Digest) || r.Decisions == 0 || len(r.Rows) == 0 {
		t.Fatalf("schema %d, digest %q, %d decisions, %d rows", r.Schema, r.Digest, r.Decisions, len(r.Rows))
	}
	var raw []map[string]json.RawMessage
	unmarshal(t, top["rows"], &raw)
	for i, row := range r.Rows {
		if m := lacks(raw[i], rowFields); m != nil {
			t.Errorf("a row lacks %v", m)
		}
		sum := row.Low
		for _, name := range exemptFields {
			sum += part(t, row.Exempt, name)
		}
		for _, name := range reasonFields {
			sum += part(t, row.Reasons, name)
		}
		if len(row.Exempt) != len(exemptFields) || len(row.Reasons) != len(reasonFields) {
			t.Errorf("%s: reasons that are not documented in %v or %v", row.Contract, row.Exempt, row.Reasons)
		}
		if sum != row.Scheduled || row.Scheduled <= 0 {
			t.Errorf("%s %s: times add up to %d, scheduled %d", row.Contract, row.Day, sum, row.Scheduled)
		}
		if row.Low > row.High || row.Exchange != nil && (*row.Exchange < row.Low || *row.Exchange > row.High) {
			t.Errorf("%s %s: low %d, exchange %v, high %d", row.Contract, row.Day, row.Low, row.Exchange, row.High)
		}
		if row.Bought-row.Sold != row.Position {
			t.Errorf("%s %s: bought %d, sold %d, position %d", row.Contract, row.Day, row.Bought, row.Sold, row.Position)
		}
	}
	return r
}

func part(t *testing.T, times map[string]int64, name string) int64 {
	t.Helper()
	n, there := times[name]
	if !there || n < 0 {
		t.Errorf("time %s: %d, there %v", name, n, there)
	}
	return n
}

// replayed replays ticks and returns the result.
func replayed(t *testing.T, desk string, ticks ...string) result {
	t.Helper()
	args := []string{"replay", "-c", desk, "--json"}
	for _, path := range ticks {
		args = append(args, "--ticks", path)
	}
	r := ok(t, args...)
	if r.err != "" {
		t.Errorf("stderr holds %q", r.err)
	}
	return readResult(t, r.out)
}

// put writes files into one new folder and returns it.
func put(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The same ticks give the same decisions, however they lie in files: in one or
// two, in either form, packed or not, named one by one or by their folder.
func TestReplayForms(t *testing.T) {
	t.Parallel()
	apple := example(t, "apple")
	lead, own, both := appleTicks("AP010"), appleTicks("AP101"), appleTicks("AP010", "AP101")
	dir := put(t, map[string][]byte{"1.csv": ctp(lead), "2.csv": ctp(own), "notes.txt": []byte("not ticks\n")})
	want := replayed(t, apple, dir)
	if want.Lines != 2*tickRows || want.BadRows+want.UnknownRows != 0 {
		t.Errorf("%d lines, %d bad, %d unknown", want.Lines, want.BadRows, want.UnknownRows)
	}
	if r := want.Rows[0]; len(want.Rows) != 1 || r.Contract != "AP101" || r.Day != "2020-08-03" || r.Target != "0.80" ||
		r.Low < 500e9 || r.Quotes == 0 || r.Messages < r.Quotes {
		t.Errorf("rows %+v", want.Rows)
	}
	for name, ticks := range map[string][]string{
		"again":         {dir},
		"files":         {filepath.Join(dir, "1.csv"), filepath.Join(dir, "2.csv")},
		"other order":   {filepath.Join(dir, "2.csv"), filepath.Join(dir, "1.csv")},
		"named twice":   {dir, filepath.Join(dir, "1.csv")},
		"gzip":          {put(t, map[string][]byte{"x.csv.gz": zipped(t, ctp(lead)), "y": zipped(t, ctp(own))})},
		"one file":      {file(t, "both.csv", ctp(both))},
		"plain columns": {put(t, map[string][]byte{"1": plain(lead), "2": plain(own)})},
		"plain, gzip":   {file(t, "both.gz", zipped(t, plain(both)))},
		"mixed":         {put(t, map[string][]byte{"1": plain(lead), "2.gz": zipped(t, ctp(own))})},
	} {
		if got := replayed(t, apple, ticks...); got.Digest != want.Digest || got.Rows[0].Low != want.Rows[0].Low {
			t.Errorf("%s: digest %s, want %s", name, got.Digest, want.Digest)
		}
	}
	for name, desk := range map[string]string{
		"pricing": variant(t, "apple", "imbalance_gain: 0.2", "imbalance_gain: 0.9"),
		"width":   variant(t, "apple", "max_width_ticks: 4", "max_width_ticks: 3"),
		"size":    variant(t, "apple", "size_lots: 12", "size_lots: 11"),
	} {
		if got := replayed(t, desk, dir); got.Digest == want.Digest {
			t.Errorf("another %s, the same digest", name)
		}
	}
	for _, side := range []string{"bid", "size of the lead"} {
		a, b := slices.Clone(lead), slices.Clone(own)
		if side == "bid" {
			b[tickRows/2].bid--
		} else {
			a[tickRows/2].askQty++
		}
		if got := replayed(t, apple, put(t, map[string][]byte{"1": ctp(a), "2": ctp(b)})); got.Digest == want.Digest {
			t.Errorf("another %s in one tick, the same digest", side)
		}
	}
	table := ok(t, "replay", "-c", apple, "--ticks", dir, "--repeat", "2").out
	if !strings.Contains(table, "AP101     2020-08-03") || !strings.Contains(table, want.Digest) || !strings.Contains(table, "lines/s") {
		t.Errorf("the table is\n%s", table)
	}
}

// A bad row is told in one line with its place, and the rest is still read.
func TestReplayBadRows(t *testing.T) {
	t.Parallel()
	const at, bid = 100, 22
	apple, ticks := example(t, "apple"), appleTicks("AP101")
	cell := func(col int, text string) func([]string) []string {
		return func(lines []string) []string {
			cells := strings.Split(lines[at], ",")
			cells[col] = `"` + text + `"`
			lines[at] = strings.Join(cells, ",")
			return lines
		}
	}
	for name, c := range map[string]struct {
		change func([]string) []string
		want   string // after the name of the file
	}{
		"nan":      {cell(bid, "NaN"), `:101:\d+: BidPrice1: missing: "NaN"`},
		"infinite": {cell(bid, "Inf"), `:101:\d+: BidPrice1: number: "Inf"`},
		"negative": {cell(bid, "-7265.00"), `:101:\d+: BidPrice1: negative: "-7265.00"`},
		"off tick": {cell(bid, "7265.50"), `:101:\d+: BidPrice1: off_tick: "7265.50"`},
		"lots":     {cell(bid+1, "1.5"), `:101:\d+: BidVolume1: fraction: "1.5"`},
		"text":     {cell(4, "seven"), `:101:\d+: LastPrice: number: "seven"`},
		"clock":    {cell(20, "25:00:00"), `:101:\d+: UpdateTime: clock: "25:00:00"`},
		"date":     {cell(43, "20200231"), `:101:\d+: ActionDay: date: "20200231"`},
		"cut row":  {func(l []string) []string { l[at] = l[at][:150]; return l }, `:101: (quote|columns): `},
		"quote":    {func(l []string) []string { l[at] = `"` + l[at]; return l }, `:101: (quote|columns): `},
		"cut file": {func(l []string) []string { n := len(l) - 1; l[n] = l[n][:90]; return l }, `:601: (quote|columns): `},
		"stranger": {cell(1, "AP999"), ``},
	} {
		lines := c.change(strings.Split(strings.TrimSuffix(string(ctp(ticks)), "\n"), "\n"))
		path := file(t, "bad.csv", []byte(strings.Join(lines, "\n")))
		r := ok(t, "replay", "-c", apple, "--json", "--ticks", path)
		got := readResult(t, r.out)
		if got.Lines != tickRows-1 || got.BadRows+got.UnknownRows != 1 {
			t.Errorf("%s: %d lines read, %d bad, %d unknown", name, got.Lines, got.BadRows, got.UnknownRows)
		}
		want := "^" + regexp.QuoteMeta(path) + c.want + `.*\n$`
		if name == "stranger" {
			want = `^1 rows of contracts that are not among the desk file's instruments.*\n$`
		}
		if !regexp.MustCompile(want).MatchString(r.err) {
			t.Errorf("%s: told as %q, want %s", name, r.err, want)
		}
	}
}

// Many bad rows fill neither the screen nor the log, and are counted.
func TestReplayManyBadRows(t *testing.T) {
	t.Parallel()
	ticks := appleTicks("AP101")
	for i := range 50 {
		ticks[100+i].bid = -1
	}
	r := ok(t, "replay", "-c", example(t, "apple"), "--json", "--ticks", file(t, "bad.csv", ctp(ticks)))
	if got := readResult(t, r.out); got.Lines != tickRows-50 || got.BadRows != 50 {
		t.Errorf("%d lines read, %d bad", got.Lines, got.BadRows)
	}
	if n := strings.Count(r.err, "\n"); n != 21 || !strings.Contains(r.err, "50 bad rows in all") {
		t.Errorf("%d lines: %s", n, r.err)
	}
}

// A file that is torn, or is not what it seems, is named; what can be read is.
func TestReplayBadFiles(t *testing.T) {
	t.Parallel()
	apple := example(t, "apple")
	whole := zipped(t, ctp(appleTicks("AP101")))
	torn := file(t, "torn.csv.gz", whole[:len(whole)/2])
	r := quotient(t, "replay", "-c", apple, "--json", "--ticks", torn)
	if got := readResult(t, r.out); r.code != 1 || got.Lines == 0 || got.Lines >= tickRows {
		t.Errorf("exit %d, %d lines of half a file", r.code, got.Lines)
	}
	if !regexp.MustCompile(`^` + regexp.QuoteMeta(torn) + `:\d+: read: "unexpected EOF".*\nquotient: .*the result covers what was read\n$`).MatchString(r.err) {
		t.Errorf("a torn file is told as %q", r.err)
	}
	header := strings.Replace(string(ctp(appleTicks("AP101"))), "BidPrice1", "Bid1", 1)
	bad := file(t, "bad.csv", []byte(header))
	refused(t, 1, []string{bad, "lacks column BidPrice1"}, "replay", "-c", apple, "--ticks", bad)
	dir := put(t, map[string][]byte{"bad.csv": []byte(header), "good.csv": ctp(appleTicks("AP101"))})
	r = ok(t, "replay", "-c", apple, "--json", "--ticks", dir)
	if got := readResult(t, r.out); got.Lines != tickRows || !strings.HasPrefix(r.err, filepath.Join(dir, "bad.csv")+": left out: ") {
		t.Errorf("%d lines; told as %q", got.Lines, r.err)
	}
	for name, text := range map[string][]byte{"empty.csv": nil, "head.csv": ctp(nil), "noise.csv": {0, 1, 2, '\n'},
		"other.csv": ctp([]tick{{symbol: "CF101", second: nineOClock, bid: 1, bidQty: 1, ask: 2, askQty: 1}})} {
		path := file(t, name, text)
		refused(t, 1, nil, "replay", "-c", apple, "--ticks", path)
	}
	twin := put(t, map[string][]byte{"a.csv": ctp(appleTicks("AP101")), "b.csv": ctp(appleTicks("AP101"))})
	refused(t, 1, []string{"begin with the same row"}, "replay", "-c", apple, "--ticks", twin)
	refused(t, 1, []string{"no tick files"}, "replay", "-c", apple, "--ticks", t.TempDir())
}

// The agent against the simulated exchange: the exchange's own recount lies in
// the meter's band, and the same day comes out the same twice.
func TestSim(t *testing.T) {
	t.Parallel()
	first := readResult(t, ok(t, "sim", "--days", "1", "--json").out, gateFields...)
	r := first.Rows[0]
	if len(first.Rows) != 1 || r.Exchange == nil || r.Low == 0 || r.Fills == 0 || r.Contract != "AP703" {
		t.Errorf("rows %+v", first.Rows)
	}
	if first.ExchangeMessages == 0 || first.GateRecords < first.ExchangeMessages || first.GateRecords != first.Decisions {
		t.Errorf("%d gate records, %d decisions, %d messages at the exchange", first.GateRecords, first.Decisions, first.ExchangeMessages)
	}
	if again := readResult(t, ok(t, "sim", "--json").out, gateFields...); again.Digest != first.Digest {
		t.Error("the same day gives another digest")
	}
	if other := readResult(t, ok(t, "sim", "--json", "--seed", "8").out, gateFields...); other.Digest == first.Digest {
		t.Error("another seed gives the same digest")
	}
}

func TestSimSeeds(t *testing.T) {
	t.Parallel()
	out := ok(t, "sim", "--seeds", "2").out
	if !regexp.MustCompile(`(?m)^7 +\d+\.\d\d .* (true|false)$`).MatchString(out) || !regexp.MustCompile(`(?m)^8 `).MatchString(out) ||
		!regexp.MustCompile(`(?m)^met +\d of 2$`).MatchString(out) {
		t.Errorf("the summary is\n%s", out)
	}
}
