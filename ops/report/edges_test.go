package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/award"
	"quotient/obligation/request"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/risk"
)

func collected(month market.Month, list ...port.Record) (*Report, error) {
	c := NewCollector(month)
	c.Universe(storyUniverse())
	c.Agreement(storyTerms())
	for i := range list {
		c.Add(&list[i])
	}
	return c.Report()
}

// Records of contracts that no header names are counted and harm nothing.
func TestRecordsOfUnknownContracts(t *testing.T) {
	const none = market.Contract(4)
	d := market.Date(20260701)
	r, err := collected(0, times(none, d, true, 0, 0), trades(none, d, true, 1, nil), qualityRecord(port.Quality{Contract: none, Date: d}),
		exemptRecord(port.Exempt{Contract: none, Date: d}), requestRecord(port.Request{Contract: none, Date: d, Unit: 2}))
	if err == nil || !strings.Contains(err.Error(), "5 tallies") || !r.Empty() || len(r.Exempts) != 0 {
		t.Errorf("%v: %+v", err, r)
	}
	r, err = collected(0, exemptRecord(port.Exempt{Contract: apple, Witness: none, Price: 5, Date: d}), exemptRecord(port.Exempt{Contract: apple, Witness: market.NoContract, Date: d}))
	if err != nil || r.Exempts[0].Witness != "#4" || r.Exempts[0].Price != "" || r.Exempts[1].Witness != "" {
		t.Errorf("%v: %+v", err, r.Exempts)
	}
	r, err = collected(202608, times(apple, d, true, 0, 0), trades(apple, d, true, 1, nil), qualityRecord(port.Quality{Contract: apple, Date: d}),
		exemptRecord(port.Exempt{Contract: apple, Date: d}), requestRecord(port.Request{Contract: call, Date: d, Unit: 2}))
	if err != nil || !r.Empty() || len(r.Exempts)+len(r.Spreads) != 0 {
		t.Errorf("another month: %v: %+v", err, r)
	}
}

func TestLastQualityCounts(t *testing.T) {
	d := market.Date(20260701)
	q := func(final uint8, passive market.Qty) port.Record {
		return qualityRecord(port.Quality{Contract: apple, Date: d, Final: final, Passive: passive})
	}
	tally := times(apple, d, true, 0, 0)
	for _, c := range []struct {
		list []port.Record
		want market.Qty
	}{{[]port.Record{q(0, 1), q(0, 2)}, 2}, {[]port.Record{q(1, 1), q(0, 2)}, 1}, {[]port.Record{q(1, 1), q(1, 2)}, 2}, {[]port.Record{q(0, 1), q(1, 2), q(0, 3)}, 2}} {
		r, err := collected(0, append(c.list, tally)...)
		if err != nil || len(r.Rows) != 1 || !r.Rows[0].HasQuality || r.Rows[0].Quality.Passive != c.want {
			t.Errorf("%v: %+v, want %d", err, r.Rows, c.want)
		}
	}
}

// A request that nothing is owed for is nobody's; one of a unit counts whatever it
// came to; one without a unit that is not "not owed" shows up under no unit.
func TestWhoseRequests(t *testing.T) {
	d := market.Date(20260701)
	q := func(unit uint8, v request.Verdict) port.Record {
		return requestRecord(port.Request{Contract: call, Unit: unit, Low: uint8(v), High: uint8(v), At: at(d, 10, 0, 0)})
	}
	for _, c := range []struct {
		unit uint8
		v    request.Verdict
		want string
	}{{port.NoUnit, request.NotOwed, "[]"}, {2, request.NotOwed, "[SR answers 0/1]"}, {port.NoUnit, request.Unknown, "[ 1/0]"}, {0, request.Answered, "[ 1/0]"}, {3, request.Answered, "[ 1/0]"}, {2, 200, "[SR answers 1/0]"}} {
		r, _ := collected(202607, q(c.unit, c.v))
		got := []string{}
		for _, a := range r.Answers {
			got = append(got, fmt.Sprintf("%s %d/%d", a.Unit, a.Requests, a.Excluded))
			if a.Day != d {
				t.Errorf("on %d", a.Day)
			}
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("unit %d, %s: %v, want %s", c.unit, c.v, got, c.want)
		}
	}
	c := NewCollector(0)
	c.Universe(storyUniverse())
	r := q(2, request.Answered)
	c.Add(&r) // nobody told the agreement
	if rep, err := c.Report(); err != nil || rep.Answers[0].Unit != "" {
		t.Errorf("%v: %+v", err, rep.Answers)
	}
}

