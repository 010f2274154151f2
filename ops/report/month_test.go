package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// The parts of a row in whole seconds add up to its scheduled time, each within a
// second of the truth, and nothing is rounded up for us while anything else can be.
func TestIdentityToTheSecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Row{Low: market.Time(rapid.Int64Range(0, 1e14).Draw(t, "low"))}
		part := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 3e9), rapid.Int64Range(0, 1e13))
		for i := range r.Exempt {
			r.Exempt[i] = market.Time(part.Draw(t, "exempt"))
		}
		for i := range r.Ineffective {
			r.Ineffective[i] = market.Time(part.Draw(t, "ineffective"))
		}
		r.Scheduled = r.Low + r.ExemptSum() + r.IneffectiveSum()
		s := r.seconds()
		if s.effective+s.exempts+s.ineffective != s.scheduled || s.scheduled != int64(r.Scheduled/market.Second) {
			t.Fatalf("%d + %d + %d is not %d", s.effective, s.exempts, s.ineffective, s.scheduled)
		}
		near := func(seconds int64, exact market.Time) {
			if d := market.Time(seconds)*market.Second - exact; d <= -market.Second || d >= market.Second {
				t.Fatalf("%d s for %d ns", seconds, exact)
			}
		}
		near(s.effective, r.Low)
		for i, v := range s.exempt {
			near(v, r.Exempt[i])
		}
		up := false
		for i, v := range s.reasons {
			near(v, r.Ineffective[i])
			up = up || market.Time(v)*market.Second < r.Ineffective[i]
		}
		if up && market.Time(s.effective)*market.Second > r.Low {
			t.Fatalf("effective is rounded up while a reason is rounded down: %+v", s)
		}
	})
}

func TestLeftoverSecondsGoToTheLargestBrokenOnes(t *testing.T) {
	r := Row{Low: 10*market.Second + 900_000_000}
	r.Exempt[obligation.ExemptAuction] = 5*market.Second + 600_000_000
	r.Ineffective[obligation.NoQuote.Reason()] = 3*market.Second + 200_000_000
	r.Ineffective[obligation.TooWide.Reason()] = 300_000_000
	r.Scheduled = r.Low + r.ExemptSum() + r.IneffectiveSum() // 20 s exactly, of which 18 are whole
	s := r.seconds()
	if s.reasons[obligation.NoQuote.Reason()] != 4 || s.reasons[obligation.TooWide.Reason()] != 1 || s.exempts != 5 || s.effective != 10 {
		t.Errorf("%+v", s)
	}
	r = Row{Low: 10*market.Second + 500_000_000, Scheduled: 12 * market.Second}
	r.Exempt[obligation.ExemptAuction] = market.Second + 500_000_000
	if s = r.seconds(); s.exempts != 2 || s.effective != 10 {
		t.Errorf("%+v", s)
	}
	r = Row{Low: 1_500_000_000, Scheduled: 2_500_000_000}
	r.Exempt[1] = 1_000_000_000
	if s = r.seconds(); s.effective != 1 || s.scheduled != 2 {
		t.Errorf("%+v", s)
	}
}

// What CSV has, Parquet has: the same columns, the same figures.
func TestParquetIsTheCSV(t *testing.T) {
	r := story()
	var table, file bytes.Buffer
	if err := r.CSV(&table); err != nil {
		t.Fatal(err)
	}
	if err := r.Parquet(&file); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	p, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for _, c := range p.Schema().Columns() {
		columns = append(columns, c[0])
	}
	if !slices.Equal(columns, lines[0]) {
		t.Fatalf("columns\n%v\nof the CSV\n%v", columns, lines[0])
	}
	rows := make([]parquet.Row, len(lines))
	reader := parquet.NewGenericReader[any](bytes.NewReader(file.Bytes()))
	n, err := reader.ReadRows(rows)
	if n != len(lines)-1 || err != nil && err != io.EOF {
		t.Fatalf("%d rows, %v", n, err)
	}
	for i, row := range rows[:n] {
		for _, v := range row {
			name, want := columns[v.Column()], lines[i+1][v.Column()]
			got := v.String()
			switch {
			case v.IsNull():
				got = ""
			case name == "trading_day":
				got = dayText(market.DateOfDays(v.Int32()))
			case v.Kind() == parquet.Double:
				got = fmt.Sprintf("%.6f", v.Double())
				var w float64
				fmt.Sscan(want, &w)
				want = fmt.Sprintf("%.6f", w)
			}
			if got != want {
				t.Errorf("row %d, %s: %s, the CSV has %s", i, name, got, want)
			}
		}
	}
}

