package request

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/obligation/rule"
)

// TestStories plays testdata/*.txt: lines that tell what happens, ----, and what the
// Meter says to it. A line is
//
//	[date/]clock verb arguments [@exchange stamp]
//
// and the verbs are those of (*story).do. Both readings are printed as low|high.
func TestStories(t *testing.T) { stories.Play(t, 69, through(false)) }

// TestStoriesAcrossCheckpoints tells every story to a Meter that is saved, and
// loaded into a new one, after each line.
func TestStoriesAcrossCheckpoints(t *testing.T) { stories.Again(t, 69, through(true)) }

func through(whole bool) stories.Begin {
	return func(at *stories.Story) func([]string) {
		return (&story{Story: at, date: 20260105, terms: answers(), target: 800_000, whole: whole}).line
	}
}

// A story is one file being run.
type story struct {
	*stories.Story
	date   market.Date
	terms  Terms
	tiers  []rule.Tiers
	target int64
	member bool
	m      *Meter
	now    market.Time
	stamp  market.Time
	whole  bool // Save and Load at every line
}

// zce are the hours of a ZCE product without night session.
func zce() calendar.Hours {
	at := func(h, m market.Time) market.Time { return h*market.Hour + m*market.Minute }
	h := calendar.Hours{DayCount: 5, NightCount: 5}
	h.Day = [calendar.MaxStretches]calendar.Stretch{
		{Phase: market.PhaseAuction, From: at(8, 55), To: at(8, 59)},
		{Phase: market.PhaseMatch, From: at(8, 59), To: at(9, 0)},
		{Phase: market.PhaseContinuous, From: at(9, 0), To: at(10, 15)},
		{Phase: market.PhaseContinuous, From: at(10, 30), To: at(11, 30)},
		{Phase: market.PhaseContinuous, From: at(13, 30), To: at(15, 0)},
	}
	h.Night = h.Day
	return h
}

// storyDays are two trading days of January 2026 and one of February.
func storyDays() *calendar.Table {
	return calendar.New(calendar.Params{
		Days: []calendar.Day{{Date: 20260105, Prev: 20251231}, {Date: 20260106, Prev: 20260105},
			{Date: 20260202, Prev: 20260106}, {Date: 20260303, Prev: 20260202}},
		Hours:   []calendar.Hours{zce()},
		Covered: []market.Month{202601, 202602},
	})
}

// line does one line and prints what the Meter has to tell.
func (s *story) line(words []string) {
	if words[0] == "terms" {
		for _, w := range words[1:] {
			s.term(w)
		}
		return
	}
	if s.m == nil {
		s.m = New(s.params(), storyDays())
	}
	s.now, s.stamp = s.clock(words[0]), 0
	if last := words[len(words)-1]; last[0] == '@' {
		s.stamp = s.clock(last[1:])
		words = words[:len(words)-1]
	}
	for t := s.m.Deadline(); t != 0 && t <= s.now; t = s.m.Deadline() {
		s.m.Advance(t)
		s.told()
	}
	s.do(words[1], words[2:])
	s.told()
	checkMeter(s, s.m)
	if s.whole {
		s.again()
	}
}

// params are the story's terms for contract 0, and the same for contract 2.
func (s *story) params() Params {
	other := s.terms
	other.Contract = 2
	name, _ := market.MakeRef("answers")
	return Params{Contracts: 4, Terms: []Terms{s.terms, other}, Units: []Unit{{Name: name, Target: s.target}}, Tiers: s.tiers}
}

// again goes on with a Meter that was loaded from the old one's state.
func (s *story) again() {
	m := New(s.m.p, s.m.cal)
	if rest, ok := m.Load(s.m.Save(nil)); !ok || len(rest) != 0 || m.Deadline() != s.m.Deadline() {
		s.Fatalf("load: %d bytes left, %v", len(rest), ok)
	}
	s.m = m
}