// Requests come by time, answers by unit, contract and day; months are months.
func TestAnswersByMonth(t *testing.T) {
	q := func(k market.Contract, made market.Time, v request.Verdict) port.Record {
		return requestRecord(port.Request{Contract: k, Unit: 2, Low: uint8(v), High: uint8(v), Date: made.Date(), At: made})
	}
	r, err := collected(0, q(put, at(20260801, 10, 0, 0), request.Late), q(call, at(20260702, 10, 0, 0), request.Late), q(call, at(20260701, 10, 0, 0), request.Late),
		q(call, at(20260801, 9, 0, 0), request.Late), q(call, at(20260701, 11, 0, 0), request.Answered))
	if err != nil || len(r.Requests) != 4 || len(r.Answers) != 4 {
		t.Fatalf("%v %+v", err, r)
	}
	for i := 1; i < 4; i++ {
		if r.Requests[i].At < r.Requests[i-1].At {
			t.Errorf("request %d is out of order", i)
		}
	}
	m := monthly(r.Answers)
	if len(m) != 3 || m[0].Requests != 3 || m[0].Low != 1 || m[0].By[request.Late] != 2 || m[1].Day != 20260801 || m[2].Contract != "SR609P6000" {
		t.Errorf("%+v", m)
	}
	if m := monthly([]Answers{{Unit: "a", Contract: "c", Day: 20260701}, {Unit: "b", Contract: "c", Day: 20260701}}); len(m) != 2 {
		t.Errorf("two units are one: %+v", m)
	}
	if m := r.Months(); !slices.Equal(m, []market.Month{202607, 202608}) {
		t.Errorf("%v", m)
	}
}

// A unit without a name goes by its product; the records of one day replace each
// other; a month begins anew.
func TestUnitsByMonthAndName(t *testing.T) {
	u := func(d market.Date, unit uint8, final uint8, low market.Time) port.Record {
		return unitRecord(port.Unit{Unit: unit, Date: d, Final: final, Low: low, D: 10, Target: 1})
	}
	r, err := collected(0, u(20260701, 1, 0, 3), u(20260701, 1, 1, 4), u(20260702, 1, 1, 5), u(20260803, 1, 1, 6), u(20260702, 2, 1, 7))
	if err != nil || len(r.Units) != 3 || len(r.Products) != 3 {
		t.Fatalf("%v %+v", err, r.Units)
	}
	a := r.Units[0]
	if a.Name != "AP" || a.Month != 202607 || a.Low != 5 || len(a.Points) != 2 || a.Points[0].PartLow != 4 || r.Units[1].Name != "SR" || r.Units[2].Month != 202608 {
		t.Errorf("%+v", r.Units)
	}
	if !slices.Equal(r.Months(), []market.Month{202607, 202608}) || r.Empty() {
		t.Errorf("%v", r.Months())
	}
	r, _ = collected(0, u(20260701, 1, 1, 4), u(20260701, 1, 1, 5), u(20260701, 1, 0, 6))
	if r.Units[0].Low != 5 || len(r.Units[0].Points) != 1 || r.Units[0].Points[0].PartLow != 5 {
		t.Errorf("%+v", r.Units)
	}
}

// Terms hold from their first to their last day; what is only watched owes nothing.
func TestUnitOfAContractOnADay(t *testing.T) {
	c := NewCollector(0)
	c.Agreement(storyTerms())
	for _, x := range []struct {
		k      market.Contract
		day    market.Date
		unit   string
		widest market.Price
	}{{apple, 20260701, "AP", 4}, {apple, 20260731, "AP", 4}, {apple, 20260630, "", 0}, {apple, 20260801, "", 0}, {call, 20260715, "SR options", 0}, {sr609, 20260715, "", 0}} {
		if unit, widest := c.owed(x.k, x.day); unit != x.unit || widest != x.widest {
			t.Errorf("%d on %d: %q %d", x.k, x.day, unit, widest)
		}
	}
	terms, _ := storyTerms()
	terms.Terms[3].Unit = 2
	c.Agreement(terms, nil)
	if unit, widest := c.owed(apple, 20260701); unit != "" || widest != 4 {
		t.Errorf("%q %d", unit, widest)
	}
	for i, want := range []string{"SR", "AP", "", ""} {
		if got := c.productOf(&port.Unit{Unit: uint8(i)}); got != want {
			t.Errorf("unit %d is of %q", i, got)
		}
	}
}

