package journal

import (
	"encoding/json"
	"flag"
	"maps"
	"math"
	"os"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

var update = flag.Bool("update", false, "write the golden files anew")

func ref(s string) market.Ref {
	r, _ := market.MakeRef(s)
	return r
}

// oneOfEach is a short story with every kind of record.
func oneOfEach() []port.Record {
	var list []port.Record
	add := func(kind port.RecordKind) *port.Record {
		r := port.Record{}
		r.Clear(kind)
		r.Seq, r.Now = uint64(len(list)+1), start+market.Time(len(list))*market.Second
		list = append(list, r)
		return &list[len(list)-1]
	}
	event := func(ring uint8, e market.Event) { add(port.RecordEvent).SetEvent(ring, &e) }
	command := func(c port.Command) { add(port.RecordCommand).SetCommand(&c) }

	command(port.Command{Kind: port.CommandIDs, First: 1, Count: 100000, Actor: ref("desk")})
	command(port.Command{Kind: port.CommandGrant, Contract: 0, From: start, To: start + market.Hour, Ref: ref("通知 2020-31"), Actor: ref("li")})
	command(port.Command{Kind: port.CommandPause, Contract: market.NoContract, Actor: ref("a\"b\\c\n\xff")})
	command(port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Run), Epoch: 7, Actor: ref("ops")})
	event(port.RingFeed, market.Event{Kind: market.EventFeedUp, Edge: start})
	event(port.RingFeed, market.Event{Kind: market.EventPhase, Contract: 0, Phase: market.PhaseContinuous, Time: start})
	event(port.RingFeed, market.Event{Kind: market.EventDepth, Contract: 1, Flags: market.FlagConflated, Time: start, Edge: start + 1234567,
		Bid: 26012, BidQty: 3, Last: 26013, Volume: 118, Turnover: 858686, OpenInterest: 38930, Upper: 28000, Lower: 24000})
	event(port.RingVenue, market.Event{Kind: market.EventQuoteEnded, Contract: 0, ID: 12, Code: market.EndReplaced, Time: start})
	event(port.RingVenue, market.Event{Kind: market.EventFill, Contract: 0, ID: 13, Side: market.Ask, Price: 7270, Qty: 4, Leaves: 6,
		Offset: market.Open, Ref: ref("T0001"), Trade: 900077, Flags: market.FlagPassive | market.FlagRecovered | 1<<9, Time: start})
	event(port.RingVenue, market.Event{Kind: market.EventNotSent, Contract: 0, ID: 14, Code: market.RejectLatch})

	d := add(port.RecordDecision).NewDecision()
	d.Instruction = market.Instruction{Kind: market.InstructQuote, Purpose: market.PurposeQuote, BidOffset: market.Open, AskOffset: market.Close,
		Contract: 0, ID: 15, Target: 13, Bid: 7268, Ask: 7271, BidQty: 10, AskQty: 10}
	d.Rule, d.Mode, d.Value, d.Limit, d.Latch, d.Table = uint8(risk.RulePosition), uint8(risk.Run), 52, 50, 7, 3
	d.BookBid, d.BookAsk, d.BookBidQty, d.BookAskQty, d.Upper, d.Lower = 7268, 7270, 10, 8, 7799, 6915
	d.Phase, d.Fair = market.PhaseContinuous, 7269250
	d = add(port.RecordDecision).NewDecision()
	d.Instruction = market.Instruction{Kind: market.InstructMassQuotes, Purpose: market.PurposeSafety, ID: 16}

	m := add(port.RecordMode).NewMode()
	m.Mode, m.Stage, m.Epoch, m.Actor = uint8(risk.Killed), 2, 8, ref("ops")
	s := add(port.RecordState).NewState()
	s.State, s.Was, s.Phase, s.QuoteID = uint8(obligation.Exempted), uint8(obligation.Effective), market.PhaseContinuous, 13
	s.Exempt, s.Bid, s.Ask, s.BidLeaves, s.AskLeaves = uint8(obligation.ExemptOwnLimit), 7268, 7271, 10, 6
	s.Scheduled, s.Low, s.High, s.Last, s.Upper, s.Lower = 3*market.Second, market.Second, 2*market.Second, 7269, 7799, 6915
	tt := add(port.RecordTallyTime).NewTallyTime()
	tt.Date, tt.Final, tt.Scheduled, tt.Low, tt.High = 20200803, 1, 100, 60, 61
	tt.Exempt[obligation.ExemptAuction], tt.Ineffective[obligation.NoQuote.Reason()] = 15, 25
	ta := add(port.RecordTally).NewTally()
	ta.Date, ta.Target, ta.Quotes, ta.Position, ta.PnL, ta.NeedRest = 20200803, 800000, 9, -4, -12345, -1
	p := add(port.RecordPoll).NewPoll()
	p.Drained[2], p.Work, p.Next, p.Digest = 1, 2, start+market.Minute, 0xfeedface
	x := add(port.RecordExempt).NewExempt()
	x.Exempt, x.Witness, x.Date, x.From, x.To, x.Price = uint8(obligation.ExemptDominantLimit), 1, 20200803, start, start+market.Minute, 26100
	x.Ref = ref("Z-2020-17")
	event(port.RingFeed, market.Event{Kind: market.EventSettlement, Contract: 0, Price: 7255, Time: start})
	duty(add)
	return list
}

