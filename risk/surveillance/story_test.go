package surveillance_test

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
	"quotient/risk/surveillance"
)

// TestStories plays testdata/*.txt: commands, ----, what the counters said.
func TestStories(t *testing.T) {
	stories.Play(t, 15, func(at *stories.Story) func([]string) {
		s := &story{}
		return func(w []string) { io.WriteString(at, s.do(at, w)) }
	})
}

type story struct {
	p   surveillance.Params
	w   *surveillance.Watch
	now market.Time
	id  uint64
}

func contract(w string) market.Contract { return market.Contract(w[0] - 'a') }

func number(t testing.TB, w string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(w, "x"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func span(t testing.TB, w string) market.Time {
	d, err := time.ParseDuration(w)
	if err != nil {
		t.Fatal(err)
	}
	return market.Time(d)
}

func (s *story) do(t testing.TB, w []string) string {
	switch w[0] {
	case "profile": // profile zce2018 own
		s.profile(t, w[1:])
	case "exempt": // exempt cancels [AP] by guide_ch.4
		s.exempt(t, w[1:])
	case "need":
		s.p.Need = append(s.p.Need, kind(t, w[1]))
		s.w = surveillance.New(3, s.p)
	case "day":
		s.now = max(s.now, market.Date(number(t, w[1])).At(9*market.Hour))
		s.w.NewDay(market.Date(number(t, w[1])))
	case "wait":
		s.now += span(t, w[1])
	case "times": // times 7 quote …; times 7 every 10ms quote …
		n, rest, gap := number(t, w[1]), w[2:], market.Time(0)
		if rest[0] == "every" {
			gap, rest = span(t, rest[1]), rest[2:]
		}
		for range n {
			if answer := s.do(t, rest); answer != "" {
				t.Fatal(answer)
			}
			s.now += gap
		}
	case "level":
		return fmt.Sprintf("%v\n", s.w.Level(contract(w[1])))
	case "spare":
		return fmt.Sprintf("%d\n", s.w.Spare(s.now))
	case "alarms":
		return s.alarms()
	case "read": // read a cancels
		return s.read(t, contract(w[1]), kind(t, w[2]))
	case "fee": // fee a 10000
		return s.fee(t, contract(w[1]), market.Money(number(t, w[2])))
	case "book":
		s.book(t, w[1:])
	case "closing":
		left := map[string]market.Time{"begins": 1, "ends": 0}
		if _, named := left[w[2]]; !named {
			left[w[2]] = span(t, w[2])
		}
		s.w.Closing(contract(w[1]), left[w[2]], s.now)
	case "edge": // edge a 20m: the closing period's next edge
		edge, ok := s.w.Edge(contract(w[1]), span(t, w[2]))
		return fmt.Sprintf("%v %t\n", time.Duration(edge), ok)
	case "request":
		s.w.Request(contract(w[1]), s.now)
	case "fill":
		s.fill(t, w[1:])
	case "cancelled":
		s.cancelled(t, w[1:])
	default:
		s.send(t, w)
	}
	return ""
}

func kind(t testing.TB, name string) surveillance.Kind {
	for k := range surveillance.KindCount {
		if k.String() == name {
			return k
		}
	}
	t.Fatalf("no kind %s", name)
	return 0
}

func (s *story) profile(t testing.TB, names []string) {
	s.p = params()
	for _, name := range names {
		switch name {
		case "draft2015":
			s.p.Rules = append(s.p.Rules, draft2015()...)
		case "rules2025":
			s.p.Rules = append(s.p.Rules, rules2025()...)
		case "zce2018":
			s.p.Rules = append(s.p.Rules, zce2018()...)
		case "shfe":
			rules, exempt := shfe()
			s.p.Rules, s.p.Exemptions = append(s.p.Rules, rules...), append(s.p.Exemptions, exempt...)
		case "own":
			s.p.Rules = append(s.p.Rules, own()...)
		default:
			t.Fatalf("no profile %s", name)
		}
	}
	s.w = surveillance.New(3, s.p)
}

func (s *story) exempt(t testing.TB, w []string) {
	x := surveillance.Exemption{Kind: kind(t, w[0]), From: 20100101, Until: ever, Source: ref(w[len(w)-1])}
	if w[1] != "by" {
		x.Product = code(w[1])
	}
	s.p.Exemptions = append(s.p.Exemptions, x)
	s.w = surveillance.New(3, s.p)
}

func (s *story) alarms() (out string) {
	var a surveillance.Alarm
	for s.w.Take(&a) {
		where := a.Product.String()
		if a.Contract != market.NoContract {
			where = string(rune('a' + a.Contract))
		}
		if a.Halt != surveillance.Running || a.Kind == surveillance.KindNone {
			out += fmt.Sprintf("all: %v to %v, %v\n", a.From, a.To, a.Halt)
			continue
		}
		if where == "" {
			where = "account"
		}
		out += fmt.Sprintf("%s %v: %v to %v at %d, ours %d, theirs %d by %v\n", where, a.Kind, a.From, a.To, a.Value, a.Stop, a.Limit, a.Source)
	}
	if out == "" {
		return "none\n"
	}
	return out
}

func (s *story) read(t testing.TB, c market.Contract, k surveillance.Kind) (out string) {
	for i := range s.w.Rules() {
		r, ok := s.w.Reading(i, c)
		if !ok || r.Kind != k || !r.InForce {
			continue
		}
		out += fmt.Sprintf("%d: %v, warn %d throttle %d stop %d of %d", r.Value, r.Level, r.Warn, r.Throttle, r.Stop, r.Limit)
		if r.Seen > 0 {
			out += fmt.Sprintf(", combined %d", r.Seen)
		}
		if r.Bound > 0 {
			out += fmt.Sprintf(", ratio %d of %d", r.Ratio, r.Bound)
		}
		if !r.Assessed {
			out += ", not assessed"
		}
		if r.Exempt != (market.Ref{}) {
			out += fmt.Sprintf(", exempt by %v", r.Exempt)
		}
		out += fmt.Sprintf(" (%v)\n", r.Source)
	}
	if out == "" {
		return "no such rule\n"
	}
	return out
}

func (s *story) fee(t testing.TB, c market.Contract, fees market.Money) string {
	for i := range s.w.Rules() {
		if r, ok := s.w.Reading(i, c); ok && r.Kind == surveillance.CancelRatio {
			fee, ok := s.w.ExtraFee(i, c, fees)
			return fmt.Sprintf("%d fen %v\n", fee, ok)
		}
	}
	t.Fatal("no rule with a fee")
	return ""
}

func pricePair(t testing.TB, w string) (bid, ask market.Price) {
	b, a, _ := strings.Cut(w, "/")
	return market.Price(number(t, b)), market.Price(number(t, a))
}

// book a 100/102 [within 85 115] [volume 1000] [bids] [asks]: bids, asks: that side alone
func (s *story) book(t testing.TB, w []string) {
	d := market.Depth{BidQty: 9, AskQty: 9}
	d.Bid, d.Ask = pricePair(t, w[1])
	for i := 2; i < len(w); i++ {
		switch w[i] {
		case "within":
			d.Lower, d.Upper = market.Price(number(t, w[i+1])), market.Price(number(t, w[i+2]))
		case "volume":
			d.Volume = market.Qty(number(t, w[i+1]))
		case "bids":
			d.AskQty = 0
		case "asks":
			d.BidQty = 0
		}
	}
	s.w.Book(contract(w[0]), &d, s.now)
}

func side(w string) market.Side {
	if w == "buy" {
		return market.Bid
	}
	return market.Ask
}

// fill a buy x3 [opens] [self] [first]
func (s *story) fill(t testing.TB, w []string) {
	f := surveillance.Fill{Contract: contract(w[0]), Side: side(w[1]), Lots: market.Qty(number(t, w[2]))}
	for _, word := range w[3:] {
		f.Opens = f.Opens || word == "opens"
		f.Self = f.Self || word == "self"
		f.First = f.First || word == "first"
		if word == "turns" { // out to have been a self-trade
			s.w.Crossed(&f, s.now)
			return
		}
	}
	s.w.Filled(&f, s.now)
}

// cancelled a 99/103 x10/x0 after 500ms [replaced]
func (s *story) cancelled(t testing.TB, w []string) {
	x := surveillance.Cancel{Contract: contract(w[0]), Sent: s.now - market.Hour}
	x.Bid, x.Ask = pricePair(t, w[1])
	bid, ask, _ := strings.Cut(w[2], "/")
	x.BidLots, x.AskLots = market.Qty(number(t, bid)), market.Qty(number(t, ask))
	for i := 3; i < len(w); i++ {
		switch w[i] {
		case "after":
			x.Sent = s.now - span(t, w[i+1])
		case "replaced":
			x.Replaced = true
		}
	}
	s.w.Cancelled(&x, s.now)
}

// quote a 99/103 [replaces] [closes] · order a buy 101 [closes] · end_quote a ·
// end_order a · mass · ask_positions
func (s *story) send(t testing.TB, w []string) {
	s.id++
	in := market.Instruction{ID: s.id, BidOffset: market.Open, AskOffset: market.Open}
	if len(w) > 1 {
		in.Contract = contract(w[1])
	}
	switch w[0] {
	case "quote":
		in.Kind, in.BidQty, in.AskQty = market.InstructQuote, 10, 10
		in.Bid, in.Ask = pricePair(t, w[2])
	case "order":
		in.Kind = market.InstructOrder
		if in.Side = side(w[2]); in.Side == market.Bid {
			in.Bid, in.BidQty = market.Price(number(t, w[3])), 10
		} else {
			in.Ask, in.AskQty = market.Price(number(t, w[3])), 10
		}
	case "end_quote":
		in.Kind = market.InstructQuoteEnd
	case "end_order":
		in.Kind = market.InstructOrderEnd
	case "mass":
		in.Kind = market.InstructMassQuotes
	case "ask_positions":
		in.Kind = market.InstructPositions
	default:
		t.Fatalf("what is %s", w[0])
	}
	for _, word := range w {
		switch word {
		case "replaces":
			in.Target = 1
		case "closes":
			in.BidOffset, in.AskOffset = market.Close, market.Close
		}
	}
	s.w.Sent(&in, s.now)
}
