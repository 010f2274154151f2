package report

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
)

// told makes the exchange's figures of a name and day; day 0 is the month.
func told(name string, day market.Date, values map[Meaning]int64) Figures {
	f := Figures{Name: name, Day: day, Month: 202607}
	for m, v := range values {
		f.Has[m], f.Value[m], f.Step[m] = true, v, 1
	}
	return f
}

// one reconciles a single line and returns its difference of the given meaning.
func one(t *testing.T, r *Report, f Figures, what Meaning, tolerance market.Time) Difference {
	t.Helper()
	c := r.Reconcile([]Figures{f}, Tolerance{Time: tolerance})
	for i := range c.Differences {
		if d := &c.Differences[i]; d.What == what && d.Name == f.Name && !d.NoTheirs {
			return *d
		}
	}
	t.Fatalf("no difference of %s in %+v", what, c.Differences)
	return Difference{}
}

// On 1 July AP703 stood effective for 2:00:00, at most 2:00:01; 1:30 was too small,
// 9 minutes of the effective time were at the widest spread, 5 minutes exempt.
func TestAttribution(t *testing.T) {
	const low, second = int64(2 * market.Hour), int64(market.Second)
	for _, c := range []struct {
		name   string
		theirs int64
		exempt int64 // -1 = not in the file
		by     map[Attribution]int64
		out    int64
	}{
		{"the same", low, -1, nil, 0},
		{"within the band", low + second/2, -1, map[Attribution]int64{ByClock: second / 2}, 0},
		{"at the band's end", low + second, -1, map[Attribution]int64{ByClock: second}, 0},
		{"one more than may have been", low + second + 1, -1, map[Attribution]int64{ByClock: second, BySize: 1}, 1},
		{"as much as was too small", low + 91*second, -1, map[Attribution]int64{ByClock: second, BySize: 90 * second}, 90 * second},
		{"more than anything explains", low + 100*second, -1, map[Attribution]int64{ByClock: second, BySize: 90 * second, ByUnknown: 9 * second}, 99 * second},
		{"they did not exempt", low + 61*second, int64(4 * market.Minute), map[Attribution]int64{ByClock: second, ByExemption: 60 * second}, 60 * second},
		{"they did not exempt, and more", low + 71*second, int64(4 * market.Minute), map[Attribution]int64{ByClock: second, ByExemption: 60 * second, BySize: 10 * second}, 70 * second},
		{"they exempted more, but count more", low + 11*second, int64(6 * market.Minute), map[Attribution]int64{ByClock: second, BySize: 10 * second}, 10 * second},
		{"they count less", low - 10*second, -1, map[Attribution]int64{BySpread: -10 * second}, 10 * second},
		{"less than the widest quotes", low - 600*second, -1, map[Attribution]int64{BySpread: -540 * second, ByUnknown: -60 * second}, 600 * second},
		{"they exempted more", low - 60*second, int64(6 * market.Minute), map[Attribution]int64{ByExemption: -60 * second}, 60 * second},
		{"they exempted less, and count less", low - 60*second, int64(4 * market.Minute), map[Attribution]int64{BySpread: -60 * second}, 60 * second},
	} {
		f := told("AP703", 20260701, map[Meaning]int64{MeaningEffective: c.theirs})
		if c.exempt >= 0 {
			f.Has[MeaningExempt], f.Value[MeaningExempt], f.Step[MeaningExempt] = true, c.exempt, 1
		}
		d := one(t, story(), f, MeaningEffective, 0)
		for a := range AttributionCount {
			if d.By[a] != c.by[a] {
				t.Errorf("%s: by %s %d, want %d", c.name, a, d.By[a], c.by[a])
			}
		}
		if d.Outside != c.out || d.Over() != (c.out > 0) || d.Ours != low || d.OursHigh != low+second {
			t.Errorf("%s: %d outside, want %d: %+v", c.name, d.Outside, c.out, d)
		}
	}
}