// Two contracts that no unit's record judges: each needs its target, the unit stands
// where the worse one does.
func TestDerivedUnit(t *testing.T) {
	var list []port.Record
	for _, x := range []struct {
		k    market.Contract
		day  market.Date
		low  market.Time
		left market.Time
	}{{call, 20260702, 5 * market.Hour, 0}, {call, 20260701, 5 * market.Hour, market.Hour}, {put, 20260701, 5*market.Hour + market.Minute, market.Hour}, {call, 20260801, 0, 0}, {apple, 20260701, 0, 0}} {
		target := int64(700000)
		if x.k == apple {
			target = 0
		}
		list = append(list, dayOf(x.k, x.day, obligation.EffectLeaves, target, func(a *port.TallyTime, y *port.Tally) {
			a.Low, y.MonthLeft, y.Slack, y.NeedRest = x.low, x.left, x.low, int64(x.k)
		})...)
	}
	c := NewCollector(0)
	c.Universe(storyUniverse())
	for i := range list {
		c.Add(&list[i])
	}
	r, err := c.Report()
	if err != nil || len(r.Units) != 2 {
		t.Fatalf("%v: %+v", err, r.Units)
	}
	u := r.Units[0]
	if u.Name != "SR" || !u.Derived || u.Contracts != 2 || u.Passed != 2 || u.Days != 2 || u.D != 18*market.Hour || u.R != market.Hour || u.Low != 15*market.Hour+market.Minute ||
		u.High != u.Low+3*market.Second || u.Slack != 5*market.Hour || u.NeedRest != 2 || !u.Final || u.Verdict != obligation.Open || u.Target != 700000 {
		t.Errorf("%+v", u)
	}
	if len(u.Points) != 2 || u.Points[0].Whole != int64(12*market.Hour) || u.Points[1].PartLow != int64(u.Low) || u.Points[1].PartHigh != int64(u.High) {
		t.Errorf("%+v", u.Points)
	}
	if r.Units[1].Verdict != obligation.Missed || r.Units[1].Month != 202608 || len(r.Totals) != 4 {
		t.Errorf("%+v", r.Units[1])
	}
	list[0].TallyTime().Final = 0
	c = NewCollector(0)
	c.Universe(storyUniverse())
	for i := range list {
		c.Add(&list[i])
	}
	if r, _ = c.Report(); r.Units[0].Final {
		t.Error("final although a day is not")
	}
}

func TestJoinShowsTheExchange(t *testing.T) {
	r := story()
	r.Join([]Figures{told("AP703", 20260701, map[Meaning]int64{MeaningEffective: 7}), told("AP703", 20260702, map[Meaning]int64{MeaningEffective: 8}),
		told("SR609C6000", 20260701, map[Meaning]int64{MeaningEffective: 9}), told("SR609P6000", 20260702, map[Meaning]int64{MeaningEffective: 9}),
		told("ZZ", 20260701, map[Meaning]int64{MeaningEffective: 1}), told("SR609C6000", 20260702, map[Meaning]int64{MeaningTrades: 1})})
	if x := r.Totals[0]; !x.HasExchange || x.Exchange != 15 {
		t.Errorf("%+v", x)
	}
	if x := r.Totals[1]; x.HasExchange || x.Verdict != NotAssessed {
		t.Errorf("half of the days: %+v", x)
	}
	if r.Totals[2].HasExchange {
		t.Error("the other half of the days")
	}
	if r.Rows[3].HasExchange || !r.Rows[2].HasExchange {
		t.Errorf("%+v", r.Rows)
	}
	var b strings.Builder
	r.Table(&b, text.En)
	if !strings.Contains(b.String(), "Exchange") {
		t.Error("no column of the exchange's figures")
	}
}

// What did not become a quote has no width; an unknown contract has none either.
func TestSpreadsOfQuotesAlone(t *testing.T) {
	base := at(20260701, 9, 0, 0)
	refused, order, unsent, reject := stands(1, 31, 2, base, market.Minute), stands(1, 32, 2, base, market.Minute), stands(1, 33, 2, base, market.Minute), stands(1, 34, 2, base, market.Minute)
	refused[0].Decision().Rule = uint8(risk.RuleSize)
	order[0].Decision().Instruction.Kind = market.InstructOrder
	unsent[1].Event().Kind, reject[1].Event().Kind = market.EventNotSent, market.EventQuoteReject
	late := unsent[1]
	late.Event().Kind, late.Now = market.EventQuoteLive, base+2*market.Second
	late2 := reject[1]
	late2.Event().Kind, late2.Now = market.EventQuoteLive, base+2*market.Second
	other := stands(1, 35, 2, base, market.Minute)
	other[0].Decision().Instruction.Contract, other[1].Event().Contract, other[2].State().Contract, other[3].Event().Contract = 4, 4, 4, 4
	for name, list := range map[string][]port.Record{"refused": refused, "an order": order, "not sent": {unsent[0], unsent[1], late, unsent[2]}, "rejected": {reject[0], reject[1], late2, reject[2]}, "unknown": other} {
		r, _ := collected(0, append(list, times(apple, 20260701, true, 0, 0))...)
		if len(r.Spreads) != 0 {
			t.Errorf("%s: %+v", name, r.Spreads)
		}
	}
	// A quote that still stands when the day is tallied counts up to then.
	open := stands(1, 36, 2, base, market.Minute)[:3]
	tally := times(apple, 20260701, true, 0, 0)
	tally.Now = base + 11*market.Second
	if r, _ := collected(0, append(open, tally)...); len(r.Spreads) != 1 || r.Spreads[0].For != 10*market.Second {
		t.Errorf("%+v", r.Spreads)
	}
	// An epoch ends whatever stood.
	c := NewCollector(0)
	c.Universe(storyUniverse())
	for i := range open {
		c.Add(&open[i])
	}
	c.Universe(storyUniverse())
	c.Add(&tally)
	if r, _ := c.Report(); len(r.Spreads) != 0 {
		t.Errorf("%+v", r.Spreads)
	}
}