// duty adds the records about what the agreement counts besides time.
func duty(add func(port.RecordKind) *port.Record) {
	*add(port.RecordUnit).NewUnit() = port.Unit{Unit: 1, By: uint8(obligation.AggregatePooled), Final: 1, Verdict: uint8(obligation.Open),
		Date: 20200803, Name: ref("SR options"), Contracts: 24, Passed: 20, Days: 1, DaysPassed: 1, Target: 700000, D: 4000, R: 76000,
		Low: 3900, High: 3950, Slack: 23900, NeedRest: 685527}
	*add(port.RecordUnit).NewUnit() = port.Unit{Unit: 2, By: uint8(obligation.AggregateResponse), Verdict: uint8(obligation.InBand),
		Date: 20200803, Name: ref("SR answers"), Target: 800000, NeedRest: -1, Requests: 40, Excluded: 3, AnsweredLow: 31, AnsweredHigh: 33,
		Missed: 7, Open: 1}
	*add(port.RecordRequest).NewRequest() = port.Request{Contract: 0, Unit: 2, Low: 4, High: 1, Cause: uint8(obligation.CauseStale | obligation.CauseStepped),
		Rule: uint8(risk.RuleRate), Purpose: uint8(market.PurposeResponse), Date: 20200803, Ref: ref("R-1"), At: start, Seen: start + 1,
		Due: start + 20*market.Second, AnsweredLow: start + market.Second, AnsweredHigh: start + market.Second - 7, HeldLow: 9 * market.Second,
		HeldHigh: 10 * market.Second, Decided: start + 31*market.Second, QuoteID: 17}
	*add(port.RecordRequest).NewRequest() = port.Request{Contract: 0, Unit: port.NoUnit, Low: 11, High: 11, At: start, Seen: start}
	*add(port.RecordMember).NewMember() = port.Member{Series: 0, Why: uint8(obligation.RestrikeSettlement), Underlying: 1, First: 2, Last: 8, Row: 5,
		At: start, Reference: 26013, Strike: 26000}
	*add(port.RecordMember).NewMember() = port.Member{Series: 0, Why: uint8(obligation.RestrikeCarried), Underlying: 1, First: 0, Last: -1, Row: -1, At: start}
	*add(port.RecordNeed).NewNeed() = port.Need{Unit: 1, Was: uint8(steering.Comfortable), Now: uint8(steering.Watch), Contract: market.NoContract,
		Target: 700000, D: 4000, R: 76000, E: 3900, Slack: 23900, NeedRest: 685527, Reserve: 20000, Watch: 5000, Critical: 980000}
	*add(port.RecordQuality).NewQuality() = port.Quality{Contract: 0, Final: 1, Date: 20200803, Effective: 3900, AtBest: 1200, AtBestBid: 1500,
		AtBestAsk: 1900, SpreadTime: 11700, Passive: 31, Aggressive: 2, Oversize: 1, SelfTrade: 0, Market: -1, OpenInt: 38930, Orders: 402,
		Cancels: 17, Cancelled: 170, Requests: 3}
	guards(add)
}