// The parts of every difference add up to it, none has the wrong sign, and nothing
// within band and rounding is outside.
func TestDifferencesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(-1e15, 1e15)
		d := Difference{Ours: v.Draw(t, "ours"), Theirs: v.Draw(t, "theirs"), Step: rapid.Int64Range(1, 1e12).Draw(t, "step")}
		if rapid.Bool().Draw(t, "near") {
			d.Theirs = d.Ours + rapid.Int64Range(-5, 5).Draw(t, "d")
			d.Step = rapid.Int64Range(1, 4).Draw(t, "s")
		}
		d.OursHigh = d.Ours + rapid.Int64Range(0, 1e12).Draw(t, "band")
		var m room
		for _, a := range []Attribution{ByExemption, BySize, BySpread, ByClock} {
			m[a] = rapid.Int64Range(0, 1e12).Draw(t, "room")
		}
		d.compare(&m)
		sum := int64(0)
		for _, p := range d.By {
			sum += p
			if p != 0 && (p > 0) != (d.Theirs > d.Ours) {
				t.Fatalf("a part of the wrong sign: %+v", d)
			}
		}
		if sum != d.Theirs-d.Ours {
			t.Fatalf("parts add up to %d: %+v", sum, d)
		}
		far := max(d.Ours-d.Theirs, d.Theirs-d.OursHigh, 0)
		if want := max(far-(d.Step-1), 0); d.Outside != want {
			t.Fatalf("outside %d, want %d: %+v", d.Outside, want, d)
		}
	})
}

// Figures of whole seconds or minutes agree within their last digit.
func TestRounding(t *testing.T) {
	f := told("AP703", 20260702, map[Meaning]int64{MeaningEffective: int64(2 * market.Hour)}) // ours 2:00:00.5 to 2:00:01
	f.Step[MeaningEffective] = int64(market.Second)
	d := one(t, story(), f, MeaningEffective, 0)
	if d.By[ByRounding] != -500_000_000 || d.Outside != 0 || d.Over() {
		t.Errorf("%+v", d)
	}
	f.Step[MeaningEffective] = 500_000_000 // half a second is a whole step
	if d = one(t, story(), f, MeaningEffective, 0); d.By[ByRounding] != 0 || d.Outside != 1 || !d.Over() {
		t.Errorf("%+v", d)
	}
	if d = one(t, story(), f, MeaningEffective, 1); d.Over() {
		t.Errorf("within the tolerance: %+v", d)
	}
}

// The tolerance is per contract and day: a month of two days has twice as much, a
// product of two contracts twice as much again.
func TestToleranceIsPerContractAndDay(t *testing.T) {
	r := story()
	for _, c := range []struct {
		name string
		day  market.Date
		want market.Time
	}{{"AP703", 20260701, 10}, {"AP703", 0, 20}, {"SR options", 0, 40}, {"SR", 20260701, 20}, {"SR609C6000", 20260702, 10}} {
		d := one(t, r, told(c.name, c.day, map[Meaning]int64{MeaningEffective: 1}), MeaningEffective, 10)
		if d.Limit != int64(c.want) || d.NoOurs {
			t.Errorf("%s %d: %+v, want %d", c.name, c.day, d, c.want)
		}
	}
	d := one(t, r, told("SR options", 0, map[Meaning]int64{MeaningEffective: 1}), MeaningEffective, 10)
	if d.Ours != int64(17*market.Hour) {
		t.Errorf("the pool has %d", d.Ours)
	}
}

func TestOtherTimes(t *testing.T) {
	r := story()
	f := told("AP703", 20260701, map[Meaning]int64{MeaningScheduled: int64(storyDay) + 5, MeaningObliged: int64(storyDay - 4*market.Minute), MeaningExempt: int64(4 * market.Minute)})
	if d := one(t, r, f, MeaningScheduled, 4); d.By[ByUnknown] != 5 || !d.Over() {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, f, MeaningObliged, 0); d.By[ByExemption] != int64(market.Minute) || d.By[ByUnknown] != 0 {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, f, MeaningExempt, 0); d.By[ByExemption] != -int64(market.Minute) || d.Theirs-d.Ours != -int64(market.Minute) {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, told("AP703", 20260701, map[Meaning]int64{MeaningObliged: 7}), MeaningObliged, 0); d.By[ByExemption] != 0 || d.By[ByUnknown] == 0 {
		t.Errorf("without their exempt time nothing explains it: %+v", d)
	}
}