// A line for a contract that owes answers only says so, and has no time.
func TestLinesWithoutTimes(t *testing.T) {
	c := NewCollector(202607)
	c.Universe(storyUniverse())
	c.Agreement(storyTerms())
	day := market.Date(20260701)
	for _, r := range []port.Record{
		requestRecord(port.Request{Contract: put, Unit: 2, Low: uint8(request.Answered), High: uint8(request.Answered), Date: day, At: at(day, 9, 0, 0)}),
		requestRecord(port.Request{Contract: put, Unit: 2, Low: uint8(request.Late), High: uint8(request.Answered), Date: 20260630, At: at(day, 9, 0, 0)}),
	} {
		c.Add(&r)
	}
	r, err := c.Report()
	if err != nil || r.Empty() {
		t.Fatal(err, r)
	}
	l := r.lines()
	if len(l) != 1 || l[0].Contract != "SR609P6000" || !l[0].asked || l[0].answers.Low != 1 || l[0].Scheduled != 0 || l[0].HasQuality {
		t.Errorf("%+v", l)
	}
	if m := r.Months(); len(m) != 1 || m[0] != 202607 {
		t.Errorf("months %v", m)
	}
}

var svg = regexp.MustCompile(`(?s)<svg.*?</svg>`)

// The page is one file: it asks nobody for anything, and its pictures are XML.
func TestHTMLStandsAlone(t *testing.T) {
	r := story()
	r.Units[0].Name = `<script>alert("x")</script>&`
	r.Exempts[len(r.Exempts)-1].Ref = "<b>&amp;"
	var b strings.Builder
	if err := r.HTML(&b, text.En); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, bad := range []string{"<script", "src=", "href=", "@import", "url(", "<b>&amp;"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	pictures := svg.FindAllString(page, -1)
	if len(pictures) != 3+1+1 {
		t.Errorf("%d pictures: want a ratio per unit, the minutes, and the spreads", len(pictures))
	}
	for _, p := range pictures {
		d := xml.NewDecoder(strings.NewReader(p))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, p)
			}
		}
	}
	b.Reset()
	if err := new(Report).HTML(&b, text.Zh); err != nil || !strings.Contains(b.String(), "无记录") {
		t.Errorf("an empty page: %v", err)
	}
}

// Every bar of the minutes is as long as every other: the parts fill the time.
func TestBarsFillTheTime(t *testing.T) {
	r := story()
	tab := table{Report: r, lang: text.En}
	for i := range r.Totals {
		sum := market.Time(0)
		for _, s := range tab.slices(&r.Totals[i].Row) {
			sum += s.time
		}
		if sum != r.Totals[i].Scheduled {
			t.Errorf("%s: %d of %d", r.Totals[i].Contract, sum, r.Totals[i].Scheduled)
		}
	}
}

// Two quotes of the story: 2 ticks for 3 minutes, 4 ticks for 9. Time counts only
// while it is effective, a replaced quote's up to its successor, and a lost link
// ends everything.
func TestSpreadsByHand(t *testing.T) {
	r := story()
	want := []Spread{{"AP703", 20260701, 2, 3 * market.Minute}, {"AP703", 20260701, 4, 9 * market.Minute}}
	if !slices.Equal(r.Spreads, want) {
		t.Errorf("got %v, want %v", r.Spreads, want)
	}

	c := NewCollector(0)
	c.Universe(storyUniverse())
	base := at(20260701, 9, 0, 0)
	add := func(list []port.Record) {
		for i := range list {
			c.Add(&list[i])
		}
	}
	event := func(e market.Event, now market.Time) {
		var r port.Record
		r.Clear(port.RecordEvent)
		r.Now = now
		r.SetEvent(port.RingVenue, &e)
		c.Add(&r)
	}
	state := func(s obligation.State, now market.Time) {
		var r port.Record
		r.Clear(port.RecordState)
		r.Now = now
		r.NewState().Contract, r.NewState().State = apple, uint8(s)
		c.Add(&r)
	}
	first := stands(1, 21, 3, base, market.Hour)
	add(first[:3])                                    // live at +1 s, 3 ticks
	state(obligation.Exempted, base+11*market.Second) // 10 s
	state(obligation.Effective, base+20*market.Second)
	second := stands(5, 22, 1, base+29*market.Second, market.Hour)
	add(second[:2]) // live at +30 s: 10 s more at 3 ticks
	event(market.Event{Kind: market.EventQuoteEnded, Contract: apple, ID: 21, Code: market.EndReplaced}, base+31*market.Second)
	event(market.Event{Kind: market.EventQuoteLive, Contract: apple, ID: 99}, base+32*market.Second) // nobody's
	event(market.Event{Kind: market.EventDown, Contract: market.NoContract}, base+40*market.Second)  // 10 s at 1 tick
	event(market.Event{Kind: market.EventQuoteLive, Contract: apple, ID: 22}, base+50*market.Second) // forgotten
	event(market.Event{Kind: market.EventQuoteLive, Contract: 77, ID: 22}, base+50*market.Second)    // no contract of ours
	tally := times(apple, 20260701, true, 0, 0)
	tally.Now = base + market.Hour
	c.Add(&tally)
	c.Add(&tally)
	got, err := c.Report()
	if err != nil {
		t.Fatal(err)
	}
	want = []Spread{{"AP703", 20260701, 1, 10 * market.Second}, {"AP703", 20260701, 3, 20 * market.Second}}
	if !slices.Equal(got.Spreads, want) {
		t.Errorf("got %v, want %v", got.Spreads, want)
	}
}

