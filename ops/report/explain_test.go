package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quotient/internal/text"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/port"
	"quotient/risk"
)

// A scene is a short journal about the apple future around 10:31:07.
type scene struct {
	list []port.Record
	now  market.Time
	seq  uint64
}

const sceneDay = market.Date(20260701)

func (s *scene) add(kind port.RecordKind) *port.Record {
	var r port.Record
	r.Clear(kind)
	s.seq++
	r.Now, r.Seq = s.now, s.seq
	s.list = append(s.list, r)
	return &s.list[len(s.list)-1]
}

// at moves the scene to so many milliseconds after 10:31:07.
func (s *scene) at(ms market.Time) *scene {
	s.now = at(sceneDay, 10, 31, 7) + ms*market.Millisecond
	return s
}

func (s *scene) venue(e market.Event) *scene {
	if e.Contract == 0 && e.Kind != market.EventDown && e.Kind != market.EventAlive && e.Kind != market.EventUp {
		e.Contract = apple
	}
	s.add(port.RecordEvent).SetEvent(port.RingVenue, &e)
	return s
}

func (s *scene) feed(e market.Event) *scene {
	s.add(port.RecordEvent).SetEvent(port.RingFeed, &e)
	return s
}

func (s *scene) state(now obligation.State, change func(*port.State)) *scene {
	r := s.add(port.RecordState).NewState()
	r.Contract, r.State, r.Phase, r.QuoteID, r.Bid, r.Ask, r.BidLeaves, r.AskLeaves = apple, uint8(now), market.PhaseContinuous, 15, 7000, 7003, 12, 12
	if change != nil {
		change(r)
	}
	return s
}

func (s *scene) quote(id uint64, rule risk.Rule) *scene {
	d := s.add(port.RecordDecision).NewDecision()
	d.Instruction = market.Instruction{Kind: market.InstructQuote, Purpose: market.PurposeQuote, Contract: apple, ID: id, Bid: 7000, Ask: 7003, BidQty: 12, AskQty: 12}
	d.Rule, d.Value, d.Limit = uint8(rule), 52, 50
	d.BookBid, d.BookAsk, d.BookBidQty, d.BookAskQty, d.Upper, d.Lower = 7001, 7002, 5, 6, 7700, 6500
	return s
}

// stood begins a scene in which quote 15 stands since three seconds before.
func stood() *scene {
	s := &scene{}
	return s.at(-3000).quote(15, risk.OK).at(-2980).venue(market.Event{Kind: market.EventQuoteLive, ID: 15}).state(obligation.Effective, nil)
}

// alive ends a scene with a proof that the link lives.
func (s *scene) alive(ms market.Time) *scene {
	return s.at(ms).venue(market.Event{Kind: market.EventAlive})
}

func (s *scene) command(k port.CommandKind, ref_ string) *scene {
	s.add(port.RecordCommand).SetCommand(&port.Command{Kind: k, Contract: market.NoContract, Actor: ref("li"), Ref: ref(ref_), Mode: uint8(risk.Killed)})
	return s
}