// What is none of the contract's business changes no explanation: records of others,
// records from after the second.
func TestExplainIgnoresTheRest(t *testing.T) {
	noise := func(ms market.Time) []port.Record {
		s := (&scene{}).at(ms)
		s.quote(90, risk.RuleCollar).quote(91, risk.OK)
		for i := range s.list {
			s.list[i].Decision().Instruction.Contract = call
		}
		s.state(obligation.TooWide, func(r *port.State) { r.Contract = call })
		s.feed(market.Event{Kind: market.EventDepth, Contract: call, Bid: 1, BidQty: 1})
		s.feed(market.Event{Kind: market.EventPhase, Contract: call})
		s.add(port.RecordCommand).SetCommand(&port.Command{Kind: port.CommandPause, Contract: call, Actor: ref("wang")})
		s.add(port.RecordCommand).SetCommand(&port.Command{Kind: port.CommandMark, Contract: market.NoContract, Actor: ref("wang")})
		n := s.add(port.RecordNeed).NewNeed()
		n.Contract, n.Now = call, uint8(steering.Lost)
		*s.add(port.RecordMember).NewMember() = port.Member{Underlying: market.NoContract, Row: 1}
		*s.add(port.RecordExempt).NewExempt() = port.Exempt{Contract: call, Exempt: 1, From: 1, To: 1 << 62}
		*s.add(port.RecordExempt).NewExempt() = port.Exempt{Contract: apple, Exempt: 1, From: at(sceneDay, 10, 31, 8), To: 1 << 62}
		*s.add(port.RecordExempt).NewExempt() = port.Exempt{Contract: apple, Exempt: 1, From: 1, To: at(sceneDay, 10, 31, 7)}
		d := s.add(port.RecordDecision).NewDecision()
		d.Instruction = market.Instruction{Kind: market.InstructMassQuotes, Contract: apple}
		d.Rule = uint8(risk.RuleRate)
		return s.list
	}
	after := (&scene{}).at(1000).quote(95, risk.OK).quote(96, risk.RulePrice).state(obligation.OneSided, nil).command(port.CommandPause, "late").need().
		feed(market.Event{Kind: market.EventFeedDown}).feed(market.Event{Kind: market.EventDepth, Contract: apple, Bid: 2, BidQty: 2}).list
	names, all := scenes()
	for _, name := range names {
		want, _ := explained(all[name], "AP703")
		var list []port.Record
		done := false
		list = append(list, noise(-8000)...)
		for _, r := range all[name].list {
			if r.Now >= at(sceneDay, 10, 31, 7) && !done {
				done = true
				list = append(list, noise(0)...)
			}
			if r.Now >= at(sceneDay, 10, 31, 8) {
				list = append(list, after...)
				after = nil
			}
			list = append(list, r)
		}
		got, _ := explained(&scene{list: list}, "AP703")
		var a, b bytes.Buffer
		want.JSON(&a, text.En)
		got.JSON(&b, text.En)
		if a.String() != b.String() {
			t.Errorf("%s:\n%s\n%s", name, a.String(), b.String())
		}
	}
}

// Exempt time cuts the second at both of its ends; states at the second's first
// nanosecond belong to it.
func TestSpansAtTheEdges(t *testing.T) {
	from := at(sceneDay, 10, 31, 7)
	x, _ := explained(stood().alive(1200).ledger(port.Exempt{Contract: apple, Witness: market.NoContract, Exempt: uint8(obligation.ExemptManual), From: from + 10, To: from + 30, Ref: ref("Z")}), "AP703")
	if len(x.Spans) != 3 || x.Spans[0].To != from+10 || x.Spans[1].To != from+30 || x.Spans[1].Exempt != obligation.ExemptManual || x.Spans[2].State != obligation.Effective {
		t.Errorf("%+v", x.Spans)
	}
	x, _ = explained(stood().at(0).state(obligation.TooWide, nil).at(1000).state(obligation.NoQuote, nil).alive(1001), "AP703")
	if len(x.Spans) != 1 || x.Spans[0].State != obligation.TooWide {
		t.Errorf("%+v", x.Spans)
	}
	// A proof at the second's very end proves it; one a nanosecond before does not.
	if x, _ = explained(stood().alive(1000), "AP703"); len(x.Spans) != 1 || x.Spans[0].State != obligation.Effective {
		t.Errorf("%+v", x.Spans)
	}
	if x, _ = explained(stood().alive(999), "AP703"); len(x.Spans) != 2 || x.Spans[1].State != obligation.Disconnected {
		t.Errorf("%+v", x.Spans)
	}
	// The link came back: what stood before the loss is not proven by what follows it.
	x, _ = explained(stood().alive(100).at(1500).venue(market.Event{Kind: market.EventDown, Contract: market.NoContract}).at(1600).venue(market.Event{Kind: market.EventUp, Contract: market.NoContract}).alive(1700), "AP703")
	if len(x.Spans) != 2 || x.Spans[1].Why.Name != "why.unproven" {
		t.Errorf("%+v", x.Spans)
	}
}

