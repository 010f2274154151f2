package sim

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories plays testdata/*.txt: a block of commands, a line ----, and every
// event that came of it. The crowd is silent but for what a story makes it do.
func TestStories(t *testing.T) {
	stories.Play(t, 46, func(at *stories.Story) func([]string) {
		s := &story{t: at}
		at.AtCheck(func() { io.WriteString(at, s.answers()) })
		at.Cleanup(func() {
			if at.Failed() {
				return
			}
			if left := s.answers(); left != "" {
				at.Errorf("said after the last check:\n%s", left)
			}
		})
		return s.do
	})
}

// A floor is what a story needs of an Exchange and of a Tape.
type floor interface {
	Advance(market.Time)
	Handle(uint8, *market.Instruction, market.Time)
	Pop(*Out) bool
	Connect(uint8, market.Time) bool
	Disconnect(uint8, market.Time)
	Recount(uint8, market.Contract) Recount
	Now() market.Time
	AddGrant(Grant, market.Time)
}

type story struct {
	duty
	t     *stories.Story
	x     *Exchange
	tape  *Tape
	f     floor
	lines []string
}

func (s *story) fatal(w []string) { s.t.Fatalf("do not understand %q", w) }

func (s *story) answers() string {
	var o Out
	for s.f.Pop(&o) {
		if k := o.Event.Kind; k != market.EventDepth && k != market.EventPhase && !s.plain(&o.Event) {
			s.lines = append(s.lines, s.describe(&o))
		}
	}
	text := strings.Join(s.lines, "\n")
	s.lines = nil
	if text == "" {
		return ""
	}
	return text + "\n"
}

var storySymbols = [2]string{"AP010", "AP101"}

func contractOf(symbol string) (market.Contract, bool) {
	for c, y := range storySymbols {
		if y == symbol {
			return market.Contract(c), true
		}
	}
	return 0, false
}

// quietPair is a pair whose crowd never acts by itself.
func quietPair() Params {
	p := pair(1)
	p.Makers = 2
	for c := range p.Contracts {
		p.Contracts[c].Step = 1_000_000 * market.Hour
		p.Contracts[c].RequestGap = 0
	}
	return p
}

// hush empties the books of the crowd.
func hush(x *Exchange) {
	for i := range x.pits {
		x.pits[i].withdraw(market.Bid, -1)
		x.pits[i].withdraw(market.Ask, 1<<30)
	}
}

func (s *story) open(w []string) {
	p := quietPair()
	s.symbols = storySymbols[:]
	s.at9 = w[len(w)-1] != "auction"
	if len(w) > 2 && w[2] == "options" {
		p, w = s.openOptions(w)
	}
	for _, opt := range w[1:] {
		key, val, _ := strings.Cut(opt, "=")
		n, _ := strconv.Atoi(val)
		switch key {
		case "exchange", "tape", "auction":
		case "max_qty":
			p.Rules.MaxQty = market.Qty(n)
		case "max_spread":
			p.Rules.MaxSpread = market.Price(n)
		case "max_per_second":
			p.Rules.MaxPerSecond = n
		case "cancel_on_disconnect":
			p.Rules.CancelOnDisconnect = true
		case "pending":
			p.Rules.Pending = true
		case "reply":
			p.Delays.Reply = market.Time(n) * market.Millisecond
		case "order":
			p.Delays.Order = market.Time(n) * market.Millisecond
		case "relogon":
			p.Relogon = true
		case "limit":
			for i := range p.Terms {
				p.Terms[i].Limit = LimitRule(n)
			}
		case "held":
			p.Holdings = []Holding{{Contract: 1, Side: market.Bid, Qty: market.Qty(n)}}
		default:
			s.fatal(w)
		}
	}
	if w[1] == "tape" {
		s.tape = NewTape(*p.common())
		s.f = s.tape
	} else {
		s.x = NewExchange(p)
		s.f = s.x
	}
	if s.at9 {
		s.f.Advance(clock(9, 0, 0))
	}
	if s.x != nil {
		hush(s.x)
	}
	for m := range uint8(2) {
		s.f.Connect(m, s.f.Now())
	}
	for o := (Out{}); p.Delays.Reply == 0 && s.f.Pop(&o); {
	}
}

// do runs one command. A leading "maker 1" makes it that maker's.
func (s *story) do(w []string) {
	maker := uint8(0)
	if w[0] == "maker" {
		n, _ := strconv.Atoi(w[1])
		maker, w = uint8(n), w[2:]
	}
	now := market.Time(0)
	if s.f != nil {
		now = s.f.Now()
	}
	switch w[0] {
	case "open":
		s.open(w)
	case "at":
		date := s.today()
		if len(w) == 3 { // at 2020-08-04 09:00:00
			date, _ = parseDate(w[1])
		}
		if at, ok := (&parser{date: date}).time(w[len(w)-1]); ok {
			s.f.Advance(at)
		} else {
			s.fatal(w)
		}
	case "connect":
		s.f.Connect(maker, now)
	case "disconnect":
		s.f.Disconnect(maker, now)
	case "crowd":
		s.crowd(w)
	case "tick":
		s.tick(w)
	case "do":
		s.script(w[1:])
	case "count":
		s.count(maker, w[1])
	default:
		if s.doDuty(maker, w) {
			return
		}
		in := s.instruction(w)
		s.f.Handle(maker, &in, now)
	}
}

// crowd: crowd AP101 bid 7268x10 | buy 30 (up to any price)
func (s *story) crowd(w []string) {
	c, ok := s.lookup(w[1])
	if !ok {
		s.fatal(w)
	}
	pit := &s.x.pits[c]
	switch w[2] {
	case "bid", "ask":
		p, q := lots(w[3])
		side := market.Bid
		if w[2] == "ask" {
			side = market.Ask
		}
		pit.book.add(side, pit.book.index(p), q, nobody)
	case "buy", "sell":
		n, _ := strconv.Atoi(w[3])
		side, limit := market.Bid, int32(len(pit.book.levels)-1)
		if w[2] == "sell" {
			side, limit = market.Ask, 0
		}
		s.x.take(pit, side, market.Qty(n), limit, nil, nil)
	default:
		s.fatal(w)
	}
	s.x.touch(pit)
}

// tick: tick AP101 7268x10/7270x8 last 7269 vol 118 (limits 6900 to 7800)
func (s *story) tick(w []string) {
	c, _ := s.lookup(w[1])
	e := market.Event{Kind: market.EventDepth, Contract: c, Time: s.f.Now(), Lower: 6900, Upper: 7800}
	bid, ask, _ := strings.Cut(w[2], "/")
	e.Bid, e.BidQty = lots(bid)
	e.Ask, e.AskQty = lots(ask)
	last, _ := strconv.Atoi(w[4])
	vol, _ := strconv.Atoi(w[6])
	e.Last, e.Volume = market.Price(last), market.Qty(vol)
	if len(s.symbols) > len(storySymbols) { // options
		e.Lower, e.Upper = 5400, 6600
		if c > 0 {
			e.Lower, e.Upper = 1, 1300
		}
	}
	if len(w) > 7 { // limits 5400 6600
		lower, _ := strconv.Atoi(w[8])
		upper, _ := strconv.Atoi(w[9])
		e.Lower, e.Upper = market.Price(lower), market.Price(upper)
	}
	s.tape.Tick(&e, s.f.Now())
}

func (s *story) script(w []string) {
	d := s.f.Now().Date()
	text := fmt.Sprintf("day %04d-%02d-%02d\nat ", d/10000, d/100%100, d%100) + clockText(s.f.Now()) + " " + strings.Join(w, " ")
	acts, err := ParseScript([]byte(text), testDate, 0, s.lookup)
	if err != nil {
		s.t.Fatalf("%v", err)
	}
	if s.x != nil {
		s.x.script = append(s.x.script, acts...)
	} else {
		s.tape.script = append(s.tape.script, acts...)
	}
	s.f.Advance(s.f.Now())
}

func (s *story) count(maker uint8, symbol string) {
	c, _ := s.lookup(symbol)
	r := s.f.Recount(maker, c)
	line := fmt.Sprintf("count %s scheduled %s effective %s declared %s ineffective %s", symbol,
		span(r.Scheduled), span(r.Effective), span(r.Declared), span(r.Ineffective))
	for k, v := range r.Exempt {
		if v > 0 {
			line += fmt.Sprintf(" %s %s", Reason(k), span(v))
		}
	}
	s.lines = append(s.lines, line)
}

// instruction: quote 1 AP101 7267x10 7271x10 [close|today] | order 2 AP101 buy 7270x3 [close]
// cancel 3 quote 1 | mass 4 quotes | trades 5 | positions 6
func (s *story) instruction(w []string) (in market.Instruction) {
	id, _ := strconv.Atoi(w[1])
	in.ID, in.BidOffset, in.AskOffset = uint64(id), market.Open, market.Open
	if n := len(w) - 2; w[n] == "for" {
		in.Request, _ = market.MakeRef(w[n+1])
	}
	if n := len(w) - 1; w[n] == "close" || w[n] == "today" {
		in.AskOffset = map[string]market.Offset{"close": market.Close, "today": market.CloseToday}[w[n]]
	}
	if len(w) > 2 {
		in.Contract, _ = s.lookup(w[2])
	}
	switch w[0] {
	case "quote":
		in.Kind = market.InstructQuote
		in.Bid, in.BidQty = lots(w[3])
		in.Ask, in.AskQty = lots(w[4])
	case "order":
		in.Kind, in.Side = market.InstructOrder, takerSides[w[3]]
		p, q := lots(w[4])
		in.Bid, in.Ask, in.BidQty, in.AskQty = p, p, q, q
	case "cancel":
		target, _ := strconv.Atoi(w[3])
		in.Target = uint64(target)
		in.Kind = map[string]market.InstructionKind{"quote": market.InstructQuoteEnd, "order": market.InstructOrderEnd}[w[2]]
	case "mass":
		in.Kind = map[string]market.InstructionKind{"quotes": market.InstructMassQuotes, "orders": market.InstructMassOrders}[w[2]]
	case "trades":
		in.Kind = market.InstructTrades
	case "positions":
		in.Kind = market.InstructPositions
	default:
		s.fatal(w)
	}
	return in
}

func lots(s string) (market.Price, market.Qty) {
	p, q, _ := strings.Cut(s, "x")
	price, _ := strconv.Atoi(p)
	qty, _ := strconv.Atoi(q)
	return market.Price(price), market.Qty(qty)
}