// scenes are all there is to say about a second, each answer as it must be.
func scenes() (names []string, all map[string]*scene) {
	all = map[string]*scene{}
	scene := func(name string, s *scene) {
		names = append(names, name)
		all[name] = s
	}
	scene("a good quote stood", stood().feedDepth(-500).alive(1500))
	scene("it was replaced within the second", stood().at(200).quote(16, risk.OK).state(obligation.AwaitingAck, nil).
		at(220).venue(market.Event{Kind: market.EventQuoteEnded, ID: 15, Code: market.EndReplaced}).venue(market.Event{Kind: market.EventQuoteLive, ID: 16}).
		state(obligation.Effective, func(r *port.State) { r.QuoteID = 16 }).alive(1200))
	scene("one leg was filled", stood().at(300).venue(market.Event{Kind: market.EventFill, ID: 15, Side: market.Ask, Qty: 12, Leaves: 0}).
		state(obligation.OneSided, func(r *port.State) { r.AskLeaves = 0 }).alive(1200))
	scene("a leg is too small", stood().at(300).venue(market.Event{Kind: market.EventLegState, ID: 15, Side: market.Bid, Leaves: 9}).
		state(obligation.TooSmall, func(r *port.State) { r.BidLeaves = 9 }).alive(1200))
	scene("the quote is too wide", stood().at(-100).state(obligation.TooWide, func(r *port.State) { r.Ask = 7005 }).alive(1200))
	scene("the exchange ended the quote", stood().at(400).venue(market.Event{Kind: market.EventQuoteEnded, ID: 15, Code: market.EndExpired}).state(obligation.NoQuote, nil).alive(1200))
	scene("the exchange refused the quote", (&sceneOf{}).none().at(-500).quote(15, risk.OK).state(obligation.AwaitingAck, nil).
		at(100).venue(market.Event{Kind: market.EventQuoteReject, ID: 15, Code: market.RejectSpread}).state(obligation.NoQuote, nil).alive(1200))
	scene("nothing was sent", (&sceneOf{}).none().alive(1200))
	scene("the gate refused", stood().at(-900).quote(17, risk.RulePosition).at(-800).venue(market.Event{Kind: market.EventQuoteEnded, ID: 15, Code: market.EndCancelled}).
		at(-700).quote(18, risk.RulePosition).state(obligation.RiskBlocked, nil).alive(1200))
	scene("the budget is used up", stood().at(-700).quote(18, risk.RuleRate).state(obligation.Budget, nil).alive(1200))
	scene("the gate refused what would replace it", stood().at(-800).venue(market.Event{Kind: market.EventQuoteEnded, ID: 15, Code: market.EndCancelled}).
		at(-700).quote(18, risk.RuleCollar).state(obligation.NoQuote, nil).alive(1200))
	scene("somebody paused", stood().at(-900).command(port.CommandPause, "lunch").state(obligation.Paused, nil).alive(1200))
	scene("somebody killed", stood().at(-900).command(port.CommandLatch, "").state(obligation.Killed, nil).alive(1200))
	scene("steering stepped back", stood().at(-900).need().state(obligation.SteppedBack, nil).alive(1200))
	scene("steering stepped back, unsaid", stood().state(obligation.SteppedBack, nil).alive(1200))
	scene("data is stale", stood().feedDepth(-31000).state(obligation.StaleData, nil).alive(1200))
	scene("the feed is gone", stood().at(-900).feed(market.Event{Kind: market.EventFeedDown, Contract: market.NoContract}).state(obligation.StaleData, nil).alive(1200))
	scene("the link is down", stood().at(-900).venue(market.Event{Kind: market.EventDown, Contract: market.NoContract}).state(obligation.Disconnected, nil))
	scene("the link died and took the second with it", stood().alive(400).at(5000).venue(market.Event{Kind: market.EventDown, Contract: market.NoContract}).state(obligation.Disconnected, nil))
	scene("nothing has proven it yet", stood().alive(400))
	scene("they may disagree", stood().at(100).state(obligation.CannotTell, func(r *port.State) { r.Phase = market.PhaseBreak }).alive(1200))
	scene("it is at the limit", stood().at(250).state(obligation.Exempted, func(r *port.State) { r.Exempt = uint8(obligation.ExemptDominantLimit) }).alive(1200).
		ledger(port.Exempt{Contract: apple, Witness: sr609, Exempt: uint8(obligation.ExemptDominantLimit), Date: sceneDay, From: at(sceneDay, 10, 31, 7) + 240*market.Millisecond,
			To: at(sceneDay, 10, 40, 0), Price: 7700}))
	scene("exempt, not in the ledger yet", stood().at(-250).state(obligation.Exempted, func(r *port.State) { r.Exempt = uint8(obligation.ExemptManual) }).alive(1200))
	scene("the market is closed", stood().at(-250).state(obligation.Off, func(r *port.State) { r.Phase = market.PhaseBreak }).alive(1200))
	scene("it owes nothing", stood().at(-250).state(obligation.Off, nil).alive(1200))
	scene("no record", (&sceneOf{}).alive(1200))
	return names, all
}

