package ops

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// deref is the text, or "null".
func deref(s *string) string {
	if s == nil {
		return "null"
	}
	return *s
}

func TestOptionDocuments(t *testing.T) {
	t.Parallel()
	d := newDesk(t, asOptions)
	d.show(fillOptions)
	for _, name := range []string{"units", "requests", "seasons"} {
		a := d.get("/api/v1/" + name)
		if a.status != 200 {
			t.Errorf("%s: %d", name, a.status)
		}
		golden(t, name, a)
		if a := d.post("/api/v1/"+name, "{}"); a.status != 405 || !strings.Contains(a.body, `"allowed": "GET"`) {
			t.Errorf("POST %s: %d %s", name, a.status, a.body)
		}
	}
}

// A desk without any of it says so with empty lists, not with null.
func TestNothingIsAnEmptyList(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	d.show(nil)
	for name, want := range map[string]string{"units": `"units": []`, "requests": `"requests": []`, "seasons": `"seasons": []`} {
		if a := d.get("/api/v1/" + name); !strings.Contains(a.body, want) {
			t.Errorf("%s: %s", name, a.body)
		}
	}
}

func TestUnitByHand(t *testing.T) {
	t.Parallel()
	s := &port.Snapshot{Date: fixtureDay, Contracts: 1, Units: 1}
	s.Contract[0].Symbol = symbolOf("AP101")
	one := func(u port.UnitView) Unit { return unitOf(0, &u, s) }
	u := one(port.UnitView{Unit: port.Unit{By: uint8(obligation.AggregatePooled), Contracts: 1, Target: 850_000,
		D: 3 * market.Second, R: 0, Low: 2 * market.Second, High: 3 * market.Second, Slack: -1, NeedRest: 1<<63 - 1},
		Worst: [4]market.Contract{0, 1, market.NoContract, market.NoContract}})
	if deref(u.RatioLow) != "0.6666" || deref(u.RatioHigh) != "1.0000" || !u.Lost || deref(u.SlackMinutes) != "-0.1" ||
		deref(u.NeedRest) != "9223372036854.7759" || fmt.Sprint(u.Worst) != "[AP101]" {
		t.Errorf("%+v %s %s", u, deref(u.SlackMinutes), deref(u.NeedRest))
	}
	// Nothing owed is nothing to show, and not a month in good order.
	u = one(port.UnitView{Unit: port.Unit{By: uint8(obligation.AggregateEvery), NeedRest: -1}})
	if u.RatioLow != nil || u.SlackNs != nil || u.SlackMinutes != nil || u.NeedRest != nil || u.Lost || u.Need != "" || u.Verdict != "not_assessed" || u.Answers != nil {
		t.Errorf("nothing owed: %+v", u)
	}
	// An open request is no answer by the low reading and may be one by the high.
	u = one(port.UnitView{Unit: port.Unit{By: uint8(obligation.AggregateResponse), Contracts: 1, Requests: 3, AnsweredLow: 1, AnsweredHigh: 1, Open: 1, Slack: -2}})
	if deref(u.RatioLow) != "0.3333" || deref(u.RatioHigh) != "0.6666" || u.Answers.MayMiss != -2 || u.SlackNs != nil || u.Need != "" || u.Lost {
		t.Errorf("answers: %+v %+v", u, u.Answers)
	}
	for v, want := range map[uint8]string{99: "verdict_99", 4: "in_band"} {
		if got := one(port.UnitView{Unit: port.Unit{By: 99, Verdict: v}}); got.Verdict != want || got.By != "aggregation_99" {
			t.Errorf("unknown numbers: %+v", got)
		}
	}
}

func TestLostUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		slack market.Time
		need  int64
		lost  bool
	}{{0, one, false}, {-1, one, true}, {0, one + 1, true}, {5, -1, false}} {
		u := unitOf(0, &port.UnitView{Unit: port.Unit{Contracts: 1, Slack: c.slack, NeedRest: c.need}}, &port.Snapshot{})
		if u.Lost != c.lost {
			t.Errorf("slack %d, need %d: lost %v", c.slack, c.need, u.Lost)
		}
	}
}

