package quoter_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quotient/market"
)

// answer is the exchange's word about the newest instruction sent, or the one
// before it: live, ended, filled, reject, fill SIDE QTY, cancelled, mass.
func (s *stage) answer(w []string) {
	in := s.out[len(s.out)-1]
	e := market.Event{Contract: in.Contract, ID: in.ID, Time: s.now}
	switch w[0] {
	case "live":
		e.Kind = market.EventQuoteLive
		if in.Target != 0 {
			s.venue(market.Event{Kind: market.EventQuoteEnded, Contract: in.Contract, ID: in.Target, Time: s.now, Code: market.EndReplaced})
		}
	case "cancelled":
		e.Kind, e.ID, e.Code = market.EventQuoteEnded, in.Target, market.EndCancelled
	case "gone": // the newest quote, by the exchange's word
		quote, _ := s.quoteSent()
		e.Kind, e.ID, e.Contract, e.Code = market.EventQuoteEnded, quote.ID, quote.Contract, market.EndMass
	case "rejected":
		e.Kind, e.Code = market.EventQuoteReject, market.RejectOther
	case "mass":
		e.Kind = market.EventMassCancel
	case "sold", "bought": // by the order that takes inventory down
		s.execs++
		q, _ := strconv.Atoi(w[1])
		e.Kind, e.Side, e.Qty, e.Price = market.EventFill, in.Side, market.Qty(q), in.Price(in.Side)
		e.Leaves = in.Qty(in.Side) - e.Qty
		e.Ref, _ = market.MakeRef(fmt.Sprint("X", s.execs))
	case "fill":
		s.execs++
		q, _ := strconv.Atoi(w[2])
		quote, _ := s.quoteSent()
		e.Kind, e.ID, e.Contract, e.Side, e.Qty, e.Flags = market.EventFill, quote.ID, quote.Contract, market.Bid, market.Qty(q), market.FlagPassive
		e.Price, e.Leaves = quote.Bid, quote.BidQty-e.Qty
		if w[1] == "ask" {
			e.Side, e.Price, e.Leaves = market.Ask, quote.Ask, quote.AskQty-e.Qty
		}
		if len(w) > 3 && w[3] == "same" { // told again, or the other side of the same trade
			s.execs--
		}
		if len(w) > 4 { // of that number
			e.Trade, _ = strconv.ParseUint(w[4], 10, 64)
		}
		e.Ref, _ = market.MakeRef(fmt.Sprint("X", s.execs))
	default:
		s.t.Fatalf("story says %v", w)
	}
	s.venue(e)
}

// quoteSent is the newest quote sent.
func (s *stage) quoteSent() (market.Instruction, bool) {
	for i := len(s.out) - 1; i >= 0; i-- {
		if s.out[i].Kind == market.InstructQuote {
			return s.out[i], true
		}
	}
	return market.Instruction{}, false
}

// sync answers mass cancels and queries as a sound exchange with an empty book does.
func (s *stage) sync(cancels bool) {
	queries := 0
	from := 0
	if two := s.asked(2); len(two) > 0 {
		from = slices.Index(s.out, two[0])
	}
	for i := from; i < len(s.out); i++ {
		switch in := s.out[i]; in.Kind {
		case market.InstructMassQuotes, market.InstructMassOrders:
			s.venue(market.Event{Kind: market.EventMassCancel, ID: in.ID, Contract: market.NoContract, Time: s.now})
		case market.InstructTrades, market.InstructPositions:
			if queries++; queries == 2 && !cancels {
				s.venue(market.Event{Kind: market.EventSynced, Contract: market.NoContract})
			}
		}
	}
}

// asked are the newest n mass cancels and queries, oldest first.
func (s *stage) asked(n int) (list []market.Instruction) {
	for i := len(s.out) - 1; i >= 0 && len(list) < n; i-- {
		switch s.out[i].Kind {
		case market.InstructMassQuotes, market.InstructMassOrders, market.InstructTrades, market.InstructPositions:
			list = append([]market.Instruction{s.out[i]}, list...)
		}
	}
	return list
}

// depth SYMBOL BIDxQTY ASKxQTY [last=P] [up=P] [dn=P]; - is an absent side.
func (s *stage) depth(w []string) {
	c := s.contract(w[1])
	s.volume[c]++
	e := market.Event{Kind: market.EventDepth, Contract: c, Time: s.now, Volume: s.volume[c], Upper: 7799, Lower: 6915}
	fmt.Sscanf(w[2], "%dx%d", &e.Bid, &e.BidQty)
	fmt.Sscanf(w[3], "%dx%d", &e.Ask, &e.AskQty)
	e.Last = e.Bid
	for _, kv := range w[4:] {
		k, v, _ := strings.Cut(kv, "=")
		n, _ := strconv.Atoi(v)
		switch k {
		case "last":
			e.Last = market.Price(n)
		case "up":
			e.Upper = market.Price(n)
		case "dn":
			e.Lower = market.Price(n)
		case "vol":
			s.volume[c], e.Volume = market.Qty(n), market.Qty(n)
		}
	}
	s.last = e
	s.feed(e)
}