// guards adds the records about what held the loop back.
func guards(add func(port.RecordKind) *port.Record) {
	var product market.Code
	copy(product[:], "AP")
	*add(port.RecordTrip).NewTrip() = port.Trip{At: start, Until: start + 5*market.Second, Over: market.Second, Value: 12, Limit: 12, Product: product,
		Contract: 0, Nth: 1, Scope: uint8(breaker.Group), Kind: uint8(breaker.Protection), Measure: uint8(breaker.MeasureFills),
		Rearm: uint8(breaker.ByTrader), State: uint8(breaker.Tripped)}
	*add(port.RecordTrip).NewTrip() = port.Trip{At: start, Over: market.Second, Value: 5, Limit: 5, Contract: market.NoContract, Nth: 3,
		Scope: uint8(breaker.Account), Kind: uint8(breaker.Rejects), Measure: uint8(breaker.MeasureCount), Rearm: uint8(breaker.ByRisk),
		State: uint8(breaker.Tripped), Code: market.RejectFunds}
	*add(port.RecordTrip).NewTrip() = port.Trip{At: start, Over: 10 * market.Second, Value: 3, Limit: 3, Contract: 0, Nth: 1,
		Scope: uint8(breaker.Contract), Kind: uint8(breaker.Collar), Rearm: uint8(breaker.ByTrader), State: uint8(breaker.Rearmed), Code: uint8(risk.RuleCollar)}
	*add(port.RecordAlarm).NewAlarm() = port.Alarm{Kind: uint8(surveillance.Cancels), From: 0, To: uint8(surveillance.Warn), Rule: 4, Contract: 0, Product: product,
		At: start, Value: 250, Stop: 475, Limit: 500, Source: ref("ZCE 2018 art. 17")}
	*add(port.RecordAlarm).NewAlarm() = port.Alarm{From: uint8(surveillance.Stop), Contract: market.NoContract, At: start, Halt: uint8(surveillance.Running)}
	*add(port.RecordHold).NewHold() = port.Hold{Contract: 0, Was: uint8(risk.Run), Now: uint8(risk.ReduceOnly), Latch: uint8(risk.Run),
		Restraint: uint8(position.OverLimit), Level: 1, Long: 3, Until: start + 3*market.Hour}
}

func catJournal(t *testing.T, list []port.Record, o CatOptions) string {
	t.Helper()
	dir := t.TempDir()
	w := open(t, dir, Options{})
	appendAll(t, w, list)
	must(t, w.Close())
	r, err := OpenReader(dir, ReadOptions{})
	must(t, err)
	defer r.Close()
	var b strings.Builder
	lines, err := Cat(r, &b, o)
	must(t, err)
	if n := strings.Count(b.String(), "\n"); uint64(n) != lines {
		t.Errorf("%d lines, said to be %d", n, lines)
	}
	return b.String()
}

func TestCatGolden(t *testing.T) {
	got := catJournal(t, oneOfEach(), CatOptions{Kinds: CatKinds()[1:]})
	const path = "testdata/cat.golden.ndjson"
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if got != string(want) {
		t.Errorf("differs from %s (go test -update writes it):\n%s", path, got)
	}
}

