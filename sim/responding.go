package sim

import "quotient/market"

// A request is one request for quote as one maker must answer it. A chain begins
// with an answer and runs while good quotes, whatever they are for, follow each
// other without a gap; its time adds up, and when it breaks it is lost.
type request struct {
	Response
	terms *ResponseTerms
	one   int32       // the request it is one with; itself when not merged
	stood uint64      // the quote that stood when it was made; 0 = none
	run   bool        // the standing quote is a link of the chain
	since market.Time // counted up to here
	base  market.Price
	fault Outcome // of the quotes so far; OutcomeOpen = there was none
}

// request takes over an announced request for quote.
func (n *counter) request(c market.Contract, ref market.Ref, now market.Time) {
	n.upTo(now)
	for i := int(c); i < len(n.rows); i += n.contracts {
		r := &n.rows[i]
		if r.asks == nil {
			continue
		}
		r.settle(n.grants, now)
		n.pass(r, now)
		n.ask(r, ref, now)
	}
}

func (n *counter) ask(r *row, ref market.Ref, now market.Time) {
	t, i := r.asks, int32(len(n.asked))
	n.asked = append(n.asked, request{terms: t, one: i, since: now, stood: r.quote.id, Response: Response{
		Maker: r.day.Maker, Unit: t.Unit, Contract: r.day.Contract, Date: n.date, Ref: ref, At: now, Due: now + t.Respond}})
	r.today = append(r.today, i)
	q := &n.asked[i]
	granted, _, _ := r.granted(n.grants, now)
	_, exempt := r.exempt(granted)
	switch {
	case !t.All && r.member:
		q.decide(NotOwed, now)
	case t.Merge && r.head != none && now-n.asked[r.head].At < t.Apart:
		q.one = r.head
		q.decide(Merged, now)
	case !t.Exempt && exempt:
		q.decide(Excluded, now)
	default:
		r.head = i
		r.open, n.open = append(r.open, i), append(n.open, i)
		if t.Moved > 0 && int(t.Underlying) < n.contracts {
			n.follow[t.Underlying] = append(n.follow[t.Underlying], i)
		}
		if t.Resting && q.judge(&r.quote) == OutcomeOpen {
			n.begin(q, &r.quote, now)
		}
	}
}

// judge returns what is wrong with the quote as an answer.
func (q *request) judge(s *standing) Outcome {
	t := q.terms
	d := demand{tiers: &t.Tiers, spread: t.MaxSpread, size: t.MinSize, imbalance: t.Imbalance, relax: million}
	return d.fault(s, t.Declared)
}

func (q *request) decide(o Outcome, at market.Time) {
	q.Outcome, q.Decided, q.run = o, at, false
}

// begin starts a chain with the quote that stands.
func (n *counter) begin(q *request, s *standing, now market.Time) {
	q.run, q.since, q.Since, q.Held, q.Quote = true, now, now, 0, s.id
	if u := q.terms.Underlying; int(u) < n.contracts {
		q.base = n.limits[u].Last
	}
	if q.terms.Hold == 0 {
		q.decide(Answered, now)
	}
}

// pass counts the time up to now for the row's open requests, and forgets those
// that are decided.
func (n *counter) pass(r *row, now market.Time) {
	kept := r.open[:0]
	for _, i := range r.open {
		q := &n.asked[i]
		if q.Outcome == OutcomeOpen {
			q.pass(r.phase, now)
		}
		if q.Outcome == OutcomeOpen {
			kept = append(kept, i)
		}
	}
	r.open = kept
}

// pass counts the time up to now, which was in phase ph.
func (q *request) pass(ph market.Phase, now market.Time) {
	t, span := q.terms, now-q.since
	if !q.run {
		if now > q.Due {
			q.decide(max(q.fault, NotAnswered), max(q.Due, q.since))
		}
		return
	}
	q.since = now
	if ph != market.PhaseContinuous && !t.Breaks {
		return
	}
	if q.Held += span; q.Held >= t.Hold {
		q.decide(Answered, now-(q.Held-t.Hold))
		q.Held = t.Hold
	}
}