func TestRequestClocks(t *testing.T) {
	t.Parallel()
	s := &port.Snapshot{Now: 100, Contracts: 1}
	text := func(v *int64) string { return strings.Trim(string(mustJSON(v)), `"`) }
	for _, c := range []struct {
		open       uint8
		due, until market.Time
		wantDue    string
		wantHold   string
	}{
		{1, 103, 0, "3", "null"}, {1, 100, 0, "0", "null"}, {1, 97, 0, "-3", "null"},
		{1, 97, 108, "null", "8"}, {1, 97, 99, "null", "0"}, {0, 103, 0, "null", "null"},
	} {
		r := requestOf(&port.RequestView{Open: c.open, Until: c.until, Request: port.Request{Due: c.due, Unit: port.NoUnit, Contract: 5}}, s)
		if text(r.DueNs) != c.wantDue || text(r.HoldNs) != c.wantHold || r.Unit != nil || r.Contract != "?" {
			t.Errorf("%+v: %+v", c, r)
		}
	}
}

// A page that counts more than it holds is no reason to fail.
func TestCountsBeyondThePage(t *testing.T) {
	t.Parallel()
	s := &port.Snapshot{Contracts: port.MaxContracts + 100, Units: port.MaxUnits + 10, Asked: port.RequestViews + 1}
	if got := symbols([]market.Contract{port.MaxContracts}, s); len(got) != 0 {
		t.Errorf("contracts %v", got)
	}
	if unitName(port.MaxUnits, s) != nil || unitName(port.MaxUnits-1, s) == nil {
		t.Error("unit names")
	}
	if in := (&Info{}); len(in.units(s)) != port.MaxUnits || len(requests(s)) != port.RequestViews {
		t.Error("units, requests")
	}
}

func TestForecastFigures(t *testing.T) {
	t.Parallel()
	f := (&Forecast{Sessions: 2, Low: 900_000, Chance: 1, SafeDark: 0}).shown()
	if f.Low != nil || f.Chance != nil || f.SafeDark == nil || *f.SafeDark != 0 || f.EndsAt != "" {
		t.Errorf("too few sessions: %+v", f)
	}
	f = (&Forecast{OK: true, Low: 999_999, Mid: 850_099, High: 1_000_000, Chance: 999_999, SafeDark: -1}).shown()
	if *f.Low != "0.9999" || *f.Mid != "0.8500" || *f.High != "1.0000" || *f.Chance != "0.9999" || f.SafeDark != nil {
		t.Errorf("rounded up: %s %s %s %s", *f.Low, *f.Mid, *f.High, *f.Chance)
	}
	for _, c := range []struct {
		lost, over market.Time
		want       string
	}{
		{12 * market.Second, 5 * market.Minute, "2.4"}, {0, market.Hour, "0.0"}, {market.Hour, market.Hour, "60.0"},
		{1 * market.Millisecond, market.Hour, "0.1"}, {-90 * market.Second, market.Hour, "-1.5"}, {-1 * market.Millisecond, market.Hour, "0.0"},
		{400 * 24 * market.Hour, market.Second, "2073600000.0"}, {5, 10, "0.0"},
	} {
		if got := perHour(c.lost, c.over); got != c.want {
			t.Errorf("%d over %d: %s, want %s", c.lost, c.over, got, c.want)
		}
	}
	// What nobody measured is no burn of zero.
	for _, b := range []Burn{{Window: market.Hour, Over: market.Hour}, {Window: market.Hour, OK: true}} {
		if f := (&Forecast{Burn: []Burn{b}}).shown(); f.Burns[0].PerHour != nil {
			t.Errorf("%+v burns %s", b, *f.Burns[0].PerHour)
		}
	}
}

func TestSeasonStanding(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]Season{
		"safe": {}, "at_stake": {Last: true}, "may_be_lost": {MayLose: true}, "lost": {Lost: true, MayLose: true, Last: true},
	} {
		if got := s.shown(); got.Standing != want || got.Role != "" || got.LostAt != "" {
			t.Errorf("%s: %+v", want, got)
		}
	}
}

