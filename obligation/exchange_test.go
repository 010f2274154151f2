package obligation

import "quotient/market"

// What the world's exchange does.

// announce changes the phase and says so on the feed.
func (w *world) announce(ph market.Phase) {
	if ph == w.phase {
		return
	}
	w.phase = ph
	w.h.phases = append(w.h.phases, moment[market.Phase]{w.now, ph})
	stamp := w.now
	w.publish(func() { w.m.Phase(0, ph, stamp, w.now) })
}

// publish sends something on the feed, in order.
func (w *world) publish(do func()) {
	w.feed = max(w.feed, w.now+w.delay())
	w.at(w.feed, do)
}

// limit moves the contract (0) or its dominant (1) to its limit or away from it.
func (w *world) limit(which int, on bool) {
	if w.limits[which] == on {
		return
	}
	w.limits[which] = on
	list := &w.h.own
	if which == 1 {
		list = &w.h.dom
	}
	*list = append(*list, moment[bool]{w.now, on})
	if which == 0 {
		w.ownBook()
		return
	}
	d := market.Depth{Bid: 100, Ask: 101, BidQty: 5, AskQty: 5, Last: 100, Upper: 120, Lower: 80, Stamp: w.now}
	if on {
		d.Bid, d.AskQty, d.Ask, d.Last = 120, 0, 0, 120
	}
	w.publish(func() { w.m.Market(1, &d, w.now) })
}

// accept takes a quote: it replaces the one that stands.
func (w *world) accept(in *market.Instruction) {
	id := in.ID
	if w.chance(8) {
		w.tell(func(stamp, now market.Time) {
			w.settled(id)
			w.m.QuoteRejected(0, id, stamp, now)
		})
		return
	}
	old := w.standQ
	if old != nil {
		old.to = w.now
	}
	q := &stood{id: id, from: w.now, bid: in.Bid, ask: in.Ask, declared: [2]market.Qty{in.BidQty, in.AskQty}}
	q.remaining = append(q.remaining, moment[[2]market.Qty]{w.now, q.declared})
	w.h.quotes = append(w.h.quotes, q)
	w.standQ = q
	w.tell(func(stamp, now market.Time) {
		w.flying, w.live = false, id
		w.m.QuoteLive(0, id, stamp, now)
	})
	if old != nil {
		w.tell(func(stamp, now market.Time) { w.gone(old.id, stamp, now) })
	}
	w.fills(q)
}

// fills lets the quote trade, or the exchange end it, at random times.
func (w *world) fills(q *stood) {
	for n := w.draw(0, 2); n > 0; n-- {
		side, part := int(w.draw(0, 1)), market.Qty(w.draw(1, 12))
		w.at(w.now+w.span(0, 20*market.Second), func() { w.fill(q, side, part) })
	}
	if w.chance(10) {
		w.at(w.now+w.span(0, 20*market.Second), func() {
			if w.standQ == q {
				w.ends++
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
	w.ends++
	n := len(w.late)
	w.tell(func(stamp, now market.Time) {
		w.m.QuoteLeaves(0, q.id, market.Bid+market.Side(side), left[side], stamp, now)
	})
	w.trades = append(w.trades, w.late[n:]...)
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

// quote sends a two-sided quote, sometimes too wide or too small.
func (w *world) quote() {
	w.ids++
	id, width, size := w.ids, market.Price(w.draw(1, 5)), market.Qty(w.draw(8, 20))
	in := market.Instruction{Kind: market.InstructQuote, ID: id, Target: w.live, Bid: 100, Ask: 100 + width, BidQty: size, AskQty: size}
	if w.series != nil {
		in.Bid = market.Price(w.draw(18, 32))
		in.Ask, in.AskQty = in.Bid+width, market.Qty(w.draw(8, 20))
	}
	w.m.QuoteSent(0, &in, w.now)
	w.flying, w.known[id] = true, true
	reached := false
	w.arrive(0, func() { reached = true; w.accept(&in) })
	w.late = append(w.late, func(now market.Time) {
		if !reached && w.known[id] {
			w.settled(id)
			w.m.QuoteRejected(0, id, 0, now)
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
	if next := w.now + w.span(0, 4*market.Second); next < until {
		w.at(next, func() { w.act(until) })
	}
	switch k := w.draw(0, 9); {
	case k < 6 && !w.flying && w.linkUp:
		w.quote()
	case k == 6 && !w.flying && w.linkUp && w.live != 0:
		w.cancel()
	case k == 7:
		w.m.Why(0, Cause(1<<w.draw(0, 5)), w.chance(40), w.now)
	}
}

// lose breaks the wire; the agent notices some time later, and connects again.
func (w *world) lose() {
	if !w.linkUp || w.broken != 0 {
		return
	}
	w.broken = w.now
	w.at(w.now+w.span(0, 5*market.Second), func() {
		w.linkUp = false
		w.m.Down(w.now)
		w.at(w.now+w.span(0, 5*market.Second), w.connect)
	})
}

// connect starts a session: everything is cancelled, then quoting begins anew.
func (w *world) connect() {
	w.linkUp, w.broken, w.live = true, 0, 0
	w.epoch++
	w.flying = true
	w.m.Up(w.now)
	if w.perfect {
		for _, again := range w.late {
			again(w.now)
		}
		w.flying = true
	} else {
		for _, again := range w.trades {
			again(w.now)
		}
	}
	w.late, w.trades = nil, nil
	w.arrive(0, func() {
		if w.standQ != nil {
			w.standQ.to, w.standQ = w.now, nil
		}
		w.tell(func(stamp, now market.Time) {
			for id := uint64(1); id <= w.ids; id++ {
				if w.known[id] {
					w.gone(id, stamp, now)
				}
			}
			w.flying = false
		})
	})
}

// beat sends heartbeats, which carry no stamp.
func (w *world) beat(until market.Time) {
	w.arrive(1, func() { w.m.Alive(0, w.now) })
	if next := w.now + w.span(market.Second/2, 3*market.Second); next < until {
		w.at(next, func() { w.beat(until) })
	}
}