// The last refusal and the last end are told apart by time; a fill of another quote
// explains nothing.
func TestWhichRecordExplains(t *testing.T) {
	s := stood().at(-900).quote(17, risk.RuleCollar).at(-900).venue(market.Event{Kind: market.EventQuoteEnded, ID: 15, Code: market.EndMass}).state(obligation.NoQuote, nil).alive(1200)
	if x, _ := explained(s, "AP703"); x.Spans[0].Why.Name != "why.ended" {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900).venue(market.Event{Kind: market.EventFill, ID: 15, Side: market.Bid, Qty: 1, Leaves: 11}).at(-800).state(obligation.TooSmall, func(r *port.State) { r.QuoteID = 16 }).alive(1200)
	if x, _ := explained(s, "AP703"); x.Spans[0].Why.Name != "why.small" || x.Quotes[0].BidLeft != 11 {
		t.Errorf("%+v", x.Spans)
	}
	s = (&scene{}).at(-900).venue(market.Event{Kind: market.EventDown, Contract: market.NoContract}).at(-800).state(obligation.NoQuote, nil).alive(1200)
	if x, _ := explained(s, "AP703"); x.Spans[0].Why.Name != "why.down" {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900)
	m := s.add(port.RecordMode).NewMode()
	m.Mode, m.Actor = uint8(risk.Killed), ref("zhao")
	if x, _ := explained(s.state(obligation.Killed, nil).alive(1200), "AP703"); !strings.Contains(x.Spans[0].Why.In(text.En), "zhao") {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900)
	n := s.add(port.RecordNeed).NewNeed()
	n.Contract, n.Now = market.NoContract, uint8(steering.Watch)
	if x, _ := explained(s.state(obligation.SteppedBack, nil).alive(1200), "AP703"); !strings.Contains(x.Spans[0].Why.In(text.En), "need watch") {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900).feed(market.Event{Kind: market.EventFeedDown, Contract: market.NoContract}).feedDepth(-500).state(obligation.StaleData, nil).alive(1200)
	if x, _ := explained(s, "AP703"); x.Spans[0].Why.Name != "why.stale" {
		t.Errorf("%+v", x.Spans)
	}
	if x, _ := explained(stood().state(obligation.StaleData, nil).alive(1200), "AP703"); x.Spans[0].Why.Name != "why.stale_unseen" {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900)
	s.add(port.RecordCommand).SetCommand(&port.Command{Kind: port.CommandPause, Contract: apple, Actor: ref("wu")})
	if x, _ := explained(s.state(obligation.Paused, nil).alive(1200), "AP703"); !strings.Contains(x.Spans[0].Why.In(text.En), "paused by wu") {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900).quote(17, risk.RuleCollar).at(-800).venue(market.Event{Kind: market.EventFill, ID: 99, Side: market.Bid, Qty: 1}).venue(market.Event{Kind: market.EventQuoteLive, ID: 98}).
		venue(market.Event{Kind: market.EventQuoteLive, ID: 15}).at(-700).state(obligation.TooSmall, nil).alive(1200)
	if x, _ := explained(s, "AP703"); x.Spans[0].Why.Name != "why.small" || x.Quotes[0].Live != at(sceneDay, 10, 31, 4)+20*market.Millisecond {
		t.Errorf("%+v", x)
	}
	for _, st := range []obligation.State{obligation.Killed, obligation.Paused, obligation.Disconnected, obligation.RiskBlocked, obligation.AwaitingAck} {
		if x, _ := explained((&scene{}).at(-900).state(st, nil).alive(1200), "AP703"); x.Spans[0].Why.Name != "why.not_on_record" {
			t.Errorf("%s: %+v", st, x.Spans)
		}
	}
	s = stood().at(-900).state(obligation.Effective, func(r *port.State) { r.QuoteID = 0 }).alive(1200)
	if x, _ := explained(s, "AP703"); x.Spans[0].Why.Name != "why.effective" {
		t.Errorf("%+v", x.Spans)
	}
	s = stood().at(-900).state(obligation.TooWide, func(r *port.State) { r.Contract = call }).alive(1200)
	if x, _ := explained(s, "SR609C6000"); !strings.Contains(x.Spans[0].Why.In(text.En), "3 ticks wide, by tier are allowed") {
		t.Errorf("%q", x.Spans[0].Why.In(text.En))
	}
}