// Of a unit and month the last standing counts, a final one before any other of
// the day, and units keep their name when another epoch numbers them differently.
func TestLastStandingCounts(t *testing.T) {
	c := NewCollector(202607)
	c.Universe(storyUniverse())
	c.Agreement(storyTerms())
	for _, u := range []port.Unit{
		{Unit: 0, Date: 20260701, Final: 1, Low: 1, D: 10, Name: ref("SR options")},
		{Unit: 0, Date: 20260702, Final: 1, Low: 5, D: 20, Name: ref("SR options")},
		{Unit: 0, Date: 20260702, Low: 4, D: 19, Name: ref("SR options")},           // not final
		{Unit: 0, Date: 20260701, Final: 1, Low: 2, D: 9, Name: ref("SR options")},  // an old day again
		{Unit: 1, Date: 20260703, Low: 6, D: 25, Name: ref("SR options")},           // another number
		{Unit: 0, Date: 20260630, Final: 1, Low: 9, D: 9, Name: ref("SR options")},  // another month
		{Unit: 9, Date: 20260703, Final: 1, By: 4, Requests: 3, Name: ref("other")}, // no product
	} {
		r := unitRecord(u)
		c.Add(&r)
	}
	r, err := c.Report()
	if err != nil || len(r.Units) != 2 {
		t.Fatalf("%v: %+v", err, r.Units)
	}
	u := r.Units[1]
	if u.Name != "SR options" || u.Low != 6 || u.D != 25 || u.Final || len(u.Points) != 3 || u.Points[1].PartLow != 5 || u.Product != "AP" {
		t.Errorf("%+v", u)
	}
	if r.Products[0].Name != "other" || r.Products[1].Name != "AP" {
		t.Errorf("%+v", r.Products)
	}
}

// A product is met when every unit is; one that nobody can judge spoils it, one that
// is missed loses it.
func TestProductsAreAsGoodAsTheirWorstUnit(t *testing.T) {
	n, m, x, o, b := obligation.NotAssessed, obligation.Met, obligation.Missed, obligation.Open, obligation.InBand
	for _, c := range []struct {
		units []obligation.Verdict
		want  obligation.Verdict
	}{
		{[]obligation.Verdict{m}, m}, {[]obligation.Verdict{m, m}, m}, {[]obligation.Verdict{m, b}, b}, {[]obligation.Verdict{b, m, o}, o},
		{[]obligation.Verdict{o, n}, n}, {[]obligation.Verdict{n, x, m}, x}, {[]obligation.Verdict{x, m}, x}, {[]obligation.Verdict{n}, n},
		{[]obligation.Verdict{m, obligation.VerdictCount}, m},
	} {
		var units []Unit
		for _, v := range c.units {
			units = append(units, Unit{Name: "u", Product: "P", Month: 202607, Verdict: v})
		}
		if got := products(units); len(got) != 1 || got[0].Verdict != c.want {
			t.Errorf("%v gives %v, want %v", c.units, got, c.want)
		}
	}
}

