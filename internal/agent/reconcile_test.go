package agent

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quotient/config"
	"quotient/journal"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/ops/report"
	"quotient/quoter/port"
)

// futuresDesk is the shipped desk of ZCE futures, with more column maps.
func futuresDesk(t *testing.T, oldnew ...string) *config.Desk {
	t.Helper()
	text, ok := config.Example("zce_futures")
	if !ok {
		t.Fatal("no example")
	}
	s := string(text)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(s, oldnew[i]) {
			t.Fatalf("the example has no %q", oldnew[i])
		}
		s = strings.Replace(s, oldnew[i], oldnew[i+1], 1)
	}
	d, problems := config.Parse("zce.yaml", []byte(s), nil)
	if len(problems) > 0 {
		t.Fatal(config.RenderText(problems, false))
	}
	return d
}

const pastDay = 225 * market.Minute // obliged on each of the days below

// A past is what a journal says about one trading day: how long each obliged
// contract stood effective.
type past struct {
	day market.Date
	low map[string]market.Time
}

// writePast writes a journal that holds the days, and returns its folder.
func writePast(t *testing.T, d *config.Desk, left market.Time, days ...past) string {
	t.Helper()
	dir := t.TempDir()
	w, err := journal.Open(dir, header(d, days[0].day.At(8*market.Hour), clockVirtual, 1), journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	seq := uint64(0)
	put := func(r *port.Record, now market.Time) {
		seq++
		r.Seq, r.Now = seq, now
		if err := w.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	var whole, sum market.Time
	for _, p := range days {
		now := p.day.At(15 * market.Hour)
		for name, low := range p.low {
			c, ok := d.Lookup(name)
			if !ok {
				t.Fatalf("no contract %s", name)
			}
			for _, r := range dayRecords(c, p.day, low, left) {
				put(&r, now)
			}
			whole, sum = whole+pastDay, sum+low
		}
		var r port.Record
		r.Clear(port.RecordUnit)
		*r.NewUnit() = port.Unit{Final: 1, By: uint8(obligation.AggregateEvery), Verdict: uint8(verdictAt(sum, whole, left)), Date: p.day, Name: d.Obligation.Units[0].Name,
			Contracts: int32(len(p.low)), Target: 800000, D: whole, R: left, Low: sum, High: sum + market.Second, NeedRest: -1}
		put(&r, now)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func verdictAt(sum, whole, left market.Time) obligation.Verdict {
	switch {
	case left > 0:
		return obligation.Open
	case sum*10 >= whole*8:
		return obligation.Met
	}
	return obligation.Missed
}

func dayRecords(c market.Contract, day market.Date, low, left market.Time) []port.Record {
	list := make([]port.Record, 3)
	list[0].Clear(port.RecordTallyTime)
	t := list[0].NewTallyTime()
	t.Contract, t.Date, t.Final, t.Scheduled, t.Low, t.High = c, day, 1, pastDay, low, low+100*market.Millisecond
	t.Ineffective[obligation.NoQuote.Reason()] = pastDay - low
	list[1].Clear(port.RecordTally)
	y := list[1].NewTally()
	y.Contract, y.Date, y.Final, y.Target, y.NeedRest, y.MonthLeft, y.Bought, y.Sold, y.Fees = c, day, 1, 800000, -1, left, 30, 20, 25000
	y.Position, y.MonthElapsed = 10, pastDay
	list[2].Clear(port.RecordQuality)
	*list[2].NewQuality() = port.Quality{Contract: c, Date: day, Final: 1, Effective: low, AtBest: low / 2, SpreadTime: int64(low) * 3, Passive: 40, Aggressive: 10, SelfTrade: 5,
		Market: -1, OpenInt: -1, Orders: 100}
	return list
}

// twoDays is the 16th and 17th of November 2026, quoted for 200 of 225 minutes.
func twoDays() []past {
	low := func() map[string]market.Time {
		return map[string]market.Time{"AP611": 200 * market.Minute, "AP612": 200 * market.Minute, "AP703": 200 * market.Minute, "AP704": 200 * market.Minute}
	}
	return []past{{20261116, low()}, {20261117, low()}}
}

// daily is the exchange's daily file of the 17th; change may edit its lines.
func daily(t *testing.T, change func(lines []string) []string) string {
	t.Helper()
	lines := []string{"合约,交易日,应报价时间(秒),有效报价时间(秒),成交量"}
	for _, c := range []string{"AP611", "AP612", "AP703", "AP704"} {
		lines = append(lines, c+",2026-11-17,13500,12000,50")
	}
	if change != nil {
		lines = change(lines)
	}
	path := filepath.Join(t.TempDir(), "daily.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// reconcileRun runs reconcile and returns what it printed and its exit code.
func reconcileRun(o ReconcileOptions) (out, errs string, err error) {
	var a, b bytes.Buffer
	if o.Format == "" {
		o.Format = "table"
	}
	if o.Lang == "" {
		o.Lang = "en"
	}
	err = Reconcile(o, Streams{&a, &b})
	return a.String(), b.String(), err
}

func TestReconcileAgrees(t *testing.T) {
	dir := writePast(t, futuresDesk(t), market.Hour, twoDays()...)
	out, errs, err := reconcileRun(ReconcileOptions{Exchange: []string{daily(t, nil)}, Map: "daily", Journal: dir})
	if err != nil || errs != "" || out != "12 figures compared, 0 to be looked into.\n" {
		t.Fatalf("%v\n%s%s", err, errs, out)
	}
	out, _, err = reconcileRun(ReconcileOptions{Exchange: []string{daily(t, nil)}, Map: "daily", Journal: dir, Format: "json"})
	var doc struct {
		Figures     int
		Differences []struct{ Verdict string }
	}
	if json.Unmarshal([]byte(out), &doc) != nil || err != nil || doc.Figures != 12 || len(doc.Differences) != 12 || doc.Differences[3].Verdict != "agrees" {
		t.Errorf("%v: %s", err, out)
	}
	out, _, _ = reconcileRun(ReconcileOptions{Exchange: []string{daily(t, nil)}, Map: "daily", Journal: dir, Format: "csv"})
	if n := strings.Count(out, "\n"); n != 13 {
		t.Errorf("%d lines of CSV", n)
	}

	// The figures are kept: the report shows them, and the history goes by them.
	var rep bytes.Buffer
	if err := Report(ReportOptions{Journal: dir, Format: "csv", Lang: "en"}, Streams{&rep, &rep}); err != nil || strings.Count(rep.String(), ",12000000000000,0,") != 4 {
		t.Errorf("%v\n%s", err, rep.String())
	}
	h, err := readHistory(dir, Streams{&rep, &rep})
	if err != nil {
		t.Fatal(err)
	}
	unit := futuresDesk(t).Obligation.Units[0].Name.String()
	want := []session{{20261116, 4 * pastDay, 800 * market.Minute, 800*market.Minute + market.Second, false},
		{20261117, 4 * pastDay, 800 * market.Minute, 800 * market.Minute, true}}
	if got := h.Sessions[unit]; !slices.Equal(got, want) {
		t.Errorf("sessions %+v, want %+v", got, want)
	}
	if p := h.Past(unit, 20261117); len(p) != 1 || p[0].D != 4*pastDay || p[0].E != 800*market.Minute || len(h.Past("other", 20261117)) != 0 {
		t.Errorf("past %+v", p)
	}
}

func TestReconcileDiffers(t *testing.T) {
	dir := writePast(t, futuresDesk(t), market.Hour, twoDays()...)
	short := daily(t, func(lines []string) []string {
		lines[3] = strings.Replace(lines[3], "12000", "11990", 1)
		return lines[:4] // AP704 is missing
	})
	out, _, err := reconcileRun(ReconcileOptions{Exchange: []string{short}, Map: "daily", Journal: dir, Lang: "zh", Dry: true})
	if ExitCode(err) != ExitCondition || !strings.Contains(out, "AP703") || !strings.Contains(out, "交易所文件缺失") || strings.Contains(out, "AP611") ||
		!strings.Contains(err.Error(), "2 of 9 figures") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, figuresFile)); err == nil {
		t.Error("a dry run kept the figures")
	}
	bad := daily(t, func(lines []string) []string {
		lines[1] = strings.Replace(lines[1], "12000", "12k", 1)
		return append(lines, "AP611,2026-11-17,13500,12000,50")
	})
	_, errs, err := reconcileRun(ReconcileOptions{Exchange: []string{bad}, Map: "daily", Journal: dir})
	if ExitCode(err) != ExitCondition || !strings.Contains(errs, bad+`:2:4: found "12k"`) || !strings.Contains(err.Error(), "1 lines could not be read") {
		t.Errorf("%v\n%s", err, errs)
	}
	f, err := loadFigures(dir)
	if err != nil || len(f.Figures) != 4 {
		t.Errorf("%v: the rest was not kept: %+v", err, f)
	}
}

func TestReconcileRefuses(t *testing.T) {
	dir := writePast(t, futuresDesk(t), market.Hour, twoDays()...)
	good := ReconcileOptions{Exchange: []string{daily(t, nil)}, Map: "daily", Journal: dir, Format: "table", Lang: "en"}
	for _, c := range []struct {
		change func(*ReconcileOptions)
		code   int
		want   string
	}{
		{func(o *ReconcileOptions) { o.Lang = "de" }, ExitUsage, "--lang de"},
		{func(o *ReconcileOptions) { o.Month = "2026-13" }, ExitUsage, "--month 2026-13"},
		{func(o *ReconcileOptions) { o.Format = "html" }, ExitUsage, "--format html"},
		{func(o *ReconcileOptions) { o.Map = "weekly" }, ExitUsage, "it has daily, monthly"},
		{func(o *ReconcileOptions) { o.Map = "" }, ExitUsage, "choose one with --map (daily, monthly)"},
		{func(o *ReconcileOptions) { o.Config = "no such file" }, ExitConfig, "nothing was started"},
		{func(o *ReconcileOptions) { o.Exchange = []string{"no such file"} }, ExitFailure, "no such file"},
		{func(o *ReconcileOptions) { o.Journal = t.TempDir() }, ExitFailure, "holds no journal"},
		{func(o *ReconcileOptions) { o.Exchange = []string{daily(t, func(l []string) []string { return l[:1] })} }, ExitCondition, "no figure was read"},
	} {
		o := good
		c.change(&o)
		if _, _, err := reconcileRun(o); ExitCode(err) != c.code || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%v: exit %d, want %d and %q", err, ExitCode(err), c.code, c.want)
		}
	}
	none := writePast(t, futuresDesk(t, "  maps:\n    daily: {contract: 合约, day: 交易日, obliged: 应报价时间(秒), effective: 有效报价时间(秒), trades: 成交量}\n"+
		"    monthly: {contract: 品种, month: 月份, ratio: 有效持续报价时间比例, relief: 减免金额, incentive: 激励金额, score: 评价得分}\n", ""), market.Hour, twoDays()...)
	o := good
	o.Journal = none
	if _, _, err := reconcileRun(o); ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "no reconcile.maps") {
		t.Errorf("%v", err)
	}
}

// What was kept comes back; a file that is not ours is named, not guessed at.
func TestFiguresFile(t *testing.T) {
	dir := t.TempDir()
	f, err := loadFigures(dir)
	if err != nil || len(f.Figures) != 0 {
		t.Fatal(err, f)
	}
	a := report.Figures{Name: "AP", Month: 202611}
	a.Has[report.MeaningRank], a.Value[report.MeaningRank] = true, 3
	b := report.Figures{Name: "AP", Month: 202611, Line: 7}
	b.Has[report.MeaningVerdict] = true
	f.add([]report.Figures{a, b})
	if err := f.save(dir); err != nil {
		t.Fatal(err)
	}
	g, err := loadFigures(dir)
	if err != nil || len(g.Figures) != 1 || !g.Figures[0].Has[report.MeaningVerdict] || g.Figures[0].Value[report.MeaningRank] != 3 || g.Figures[0].Line != 7 {
		t.Errorf("%v: %+v", err, g)
	}
	if v, ok := g.of("AP", 202611, report.MeaningRank); !ok || v != 3 {
		t.Error(v, ok)
	}
	if _, ok := g.of("AP", 202612, report.MeaningRank); ok {
		t.Error("another month")
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 1 {
		t.Errorf("%d files are left behind", len(left))
	}
	for text, want := range map[string]string{"{": "cannot be read", `{"schema":2}`: "has schema 2"} {
		os.WriteFile(filepath.Join(dir, figuresFile), []byte(text), 0o644)
		if _, err := loadFigures(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := f.save(filepath.Join(dir, "nowhere")); err == nil || !strings.Contains(err.Error(), "cannot be kept") {
		t.Errorf("%v", err)
	}
}

// November by hand. Four contracts were quoted 400 of 450 minutes, 88.8 %, 3 ticks
// wide: the step of 80 % and 4 ticks, 10,000 yuan each. Each paid 500 yuan of fees
// on 100 lots, of which 10 were self-trades: 450 are waived, 1,800 in all. The pool
// needs the exchange's sums.
func TestMoneyByHand(t *testing.T) {
	dir := writePast(t, futuresDesk(t), 0, twoDays()...)
	m, err := readMonths(dir, Streams{os.Stderr, os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, e := range m.report.Money.Estimates {
		found[e.Formula.String()+" "+e.Outcome.String()]++
		switch e.Formula {
		case award.FormulaQuoting:
			if e.Amount != 1_000_000 || e.Contract == "" {
				t.Errorf("%+v", e)
			}
		case award.FormulaReliefFut:
			if e.Amount != 180_000 || e.Product != "AP" || e.Month != 202611 {
				t.Errorf("%+v", e)
			}
		}
	}
	if found["quoting estimated"] != 4 || found["relief_futures estimated"] != 1 || found["trading_futures unknown"] != 1 || len(found) != 3 {
		t.Errorf("%v", found)
	}
	// 88.88 % scores 44.4 of 100 on the way from 80 % to 100 %, 3 ticks 40 from 4 to
	// 1.5, 80 lots nothing; weights 4, 3, 3: 60 + 40 × (0.4 × 0.4444 + 0.3 × 0.4).
	var product *report.Score
	for i := range m.report.Money.Scores {
		if s := &m.report.Money.Scores[i]; s.Contract == "" {
			product = s
		}
	}
	if len(m.report.Money.Scores) != 5 || product == nil || product.Points < 71_900 || product.Points > 71_911 {
		t.Errorf("%+v", product)
	}
	// The exchange's sums make the share: 85 weighted lots a contract and day...
	m.figures.add([]report.Figures{exchangeFigure("AP", report.MeaningVolume, 6000), exchangeFigure("AP", report.MeaningOpen, 400)})
	m.price()
	i := slices.IndexFunc(m.report.Money.Estimates, func(e report.Estimate) bool { return e.Formula == award.FormulaTradeFut })
	// ... 8 × (40 passive × 2 + 5 others) = 680 (self-trades from what counts more:
	// 35 × 2 + 10 = 80, so 640); 640 of 6,000 of 70 % and 40 of 400 of 30 %.
	want := market.Money(50_000_000*7/10*640/6000 + 50_000_000*3/10*40/400)
	if e := m.report.Money.Estimates[i]; e.Outcome != award.Estimated || e.Amount != want {
		t.Errorf("%+v, want %d", e, want)
	}
}

func exchangeFigure(name string, what report.Meaning, v int64) report.Figures {
	f := report.Figures{Name: name, Month: 202611}
	f.Has[what], f.Value[what] = true, v
	return f
}

// Our November was missed; with the one month before the agreement counts two in
// all. The exchange's word goes before ours, for the product and for its unit.
func TestSeasonGoesByTheExchange(t *testing.T) {
	days := twoDays()
	days[1].low["AP703"] = market.Minute
	days[0].low["AP703"] = market.Minute
	d := futuresDesk(t)
	dir := writePast(t, d, 0, days...)
	m, err := readMonths(dir, Streams{os.Stderr, os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	season := func() report.Season {
		t.Helper()
		if len(m.report.Money.Seasons) != 1 {
			t.Fatalf("%+v", m.report.Money.Seasons)
		}
		return m.report.Money.Seasons[0]
	}
	if s := season(); s.Total != 2 || s.Row != 1 || s.Lost || s.Exchange != 0 || s.Month != 202611 || s.Standing().String() != "at_stake" {
		t.Errorf("%+v", s)
	}
	for _, name := range []string{"AP", d.Obligation.Units[0].Name.String()} {
		m.figures = &figures{}
		m.figures.add([]report.Figures{exchangeFigure(name, report.MeaningVerdict, 1)})
		m.price()
		if s := season(); s.Total != 1 || s.Row != 0 || s.Exchange != 1 || s.Met != 1 {
			t.Errorf("%s: %+v", name, s)
		}
		if v := m.history().verdict("AP", 202611, obligation.Missed); v != obligation.Met {
			t.Errorf("%s: %v", name, v)
		}
	}
	// A month of which there are no records counts by the exchange's word alone.
	f := exchangeFigure("AP", report.MeaningVerdict, 0)
	f.Month = 202612
	m.figures.add([]report.Figures{f, exchangeFigure("ZZ", report.MeaningVerdict, 0)})
	m.price()
	if s := season(); s.Month != 202612 || s.Total != 2 || s.Exchange != 2 {
		t.Errorf("%+v", s)
	}
}

// The report of a journal in every format, and a second of it explained.
func TestReportOfASimulatedDay(t *testing.T) {
	dir := t.TempDir()
	if _, err := simulate(t.Context(), devDesk(t), 1, dir); err != nil {
		t.Fatal(err)
	}
	print := func(o ReportOptions) (string, error) {
		var out, errs bytes.Buffer
		o.Journal = dir
		if o.Lang == "" {
			o.Lang = "en"
		}
		err := Report(o, Streams{&out, &errs})
		if errs.Len() > 0 {
			t.Errorf("%+v complains: %s", o, errs.String())
		}
		return out.String(), err
	}
	for format, want := range map[string]string{"table": "AP703", "json": `"spreads":[{"contract":"AP703"`, "csv": "AP703,2026-11-23", "html": "<svg", "parquet": "PAR1"} {
		if out, err := print(ReportOptions{Format: format}); err != nil || !strings.Contains(out, want) {
			t.Errorf("%s: %v, %d bytes", format, err, len(out))
		}
	}
	out, err := print(ReportOptions{Format: "table", Explain: "AP703@2026-11-23T10:40:07"})
	for _, want := range []string{"effective 1.00 s", "continuous", "spread at most 4 ticks", "2026-11-23"} {
		if !strings.Contains(out, want) || err != nil {
			t.Errorf("%v: lacks %q:\n%s", err, want, out)
		}
	}
	if out, err = print(ReportOptions{Format: "json", Explain: "AP703@2026-11-23T10:40:07"}); err != nil || !json.Valid([]byte(out)) || !strings.Contains(out, `"state":"effective"`) {
		t.Errorf("%v: %s", err, out)
	}
	for _, c := range []struct {
		o    ReportOptions
		code int
	}{
		{ReportOptions{Format: "table", Explain: "ZZ001@2026-11-23T10:40:07"}, ExitCondition}, {ReportOptions{Format: "table", Explain: "AP703"}, ExitUsage},
		{ReportOptions{Format: "table", Explain: "@2026-11-23T10:40:07"}, ExitUsage}, {ReportOptions{Format: "table", Explain: "AP703@10:40:07"}, ExitUsage},
		{ReportOptions{Format: "html", Explain: "AP703@2026-11-23T10:40:07"}, ExitUsage}, {ReportOptions{Format: "xls"}, ExitUsage},
		{ReportOptions{Format: "table", Month: "2026-10"}, ExitCondition}, {ReportOptions{Format: "table", Lang: "fr"}, ExitUsage},
	} {
		if _, err := print(c.o); ExitCode(err) != c.code {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
}