// A ratio is compared as the effective time that it means; beside effective time it
// adds nothing.
func TestRatioIsTime(t *testing.T) {
	f := told("AP703", 20260701, map[Meaning]int64{MeaningRatio: 338000})
	f.Step[MeaningRatio] = 1000
	d := one(t, story(), f, MeaningEffective, 0)
	if obliged := int64(storyDay - 5*market.Minute); d.Theirs != obliged/1000*338 || d.Step != obliged/1000+1 || d.Outside != 0 {
		t.Errorf("%+v", d)
	}
	f.Has[MeaningObliged], f.Value[MeaningObliged] = true, 1000
	if d = one(t, story(), f, MeaningEffective, 0); d.Theirs != 338 {
		t.Errorf("%+v", d)
	}
	f = told("AP703", 20260701, map[Meaning]int64{MeaningRatio: 1_000_000, MeaningEffective: 5})
	if c := story().Reconcile([]Figures{f}, Tolerance{}); c.Figures != 1 {
		t.Errorf("%+v", c)
	}
	if partOf(10, 1_000_000) != 10 || partOf(10, 999_999) != 9 || partOf(-1, 5) != 0 {
		t.Error("a part of a whole")
	}
}

// Requests, trades and scores are compared as well; estimates decide nothing.
func TestCountsAndMoney(t *testing.T) {
	r := story()
	f := told("SR609C6000", 0, map[Meaning]int64{MeaningRequests: 5, MeaningAnswered: 4, MeaningTrades: 44, MeaningPassive: 1})
	for _, c := range []struct {
		what Meaning
		want Difference
	}{
		{MeaningRequests, Difference{Ours: 4, OursHigh: 4, Theirs: 5, Outside: 1, By: [AttributionCount]int64{ByExemption: 1}}}, // the merged one
		{MeaningAnswered, Difference{Ours: 3, OursHigh: 4, Theirs: 4, By: [AttributionCount]int64{ByClock: 1}}},
		{MeaningTrades, Difference{Ours: 44, OursHigh: 44, Theirs: 44}},
		{MeaningPassive, Difference{Theirs: 1, NoOurs: true}},
	} {
		c.want.Name, c.want.Month, c.want.What, c.want.Step = f.Name, 202607, c.what, 1
		if d := one(t, r, f, c.what, 0); d != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, d, c.want)
		}
	}
	if d := one(t, r, told("SR answers", 20260702, map[Meaning]int64{MeaningAnswered: 3}), MeaningAnswered, 0); d.Ours != 2 || d.By[ByUnknown] != 1 || !d.Over() {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, told("AP703", 20260701, map[Meaning]int64{MeaningRequests: 0}), MeaningRequests, 0); d.NoOurs || d.Over() {
		t.Errorf("none of none: %+v", d)
	}
	if d := one(t, r, told("AP703", 20260701, map[Meaning]int64{MeaningRequests: 2}), MeaningRequests, 0); !d.NoOurs || !d.Over() {
		t.Errorf("two that we did not hear: %+v", d)
	}
	if d := one(t, r, told("AP703", 20260701, map[Meaning]int64{MeaningPassive: 79}), MeaningPassive, 0); d.Ours != 80 || d.By[ByUnknown] != -1 {
		t.Errorf("%+v", d)
	}
	f = told("AP", 0, map[Meaning]int64{MeaningIncentive: 400000, MeaningRelief: 20500, MeaningScore: 70000, MeaningRank: 3})
	if d := one(t, r, f, MeaningIncentive, 0); d.Ours != 500000 || d.By[ByUnknown] != -100000 || d.Over() || d.verdict() != "estimate" {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, f, MeaningRelief, 0); d.Ours != 20500 || d.NoOurs {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, f, MeaningScore, 0); d.Ours != 67999 || d.Over() {
		t.Errorf("%+v", d)
	}
	if d := one(t, r, told("SR", 0, map[Meaning]int64{MeaningScore: 1}), MeaningScore, 0); !d.NoOurs || d.Over() {
		t.Errorf("a score that we do not estimate: %+v", d)
	}
	if c := r.Reconcile([]Figures{told("AP", 0, map[Meaning]int64{MeaningRank: 3})}, Tolerance{}); c.Figures != 0 {
		t.Errorf("a rank is not compared: %+v", c)
	}
}

