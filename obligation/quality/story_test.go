package quality

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories plays testdata/*.txt: lines that tell what happens, ----, and what the
// Meter says to it. A line is
//
//	clock [contract:]verb arguments
//
// and the verbs are those of (*story).do.
func TestStories(t *testing.T) { stories.Play(t, 5, begin) }

// TestStoriesAcrossCheckpoints tells every story to a Meter that is saved, and
// loaded into a new one, after each line.
func TestStoriesAcrossCheckpoints(t *testing.T) {
	stories.Again(t, 5, func(at *stories.Story) func([]string) {
		s := newStory(at)
		return func(words []string) {
			s.line(words)
			s.checkpoint()
		}
	})
}

func begin(at *stories.Story) func([]string) { return newStory(at).line }

func newStory(at *stories.Story) *story {
	s := &story{Story: at}
	s.m = New(2, s.params())
	return s
}

// A story is one file being run.
type story struct {
	*stories.Story
	m   *Meter
	now market.Time
	c   market.Contract
}

// params: of contract 0 orders over 20 lots do not count, in February over 10.
func (s *story) params() Params {
	return Params{Limits: []Limit{{Contract: 0, From: 20260101, To: 20260131, Lots: 20},
		{Contract: 0, From: 20260201, To: 20260228, Lots: 15},
		{Contract: market.NoContract, From: 20260201, To: 20260228, Lots: 10},
		{Contract: 0, From: 20260201, To: 20260228, Lots: 12}}}
}

func (s *story) checkpoint() {
	next := New(2, s.params())
	if rest, ok := next.Load(s.m.Save(nil)); !ok || len(rest) != 0 {
		s.Fatalf("the checkpoint does not load")
	}
	s.m = next
}

func (s *story) line(words []string) {
	at, err := time.Parse("15:04:05", words[0])
	if err != nil || len(words) < 2 {
		s.Fatalf("%q: %v", words, err)
	}
	s.now = market.Date(20260105).At(market.Time(at.Hour())*market.Hour + market.Time(at.Minute())*market.Minute +
		market.Time(at.Second())*market.Second)
	verb := words[1]
	s.c = 0
	if c, rest, ok := strings.Cut(verb, ":"); ok {
		s.c, verb = market.Contract(s.num(c)), rest
	}
	s.do(verb, words[2:])
}

func (s *story) num(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		s.Fatalf("%v", err)
	}
	return n
}

// do carries out one line.
func (s *story) do(verb string, args []string) {
	has := func(word string) bool {
		return slices.Contains(args, word)
	}
	switch verb {
	case "roll": // date
		s.m.Roll(s.c, market.Date(s.num(args[0])))
	case "book": // bid ask [volume open]; each side price×lots, or -
		s.m.Book(s.c, s.book(args), s.now)
	case "blind":
		s.m.Blind(s.now)
	case "quote": // bid ask
		s.m.Standing(s.c, true, market.Price(s.num(args[0])), market.Price(s.num(args[1])), s.now)
	case "ended":
		s.m.Standing(s.c, false, 0, 0, s.now)
	case "alive":
		s.m.Alive(s.now)
	case "down":
		s.m.Down(s.now)
	case "fill": // lots declared [passive] [self]
		s.m.Fill(s.c, market.Qty(s.num(args[0])), has("passive"), market.Qty(s.num(args[1])), has("self"))
	case "sent": // order | cancel
		s.m.Sent(s.c, has("order"))
	case "cancelled": // lots
		s.m.Cancelled(s.c, market.Qty(s.num(args[0])))
	case "request":
		s.m.Request(s.c)
	case "show":
		var r Row
		if !s.m.Read(s.c, s.now, &r) {
			s.Fatalf("no such contract")
		}
		s.show(&r)
	case "take":
		s.take()
	default:
		s.Fatalf("%q", verb)
	}
}

func (s *story) take() {
	var r Row
	for s.m.TakeDay(&r) {
		s.show(&r)
	}
	fmt.Fprintf(s, "taken, lost %d\n", s.m.Lost())
}

func (s *story) book(args []string) *market.Depth {
	var d market.Depth
	side := func(text string, p *market.Price, q *market.Qty) {
		if text != "-" {
			price, lots, _ := strings.Cut(text, "x")
			*p, *q = market.Price(s.num(price)), market.Qty(s.num(lots))
		}
	}
	side(args[0], &d.Bid, &d.BidQty)
	side(args[1], &d.Ask, &d.AskQty)
	if len(args) > 2 {
		d.Volume, d.OpenInterest = market.Qty(s.num(args[2])), market.Qty(s.num(args[3]))
	}
	return &d
}

// show prints the row: first what was measured, then what was counted.
func (s *story) show(r *Row) {
	fmt.Fprintf(s, "%d/%d final %d effective %v best %v bid %v ask %v", r.Contract, r.Date, r.Final,
		span(r.Effective), span(r.AtBest), span(r.AtBestBid), span(r.AtBestAsk))
	if r.Effective > 0 {
		fmt.Fprintf(s, " spread %d/%d", r.SpreadTime/int64(market.Second), int64(r.Effective/market.Second))
	}
	fmt.Fprintf(s, "\n  passive %d aggressive %d oversize %d self %d market %d open %d orders %d cancels %d of %d lots requests %d\n",
		r.Passive, r.Aggressive, r.Oversize, r.SelfTrade, r.Market, r.OpenInt, r.Orders, r.Cancels, r.Cancelled, r.Requests)
}

func span(t market.Time) time.Duration { return time.Duration(t) }
