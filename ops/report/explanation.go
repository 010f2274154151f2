package report

import (
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/risk"
)

// An Explanation says why a second did or did not count.
type Explanation struct {
	Contract string
	From, To market.Time
	Day      market.Date
	Spans    []Span // cover the second without a gap
	Quotes   []Quote
	Terms    *Owed // nil = nothing is owed
	Market   Market
	Phase    market.Phase

	in *market.Instrument
}

// A Span is a part of the second in which time counted as one thing.
type Span struct {
	From, To   market.Time
	State      obligation.State
	Exempt     obligation.Exempt
	Known      bool // else the records do not tell
	Why        Reason
	Epoch, Seq uint64 // the record that says so
}

// A Reason is a sentence of the catalogue with what it is about. A value that
// begins with @ is itself the name of a text.
type Reason struct {
	Name   string
	Values []string
}

// A Quote is one two-sided quote of ours that stood, or may have, in the second.
type Quote struct {
	ID      uint64       `json:"id"`
	Sent    market.Time  `json:"sent_ns"`
	Live    market.Time  `json:"live_ns"`  // 0 = not acknowledged before the second's end
	Ended   market.Time  `json:"ended_ns"` // 0 = not before the second's end
	Bid     market.Price `json:"bid_ticks"`
	Ask     market.Price `json:"ask_ticks"`
	BidQty  market.Qty   `json:"bid_qty"` // declared
	AskQty  market.Qty   `json:"ask_qty"`
	BidLeft market.Qty   `json:"bid_leaves"`
	AskLeft market.Qty   `json:"ask_leaves"`
	Request string       `json:"request"` // the request for quote that it answers
}

// over notes the quote's end; with its epoch it is lost from sight.
func (q *Quote) over(at market.Time) {
	if q.Ended == 0 {
		q.Ended = max(at, q.Sent, 1)
	}
}

// Market is the market as last seen before the second's end.
type Market struct {
	At     market.Time  `json:"at_ns"` // 0 = not seen
	Bid    market.Price `json:"bid_ticks"`
	Ask    market.Price `json:"ask_ticks"`
	BidQty market.Qty   `json:"bid_qty"`
	AskQty market.Qty   `json:"ask_qty"`
	Last   market.Price `json:"last_ticks"`
	Upper  market.Price `json:"upper_ticks"`
	Lower  market.Price `json:"lower_ticks"`
}

// market takes over a book if it is newer.
func (x *Explanation) market(bid, ask market.Price, bidQty, askQty market.Qty, last, upper, lower market.Price, at, from market.Time) {
	if at > from && x.Market.At != 0 {
		return // the market as the second began
	}
	if last == 0 {
		last = x.Market.Last
	}
	x.Market = Market{at, bid, ask, bidQty, askQty, last, upper, lower}
}

// Owed are the terms in force.
type Owed struct {
	Source    string       `json:"source"`
	Unit      string       `json:"unit"`
	Target    int64        `json:"target_ppm"`
	MaxSpread market.Price `json:"max_spread_ticks"` // 0 = by tiers
	Tiers     bool         `json:"by_tiers"`
	Series    bool         `json:"by_series"` // owed while in the series' set
	MinSize   market.Qty   `json:"min_size_lots"`
}

// Explain returns what was found. ok is false when no epoch knows the contract.
func (e *Explainer) Explain(day market.Date) (x *Explanation, ok bool) {
	e.x.Contract, e.x.From, e.x.To, e.x.Day = e.symbol, e.from, e.to, day
	e.x.Terms = e.owed(day)
	e.forget()
	e.x.Quotes = e.quotes
	e.spans()
	return &e.x, e.known
}

func (e *Explainer) owed(day market.Date) *Owed {
	if e.terms == nil {
		return nil
	}
	for i := range e.terms.Terms {
		t := &e.terms.Terms[i]
		if t.Contract != e.owes || day < t.From || day > t.To || t.Watch {
			continue
		}
		o := &Owed{Target: t.Target, MaxSpread: t.MaxSpread, Tiers: t.Tiers != 0, Series: t.Series != 0, MinSize: t.MinSize}
		if int(t.Source) < len(e.terms.Sources) {
			o.Source = e.terms.Sources[t.Source].String()
		}
		if int(t.Unit) < len(e.terms.Units) {
			o.Unit = e.terms.Units[t.Unit].Name.String()
		}
		if o.Tiers {
			o.MaxSpread = 0
		}
		return o
	}
	return nil
}

// spans cuts the second at every change of state and at the ends of exempt time.
func (e *Explainer) spans() {
	cuts := []market.Time{e.from, e.to}
	for i := range e.states {
		cuts = append(cuts, e.states[i].rec.Now)
	}
	for i := range e.exempts {
		cuts = append(cuts, e.exempts[i].From, e.exempts[i].To)
	}
	for _, p := range e.proofs {
		cuts = append(cuts, p.at)
	}
	slices.Sort(cuts)
	for i := 1; i < len(cuts); i++ {
		from, to := max(cuts[i-1], e.from), min(cuts[i], e.to)
		if from < to {
			e.add(e.span(from, to))
		}
	}
}

// add joins a span to the one before it if they are the same.
func (e *Explainer) add(s Span) {
	n := len(e.x.Spans) - 1
	if n >= 0 {
		l := &e.x.Spans[n]
		if l.State == s.State && l.Exempt == s.Exempt && l.Known == s.Known && l.Why.Name == s.Why.Name && slices.Equal(l.Why.Values, s.Why.Values) {
			l.To = s.To
			return
		}
	}
	e.x.Spans = append(e.x.Spans, s)
}

// span says what the time from from to to counted as.
func (e *Explainer) span(from, to market.Time) Span {
	s := Span{From: from, To: to}
	var c *change
	for i := range e.states {
		if e.states[i].rec.Now <= from {
			c = &e.states[i]
		}
	}
	if c == nil {
		s.Why = Reason{Name: "why.no_record"}
		return s
	}
	r := c.rec.State()
	e.x.Phase = r.Phase
	s.Known, s.State, s.Exempt = true, obligation.State(r.State), obligation.Exempt(r.Exempt)
	s.Epoch, s.Seq = c.epoch, c.rec.Seq
	if x := e.exemptAt(from); x >= 0 {
		s.State, s.Exempt, s.Why = obligation.Exempted, obligation.Exempt(e.exempts[x].Exempt), e.ledger(x)
		return s
	}
	if s.State == obligation.Effective {
		if why, proven := e.proven(to); !proven {
			s.State, s.Why = obligation.Disconnected, why
			return s
		}
	}
	s.Why = e.why(s.State, c)
	return s
}

func (e *Explainer) exemptAt(t market.Time) int {
	for i := range e.exempts {
		if x := &e.exempts[i]; x.From <= t && t < x.To {
			return i
		}
	}
	return -1
}

// proven reports whether a message of the trading link came at or after t before
// the link was lost.
func (e *Explainer) proven(t market.Time) (why Reason, ok bool) {
	last := market.Time(0)
	for _, p := range e.proofs {
		if p.at >= t && !p.down {
			return why, true
		}
		if p.at >= t {
			return Reason{"why.unproven", []string{"at", timeText(p.at), "last", timeText(last)}}, false
		}
		if !p.down {
			last = p.at
		}
	}
	return Reason{"why.not_proven_yet", []string{"last", timeText(last)}}, false
}

// needName is the name of a need in the catalogue.
func needName(n uint8) string { return "@need." + steering.Need(n).String() }

// ruleName is the name of a rule in the catalogue.
func ruleName(r uint8) string { return "@rule." + risk.Rule(r).String() }