func TestQualityFigures(t *testing.T) {
	t.Parallel()
	q := qualityOf(&port.Quality{Effective: 3, AtBest: 2, SpreadTime: 7, Market: -1, OpenInt: 0})
	if deref(q.AtBest) != "0.6666" || deref(q.Spread) != "2.334" || q.Market != nil || q.OpenInt == nil || *q.OpenInt != 0 {
		t.Errorf("%+v %s %s", q, deref(q.AtBest), deref(q.Spread))
	}
	if q := qualityOf(&port.Quality{SpreadTime: 7, AtBest: 1}); q.AtBest != nil || q.Spread != nil {
		t.Errorf("nothing measured: %+v", q)
	}
	for _, c := range []struct {
		sum  int64
		time market.Time
		want string
	}{{6, 3, "2.000"}, {-1, 3, "null"}, {1<<63 - 1, 1, "null"},
		{-1, 10_000, "null"}, {0, 3, "0.000"}, {1<<63 - 1, 499, "null"}, {5, 0, "null"}, {5, -7, "null"}} {
		if got := deref(meanText(c.sum, c.time)); got != c.want {
			t.Errorf("%d / %d: %s, want %s", c.sum, c.time, got, c.want)
		}
	}
}

// With few contracts the stream tells rows, with many a line each; neither is
// told again when nothing happened but time.
func TestStreamOfManyContracts(t *testing.T) {
	t.Parallel()
	d := newDesk(t, asOptions)
	d.show(fillOptions)
	in := d.stream()
	var doc struct {
		Contracts []Contract
		Lines     []Line
		Strips    map[string]Strip
		Units     []Unit
		Requests  []Request
		Seasons   []Term
	}
	read := func(e event) {
		doc.Contracts, doc.Lines, doc.Strips, doc.Units, doc.Requests, doc.Seasons = nil, nil, nil, nil, nil, nil
		if err := json.Unmarshal([]byte(e.data), &doc); err != nil {
			t.Fatal(err)
		}
	}
	read(in.event())
	if len(doc.Contracts) != 0 || len(doc.Lines) != optionContracts || len(doc.Strips) != 0 || len(doc.Units) != 3 || len(doc.Requests) != 8 || len(doc.Seasons) != 2 {
		t.Fatalf("%d contracts, %d lines, %d strips, %d units, %d requests, %d seasons", len(doc.Contracts), len(doc.Lines), len(doc.Strips), len(doc.Units), len(doc.Requests), len(doc.Seasons))
	}
	c, p := doc.Lines[7], doc.Lines[12]
	if c.Symbol != "SR609C5900" || c.Group != "SR609" || !c.Option || !c.Lost || deref(c.Slack) != "-5.0" || c.Letter != "W" || *c.Spread != 9 || c.Size != 10 || c.Asked || !p.Asked ||
		c.MaxSpread != 4 || c.MinSize != 10 || deref(c.Target) != "0.80" {
		t.Errorf("%+v", c)
	}
	if lead := doc.Lines[0]; lead.Group != "SR" || lead.Option || lead.Obliged || lead.Target != nil || lead.Slack != nil {
		t.Errorf("the future: %+v", lead)
	}
	later := func(s *port.Snapshot) {
		fillOptions(s)
		s.Now += market.Second
		for i := range s.Contracts {
			s.Contract[i].Scheduled += market.Second
			s.Contract[i].Low += market.Second
		}
		s.Asked = 0
	}
	d.show(later)
	read(in.event())
	if len(doc.Lines) != 0 || doc.Units != nil || doc.Seasons != nil || doc.Requests == nil || len(doc.Requests) != 0 {
		t.Errorf("a second later: %d lines, units %v, requests %v", len(doc.Lines), doc.Units, doc.Requests)
	}
	d.show(func(s *port.Snapshot) {
		later(s)
		s.Contract[3].Fills++
		s.Unit[2].Open = 0
	})
	read(in.event())
	if len(doc.Lines) != 1 || doc.Lines[0].Symbol != optionSymbol(3) || len(doc.Units) != 3 || doc.Requests != nil {
		t.Errorf("after a fill: %+v", doc)
	}
}

// What 512 contracts cost on the wire is bounded: the whole once, then changes.
func TestManyContractsAreShort(t *testing.T) {
	t.Parallel()
	d := newDesk(t, asOptions)
	s := d.show(fillMany)
	if n := len(s.full()); n > 300_000 {
		t.Errorf("the whole picture has %d bytes", n)
	}
	next := d.show(func(s *port.Snapshot) { fillMany(s); s.Contract[40].Fills++ })
	if n := len(next.since(s)); n > 12_000 {
		t.Errorf("one fill is told in %d bytes", n)
	}
}
