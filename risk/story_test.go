package risk

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

// TestStories plays testdata/*.txt: commands, ----, what the gate answered.
func TestStories(t *testing.T) {
	stories.Play(t, 24, func(at *stories.Story) func([]string) {
		s := &story{desk: open(params())}
		return func(w []string) {
			answer, err := s.do(w)
			if err != nil {
				at.Fatal(err)
			}
			io.WriteString(at, answer)
		}
	})
}

type story struct{ *desk }

func contract(w string) market.Contract { return market.Contract(w[0] - 'a') }

func amount(w string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(w, "x"), 10, 64)
	if err != nil {
		d, err := time.ParseDuration(w)
		if err != nil {
			panic(err)
		}
		return int64(d)
	}
	return n
}

func (s *story) do(w []string) (string, error) {
	switch w[0] {
	case "limits": // limits max_long 30: a fresh desk with that limit on contract a
		return "", s.limits(w[1:])
	case "wait":
		s.now += market.Time(amount(w[1]))
	case "depth": // depth a 100x9/102x9 last 101 within 85 115
		s.book(w[1:])
	case "refresh": // the same books again
		for c := range market.Contract(3) {
			s.depth(c, market.Depth{Bid: 100, Ask: 102, BidQty: 9, AskQty: 9, Last: 101, Upper: 115, Lower: 85})
		}
	case "feed":
		s.gate.FeedDown()
	case "heard": // something of another contract
		s.gate.Heard(s.now)
	case "phase":
		for p := range market.PhaseCount {
			if p.String() == w[2] {
				s.gate.Phase(contract(w[1]), p)
			}
		}
	case "mode":
		for m := range ModeCount {
			if m.String() == w[1] {
				s.gate.SetMode(m, uint64(amount(w[3])))
			}
		}
		return fmt.Sprintf("%v\n", s.gate.Mode()), nil
	case "journal":
		s.gate.SetJournal(w[1] == "healthy")
	case "newday":
		s.gate.NewDay()
	case "hold": // hold a long 30 [today 10]
		side, today := market.Bid, int64(0)
		if w[2] == "short" {
			side = market.Ask
		}
		if len(w) > 4 {
			today = amount(w[5])
		}
		s.ledger.Open(contract(w[1]), side, market.Qty(amount(w[3])), market.Qty(today))
	case "room":
		return fmt.Sprintf("room %d %d\n", s.gate.Room(contract(w[1]), market.Bid, s.orders, s.ledger, s.now),
			s.gate.Room(contract(w[1]), market.Ask, s.orders, s.ledger, s.now)), nil
	case "budget":
		return fmt.Sprintf("used %d, budget %d, a cancel fits in %v, a quote in %v\n", s.gate.Messages(s.now), s.gate.Budget(s.now),
			time.Duration(s.gate.NextFree(market.InstructMassQuotes, s.now)-s.now), time.Duration(s.gate.NextBudget(0, s.now)-s.now)), nil
	case "desk": // desk funds loss: a fresh desk with those rules in force, and options d and e
		s.desk = open(extended(w[1:]...))
		s.depth(3, market.Depth{Bid: 8, Ask: 10, BidQty: 9, AskQty: 9, Last: 9, Upper: 110, Lower: 1})
		s.depth(4, market.Depth{Bid: 2, Ask: 4, BidQty: 9, AskQty: 9, Last: 3, Upper: 110, Lower: 1})
	case "scope", "seat", "gap", "greeks", "margin", "funds", "loss", "exchange", "linked", "ramp":
		s.setting(w)
	case "strikes":
		return fmt.Sprintf("strikes %d\n", s.gate.Strikes(contract(w[1]), s.now)), nil
	case "live", "ended", "order_live", "reject", "reject_order", "fill", "down":
		return "", s.told(w)
	case "times": // times 7 every 4ms filled quote …: each answered at once, refused unless it says how
		return s.repeat(int(amount(w[1])), w[2:])
	default:
		return s.try(w)
	}
	return "", nil
}

