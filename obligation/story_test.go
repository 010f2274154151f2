package obligation

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
	"quotient/obligation/calendar"
)

// TestStories plays testdata/*.txt: lines that tell what happens, ----, and what the
// Meter says to it. A line is
//
//	[date/]clock verb arguments [@exchange stamp]
//
// and the verbs are those of (*story).do.
func TestStories(t *testing.T) { stories.Play(t, 85, through(false)) }

// TestStoriesAcrossCheckpoints tells every story to a Meter that is saved, and
// loaded into a new one, after each line.
func TestStoriesAcrossCheckpoints(t *testing.T) { stories.Again(t, 85, through(true)) }

func through(whole bool) stories.Begin {
	return func(at *stories.Story) func([]string) {
		return (&story{Story: at, date: 20260105, terms: futures(), whole: whole, names: []string{"A", "D"}}).line
	}
}

// A story is one file being run.
type story struct {
	*stories.Story
	date    market.Date
	terms   Terms
	m       *Meter
	excuses map[market.Contract]Excuse // as last told
	now     market.Time
	stamp   market.Time
	whole   bool // Save and Load at every line
	p       Params
	named   bool     // contracts were listed: the output names them
	names   []string // by contract
	c       market.Contract
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

// line does one line and prints the changes it made.
func (s *story) line(words []string) {
	if s.header(words) {
		return
	}
	if s.m == nil {
		s.begin()
	}
	s.now, s.stamp = s.clock(words[0]), 0
	if last := words[len(words)-1]; last[0] == '@' {
		s.stamp = s.clock(last[1:])
		words = words[:len(words)-1]
	}
	words = words[1:]
	if s.c = 0; s.contract(words[0]) != market.NoContract {
		s.c, words = s.contract(words[0]), words[1:]
	}
	for t := s.m.Deadline(); t != 0 && t <= s.now; t = s.m.Deadline() {
		s.m.Advance(t)
		s.changes(t)
	}
	s.do(words[0], words[1:])
	s.changes(s.now)
	for c := range s.names {
		checkRead(s, s.m, market.Contract(c), s.now)
	}
	if s.whole {
		s.again()
		checkReading(s, s.m, s.now)
	}
}

// again goes on with a Meter that was loaded from the old one's state.
func (s *story) again() {
	m := New(s.m.p, s.m.cal)
	m.Deadline()
	if rest, ok := m.Load(s.m.Save(nil)); !ok || len(rest) != 0 {
		s.Fatalf("load: %d bytes left, %v", len(rest), ok)
	}
	if m.Deadline() != s.m.Deadline() {
		s.Fatalf("load: deadline %d, was %d", m.Deadline(), s.m.Deadline())
	}
	s.m = m
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

// do carries one verb out on contract s.c.
func (s *story) do(verb string, a []string) {
	m, c, now := s.m, s.c, s.now
	switch verb {
	case "up":
		m.Up(now)
	case "down":
		m.Down(now)
	case "alive":
		m.Alive(s.stamp, now)
	case "settle":
		settle(m, now)
	case "pass":
	case "phase":
		s.phase(phaseOf(a[0]))
	case "phase_of":
		m.Phase(c, phaseOf(a[0]), s.stamp, now)
	case "book":
		d := s.book(a)
		m.Market(c, &d, now)
	case "dominant":
		d := s.book(a)
		m.Market(1, &d, now)
	case "settlement":
		m.Settlement(c, market.Price(s.num(a[0])), s.stamp, now)
	case "quote": // id bid x ask x size, or bid size/ask size
		bid, ask, _ := strings.Cut(a[3], "/")
		if ask == "" {
			ask = bid
		}
		in := market.Instruction{ID: uint64(s.num(a[0])), Bid: market.Price(s.num(a[1])), Ask: market.Price(s.num(a[2])),
			BidQty: market.Qty(s.num(bid)), AskQty: market.Qty(s.num(ask))}
		m.QuoteSent(c, &in, now)
	case "live":
		m.Alive(s.stamp, now)
		m.QuoteLive(c, uint64(s.num(a[0])), s.stamp, now)
	case "leaves":
		m.Alive(s.stamp, now)
		m.QuoteLeaves(c, uint64(s.num(a[0])), map[string]market.Side{"bid": market.Bid, "ask": market.Ask}[a[1]], market.Qty(s.num(a[2])), s.stamp, now)
	case "ended":
		m.Alive(s.stamp, now)
		m.QuoteEnded(c, uint64(s.num(a[0])), s.stamp, now)
	case "rejected":
		m.Alive(s.stamp, now)
		m.QuoteRejected(c, uint64(s.num(a[0])), s.stamp, now)
	case "cancel":
		m.QuoteEnding(c, uint64(s.num(a[0])), now)
	case "why", "why_all":
		cause := map[string]Cause{"killed": CauseKilled, "paused": CausePaused, "stale": CauseStale, "risk": CauseRisk, "budget": CauseBudget, "stepped": CauseStepped}[a[0]]
		if verb == "why_all" {
			c = market.NoContract
		}
		m.Why(c, cause, a[1] == "on", now)
	case "grant", "grant_all": // from to ref [relax=ppm]
		ref, _ := market.MakeRef(a[2])
		g := Grant{Contract: c, From: s.clock(a[0]), To: s.clock(a[1]), Ref: ref}
		if verb == "grant_all" {
			g.Contract = market.NoContract
		}
		if len(a) > 3 {
			g.Relax = s.num(strings.TrimPrefix(a[3], "relax="))
		}
		m.AddGrant(g, now)
	case "show", "month", "bars":
		s.print(verb)
	case "unit":
		var r UnitReading
		m.ReadUnit(int(s.num(a[0])), now, &r)
		s.unit(&r)
	case "standing":
		s.standing()
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

// phase announces to every contract of a list, else to the one.
func (s *story) phase(ph market.Phase) {
	if !s.named {
		s.m.Phase(0, ph, s.stamp, s.now)
		return
	}
	for c := range s.names {
		s.m.Phase(market.Contract(c), ph, s.stamp, s.now)
	}
}

// book reads "7000x5 7002x5 last 7001"; a side that is "-" is absent. The
// limits are 7200 and 6800.
func (s *story) book(a []string) market.Depth {
	d := market.Depth{Upper: 7200, Lower: 6800, Stamp: s.stamp}
	side := func(word string) (market.Price, market.Qty) {
		if word == "-" {
			return 0, 0
		}
		p, q, _ := strings.Cut(word, "x")
		return market.Price(s.num(p)), market.Qty(s.num(q))
	}
	d.Bid, d.BidQty = side(a[0])
	d.Ask, d.AskQty = side(a[1])
	d.Last = market.Price(s.num(a[3]))
	return d
}

// at writes an instant: the clock, with the date when it is not the story's.
func (s *story) at(t market.Time) string {
	date := ""
	if d := t.Date(); d != s.date {
		date = strconv.Itoa(int(d)) + "/"
	}
	clock := time.Unix(0, 0).UTC().Add(time.Duration(t.Clock())).Format("15:04:05.999999999")
	return date + clock
}

func (s *story) changes(now market.Time) {
	checkMeter(s, s.m)
	var ch Change
	for s.m.TakeChange(&ch) {
		checkChange(s, s.m, &ch, now)
		name := ch.Now.String()
		if ch.Exempt != ExemptNone {
			name += " " + ch.Exempt.String()
		}
		fmt.Fprintf(s, "%s%s %s -> %s", s.who(ch.Contract), s.at(ch.At), ch.Was, name)
		if ch.At != now {
			fmt.Fprintf(s, " (known %s)", s.at(now))
		}
		fmt.Fprintln(s)
	}
	var row DayRow
	for s.m.TakeDay(&row) {
		checkIdentity(s, &row)
		fmt.Fprintf(s, "%sday %d %s\n", s.who(row.Contract), row.Date, parts(&row))
	}
	s.moves()
	var x ExemptRow
	for s.m.TakeExempt(&x) {
		fmt.Fprintf(s, "%sexempt %s %s to %s by contract %s", s.who(x.Contract), x.Exempt, s.at(x.From), s.at(x.To), s.name(x.Witness))
		if x.Price != 0 {
			fmt.Fprintf(s, " at %d", x.Price)
		}
		if x.Ref != (market.Ref{}) {
			fmt.Fprintf(s, " ref %s", x.Ref)
		}
		fmt.Fprintln(s)
	}
}

// parts writes where a day's time went.
func parts(row *DayRow) string {
	b := fmt.Sprintf("scheduled %v low %v high %v", time.Duration(row.Scheduled), time.Duration(row.Low), time.Duration(row.High))
	for x, t := range row.ExemptNs {
		if t != 0 {
			b += fmt.Sprintf(" %s %v", Exempt(x), time.Duration(t))
		}
	}
	for i, t := range row.Ineffective {
		if t != 0 {
			b += fmt.Sprintf(" %s %v", Killed+State(i), time.Duration(t))
		}
	}
	return b
}

func (s *story) print(verb string) {
	r := s.m.Read(s.c, s.now)
	checkIdentity(s, &r.DayRow)
	switch verb {
	case "show":
		fmt.Fprintln(s, s.who(s.c)+parts(&r.DayRow))
	case "bars":
		fmt.Fprintf(s, "%s\n", s.m.Describe(nil, s.c, s.now))
	case "month":
		fmt.Fprintf(s, s.who(s.c)+"obliged %v low %v high %v left %v slack %v need %d lost %v\n", time.Duration(r.D), time.Duration(r.MonthLow),
			time.Duration(r.MonthHigh), time.Duration(r.R), time.Duration(r.Slack), r.NeedRest, r.Lost)
	}
}
