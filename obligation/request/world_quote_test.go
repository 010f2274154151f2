package request

import "quotient/market"

// accept takes a quote: it replaces the one that stands.
func (w *world) accept(in *market.Instruction) {
	if w.chance(8) {
		w.tell(func(stamp, now market.Time) {
			w.settled(in.ID)
			w.m.QuoteRejected(0, in.ID, stamp, now)
		})
		return
	}
	old := w.standQ
	if old != nil {
		old.to = w.now
	}
	q := &stood{id: in.ID, ref: in.Request, from: w.now, bid: in.Bid, ask: in.Ask, declared: [2]market.Qty{in.BidQty, in.AskQty}}
	q.remaining = append(q.remaining, moment[[2]market.Qty]{w.now, q.declared})
	w.h.quotes = append(w.h.quotes, q)
	w.standQ = q
	first := w.chance(50)
	if old != nil && first {
		w.tell(func(stamp, now market.Time) { w.gone(old.id, stamp, now) })
	}
	w.tell(func(stamp, now market.Time) {
		w.flying, w.live = false, in.ID
		w.m.QuoteLive(0, in.ID, stamp, now)
	})
	if old != nil && !first {
		w.tell(func(stamp, now market.Time) { w.gone(old.id, stamp, now) })
	}
	w.fills(q)
}

// fills lets the quote trade, or the exchange end it, at random times.
func (w *world) fills(q *stood) {
	for n := w.draw(0, 3) - 1; n > 0; n-- {
		side, part := int(w.draw(0, 1)), market.Qty(w.draw(1, 14))
		w.at(w.now+w.span(0, 20*market.Second), func() { w.fill(q, side, part) })
	}
	if w.chance(6) {
		w.at(w.now+w.span(0, 20*market.Second), func() {
			if w.standQ == q {
				w.end(q)
			}
		})
	}
}

func (w *world) fill(q *stood, side int, part market.Qty) {
	if w.standQ != q {
		return
	}
	left := q.remaining[len(q.remaining)-1].v
	if left[side] == 0 {
		return
	}
	left[side] = max(0, left[side]-part)
	q.remaining = append(q.remaining, moment[[2]market.Qty]{w.now, left})
	w.tell(func(stamp, now market.Time) {
		w.m.QuoteLeaves(0, q.id, market.Bid+market.Side(side), left[side], stamp, now)
	})
	if left == [2]market.Qty{} {
		w.end(q)
	}
}

// end ends the standing quote and says so.
func (w *world) end(q *stood) {
	q.to = w.now
	w.standQ = nil
	w.tell(func(stamp, now market.Time) { w.gone(q.id, stamp, now) })
}

// What the world's agent does.

func (w *world) gone(id uint64, stamp, now market.Time) {
	w.settled(id)
	if w.live == id {
		w.live = 0
	}
	w.m.QuoteEnded(0, id, stamp, now)
}

func (w *world) settled(id uint64) {
	delete(w.known, id)
	w.flying = false
}

// quote sends a two-sided quote, sometimes too wide or too small, mostly as an
// answer to what is open.
func (w *world) quote() {
	w.ids++
	bid := market.Price(w.draw(95, 105))
	size := market.Qty(w.draw(9, 20))
	in := &market.Instruction{Kind: market.InstructQuote, ID: w.ids, Target: w.live, Bid: bid, Ask: bid + market.Price(w.draw(1, 10))/2,
		BidQty: size, AskQty: size + market.Qty(w.draw(0, 3))}
	var ask Ask
	switch open := w.m.Open(0, &ask); {
	case open && w.chance(80):
		in.Request = ask.Ref
	case len(w.heard) > 0 && w.chance(50):
		in.Request = w.heard[len(w.heard)-1]
	}
	w.m.QuoteSent(0, in, w.now)
	w.flying, w.known[in.ID] = true, true
	reached := false
	w.arrive(0, func() { reached = true; w.accept(in) })
	w.late = append(w.late, func(now market.Time) {
		if !reached && w.known[in.ID] {
			w.settled(in.ID)
			w.m.QuoteRejected(0, in.ID, 0, now)
		}
	})
}

func (w *world) cancel() {
	id := w.live
	w.flying = true
	w.m.QuoteEnding(0, id, w.now)
	w.arrive(0, func() {
		if w.standQ != nil && w.standQ.id == id {
			w.end(w.standQ)
		}
	})
}

// act does one thing at random, and plans the next.
func (w *world) act(until market.Time) {
	pause := 6 * market.Second
	if w.busy {
		pause = market.Second / 2
	}
	if next := w.now + w.span(0, pause); next < until {
		w.at(next, func() { w.act(until) })
	}
	switch k := w.draw(0, 9); {
	case k < 6 && (!w.flying || w.chance(10)) && w.linkUp:
		w.quote()
	case k == 6 && !w.busy && !w.flying && w.linkUp && w.live != 0:
		w.cancel()
	}
}
