package position

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories plays testdata/*.txt: commands, ----, what the limits answered. The
// answers were worked by hand.
func TestStories(t *testing.T) {
	stories.Play(t, 6, func(at *stories.Story) func([]string) {
		s := newStory(nil)
		return func(w []string) { io.WriteString(at, s.do(w)) }
	})
}

// world are the contracts and rows of the stories. Limits of apples are invented;
// those of coal options are notice 〔2020〕46's: 30,000 lots on one side of a month,
// twice that with spread positions, 60,000 for a market maker.
func world() LimitParams {
	p := LimitParams{MaxPairs: 4}
	add := func(symbol, product string, kind market.InstrumentKind, month market.Month) {
		in := market.Instrument{TickUnits: 1, TickValue: 1000, Kind: kind}
		in.Symbol, _ = market.MakeSymbol(symbol)
		in.Product, _ = market.MakeCode(product)
		p.Instruments = append(p.Instruments, in)
		p.Months = append(p.Months, month)
	}
	add("AP010", "AP", market.Future, 202010)
	add("AP101", "AP", market.Future, 202101)
	add("AP105", "AP", market.Future, 202105)
	add("ZC011", "ZC", market.Future, 202011)
	add("ZC011C600", "ZC", market.Call, 202011)
	add("ZC011P600", "ZC", market.Put, 202011)
	add("ZC101C600", "ZC", market.Call, 202101)
	ap, zc := p.Instruments[0].Product, p.Instruments[3].Product
	source, _ := market.MakeRef("example")
	notice, _ := market.MakeRef("〔2020〕46")
	const from, until = 20200101, 20201231
	p.Limits = []Limit{
		{Product: ap, Class: Futures, From: from, Until: until, Period: Ordinary, Speculative: 500, Times: 2, Source: source},
		{Product: ap, Class: Futures, From: from, Until: until, Period: MonthBefore, Speculative: 100, Times: 2, Source: source},
		{Product: ap, Class: Futures, From: from, Until: until, Period: Delivery, Speculative: 10, Times: 1, Source: source},
		{Product: ap, Class: Futures, Maker: true, From: from, Until: 20200831, Period: Ordinary, Speculative: 800, Times: 2, Source: source},
		{Product: ap, Symbol: p.Instruments[2].Symbol, Class: Futures, From: from, Until: until, Period: Ordinary, Speculative: 50, Times: 2, Source: source},
		{Product: zc, Class: Options, From: 20200630, Until: until, Period: EveryPeriod, Speculative: 30000, Times: 2, Source: notice},
	}
	p.OpenLimits = []OpenLimit{
		{Product: ap, Class: Futures, From: from, Until: until, Lots: 2000, Source: source},
		{Product: ap, Symbol: p.Instruments[1].Symbol, Class: Futures, From: from, Until: until, Lots: 900, Source: source},
		{Product: zc, Class: Options, From: from, Until: until, Free: true, Source: source},
	}
	p.Qualifications = []Qualification{
		{Product: ap, Class: Futures, From: from, Until: 20200930, Source: source},
		{Product: zc, Class: Options, From: from, Until: until, Source: source},
	}
	return p
}

type story struct {
	p      LimitParams
	now    market.Time
	limits *Limits
	ledger *Ledger
	day    market.Date
}

func newStory(change func(p *LimitParams)) *story {
	p := world()
	if change != nil {
		change(&p)
	}
	return &story{p: p, now: market.Date(20200803).At(9 * market.Hour), limits: NewLimits(p),
		ledger: New(Params{Instruments: p.Instruments})}
}

func number(w string) market.Qty {
	n, err := strconv.ParseInt(w, 10, 64)
	if err != nil {
		panic(err)
	}
	return market.Qty(n)
}

func instant(w string) market.Time {
	t, err := time.ParseInLocation("2006-01-02T15:04", w, time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return market.Time(t.UnixNano())
}

func (s *story) contract(w string) market.Contract {
	for c := range s.p.Instruments {
		if s.p.Instruments[c].Symbol.String() == w {
			return market.Contract(c)
		}
	}
	panic(w)
}

var sides = map[string]market.Side{"long": market.Bid, "short": market.Ask, "buy": market.Bid, "sell": market.Ask}

func (s *story) leg(w []string) Leg { return Leg{Contract: s.contract(w[1]), Side: sides[w[0]]} }

func (s *story) do(w []string) string {
	switch w[0] {
	case "accounts": // accounts 1 max_age 1h | keep_pairs: a fresh start
		*s = *newStory(func(p *LimitParams) {
			d, _ := time.ParseDuration(w[3])
			for range number(w[1]) {
				p.Accounts = append(p.Accounts, Account{MaxAge: market.Time(d)})
			}
		})
	case "keep_pairs":
		*s = *newStory(func(p *LimitParams) { p.KeepPairs = true })
	case "day": // day 20200803 cure 2020-08-04T10:15
		if s.day != 0 {
			s.ledger.Roll()
		}
		s.day = market.Date(number(w[1]))
		s.now = s.day.At(9 * market.Hour)
		cure := market.Time(0)
		if len(w) > 2 {
			cure = instant(w[3])
		}
		s.limits.NewDay(s.day, cure, s.ledger)
	case "now":
		s.now = instant(w[1])
	case "buy", "sell": // buy AP010 open 100
		offset := market.Open
		if w[2] == "close" {
			offset = market.Close
		}
		c := s.contract(w[1])
		s.ledger.Fill(c, sides[w[0]], offset, 7000, number(w[3]))
		s.limits.Update(c, s.ledger)
	case "confirm", "unpair": // confirm long AP010 short AP101 50
		do := s.limits.Confirm
		if w[0] == "unpair" {
			do = s.limits.Unpair
		}
		if !do(s.leg(w[1:]), s.leg(w[3:]), number(w[5])) {
			return "refused\n"
		}
	case "import": // import 0 AP010 long 30 short 20 opening 5 0 opened 10
		o := Other{number(w[4]), number(w[6]), number(w[8]), number(w[9]), number(w[11])}
		if !s.limits.Import(int(number(w[1])), s.contract(w[2]), o) {
			return "refused\n"
		}
	case "working": // working AP101 buy 30 sell 20
		s.limits.Working(s.contract(w[1]), number(w[3]), number(w[5]))
	case "told":
		s.limits.Told(int(number(w[1])), s.now)
	default:
		return s.say(w)
	}
	return ""
}

var reasonNames = [Reasons]string{"over limit", "no limit", "not qualified", "untold", "no opens"}

func (s *story) say(w []string) string {
	c := market.Contract(0)
	if len(w) > 1 {
		c = s.contract(w[1])
	}
	switch w[0] {
	case "held":
		long, spreadLong := s.limits.Held(c, market.Bid)
		short, spreadShort := s.limits.Held(c, market.Ask)
		return fmt.Sprintf("%s long %d (spread %d) short %d (spread %d)\n", w[1], long, spreadLong, short, spreadShort)
	case "left":
		return fmt.Sprintf("%s may open %d long, %d short\n", w[1], s.limits.Left(c, market.Bid, s.now), s.limits.Left(c, market.Ask, s.now))
	case "opens":
		lots, ok := s.limits.OpensLeft(c)
		return fmt.Sprintf("%s %d opens left today %v\n", w[1], lots, ok)
	case "on": // on AP010 20200901
		long, ok := s.limits.ExcessOn(c, market.Bid, market.Date(number(w[2])))
		short, _ := s.limits.ExcessOn(c, market.Ask, market.Date(number(w[2])))
		return fmt.Sprintf("%s on %s: %d long, %d short too many, limit known %v\n", w[1], w[2], long, short, ok)
	case "next":
		next := s.limits.Next(s.now)
		if next == 0 {
			return "nothing next\n"
		}
		return fmt.Sprintf("next in %v\n", time.Duration(next-s.now))
	case "why":
		return w[1] + s.why(c) + "\n"
	}
	panic(w[0])
}

func (s *story) why(c market.Contract) string {
	var out []string
	r := s.limits.Restrain(c, s.now)
	for i, name := range reasonNames {
		if r>>i&1 != 0 {
			out = append(out, name)
		}
	}
	for i, name := range []string{"long", "short"} {
		if lots, until, over := s.limits.Over(c, market.Bid+market.Side(i)); over {
			left := "unknown"
			if until != 0 {
				left = time.Duration(until - s.now).String()
			}
			out = append(out, fmt.Sprintf("%d %s too many, time left %s", lots, name, left))
		}
	}
	if len(out) == 0 {
		return " free"
	}
	return " reduce only: " + strings.Join(out, "; ")
}