// setting tells the gate something beside the market.
func (s *story) setting(w []string) {
	number := func(i int) int64 {
		if w[i] == "unknown" || w[i] == "none" {
			return 0
		}
		return amount(w[i])
	}
	switch w[0] {
	case "scope":
		for m := range ModeCount {
			if m.String() == w[2] {
				s.gate.SetScope(contract(w[1]), m)
			}
		}
	case "seat":
		s.gate.SetSeat(uint8(number(1)))
	case "gap":
		s.gate.Gap(contract(w[1]))
	case "greeks":
		s.gate.Greeks(contract(w[1]), number(2), number(3))
	case "margin":
		s.gate.LotMargin(contract(w[1]), market.Money(number(2)), market.Money(number(3)))
	case "funds":
		s.gate.Funds(market.Money(number(1)), w[1] != "unknown")
	case "loss":
		c := market.NoContract
		if w[1] != "account" {
			c = contract(w[1])
		}
		s.gate.Loss(c, market.Money(number(2)), w[2] != "unknown")
	case "exchange":
		s.gate.SetExchange(contract(w[1]), market.Qty(number(2)), market.Qty(number(3)))
	case "linked":
		side := market.Bid
		if w[2] == "ask" {
			side = market.Ask
		}
		s.gate.Linked(contract(w[1]), side, market.Price(number(3)), w[3] != "none")
	case "ramp":
		s.gate.Ramp(s.now+market.Time(number(1)), market.Qty(number(2)), number(3))
	}
}

func (s *story) limits(w []string) error {
	p := params()
	for ; len(w) > 0; w = w[2:] {
		l, n := &p.Limits[0], amount(w[1])
		switch w[0] {
		case "max_order_qty":
			l.MaxOrderQty = market.Qty(n)
		case "min_order_qty":
			l.MinOrderQty = market.Qty(n)
		case "max_long":
			l.MaxLong = market.Qty(n)
		case "max_short":
			l.MaxShort = market.Qty(n)
		case "max_value":
			l.MaxValue = market.Money(n)
		case "collar_ticks":
			l.CollarTicks = market.Price(n)
		case "max_spread":
			l.MaxSpread = market.Price(n)
		case "stale_after":
			l.StaleAfter = market.Time(n)
		case "max_per_window":
			l.MaxPerWindow = n
		case "quote_phases":
			l.QuotePhases = uint16(n)
		case "order_phases":
			l.OrderPhases = uint16(n)
		case "product":
			p.Products[0].MaxNet = market.Qty(n)
		case "window":
			p.Window = market.Time(n)
		case "max_messages":
			p.MaxMessages = n
		case "for_cancels":
			p.ForCancels = n
		case "max_day":
			p.MaxDay = n
		default:
			return fmt.Errorf("no limit %s", w[0])
		}
	}
	s.desk = open(p)
	return nil
}

func (s *story) book(w []string) {
	var d market.Depth
	bid, ask, _ := strings.Cut(w[1], "/")
	side := func(text string) (market.Price, market.Qty) {
		p, q, found := strings.Cut(text, "x")
		if !found {
			return 0, 0
		}
		return market.Price(amount(p)), market.Qty(amount(q))
	}
	d.Bid, d.BidQty = side(bid)
	d.Ask, d.AskQty = side(ask)
	for i := 2; i < len(w); i++ {
		switch w[i] {
		case "last":
			d.Last = market.Price(amount(w[i+1]))
		case "within":
			d.Lower, d.Upper = market.Price(amount(w[i+1])), market.Price(amount(w[i+2]))
		}
	}
	s.depth(contract(w[0]), d)
}

func (s *story) told(w []string) error {
	if w[0] == "down" {
		s.orders.Down()
		return nil
	}
	e := market.Event{ID: uint64(amount(w[1])), Leaves: 1 << 20}
	switch w[0] {
	case "live":
		e.Kind = market.EventQuoteLive
	case "order_live":
		e.Kind = market.EventOrderLive
	case "ended":
		e.Kind, e.Code = market.EventQuoteEnded, market.EndReplaced
	case "reject_order":
		e.Kind, e.Code = market.EventOrderReject, market.RejectOther
	case "reject":
		e.Kind, e.Code = market.EventQuoteReject, market.RejectOther
	case "fill": // fill 1 bid x3
		entry, _ := s.orders.Find(e.ID)
		e.Kind, e.Contract, e.Side, e.Qty = market.EventFill, entry.Contract, market.Bid, market.Qty(amount(w[3]))
		if w[2] == "ask" {
			e.Side = market.Ask
		}
	}
	if ch := s.apply(e); ch.Anomaly() {
		return fmt.Errorf("%+v", ch)
	}
	return nil
}