// The room that answers leave: a late one may have been in time by their clock.
func TestRoomOfAnswers(t *testing.T) {
	a := Answers{}
	for v := range a.By {
		a.By[v] = 1 << v
	}
	m := a.rooms(true)
	want := room{ByExemption: 1 << request.Excluded, BySize: 1<<request.TooSmall | 1<<request.OneSided, BySpread: 1 << request.TooWide,
		ByClock: 1<<request.Late | 1<<request.HeldShort | 1<<request.Disconnected | 1<<request.Unknown}
	if m != want || a.rooms(false) != (room{}) {
		t.Errorf("%v, want %v", m, want)
	}
	var r Row
	for s := obligation.Killed; s < obligation.StateCount; s++ {
		r.Ineffective[s.Reason()] = 1 << s
	}
	want = room{BySize: 1<<obligation.TooSmall | 1<<obligation.OneSided, BySpread: 1 << obligation.TooWide,
		ByClock: 1<<obligation.AwaitingAck | 1<<obligation.CannotTell | 1<<obligation.Disconnected}
	if m = r.rooms(true, &Figures{}, 5); m != want {
		t.Errorf("%v, want %v", m, want)
	}
	if m = r.rooms(false, &Figures{}, 5); m != (room{BySpread: 5}) {
		t.Errorf("%v", m)
	}
}

// A file that tells of some contracts of a period must tell of all that owed
// something in it; a unit or product stands for its contracts.
func TestContractsThatTheFileLacks(t *testing.T) {
	effective := map[Meaning]int64{MeaningEffective: int64(4 * market.Hour)}
	missing := func(list ...Figures) (names []string) {
		c := story().Reconcile(list, Tolerance{Time: 100 * market.Hour})
		for i := range c.Differences {
			if d := &c.Differences[i]; d.NoTheirs {
				if !d.Over() || d.verdict() != "no_theirs" {
					t.Errorf("%+v", d)
				}
				names = append(names, d.Name+" "+d.Period())
			}
		}
		if c.Over() != len(names) {
			t.Errorf("%d over, %v missing", c.Over(), names)
		}
		return names
	}
	if m := missing(told("SR609C6000", 20260701, effective)); len(m) != 2 || m[0] != "AP703 2026-07-01" || m[1] != "SR609P6000 2026-07-01" {
		t.Errorf("missing %v", m)
	}
	if m := missing(told("SR options", 0, effective)); len(m) != 1 || m[0] != "AP703 2026-07" {
		t.Errorf("missing %v", m)
	}
	if m := missing(told("SR", 20260702, effective), told("AP703", 20260702, effective)); len(m) != 0 {
		t.Errorf("missing %v", m)
	}
	if m := missing(told("SR609C6000", 20260701, map[Meaning]int64{MeaningTrades: 22})); len(m) != 0 {
		t.Errorf("a file without times: missing %v", m)
	}
	// Of a contract that nobody knows we have nothing.
	c := story().Reconcile([]Figures{told("ZZ001", 20260701, effective)}, Tolerance{})
	if len(c.Differences) != 1 || !c.Differences[0].NoOurs || c.Over() != 1 {
		t.Errorf("%+v", c)
	}
}

func TestReconciliationGolden(t *testing.T) {
	list := []Figures{
		told("AP703", 20260701, map[Meaning]int64{MeaningEffective: int64(2*market.Hour + 100*market.Second), MeaningTrades: 84, MeaningExempt: int64(5 * market.Minute)}),
		told("AP703", 0, map[Meaning]int64{MeaningEffective: int64(4*market.Hour) + 5e8, MeaningIncentive: 400000, MeaningScore: 70000}),
		told("SR609C6000", 20260701, map[Meaning]int64{MeaningEffective: int64(4*market.Hour - 61*market.Second), MeaningAnswered: 2}),
		told("ZZ001", 20260701, map[Meaning]int64{MeaningEffective: 1}),
	}
	c := story().Reconcile(list, Tolerance{Time: market.Second})
	for name, write := range map[string]func(*strings.Builder) error{
		"reconcile.zh.txt": func(b *strings.Builder) error { return c.Table(b, false, text.Zh) },
		"reconcile.en.txt": func(b *strings.Builder) error { return c.Table(b, true, text.En) },
		"reconcile.csv":    func(b *strings.Builder) error { return c.CSV(b) },
		"reconcile.json": func(b *strings.Builder) error {
			return c.JSON(b, []Problem{{File: "e.csv", Line: 3, Column: 2, Found: "x", Want: "want y"}})
		},
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
		switch {
		case strings.HasSuffix(name, ".json") && !json.Valid([]byte(b.String())):
			t.Error("no JSON")
		case strings.HasSuffix(name, ".csv"):
			if _, err := csv.NewReader(strings.NewReader(b.String())).ReadAll(); err != nil {
				t.Error(err)
			}
		}
	}
	var b strings.Builder
	new(Reconciliation).Table(&b, true, text.En)
	if b.String() != "0 figures compared, 0 to be looked into.\n" {
		t.Errorf("%q", b.String())
	}
}