// Words that a verdict may be, cells that are nothing, and spaces around cells.
func TestCellsOfTheExchange(t *testing.T) {
	for word, want := range map[string]int64{"完成": 1, "达标": 1, "合格": 1, "Met": 1, "YES": 1, "y": 1, "1": 1, "是": 1, "未完成": 0, "未达标": 0, "不合格": 0, "missed": 0, "Not Met": 0, "no": 0, "N": 0, "0": 0, "否": 0} {
		if v, ok := parseVerdict(word); !ok || v != want {
			t.Errorf("%s: %d %v", word, v, ok)
		}
	}
	m, _ := Map("m", map[string]string{"effective": "e", "contract": "c", "day": "d"})
	list, problems := ReadExchange(strings.NewReader("\ufeffe,c,d,d\n 5 , AP ,20261117,\n-,A,20261117,\n--,B,20261117,\n–,C,20261117,\n,D,20261117,\n1,E,x,\n1,F\n1,G,20261117\n\"1\",H,20261117,\n"), "f", m, 0)
	if len(problems) != 2 || problems[0].String() != `f:7:3: found "x": want a trading day such as 2026-11-17 or 20261117` || problems[1].Line != 8 {
		t.Errorf("%v", problems)
	}
	if len(list) != 7 || list[0].Name != "AP" || list[0].Value[MeaningEffective] != 5e9 || list[1].Has[MeaningEffective] || list[3].Has[MeaningEffective] || list[5].Name != "G" || list[6].Value[MeaningEffective] != 1e9 {
		t.Errorf("%+v", list)
	}
	for line, want := range map[string]string{`a,"b ""c""",d`: `[a b "c" d]`, `"a"`: "[a]", `"",""`: "[ ]", ",": "[ ]", `"""a"`: `["a]`} {
		if f, ok := splitLine(line, ','); !ok || fmt.Sprint(f) != want {
			t.Errorf("%s: %v %v", line, f, ok)
		}
	}
	for _, line := range []string{`"a`, `"a"b`, `"a""`, `a"b`} {
		if f, ok := splitLine(line, ','); ok {
			t.Errorf("%s: %v", line, f)
		}
	}
	if v, _, ok := parseDecimal("4611686018427387903", 1); !ok || v != 1<<62-1 {
		t.Error(v, ok)
	}
	for _, s := range []string{"4611686018427387904", "99999999999999999999999"} {
		if v, _, ok := parseDecimal(s, 1); ok {
			t.Errorf("%s: %d", s, v)
		}
	}
	if v, _, ok := parseDecimal(".5", 10); !ok || v != 5 {
		t.Error(v, ok)
	}
	if _, _, want := scaleOf(MeaningTrades, "t").parse(MeaningTrades, "1:2:3"); want == "" {
		t.Error("a clock is no number of lots")
	}
	if v, _, want := scaleOf(MeaningScore, "s").parse(MeaningScore, "-1.5"); want != "" || v != -1500 {
		t.Error(v, want)
	}
	if v, _, want := scaleOf(MeaningTrades, "t").parse(MeaningTrades, "0"); want != "" || v != 0 {
		t.Error(v, want)
	}
	for _, cell := range []string{"-0.1", "-1%", "1.01", "x", "%"} {
		if v, _, want := scaleOf(MeaningRatio, "r").parse(MeaningRatio, cell); want == "" {
			t.Errorf("%s: %d", cell, v)
		}
	}
	if s := scaleOf(MeaningEffective, "T (MIN)"); s.unit != int64(market.Minute) {
		t.Error(s)
	}
	if s := scaleOf(MeaningEffective, "分钟(x)"); s.unit != int64(market.Second) {
		t.Error(s)
	}
}

// An amount is of one name and month; a fee waived is no incentive.
func TestWhichEstimatesAreCompared(t *testing.T) {
	e := func(product, contract string, month market.Month, f award.Formula, o award.Outcome, amount market.Money) Estimate {
		return Estimate{Product: product, Contract: contract, Month: month, Estimate: award.Estimate{Formula: f, Outcome: o, Amount: amount}}
	}
	r := &Report{Money: Money{Estimates: []Estimate{
		e("SR", "", 202607, award.FormulaRankOpt, award.Estimated, 1), e("SR", "", 202607, award.FormulaTradeOpt, award.Conditional, 10),
		e("SR", "", 202607, award.FormulaReliefOpt, award.Estimated, 100), e("SR", "", 202606, award.FormulaRankOpt, award.Estimated, 1000),
		e("AP", "AP703", 202607, award.FormulaQuoting, award.Estimated, 10_000), e("AP", "", 202607, award.FormulaTradeFut, award.NotDone, 0),
		e("AP", "", 202607, award.FormulaReliefFut, award.Forfeited, 0), e("SR", "", 202607, award.FormulaExtra, award.Estimated, -5), e("ZZ", "", 202607, award.FormulaQuoting, award.Unknown, 0),
	}, Scores: []Score{{Product: "AP", Contract: "AP703", Month: 202607, Score: award.Score{Points: 5, Outcome: award.Estimated}},
		{Product: "AP", Month: 202607, Score: award.Score{Points: 6, Outcome: award.Estimated}}, {Product: "AP", Month: 202606, Score: award.Score{Points: 7, Outcome: award.Estimated}},
		{Product: "SR", Month: 202607, Score: award.Score{Points: 8}}}}}
	for _, c := range []struct {
		name string
		what Meaning
		want int64 // -1 = we have none
	}{{"SR", MeaningIncentive, 11}, {"SR", MeaningRelief, 100}, {"AP", MeaningIncentive, 10_000}, {"AP703", MeaningIncentive, 10_000}, {"AP", MeaningRelief, 0}, {"AP703", MeaningRelief, -1},
		{"ZZ", MeaningIncentive, -1}, {"AP703", MeaningScore, 5}, {"AP", MeaningScore, 6}, {"SR", MeaningScore, -1}} {
		d := one(t, r, told(c.name, 0, map[Meaning]int64{c.what: 3}), c.what, 0)
		if d.NoOurs != (c.want < 0) || !d.NoOurs && d.Ours != c.want {
			t.Errorf("%s %s: %+v, want %d", c.name, c.what, d, c.want)
		}
	}
}