func (s *story) try(w []string) (string, error) {
	in, err := s.instruction(w)
	if err != nil {
		return "", err
	}
	if v := s.send(&in); v.Rule != OK {
		return fmt.Sprintf("%v: %d, limit %d\n", v.Rule, v.Value, v.Limit), nil
	}
	return fmt.Sprintf("approved %d\n", in.ID), nil
}

// repeat tries n times and says how often it passed and what stopped it first.
func (s *story) repeat(n int, w []string) (string, error) {
	passed, stopped, every, how := 0, "", market.Time(0), s.denied
	if w[0] == "every" {
		every, w = market.Time(amount(w[1])), w[2:]
	}
	switch w[0] {
	case "filled":
		how, w = s.filled, w[1:]
	case "standing":
		how, w = s.stands, w[1:]
	}
	for range n {
		answer, err := s.try(w)
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(answer, "approved") {
			passed++
			how()
		} else if stopped == "" {
			stopped = ", then " + strings.TrimSuffix(answer, "\n")
		}
		s.now += every
	}
	return fmt.Sprintf("approved %d times%s\n", passed, stopped), nil
}

func (s *story) denied() {
	s.apply(market.Event{Kind: market.EventQuoteReject, ID: s.id, Code: market.RejectOther})
	s.apply(market.Event{Kind: market.EventNotSent, ID: s.id, Code: market.RejectDown})
}

func (s *story) stands() { s.apply(market.Event{Kind: market.EventOrderLive, ID: s.id}) }

func (s *story) filled() {
	s.stands()
	e, _ := s.orders.Find(s.id)
	for i, q := range e.Declared {
		if q > 0 {
			s.apply(market.Event{Kind: market.EventFill, ID: s.id, Contract: e.Contract, Side: market.Side(i + 1), Price: e.Price[i], Qty: q})
		}
	}
}

// quote a 99/103 x10 for 7 as response offsets close open · order a buy 101 x3
// · quote_end for 7 · mass_quotes
func (s *story) instruction(w []string) (in market.Instruction, err error) {
	for k := range market.InstructionKind(20) {
		if k.String() == w[0] && in.Kind == 0 {
			in.Kind = k
		}
	}
	in.Purpose, in.BidOffset, in.AskOffset = market.PurposeSafety, market.Open, market.Open
	if in.Kind.Adds() {
		in.Contract = contract(w[1])
		w = w[1:]
		in.Purpose = market.PurposeQuote
		if in.Kind == market.InstructOrder {
			in.Purpose = market.PurposeHedge
		}
	}
	offset := func(text string) market.Offset {
		for o := range market.Offset(4) {
			if o.String() == text {
				return o
			}
		}
		return 3
	}
	for i := 1; i < len(w); i++ {
		switch {
		case w[i] == "for":
			i++
			in.Target = uint64(amount(w[i]))
		case w[i] == "id":
			i++
			in.ID = uint64(amount(w[i]))
		case w[i] == "as":
			i++
			for p := range market.PurposeSafety + 1 {
				if p.String() == w[i] {
					in.Purpose = p
				}
			}
		case w[i] == "offsets":
			in.BidOffset, in.AskOffset = offset(w[i+1]), offset(w[i+2])
			i += 2
		case w[i] == "code":
			i++
			in.Code = uint8(amount(w[i]))
		case w[i] == "buy":
			in.Side = market.Bid
		case w[i] == "sell":
			in.Side = market.Ask
		case w[i][0] == 'x':
			bid, ask, both := strings.Cut(w[i][1:], "/x")
			in.BidQty = market.Qty(amount(bid))
			in.AskQty = in.BidQty
			if both {
				in.AskQty = market.Qty(amount(ask))
			}
		default:
			bid, ask, both := strings.Cut(w[i], "/")
			in.Bid = market.Price(amount(bid))
			in.Ask = in.Bid
			if both {
				in.Ask = market.Price(amount(ask))
			}
		}
	}
	if in.Kind == market.InstructOrder && in.Side == market.Bid {
		in.Ask, in.AskQty, in.AskOffset = 0, 0, 0
	} else if in.Kind == market.InstructOrder && in.Side == market.Ask {
		in.Bid, in.BidQty, in.BidOffset = 0, 0, 0
	}
	return in, nil
}