type sceneOf = scene

// none is a scene without a quote.
func (s *scene) none() *scene {
	return s.at(-9000).state(obligation.NoQuote, func(r *port.State) { r.QuoteID = 0 })
}

func (s *scene) feedDepth(ms market.Time) *scene {
	return s.at(ms).feed(market.Event{Kind: market.EventDepth, Contract: apple, Bid: 7001, BidQty: 7, AskQty: 0, Last: 7001, Upper: 7700, Lower: 6500})
}

func (s *scene) need() *scene {
	n := s.add(port.RecordNeed).NewNeed()
	n.Contract, n.Now, n.Slack = apple, uint8(steering.Comfortable), 90*market.Minute
	return s
}

func (s *scene) ledger(x port.Exempt) *scene {
	*s.at(600_000).add(port.RecordExempt).NewExempt() = x
	return s
}

func explained(s *scene, symbol string) (*Explanation, bool) {
	e := NewExplainer(symbol, at(sceneDay, 10, 31, 7))
	terms, _ := storyTerms()
	e.Epoch(3, at(sceneDay, 8, 0, 0), storyUniverse(), terms)
	for i := range s.list {
		e.Add(&s.list[i])
	}
	return e.Explain(sceneDay)
}

// Each scene's answer in both languages; every one was read and is as it must be.
func TestExplainGolden(t *testing.T) {
	names, all := scenes()
	for lang := range text.LangCount {
		var b strings.Builder
		for _, name := range names {
			x, ok := explained(all[name], "AP703")
			if !ok {
				t.Fatalf("%s: the contract is not known", name)
			}
			fmt.Fprintf(&b, "# %s\n", name)
			if err := x.Text(&b, lang); err != nil {
				t.Fatal(err)
			}
			b.WriteByte('\n')
		}
		golden(t, "explain."+lang.String()+".txt", b.String())
	}
}

// The parts of a second are a second, without gap, in order, and none repeats the
// one before.
func TestSpansCoverTheSecond(t *testing.T) {
	names, all := scenes()
	for _, name := range names {
		x, _ := explained(all[name], "AP703")
		for i, s := range x.Spans {
			if i == 0 && s.From != x.From || i > 0 && s.From != x.Spans[i-1].To || s.From >= s.To {
				t.Errorf("%s: span %d begins at %d", name, i, s.From-x.From)
			}
		}
		effective, exempt, neither := x.Effective()
		if off := name == "the market is closed" || name == "it owes nothing"; !off && effective+exempt+neither != market.Second || off && effective+exempt+neither != 0 || x.Spans[len(x.Spans)-1].To != x.To {
			t.Errorf("%s: %d + %d + %d", name, effective, exempt, neither)
		}
		var b strings.Builder
		if err := x.JSON(&b, text.En); err != nil || !json.Valid([]byte(b.String())) {
			t.Errorf("%s: %v: %s", name, err, b.String())
		}
	}
}

func TestHowMuchOfTheSecondCounted(t *testing.T) {
	_, all := scenes()
	ms := market.Millisecond
	for name, want := range map[string][3]market.Time{
		"a good quote stood":                        {1000 * ms, 0, 0},
		"it was replaced within the second":         {980 * ms, 0, 20 * ms},
		"one leg was filled":                        {300 * ms, 0, 700 * ms},
		"the link died and took the second with it": {400 * ms, 0, 600 * ms},
		"nothing has proven it yet":                 {400 * ms, 0, 600 * ms},
		"it is at the limit":                        {240 * ms, 760 * ms, 0},
		"exempt, not in the ledger yet":             {0, 1000 * ms, 0},
		"no record":                                 {0, 0, 1000 * ms},
	} {
		x, _ := explained(all[name], "AP703")
		if a, b, c := x.Effective(); [3]market.Time{a, b, c} != want {
			t.Errorf("%s: %v, want %v", name, [3]market.Time{a, b, c}, want)
		}
	}
}