// Without a record of the unit its contracts' months decide.
func TestDerivedMonth(t *testing.T) {
	total := func(low, high, left, slack market.Time) Total {
		x := Total{Row: Row{Scheduled: 100, Low: low, High: high, Target: 800000, MonthLeft: left, Slack: slack}, Effective: low, Obliged: 100}
		x.Verdict = verdict(low, 100, 800000)
		return x
	}
	for _, c := range []struct {
		t    Total
		want obligation.Verdict
	}{
		{total(80, 80, 0, 0), obligation.Met}, {total(79, 80, 0, -1), obligation.InBand}, {total(79, 79, 0, -1), obligation.Missed},
		{total(79, 79, 10, 1), obligation.Open}, {total(79, 79, 10, 0), obligation.Open}, {total(10, 10, 10, -1), obligation.Missed},
		{Total{Row: Row{Scheduled: 100}}, obligation.NotAssessed},
	} {
		if got := c.t.month(); got != c.want {
			t.Errorf("%+v is %s, want %s", c.t.Row, VerdictName(got), VerdictName(c.want))
		}
	}
}

func TestMeanSpread(t *testing.T) {
	for _, c := range []struct {
		q    port.Quality
		want string
	}{
		{port.Quality{Effective: 4, SpreadTime: 10}, "2.50"}, {port.Quality{Effective: 3, SpreadTime: 10}, "3.34"}, {port.Quality{}, "–"},
		{port.Quality{Effective: 1, SpreadTime: 1<<63 - 1}, "–"}, {port.Quality{Effective: 5, SpreadTime: -1}, "–"},
	} {
		if got := spreadText(&c.q); got != c.want {
			t.Errorf("%+v: %s, want %s", c.q, got, c.want)
		}
	}
	var sum Total
	sum.addQuality(&port.Quality{}, false)
	if sum.HasQuality {
		t.Error("quality of nothing")
	}
	sum.addQuality(&port.Quality{Market: 5, Final: 1, Passive: 1}, true)
	sum.addQuality(&port.Quality{Market: 6, Final: 1, Passive: 2, OpenInt: 7}, true)
	if sum.Quality.Market != 11 || sum.Quality.OpenInt != 7 || sum.Quality.Passive != 3 || sum.Quality.Final != 1 {
		t.Errorf("%+v", sum.Quality)
	}
	sum.addQuality(&port.Quality{Market: -1}, true)
	if sum.Quality.Market != -1 || lotsText(sum.Quality.Market) != "–" || sum.Quality.Final != 0 {
		t.Errorf("%+v", sum.Quality)
	}
}

func TestOnlyOneMonth(t *testing.T) {
	r := story()
	if r.Only(0) != r {
		t.Error("all of it is a part of it")
	}
	a, b := r.Only(202607), r.Only(202608)
	var whole, part strings.Builder
	r.JSON(&whole)
	a.JSON(&part)
	if whole.String() != part.String() {
		t.Error("the only month is not all of it")
	}
	if !b.Empty() || len(b.Exempts)+len(b.Requests)+len(b.Spreads)+len(b.Money.Estimates)+len(b.Money.Scores)+len(b.Products) != 0 || len(b.Money.Seasons) == 0 {
		t.Errorf("another month has %+v", b)
	}
}

// Every document of the JSON parses, and empty lists are lists.
func TestJSONOfNothing(t *testing.T) {
	var b strings.Builder
	if err := new(Report).JSON(&b); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	for name, v := range doc {
		if _, list := v.([]any); !list && name != "schema" {
			t.Errorf("%s is %v", name, v)
		}
	}
}

// With many contracts the tables have totals alone, and say where the days are.
func TestManyContracts(t *testing.T) {
	var rows []Row
	for i := range dayContracts + 1 {
		rows = append(rows, Row{Contract: fmt.Sprintf("X%03d", i), Day: 20260701, Scheduled: 10, Low: 10, Final: true},
			Row{Contract: fmt.Sprintf("X%03d", i), Day: 20260702, Scheduled: 10, Low: 10, Final: true})
	}
	var b strings.Builder
	if err := Table(&b, rows, text.En); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "2026-07-02") || !strings.Contains(b.String(), "--format csv") {
		t.Errorf("%s", b.String())
	}
	b.Reset()
	Table(&b, rows[:2*dayContracts], text.En)
	if !strings.Contains(b.String(), "2026-07-02") || strings.Contains(b.String(), "--format csv") {
		t.Errorf("%s", b.String())
	}
}
