package risk

import (
	"math/rand/v2"

	"quotient/market"
)

// world is an honest exchange at the far end of a slow line, written for the
// oracle: it shares nothing with the order table. It fills our orders as badly
// for us as it can, takes its time to tell, and goes on filling while the line
// is down.
type world struct {
	rnd   *rand.Rand
	toIt  []market.Instruction
	toUs  []market.Event
	up    bool
	live  []standing
	net   []market.Qty // what has truly filled, by contract
	fills []market.Event
	fault string // what must never happen, once it has
}

type standing struct {
	in  market.Instruction
	qty [2]market.Qty // bid, ask
}

func (w *world) tell(e market.Event) {
	if w.up {
		w.toUs = append(w.toUs, e)
	}
}

// take processes the oldest instruction under way.
func (w *world) take() {
	if len(w.toIt) == 0 {
		return
	}
	in := w.toIt[0]
	w.toIt = w.toIt[1:]
	switch in.Kind {
	case market.InstructQuote, market.InstructOrder:
		w.enter(in)
	case market.InstructQuoteEnd, market.InstructOrderEnd:
		w.cancel(in)
	case market.InstructMassQuotes, market.InstructMassOrders:
		kind := market.InstructQuote
		if in.Kind == market.InstructMassOrders {
			kind = market.InstructOrder
		}
		kept := w.live[:0]
		for _, s := range w.live {
			if s.in.Kind != kind {
				kept = append(kept, s)
			}
		}
		w.live = kept
		w.tell(market.Event{Kind: market.EventMassCancel, ID: in.ID})
	case market.InstructTrades:
		for _, e := range w.fills {
			e.Flags = market.FlagRecovered
			e.Leaves = 0
			w.tell(e)
		}
		w.tell(market.Event{Kind: market.EventSynced})
	}
}

func (w *world) enter(in market.Instruction) {
	quote := in.Kind == market.InstructQuote
	if w.rnd.IntN(12) == 0 {
		kind := market.EventOrderReject
		if quote {
			kind = market.EventQuoteReject
		}
		w.tell(market.Event{Kind: kind, ID: in.ID, Contract: in.Contract, Code: market.RejectOther})
		return
	}
	var old []standing
	if quote {
		kept := w.live[:0:0]
		for _, s := range w.live {
			if s.in.Kind == market.InstructQuote && s.in.Contract == in.Contract {
				old = append(old, s)
			} else {
				kept = append(kept, s)
			}
		}
		w.live = kept
	}
	for _, s := range w.live {
		if s.in.Contract == in.Contract && (in.BidQty > 0 && s.qty[1] > 0 && in.Bid >= s.in.Ask ||
			in.AskQty > 0 && s.qty[0] > 0 && in.Ask <= s.in.Bid) {
			w.fault = "our own orders met"
		}
	}
	w.live = append(w.live, standing{in, [2]market.Qty{in.BidQty, in.AskQty}})
	if !quote {
		w.tell(market.Event{Kind: market.EventOrderLive, ID: in.ID, Contract: in.Contract, Side: in.Side, Leaves: in.Qty(in.Side)})
		return
	}
	w.tell(market.Event{Kind: market.EventQuoteLive, ID: in.ID, Contract: in.Contract})
	for _, s := range old {
		w.tell(market.Event{Kind: market.EventQuoteEnded, ID: s.in.ID, Contract: in.Contract, Code: market.EndReplaced})
	}
}

func (w *world) cancel(in market.Instruction) {
	if w.rnd.IntN(8) == 0 {
		w.tell(market.Event{Kind: market.EventCancelReject, ID: in.ID, Code: market.RejectRate})
		return
	}
	for i, s := range w.live {
		if s.in.ID == in.Target && (s.in.Kind == market.InstructQuote) == (in.Kind == market.InstructQuoteEnd) {
			w.live = append(w.live[:i:i], w.live[i+1:]...)
			w.tell(ended(&s.in, market.EndCancelled))
			return
		}
	}
	w.tell(market.Event{Kind: market.EventCancelReject, ID: in.ID, Code: market.RejectUnknown})
}

func ended(in *market.Instruction, code uint8) market.Event {
	kind := market.EventQuoteEnded
	if in.Kind == market.InstructOrder {
		kind = market.EventOrderEnded
	}
	return market.Event{Kind: kind, ID: in.ID, Contract: in.Contract, Code: code}
}

// fill executes some of one live leg; toward, when not 0, picks only legs that
// push the position that way.
func (w *world) fill(toward market.Side, all bool) {
	if len(w.live) == 0 {
		return
	}
	at := w.rnd.IntN(len(w.live))
	s := &w.live[at]
	side := market.Side(1 + w.rnd.IntN(2))
	if toward != market.NoSide {
		side = toward
	}
	left := &s.qty[side-1]
	if *left == 0 {
		return
	}
	n := *left
	if !all {
		n = 1 + market.Qty(w.rnd.Int64N(int64(*left)))
	}
	*left -= n
	w.net[s.in.Contract] += n * market.Qty(3-2*int(side))
	e := market.Event{Kind: market.EventFill, ID: s.in.ID, Contract: s.in.Contract, Side: side, Price: s.in.Price(side),
		Qty: n, Leaves: *left, Offset: marked(&s.in, int(side)-1)}
	k := len(w.fills) + 1
	e.Ref = market.Ref{1, byte(k), byte(k >> 8), byte(k >> 16)}
	w.fills = append(w.fills, e)
	w.tell(e)
	if s.qty == [2]market.Qty{} {
		in := s.in
		w.live = append(w.live[:at:at], w.live[at+1:]...)
		w.tell(ended(&in, market.EndFilled))
	}
}

// drop loses the line: what was on it is lost too, both ways.
func (w *world) drop() {
	w.up = false
	w.toIt, w.toUs = nil, nil
}