// Every line is one JSON object, and every field in it is explained in the docs.
func TestCatFieldsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/journal.md")
	must(t, err)
	unexplained := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(catJournal(t, oneOfEach(), CatOptions{})), "\n") {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for name := range fields {
			if !strings.Contains(string(doc), "`"+name+"`") {
				unexplained[name] = true
			}
		}
	}
	if len(unexplained) > 0 {
		t.Errorf("docs/journal.md does not explain %v", slices.Sorted(maps.Keys(unexplained)))
	}
}

// Whatever a record holds, its line parses and tells its numbers.
func TestCatOfAnything(t *testing.T) {
	rng := newRand()
	list := records(rng, 600)
	for i := range list {
		r := &list[i]
		for j := range r.Body[:r.Size/8] {
			switch rng.IntN(8) {
			case 0:
				r.Body[j] = math.MaxUint64
			case 1:
				r.Body[j] = 1 << 63
			}
		}
		if rng.IntN(4) == 0 {
			r.Now = market.Time(rng.Uint64())
		}
	}
	lines := strings.Split(strings.TrimSpace(catJournal(t, list, CatOptions{})), "\n")
	if len(lines) != len(list)+1 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, line := range lines[1:] {
		var f struct {
			Kind string
			Seq  uint64
			Now  int64 `json:"now_ns"`
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if f.Kind != list[i].Kind.String() || f.Seq != list[i].Seq || f.Now != int64(list[i].Now) {
			t.Errorf("record %d reads %+v", i, f)
		}
	}
}

func TestCatChooses(t *testing.T) {
	kinds := func(o CatOptions) (list []string) {
		for _, line := range strings.Split(strings.TrimSpace(catJournal(t, oneOfEach(), o)), "\n") {
			var f map[string]any
			if json.Unmarshal([]byte(line), &f) == nil {
				list = append(list, f["kind"].(string))
			}
		}
		sort.Strings(list)
		return list
	}
	for _, c := range []struct {
		o    CatOptions
		want []string
	}{
		{CatOptions{Kinds: []string{"header", "mode"}}, []string{"header", "mode"}},
		{CatOptions{Kinds: []string{"event"}, Contract: "IF2101"}, []string{"event"}},
		{CatOptions{Kinds: []string{"command"}, Contract: "AP101"}, []string{"command", "command"}},
		{CatOptions{Kinds: []string{"decision", "state", "tally", "tally_time", "poll"}, Contract: "AP101"},
			[]string{"decision", "state", "tally", "tally_time"}},
		{CatOptions{Kinds: []string{"exempt", "unit", "request", "member", "need", "quality"}, Contract: "AP101"},
			[]string{"exempt", "quality", "request", "request"}},
		{CatOptions{Kinds: []string{"unit", "request", "member", "need"}, Contract: "IF2101"}, []string{"member", "member"}},
		{CatOptions{Kinds: []string{"event", "state"}, Contract: "ZZ999"}, nil},
	} {
		if got := kinds(c.o); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v: got %v, want %v", c.o, got, c.want)
		}
	}
	if err := (&CatOptions{Kinds: []string{"evnt"}}).Check(); err == nil || !strings.Contains(err.Error(), "tally_time") {
		t.Errorf("got %v", err)
	}
}

func TestQuoted(t *testing.T) {
	for _, s := range []string{"", "AP101", "\x00\x1f\x7f\"\\/", "郑商所", "a\xff\xc0b", "\u2028<script>"} {
		var got string
		must(t, json.Unmarshal(appendQuoted(nil, s), &got))
		if want := strings.ToValidUTF8(strings.ReplaceAll(s, "\xff\xc0", "\ufffd\ufffd"), "\ufffd"); got != want {
			t.Errorf("%q: got %q", s, got)
		}
	}
}

func BenchmarkCatDepth(b *testing.B) {
	c := printer{instruments: header().Instruments, epoch: 1}
	var r port.Record
	depth(&r, 5)
	for b.Loop() {
		c.b = c.b[:0]
		c.print(&r)
	}
}