func (s *story) term(word string) {
	key, v, _ := strings.Cut(word, "=")
	t := &s.terms
	policies := map[string]*Policy{"declared": &t.Declared, "filled": &t.Filled, "resting": &t.Resting, "any_quote": &t.AnyQuote,
		"exempt": &t.Exempt, "breaks": &t.Breaks, "merge": &t.Merge}
	spans := map[string]*market.Time{"respond": &t.Respond, "hold": &t.Hold, "apart": &t.Apart}
	n, _ := strconv.ParseInt(v, 10, 64)
	switch {
	case policies[key] != nil:
		*policies[key] = map[string]Policy{"yes": PolicyYes, "no": PolicyNo}[v]
	case spans[key] != nil:
		d, err := time.ParseDuration(v)
		if err != nil {
			s.Fatalf("%v", err)
		}
		*spans[key] = market.Time(d)
	case key == "scope":
		t.Scope = map[string]Scope{"rest": ScopeRest, "all": ScopeAll}[v]
	case key == "spread":
		t.Spread = market.Price(n)
	case key == "size":
		t.MinSize = market.Qty(n)
	case key == "imbalance":
		t.Imbalance = n
	case key == "moved":
		t.Moved = market.Price(n)
	case key == "to":
		t.To = market.Date(n)
	case key == "target":
		s.target = n
	case key == "tiers": // up to 7000: 2 ticks, from there: 6
		t.Tiers = 1
		s.tiers = []rule.Tiers{{N: 2, Row: [rule.MaxTiers]rule.Tier{{From: 0, Ticks: 2}, {From: 7000, Ticks: 6}}}}
	default:
		s.Fatalf("unknown term %q", word)
	}
}

// clock reads hh:mm[:ss[.fraction]], with a date before it when that changes.
func (s *story) clock(word string) market.Time {
	if date, rest, ok := strings.Cut(word, "/"); ok {
		n, _ := strconv.Atoi(date)
		s.date, word = market.Date(n), rest
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, word); err == nil {
			return s.date.At(market.Time(t.Sub(t.Truncate(24 * time.Hour))))
		}
	}
	s.Fatalf("bad clock %q", word)
	return 0
}

func (s *story) num(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		s.Fatalf("bad number %q", word)
	}
	return n
}

func ref(text string) market.Ref {
	r, _ := market.MakeRef(text)
	return r
}

// do carries one verb out.
func (s *story) do(verb string, a []string) {
	m, now := s.m, s.now
	switch verb {
	case "up":
		m.Up(now)
	case "down":
		m.Down(now)
	case "alive":
		m.Alive(s.stamp, now)
	case "pass":
	case "phase":
		m.Phase(0, phaseOf(a[0]), s.stamp, now)
		m.Phase(2, phaseOf(a[0]), s.stamp, now)
	case "request":
		m.Request(0, ref(a[0]), s.stamp, now, s.member)
	case "other": // a request on contract 2
		m.Request(2, ref(a[0]), s.stamp, now, s.member)
	case "unlisted": // a request on a contract without terms
		m.Request(3, ref(a[0]), s.stamp, now, s.member)
	case "member":
		s.member = a[0] == "on"
	case "exempt":
		m.Exempt(0, a[0] == "on", s.stamp, now)
	case "price":
		m.Underlying(1, market.Price(s.num(a[0])), s.stamp, now)
	case "ask", "asks", "unit", "list", "month", "due":
		s.print(verb)
	default:
		s.quote(verb, a)
	}
}

// quote carries out what our quotes do.
func (s *story) quote(verb string, a []string) {
	m, now := s.m, s.now
	id := uint64(s.num(a[0]))
	switch verb {
	case "quote": // id bid ask size [request [ask size]]
		in := market.Instruction{ID: id, Bid: market.Price(s.num(a[1])), Ask: market.Price(s.num(a[2])),
			BidQty: market.Qty(s.num(a[3])), AskQty: market.Qty(s.num(a[3]))}
		if len(a) > 4 && a[4] != "-" {
			in.Request = ref(a[4])
		}
		if len(a) > 5 {
			in.AskQty = market.Qty(s.num(a[5]))
		}
		m.QuoteSent(0, &in, now)
	case "cancel":
		m.QuoteEnding(0, id, now)
	case "live":
		m.Alive(s.stamp, now)
		m.QuoteLive(0, id, s.stamp, now)
	case "leaves":
		m.Alive(s.stamp, now)
		side := map[string]market.Side{"bid": market.Bid, "ask": market.Ask}[a[1]]
		m.QuoteLeaves(0, id, side, market.Qty(s.num(a[2])), s.stamp, now)
	case "ended":
		m.Alive(s.stamp, now)
		m.QuoteEnded(0, id, s.stamp, now)
	case "rejected":
		m.Alive(s.stamp, now)
		m.QuoteRejected(0, id, s.stamp, now)
	default:
		s.Fatalf("unknown verb %q", verb)
	}
}

