package report

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

var update = flag.Bool("update", false, "write the golden files anew")

const day = 225 * market.Minute // continuous trading of an apple day

func universe(names ...string) (list []market.Instrument) {
	for _, n := range names {
		in := market.Instrument{TickUnits: 1, TickValue: 1000}
		in.Symbol, _ = market.MakeSymbol(n)
		list = append(list, in)
	}
	return list
}

// times makes a TallyTime whose rest, after low and exempt, is no_quote.
func times(k market.Contract, d market.Date, final bool, low, auction market.Time) port.Record {
	var r port.Record
	r.Clear(port.RecordTallyTime)
	t := r.NewTallyTime()
	t.Contract, t.Date, t.Scheduled, t.Low, t.High = k, d, day+5*market.Minute, low, low+market.Second
	t.Exempt[obligation.ExemptAuction] = auction
	t.Ineffective[obligation.NoQuote.Reason()] = t.Scheduled - low - auction
	if final {
		t.Final = 1
	}
	return r
}

func trades(k market.Contract, d market.Date, final bool, quotes int64, change func(*port.Tally)) port.Record {
	var r port.Record
	r.Clear(port.RecordTally)
	t := r.NewTally()
	t.Contract, t.Date, t.Target, t.Quotes, t.Messages, t.NeedRest = k, d, 800000, quotes, quotes+7, 750001
	if final {
		t.Final = 1
	}
	if change != nil {
		change(t)
	}
	return r
}

func reader(list []port.Record) func(*port.Record) bool {
	return func(r *port.Record) bool {
		if len(list) == 0 {
			return false
		}
		*r, list = list[0], list[1:]
		return true
	}
}

// month is two contracts: one meets its obligation, one does not and has a day
// that is not over.
func month() []port.Record {
	var list []port.Record
	for i, d := range []market.Date{20200803, 20200804} {
		list = append(list,
			times(0, d, true, 200*market.Minute+market.Time(i)*123456789, 5*market.Minute),
			trades(0, d, true, 4000, func(t *port.Tally) {
				t.Fills, t.Bought, t.Sold, t.Position, t.PnL, t.Fees = 31, 120, 118, 2, -1234567, 98765
				t.Slack, t.MonthElapsed, t.MonthLeft = 400*market.Minute, market.Time(i+1)*day, 18*day
				t.RefusalsByAny = 3
			}),
			times(1, d, i == 0, 150*market.Minute, 4*market.Minute),
			trades(1, d, i == 0, 900, func(t *port.Tally) {
				t.Slack, t.NeedRest, t.MonthElapsed = -12*market.Minute-1, 1<<62, 3*day
			}))
	}
	return list
}

func rowsOf(t *testing.T, list []port.Record) []Row {
	t.Helper()
	rows, err := RowsFromRecords(reader(list), universe("AP101", "AP103"))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, wanted := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(lines), len(wanted)) {
		if i >= len(lines) || i >= len(wanted) || lines[i] != wanted[i] {
			t.Errorf("line %d of %s differs (go test -update writes it):\n%s", i+1, path, strings.Join(lines[min(i, len(lines)):min(i+3, len(lines))], "\n"))
			return
		}
	}
}

