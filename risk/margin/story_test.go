package margin

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"quotient/internal/stories"
	"quotient/market"
)

// TestStories plays testdata/*.txt: lines that say what is agreed and what happens,
// ----, and what it comes to. A line is a verb, words and key=value pairs. Prices are
// in ticks; a value may carry a unit: y yuan (else fen), % share, x multiple. Money
// is printed in yuan.
func TestStories(t *testing.T) {
	stories.Play(t, 17, func(at *stories.Story) func([]string) {
		s := &story{Story: at, p: Params{Portfolios: 2, MaxUsage: million, Share: 100_000, Soon: 10}}
		return s.line
	})
}

// A story is one file being run. The account is made at the first verb that
// needs it; what is agreed after that comes too late.
type story struct {
	*stories.Story
	p     Params
	a     *Account
	args  map[string]string
	words []string
}

func (s *story) line(fields []string) {
	s.args, s.words = map[string]string{}, nil
	for _, f := range fields[1:] {
		if key, value, ok := strings.Cut(f, "="); ok {
			s.args[key] = value
		} else {
			s.words = append(s.words, f)
		}
	}
	if !s.agree(fields[0]) {
		s.account().do(s, fields[0])
	}
	for key := range s.args {
		s.Fatalf("%s takes no %s", fields[0], key)
	}
}

func (s *story) text(key string) string {
	v := s.args[key]
	delete(s.args, key)
	return v
}

func (s *story) num(key string) int64 { return s.value(s.text(key)) }

func (s *story) value(v string) int64 {
	scale := int64(1)
	switch {
	case v == "":
		return 0
	case strings.HasSuffix(v, "y"):
		scale = 100
	case strings.HasSuffix(v, "%"):
		scale = 10_000
	case strings.HasSuffix(v, "x"):
		scale = million
	}
	whole, part, _ := strings.Cut(strings.TrimRight(v, "y%x"), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		s.Fatalf("%s is no number", v)
	}
	n *= scale
	for _, digit := range part {
		if scale /= 10; scale == 0 {
			s.Fatalf("%s is too exact", v)
		}
		n += int64(digit-'0') * scale
	}
	return n
}

func (s *story) list(key string) (all []int64) {
	for _, v := range strings.Split(s.text(key), ",") {
		all = append(all, s.value(v))
	}
	return all
}

func (s *story) span() Span {
	return Span{market.Date(s.num("from")), market.Date(s.num("until"))}
}

func (s *story) source() market.Ref {
	r, ok := market.MakeRef(strings.ReplaceAll(s.text("source"), "_", " "))
	if !ok {
		s.Fatalf("source too long")
	}
	return r
}

func (s *story) code(key string) market.Code {
	c, _ := market.MakeCode(s.text(key))
	return c
}

func (s *story) contract(name string) market.Contract {
	for c := range s.p.Instruments {
		if s.p.Instruments[c].Symbol.String() == name {
			return market.Contract(c)
		}
	}
	s.Fatalf("no contract %s", name)
	return 0
}

// agree does the verbs that are about Params.
func (s *story) agree(verb string) bool {
	p := &s.p
	switch verb {
	case "future", "call", "put":
		s.instrument(verb)
	case "fee":
		f := &p.Terms[s.contract(s.words[0])].Fee
		f.OpenPerLot, f.ClosePerLot = market.Money(s.num("open")), market.Money(s.num("close"))
		f.CloseTodayPerLot = market.Money(s.num("close_today"))
		f.OpenRate, f.CloseRate, f.CloseTodayRate = s.num("open_rate"), s.num("close_rate"), s.num("close_today_rate")
	case "row":
		r := Row{Product: s.code("product"), Span: s.span(), Months: uint8(s.num("months")), Day: uint8(s.num("day")),
			OpenInterest: s.num("oi"), Long: s.num("rate"), Source: s.source()}
		if r.Short = s.num("short"); r.Short == 0 {
			r.Short = r.Long
		}
		r.Contract, _ = market.MakeSymbol(s.text("contract"))
		p.Rows = append(p.Rows, r)
	case "seller":
		p.Sellers = append(p.Sellers, Seller{s.code("product"), s.span(), s.num("out"), s.num("least"), s.source()})
	case "relief":
		p.Reliefs = append(p.Reliefs, Relief{s.code("product"), s.span(), s.num("rate"), s.text("at_once") == "yes", s.source()})
	case "rule":
		p.Moves = append(p.Moves, MoveRule{s.span(), s.num("days"), s.num("multiple"), s.num("raised"), s.source()})
	case "pair":
		p.Pairs = append(p.Pairs, Pair{s.contract(s.words[0]), s.contract(s.words[1])})
	case "use":
		p.MaxUsage, p.Profit = s.num("max"), s.num("profit")
	case "stress":
		p.Prices, p.Vols = s.list("prices"), s.list("vols")
	case "unwind":
		p.Unwind = s.num("days")
	case "step":
		p.Steps = append(p.Steps, Limit{s.num("width"), s.num("rate")})
	default:
		return false
	}
	if s.a != nil {
		s.Fatalf("%s comes too late", verb)
	}
	return true
}

func (s *story) instrument(verb string) {
	in := market.Instrument{TickUnits: 1, Product: s.code("product"), TickValue: market.Money(s.num("tick")),
		Expiry: market.Date(s.num("expiry"))}
	in.Symbol, _ = market.MakeSymbol(s.words[0])
	if verb != "future" {
		in.Kind = market.Call
		if verb == "put" {
			in.Kind = market.Put
		}
		in.Underlying, in.Strike = s.contract(s.text("on")), market.Price(s.num("strike"))
	}
	s.p.Instruments = append(s.p.Instruments, in)
	s.p.Terms = append(s.p.Terms, Terms{Portfolio: uint16(s.num("portfolio")), OneSide: s.text("one_side") == "yes"})
}

func (s *story) account() *Account {
	if s.a == nil {
		s.p.Check(func(key string, found, allowed int64) { s.Fatalf("%s: found %d, allowed %d", key, found, allowed) })
		s.a = New(s.p)
	}
	return s.a
}

func yuan(m market.Money) string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}