func phaseOf(name string) market.Phase {
	for p := range market.PhaseCount {
		if p.String() == name {
			return p
		}
	}
	return market.PhaseUnknown
}

// at writes an instant: the clock, with the date when it is not the story's.
func (s *story) at(t market.Time) string {
	if t == 0 {
		return "-"
	}
	date := ""
	if d := t.Date(); d != s.date {
		date = strconv.Itoa(int(d)) + "/"
	}
	return date + time.Unix(0, 0).UTC().Add(time.Duration(t.Clock())).Format("15:04:05.999999999")
}

// told prints what is decided.
func (s *story) told() {
	var row Row
	for s.m.TakeRow(&row) {
		fmt.Fprintf(s, "%s decided %s: %s", row.Ref, s.at(row.Decided), s.became(&row))
		if row.Unit == NoUnit {
			fmt.Fprint(s, " in no unit")
		}
		fmt.Fprintln(s)
	}
	var r UnitReading
	for s.m.TakeUnit(&r) {
		fmt.Fprintf(s, "day %d %s\n", r.Date, unitText(&r))
	}
}

// became says what became of a request.
func (s *story) became(row *Row) string {
	if !row.Low.Counts() {
		return row.Low.String()
	}
	b := fmt.Sprintf("%s|%s", row.Low, row.High)
	if row.AnsweredHigh != 0 {
		b += fmt.Sprintf(" from %s|%s held %v|%v by %d", s.at(row.AnsweredLow), s.at(row.AnsweredHigh),
			time.Duration(row.HeldLow), time.Duration(row.HeldHigh), row.QuoteID)
	}
	return b
}

func unitText(r *UnitReading) string {
	return fmt.Sprintf("%s: %d requests, %d excluded, answered %d|%d, missed %d, open %d, slack %d, need %d, contracts %d, verdict %d",
		r.Name, r.Requests, r.Excluded, r.AnsweredLow, r.AnsweredHigh, r.Missed, r.Open, r.Slack, r.NeedRest, r.Contracts, r.Verdict)
}

func (s *story) print(verb string) {
	switch verb {
	case "ask":
		var ask Ask
		if !s.m.Open(0, &ask) {
			fmt.Fprintln(s, "nothing to answer")
			return
		}
		fmt.Fprintf(s, "answer %s made %s due %s until %s, spread %d size %d\n", ask.Ref, s.at(ask.At), s.at(ask.Due), s.at(ask.Until),
			ask.Demand.Widest(6000, 6000), ask.Demand.Least())
	case "unit":
		var r UnitReading
		s.m.Read(0, s.now, &r)
		fmt.Fprintf(s, "day %d %s\n", r.Date, unitText(&r))
	case "due":
		fmt.Fprintf(s, "next due %s\n", s.at(s.m.Deadline()))
	case "month":
		n, low, high := s.m.Contract(0)
		fmt.Fprintf(s, "contract 0: %d requests, answered %d|%d\n", n, low, high)
	case "list":
		for _, v := range s.m.List(make([]View, 0, 4)) {
			state := "decided"
			if v.Open {
				state = fmt.Sprintf("open, due %s, until %s,", s.at(v.Due), s.at(v.Until))
			}
			fmt.Fprintf(s, "%s on %d %s %s\n", v.Ref, v.Contract, state, s.became(&v.Row))
		}
	}
}