// Time at the widest spread counts for the month, too, and not where the widest is
// by tiers; contracts that owe nothing are not missed.
func TestRoomAtTheWidest(t *testing.T) {
	r := story()
	d := one(t, r, told("AP703", 0, map[Meaning]int64{MeaningEffective: int64(4*market.Hour - 10*market.Minute)}), MeaningEffective, 0)
	if d.By[BySpread] != -int64(9*market.Minute) {
		t.Errorf("%+v", d)
	}
	r.Spreads = []Spread{{"SR609C6000", 20260701, 0, market.Hour}}
	if d = one(t, r, told("SR609C6000", 20260701, map[Meaning]int64{MeaningEffective: 0}), MeaningEffective, 0); d.By[BySpread] != 0 {
		t.Errorf("%+v", d)
	}
	for i := range r.Rows {
		if r.Rows[i].Contract == "SR609P6000" {
			r.Rows[i].Target = 0
		}
	}
	c := r.Reconcile([]Figures{told("AP703", 20260701, map[Meaning]int64{MeaningRatio: 338028})}, Tolerance{Time: market.Hour})
	if len(c.Differences) != 2 || c.Differences[1].Name != "SR609C6000" || !c.Differences[1].NoTheirs {
		t.Errorf("%+v", c.Differences)
	}
	if d := one(t, story(), told("SR", 20260702, map[Meaning]int64{MeaningAnswered: 2, MeaningRequests: 3}), MeaningAnswered, 0); d.Ours != 2 || d.Outside != 0 {
		t.Errorf("a product's answers: %+v", d)
	}
	if d := one(t, story(), told("SR", 0, map[Meaning]int64{MeaningAnswered: 8}), MeaningAnswered, 0); d.By != [AttributionCount]int64{ByClock: 2, ByExemption: 1, ByUnknown: 1} {
		t.Errorf("%+v", d)
	}
	if exactText(-1500*market.Millisecond) != "-0:00:01.500" || exactText(61*market.Second+7*market.Millisecond) != "0:01:01.007" {
		t.Error("a duration to the millisecond")
	}
}

// Every figure of an estimate, and every indicator, is printed in its unit.
func TestFiguresHaveUnits(t *testing.T) {
	tab := table{lang: text.En}
	for f, want := range map[award.Figure]string{award.FigMonth: "met", award.FigOwnFees: "12,345.01", award.FigOwnWaived: "12,345.01", award.FigOtherFees: "12,345.01", award.FigOtherWaived: "12,345.01",
		award.FigPool: "12,345.01", award.FigFees: "12,345.01", award.FigOwnVolume: "1.234501", award.FigAllVolume: "1,234,501", award.FigAllOpen: "1,234,501", award.FigSpread: "1234.501", award.FigStepSpread: "1234.501",
		award.FigOrderRatio: "1234.501", award.FigRank: "1,234,501", award.FigOwnLots: "1,234,501"} {
		v := int64(1_234_501)
		if f == award.FigMonth {
			v = int64(obligation.Met)
		}
		if got := tab.figure(award.Input{Figure: f, Value: v}); got != want {
			t.Errorf("%s: %s, want %s", f, got, want)
		}
	}
	for _, f := range []award.Figure{award.FigRateLeast, award.FigRateMost, award.FigRatio, award.FigStepRatio, award.FigVolumeWeight, award.FigPassiveWeight, award.FigOpenWeight, award.FigAtBest, award.FigRatioBound, award.FigRate} {
		if got := tab.figure(award.Input{Figure: f, Value: 125000}); got != "0.125" {
			t.Errorf("%s: %s", f, got)
		}
	}
	for _, f := range []award.Figure{award.FigObliged, award.FigEffective, award.FigMeasured} {
		if got := tab.figure(award.Input{Figure: f, Value: int64(market.Hour)}); got != "1:00:00" {
			t.Errorf("%s: %s", f, got)
		}
	}
	if got := tab.figure(award.Input{Figure: award.FigAllOpen, Value: -1}); got != "–" {
		t.Error(got)
	}
	for m, want := range map[award.Measure]string{award.ByRatio: "0.25", award.ByAtBest: "0.25", award.ByAnswered: "0.25", award.ByVolumeShare: "0.25", award.ByOpenShare: "0.25", award.BySpread: "250.00",
		award.ByProfit: "2,500.00", award.ByVolume: "250,000"} {
		p := Part{Indicator: award.Indicator{Measure: m}, Raw: award.Raw{Value: 250_000, Known: true}}
		if got := p.value(); got != want {
			t.Errorf("%s: %s, want %s", m, got, want)
		}
		if p.Known = false; p.value() != "–" {
			t.Errorf("%s is not known", m)
		}
	}
	for v, want := range map[int64]string{0: "0.00", 1: "0.001", 10: "0.01", -1500: "-1.50", 1234567: "1234.567", -1 << 63: "-9223372036854775.808"} {
		if got := milliText(v); got != want {
			t.Errorf("%d: %s", v, got)
		}
	}
}