func TestGolden(t *testing.T) {
	rows := rowsOf(t, month())
	rows[0].HasExchange, rows[0].Exchange = true, 200*market.Minute+market.Millisecond
	for name, write := range map[string]func(*strings.Builder) error{
		"month.zh.txt": func(b *strings.Builder) error { return Table(b, rows, text.Zh) },
		"month.en.txt": func(b *strings.Builder) error { return Table(b, rows, text.En) },
		"month.json":   func(b *strings.Builder) error { return JSON(b, rows) },
		"month.csv":    func(b *strings.Builder) error { return CSV(b, rows) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// All lines of a table end in the same column, in either language.
func TestTableIsAligned(t *testing.T) {
	rows := rowsOf(t, month())
	for lang := range text.LangCount {
		var b strings.Builder
		if err := Table(&b, rows, lang); err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(b.String(), "\n\n")
		if len(parts) != 3 {
			t.Fatalf("%d tables", len(parts))
		}
		for _, part := range parts[1:] { // the last column is full: all lines end together
			lines := strings.Split(strings.TrimSpace(part), "\n")[1:]
			for _, line := range lines {
				if width(line) != width(lines[1]) {
					t.Errorf("%d columns, the rule has %d: %s", width(line), width(lines[1]), line)
				}
			}
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if width(line) > 132 {
				t.Errorf("%d columns: %s", width(line), line)
			}
		}
	}
	var b strings.Builder
	if err := Table(&b, nil, text.En); err != nil || b.String() != "No rows.\n" {
		t.Errorf("an empty table: %q, %v", b.String(), err)
	}
}

func TestLastTallyCountsAndFinalBeforeAny(t *testing.T) {
	rows := rowsOf(t, []port.Record{
		times(0, 20200803, false, 1*market.Minute, 0),
		times(0, 20200803, false, 2*market.Minute, 0), trades(0, 20200803, false, 10, nil), trades(0, 20200803, false, 11, nil),
		times(0, 20200804, true, 3*market.Minute, 0), trades(0, 20200804, true, 20, nil),
		times(0, 20200804, false, 1*market.Minute, 0), trades(0, 20200804, false, 1, nil),
		times(0, 20200805, true, 4*market.Minute, 0), trades(0, 20200805, true, 30, nil),
		times(0, 20200805, true, 5*market.Minute, 0), trades(0, 20200805, true, 31, nil),
		trades(1, 20200805, true, 9, nil), // no times: no row
	})
	want := []struct {
		day    market.Date
		low    market.Time
		quotes int64
		final  bool
	}{{20200803, 2 * market.Minute, 11, false}, {20200804, 3 * market.Minute, 20, true}, {20200805, 5 * market.Minute, 31, true}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows", len(rows))
	}
	for i, w := range want {
		if r := rows[i]; r.Day != w.day || r.Low != w.low || r.Quotes != w.quotes || r.Final != w.final {
			t.Errorf("row %d: %+v", i, r)
		}
	}
}

// A contract keeps its rows by name when another epoch numbers it differently.
func TestEpochsWithOtherUniverses(t *testing.T) {
	c := NewCollector(202008)
	add := func(r port.Record) { c.Add(&r) }
	c.Universe(universe("AP101", "AP103"))
	add(times(0, 20200803, true, market.Minute, 0))
	add(times(0, 20200731, true, market.Minute, 0)) // another month
	c.Universe(universe("AP103", "AP101"))
	add(times(1, 20200804, true, 2*market.Minute, 0))
	rows, err := c.Rows()
	if err != nil || len(rows) != 2 || rows[1].Contract != "AP101" || rows[1].Day != 20200804 {
		t.Errorf("%v, %+v", err, rows)
	}
	add(times(2, 20200804, true, 2*market.Minute, 0))
	if _, err := c.Rows(); err == nil || !strings.Contains(err.Error(), "1 tallies") {
		t.Errorf("an unknown contract: %v", err)
	}
}

func TestRowThatDoesNotAddUpIsNamed(t *testing.T) {
	for _, off := range []market.Time{1, -1} {
		list := month()
		list[0].TallyTime().Low += off
		rows, err := RowsFromRecords(reader(list), universe("AP101", "AP103"))
		if err == nil || !strings.Contains(err.Error(), "AP101 on 2020-08-03") || len(rows) != 4 {
			t.Errorf("off by %d: %d rows, %v", off, len(rows), err)
		}
	}
}

// The JSON of every row adds up, by its own fields alone.
func TestIdentityInTheJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, rowsOf(t, month())); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schema int
		Rows   []struct {
			Scheduled   int64            `json:"scheduled_ns"`
			Low         int64            `json:"effective_low_ns"`
			Exempt      map[string]int64 `json:"exempt_ns"`
			Ineffective map[string]int64 `json:"ineffective_ns"`
		}
		Totals []struct{ Verdict string }
	}
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	for i, r := range doc.Rows {
		got := r.Low
		for _, v := range r.Exempt {
			got += v
		}
		for _, v := range r.Ineffective {
			got += v
		}
		if got != r.Scheduled || r.Ineffective["no_quote"] == 0 || r.Exempt["auction"] == 0 {
			t.Errorf("row %d: %+v", i, r)
		}
	}
	if doc.Schema != 1 || len(doc.Rows) != 4 || len(doc.Totals) != 2 || doc.Totals[0].Verdict != "open" || doc.Totals[1].Verdict != "missed" {
		t.Errorf("%+v", doc)
	}
}

func TestCSVHasOneColumnPerName(t *testing.T) {
	var b strings.Builder
	if err := CSV(&b, rowsOf(t, month())); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(lines) != 5 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	at := slices.Index(lines[0], "ineffective_no_quote_ns")
	if at < 0 || lines[1][at] != digits(day-200*market.Minute) {
		t.Errorf("column %d: %q", at, lines[1])
	}
}