// A contract outside of its series' set is told so, with the strike at the money.
func TestExplainOption(t *testing.T) {
	s := (&scene{}).at(-60_000)
	*s.add(port.RecordMember).NewMember() = port.Member{Underlying: sr609, Row: 3, At: s.now, Strike: 5800}
	s.at(-59_000).state(obligation.Off, func(r *port.State) { r.Contract = call }).alive(1200)
	x, ok := explained(s, "SR609C6000")
	if why := x.Spans[0].Why.In(text.En); !ok || why != "not in the continuous-quote set: the strike at the money is 5800 since 10:30:07.000" {
		t.Errorf("%q", why)
	}
	if x.Terms == nil || !x.Terms.Tiers || x.Terms.MaxSpread != 0 || !strings.Contains(x.termsText(text.En), "by tier") || x.Terms.Unit != "SR options" {
		t.Errorf("%+v", x.Terms)
	}
	s.list[0].Member().Row = -1
	if x, _ = explained(s, "SR609C6000"); !strings.Contains(x.Spans[0].Why.In(text.En), "money is –") {
		t.Errorf("%+v", x.Spans)
	}
	if x, ok = explained(s, "SR609"); !ok || x.Terms != nil {
		t.Errorf("a contract that is only watched owes %+v", x.Terms)
	}
	if _, ok = explained(s, "ZZ001"); ok {
		t.Error("nobody knows that contract")
	}
}

// A restart loses what was not proven before it.
func TestExplainAcrossARestart(t *testing.T) {
	_, all := scenes()
	e := NewExplainer("AP703", at(sceneDay, 10, 31, 7))
	terms, _ := storyTerms()
	e.Epoch(1, at(sceneDay, 8, 0, 0), storyUniverse(), terms)
	for _, r := range stood().alive(400).list {
		e.Add(&r)
	}
	other := storyUniverse()
	other[0], other[3] = other[3], other[0] // another numbering
	e.Epoch(2, at(sceneDay, 10, 32, 0), other, nil)
	for _, r := range all["a good quote stood"].list {
		r.Now += 2 * market.Minute
		e.Add(&r)
	}
	x, ok := e.Explain(sceneDay)
	if !ok || len(x.Spans) != 2 || x.Spans[1].State != obligation.Disconnected || x.Spans[1].Why.Name != "why.unproven" {
		t.Errorf("%+v", x.Spans)
	}
	if x.Terms == nil || len(x.Quotes) != 1 || x.Quotes[0].Ended == 0 {
		t.Errorf("%+v %+v", x.Terms, x.Quotes)
	}
}

// Quotes that ended before the second are not shown; the market is that of the
// second's begin.
func TestExplainShowsWhatStood(t *testing.T) {
	s := (&scene{}).at(-9000).quote(13, risk.OK).at(-8000).venue(market.Event{Kind: market.EventNotSent, ID: 13, Code: market.RejectLatch})
	s.at(-7000).quote(14, risk.OK).at(-6900).venue(market.Event{Kind: market.EventQuoteLive, ID: 14}).at(0).venue(market.Event{Kind: market.EventQuoteEnded, ID: 14, Code: 99})
	s.at(10).state(obligation.NoQuote, nil).at(500).feed(market.Event{Kind: market.EventDepth, Contract: apple, Bid: 1, BidQty: 1}).alive(1200)
	s.at(1300).quote(16, risk.OK)
	x, _ := explained(s, "AP703")
	if len(x.Quotes) != 1 || x.Quotes[0].ID != 14 || x.Market.Bid != 7001 || x.Market.At != at(sceneDay, 10, 31, 0) {
		t.Errorf("%+v %+v", x.Quotes, x.Market)
	}
	if why := x.Spans[1].Why.In(text.En); why != "quote 14 ended at 10:31:07.000: not said" {
		t.Errorf("%q", why)
	}
}