func TestAmountsAndSeasons(t *testing.T) {
	for o, want := range map[award.Outcome]string{award.Estimated: "5.00", award.Conditional: "5.00", award.NotDone: "0.00", award.Forfeited: "0.00", award.Excused: "0.00", award.Unknown: "–",
		award.NotAssessed: "–", award.Contradicted: "–", award.TooLarge: "–"} {
		e := Estimate{Estimate: award.Estimate{Outcome: o, Amount: 500}}
		if got := e.amount(); got != want {
			t.Errorf("%s: %s, want %s", o, got, want)
		}
	}
	for want, m := range map[string][3]int32{"1": {1, 1, 0}, "1–2 / 3": {1, 2, 3}, "0 / 2": {0, 0, 2}} {
		if got := missedText(m[0], m[1], m[2]); got != want {
			t.Errorf("%s is %s", want, got)
		}
	}
	// Unknown inputs and rows of all days reach the JSON as they are.
	r := &Report{Units: []Unit{{Name: "u", NeedRest: 0}, {Name: "v", NeedRest: -1, By: obligation.AggregateResponse, Slack: -2}}}
	var b bytes.Buffer
	r.JSON(&b)
	var doc struct {
		Units []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil || doc.Units[0]["need_rest"] != "0.00" || doc.Units[1]["need_rest"] != nil || doc.Units[1]["slack_requests"] != -2.0 || doc.Units[1]["slack_ns"] != nil ||
		doc.Units[0]["slack_ns"] != 0.0 || doc.Units[0]["ratio_low"] != nil {
		t.Errorf("%v %v", err, doc.Units)
	}
	q := qualityOf(&port.Quality{Market: 0, OpenInt: 0})
	if q.Market == nil || q.OpenInt == nil || *q.Market != 0 || q.MeanSpread != nil {
		t.Errorf("%+v", q)
	}
}

// The terms of a day hold on it, and are told with what they are about.
func TestExplainTermsOfTheDay(t *testing.T) {
	terms, _ := storyTerms()
	for day, owed := range map[market.Date]bool{20260630: false, 20260701: true, 20260731: true, 20260801: false} {
		e := NewExplainer("SR609C6000", at(sceneDay, 10, 31, 7))
		e.Epoch(1, at(sceneDay, 8, 0, 0), storyUniverse(), terms)
		if x, ok := e.Explain(day); !ok || (x.Terms != nil) != owed || owed && (!x.Terms.Series || x.Terms.Source != "agreement 2026-07") {
			t.Errorf("%d: %+v", day, x.Terms)
		}
	}
	terms.Terms[3].Unit, terms.Terms[3].Source = 2, 1
	e := NewExplainer("AP703", at(sceneDay, 10, 31, 7))
	e.Epoch(1, at(sceneDay, 10, 31, 7), storyUniverse(), terms)
	e.Epoch(2, at(sceneDay, 11, 0, 0), storyUniverse(), nil)
	if x, _ := e.Explain(sceneDay); x.Terms == nil || x.Terms.Unit != "" || x.Terms.Source != "" || x.Terms.Series {
		t.Errorf("%+v", x.Terms)
	}
	e = NewExplainer("AP703", at(sceneDay, 10, 31, 7))
	e.Epoch(1, at(sceneDay, 8, 0, 0), storyUniverse(), nil)
	e.Epoch(2, at(sceneDay, 9, 0, 0), storyUniverse(), terms)
	e.Epoch(3, at(sceneDay, 12, 0, 0), storyUniverse()[:2], nil)
	if x, ok := e.Explain(sceneDay); !ok || x.Terms == nil {
		t.Errorf("%+v", x.Terms)
	}
}