func TestFiguresAreRoundedAgainstUs(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{percentText(84996, 100000), "84.99%"},
		{percentText(799999999999, 1000000000000), "79.99%"},
		{percentText(1, 1), "100.00%"},
		{percentText(5, 0), "–"},
		{ppmText(800000), "0.80"}, {ppmText(805000), "0.805"}, {ppmText(1000000), "1.00"}, {ppmText(0), "0.00"}, {ppmText(1), "0.000001"},
		{needText(750001), "75.01%"}, {needText(750000), "75.00%"}, {needText(-1), "–"}, {needText(1<<63 - 1), ">100%"}, {needText(0), "0.00%"},
		{spanText(3*market.Hour + 45*market.Minute - 1), "3:44:59"}, {spanText(-1), "-0:00:01"}, {spanText(-12*market.Minute - 1), "-0:12:01"},
		{lossText(1), "0:00:01"}, {lossText(0), "0:00:00"},
		{yuanText(-123456789), "-1,234,567.89"}, {yuanText(5), "0.05"}, {yuanText(-1 << 63), "-92,233,720,368,547,758.08"},
		{countText(-1234), "-1,234"}, {countText(999), "999"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if s, ok := ratioText(84996, 100000); s != "0.8499" || !ok {
		t.Errorf("got %q", s)
	}
	if _, ok := ratioText(1, 0); ok {
		t.Error("a ratio of nothing")
	}
}

// Shares and verdicts agree with exact fractions.
func TestShareAndVerdictAgainstFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(1, 1<<53).Draw(t, "whole")
		part := rapid.Int64Range(0, whole).Draw(t, "part")
		target := rapid.Int64Range(1, 1_000_000).Draw(t, "target")
		if rapid.Bool().Draw(t, "near") {
			n := new(big.Int).Mul(big.NewInt(whole), big.NewInt(target))
			part = min(whole, n.Div(n, big.NewInt(1_000_000)).Int64()+rapid.Int64Range(0, 1).Draw(t, "up"))
		}
		n, _ := share(market.Time(part), market.Time(whole), 10_000)
		exact := new(big.Rat).SetFrac64(part, whole)
		if low := big.NewRat(int64(n), 10_000); low.Cmp(exact) > 0 || new(big.Rat).Add(low, big.NewRat(1, 10_000)).Cmp(exact) <= 0 {
			t.Fatalf("%d/%d gives %d", part, whole, n)
		}
		want := NotMet
		if exact.Cmp(big.NewRat(target, 1_000_000)) >= 0 {
			want = Met
		}
		if got := verdict(market.Time(part), market.Time(whole), target); got != want {
			t.Fatalf("%d/%d against %d: %v", part, whole, target, got)
		}
	})
}

func TestVerdictOfNothing(t *testing.T) {
	for _, v := range []Verdict{verdict(0, 0, 800000), verdict(5, 0, 800000), verdict(5, 5, 0)} {
		if v != NotAssessed {
			t.Errorf("got %v", v)
		}
	}
}

func TestExemptTimeDoesWhatTheAgreementSays(t *testing.T) {
	r := Row{Scheduled: 100, Low: 60}
	r.Exempt[obligation.ExemptManual] = 20
	for effect, want := range map[obligation.Effect][2]market.Time{
		obligation.EffectUnset: {60, 80}, obligation.EffectLeaves: {60, 80},
		obligation.EffectCounts: {80, 100}, obligation.EffectIgnored: {60, 100}} {
		r.Effect = effect
		if e, o := r.Counted(); e != want[0] || o != want[1] {
			t.Errorf("%d: %d of %d", effect, e, o)
		}
	}
}

func TestTotalsAddUp(t *testing.T) {
	rows := rowsOf(t, month())
	totals := Totals(rows)
	if len(totals) != 2 || totals[0].Days != 2 || totals[0].Quotes != 8000 || totals[0].Position != 2 || totals[0].PnL != -2469134 {
		t.Fatalf("%+v", totals)
	}
	for i := range totals {
		if err := totals[i].Check(); err != nil {
			t.Error(err)
		}
	}
	if !totals[0].Whole() || totals[1].Whole() {
		t.Error("missing days are not noticed")
	}
	if !totals[0].Final || totals[1].Final {
		t.Error("a day that is not final makes no final month")
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "AP101": 5, "合约": 4, "盈亏（元）": 10, "–": 1, "é": 1, "e\u0301": 1} {
		if got := width(s); got != want {
			t.Errorf("%q: %d columns, want %d", s, got, want)
		}
	}
}