// answer holds a new quote against the row's open requests.
func (n *counter) answer(r *row, now market.Time) {
	for _, i := range r.open {
		q := &n.asked[i]
		if q.Outcome != OutcomeOpen {
			continue
		}
		fault := q.judge(&r.quote)
		switch meant := q.terms.AnyQuote || n.meant(r, i); {
		case q.run && fault != OutcomeOpen:
			q.snap(now)
		case q.run || !meant:
		case fault == OutcomeOpen:
			n.begin(q, &r.quote, now)
		case q.fault != HeldShort:
			q.fault = fault
		}
	}
	n.tooLate(r)
}

// meant reports whether the row's quote names request i, or one that is one with it.
func (n *counter) meant(r *row, i int32) bool {
	for _, k := range r.today {
		if q := &n.asked[k]; q.one == i && q.Ref == r.quote.request {
			return true
		}
	}
	return false
}

// tooLate notes a good answer to a request that waited in vain.
func (n *counter) tooLate(r *row) {
	for _, i := range r.today {
		if q := &n.asked[i]; q.Outcome == NotAnswered && n.meant(r, i) && q.judge(&r.quote) == OutcomeOpen {
			q.Outcome = Late
		}
	}
}

// filled holds what a fill left of the row's quote against the open requests: it
// may be good no longer, or again, its sides being alike.
func (n *counter) filled(r *row, now market.Time) {
	whole := r.quote.leaves[0] > 0 && r.quote.leaves[1] > 0
	for _, i := range r.open {
		q := &n.asked[i]
		good := q.judge(&r.quote) == OutcomeOpen
		switch {
		case q.Outcome != OutcomeOpen:
		case !q.run && good && n.suits(r, i):
			n.begin(q, &r.quote, now)
		case !q.run:
		case !whole && q.terms.Filled:
			q.decide(Answered, now)
		case !good:
			q.snap(now)
		}
	}
}

// suits reports whether the row's quote, were it good, would answer request i.
func (n *counter) suits(r *row, i int32) bool {
	q := &n.asked[i]
	if q.stood == r.quote.id {
		return q.terms.Resting
	}
	return q.terms.AnyQuote || n.meant(r, i)
}

// snap breaks the chain: what it held is lost.
func (q *request) snap(now market.Time) {
	q.run, q.since, q.fault = false, now, HeldShort
}

// broken breaks the chains of the row's requests: the quote has gone.
func (n *counter) broken(r *row, now market.Time) {
	for _, i := range r.open {
		if q := &n.asked[i]; q.run {
			q.snap(now)
		}
	}
}

// release ends the holding of the answers whose underlying has moved enough.
func (n *counter) release(c market.Contract, last market.Price, now market.Time) {
	kept := n.follow[c][:0]
	for _, i := range n.follow[c] {
		q := &n.asked[i]
		if q.Outcome == OutcomeOpen {
			q.pass(n.phases[q.Contract], now)
		}
		if q.run && q.base > 0 && last > 0 && abs(last-q.base) >= q.terms.Moved {
			q.decide(Answered, now)
		}
		if q.Outcome == OutcomeOpen {
			kept = append(kept, i)
		}
	}
	n.follow[c] = kept
}

// passAll counts the time up to now for every open request.
func (n *counter) passAll(now market.Time) {
	kept := n.open[:0]
	for _, i := range n.open {
		q := &n.asked[i]
		if q.Outcome == OutcomeOpen {
			q.pass(n.phases[q.Contract], now)
		}
		if q.Outcome == OutcomeOpen {
			kept = append(kept, i)
		}
	}
	n.open = kept
}

// closeRequests decides what the trading day leaves open.
func (n *counter) closeRequests(now market.Time) {
	n.passAll(now)
	for _, i := range n.open {
		q := &n.asked[i]
		if q.run {
			q.fault = HeldShort
		}
		q.decide(max(q.fault, NotAnswered), now)
	}
	n.open = n.open[:0]
}
