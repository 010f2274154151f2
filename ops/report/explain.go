package report

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/quoter/port"
)

// An Explainer finds out from a journal's records why one second of a contract did
// or did not count. Records come in their order; those of market data may be
// missing.
type Explainer struct {
	symbol   string
	from, to market.Time // the second
	contract market.Contract
	under    market.Contract // the underlying of an option
	in       *market.Instrument
	names    []market.Instrument
	terms    *obligation.Params
	owes     market.Contract // in terms
	epoch    uint64
	x        Explanation
	quotes   []Quote
	states   []change
	exempts  []port.Exempt
	last     notes
	proofs   []proof
	known    bool
}

// notes are the last records of each kind that can be a cause.
type notes struct {
	killed, paused, down, feedDown, fed, refused, ended, fill, need, member, sent note
}

// A note is a record, kept with its place.
type note struct {
	set   bool
	epoch uint64
	rec   port.Record
}

// change is a record of a change of state with the causes known then.
type change struct {
	note
	last notes
}

// proof is a message of the trading link, or its loss.
type proof struct {
	at   market.Time
	down bool
}

// NewExplainer explains the second that begins at from for the contract with the
// given symbol.
func NewExplainer(symbol string, from market.Time) *Explainer {
	return &Explainer{symbol: symbol, from: from, to: from + market.Second, contract: market.NoContract, under: market.NoContract}
}

// Epoch says what the records that follow mean: which epoch and since when, whose
// contracts, what is owed. Whatever stood before is not known to stand any more.
func (e *Explainer) Epoch(epoch uint64, started market.Time, instruments []market.Instrument, terms *obligation.Params) {
	e.proof(started, true)
	e.epoch, e.names = epoch, instruments
	e.contract, e.under, e.in = market.NoContract, market.NoContract, nil
	for i := range instruments {
		if instruments[i].Symbol.String() == e.symbol {
			e.contract, e.in, e.known = market.Contract(i), &instruments[i], true
			if e.in.Option() {
				e.under = e.in.Underlying
			}
			if e.x.in == nil || started <= e.from {
				e.x.in, e.owes, e.terms = e.in, e.contract, terms
			}
		}
	}
	for i := range e.quotes {
		e.quotes[i].over(started)
	}
}

// Add takes a record.
func (e *Explainer) Add(r *port.Record) {
	if e.in == nil {
		return
	}
	switch r.Kind {
	case port.RecordEvent:
		e.event(r)
	case port.RecordExempt:
		if x := r.Exempt(); x.Contract == e.contract && x.From < e.to && x.To > e.from {
			e.exempts = append(e.exempts, *x)
		}
	}
	if r.Now >= e.to {
		return
	}
	switch r.Kind {
	case port.RecordCommand:
		e.command(r)
	case port.RecordDecision:
		e.decision(r)
	case port.RecordMode:
		e.note(&e.last.killed, r)
	case port.RecordState:
		e.state(r)
	case port.RecordNeed:
		if n := r.Need(); n.Contract == e.contract || n.Contract == market.NoContract {
			e.note(&e.last.need, r)
		}
	case port.RecordMember:
		if r.Member().Underlying == e.under && e.under != market.NoContract {
			e.note(&e.last.member, r)
		}
	}
}

func (e *Explainer) note(n *note, r *port.Record) { *n = note{true, e.epoch, *r} }

func (e *Explainer) command(r *port.Record) {
	c := r.Command()
	if c.Contract != e.contract && c.Contract != market.NoContract {
		return
	}
	switch c.Kind {
	case port.CommandPause:
		e.note(&e.last.paused, r)
	case port.CommandLatch:
		e.note(&e.last.killed, r)
	}
}

// state keeps the change that holds when the second begins, and those within it.
func (e *Explainer) state(r *port.Record) {
	if r.State().Contract != e.contract {
		return
	}
	if r.Now <= e.from {
		e.states = e.states[:0]
	}
	e.states = append(e.states, change{note{true, e.epoch, *r}, e.last})
}

func (e *Explainer) decision(r *port.Record) {
	d := r.Decision()
	if !d.Instruction.Kind.Adds() && d.Instruction.Kind != market.InstructQuoteEnd || d.Instruction.Contract != e.contract {
		return
	}
	switch {
	case d.Rule != 0:
		e.note(&e.last.refused, r)
	case d.Instruction.Kind == market.InstructQuote:
		e.note(&e.last.sent, r)
		in := &d.Instruction
		e.forget()
		e.quotes = append(e.quotes, Quote{ID: in.ID, Sent: r.Now, Bid: in.Bid, Ask: in.Ask, BidQty: in.BidQty, AskQty: in.AskQty,
			BidLeft: in.BidQty, AskLeft: in.AskQty, Request: in.Request.String()})
	}
	e.x.market(d.BookBid, d.BookAsk, d.BookBidQty, d.BookAskQty, 0, d.Upper, d.Lower, r.Now, e.from)
}

// forget drops quotes that were over before the second began.
func (e *Explainer) forget() {
	kept := e.quotes[:0]
	for _, q := range e.quotes {
		if q.Ended == 0 || q.Ended >= e.from {
			kept = append(kept, q)
		}
	}
	e.quotes = kept
}

// event follows the quotes, the link and the market.
func (e *Explainer) event(r *port.Record) {
	v := r.Event()
	if r.Ring == port.RingVenue {
		e.link(r, v)
	}
	if r.Now >= e.to {
		return
	}
	switch v.Kind {
	case market.EventFeedDown:
		e.note(&e.last.feedDown, r)
	case market.EventDepth:
		if v.Contract == e.contract {
			e.note(&e.last.fed, r)
			e.x.market(v.Bid, v.Ask, v.BidQty, v.AskQty, v.Last, v.Upper, v.Lower, r.Now, e.from)
		}
	}
	if v.Contract == e.contract && r.Ring == port.RingVenue {
		e.own(r, v)
	}
}

// link notes when the trading link was last heard of before the second's end, and
// what came first after it.
func (e *Explainer) link(r *port.Record, v *market.Event) {
	if v.Kind == market.EventUp {
		return
	}
	down := v.Kind == market.EventDown
	if r.Now < e.to {
		if down {
			e.note(&e.last.down, r)
			for i := range e.quotes {
				e.quotes[i].over(r.Now)
			}
		}
	}
	e.proof(r.Now, down)
}

// proof keeps the last word of the link before the second, those within it, and
// the first one after it.
func (e *Explainer) proof(at market.Time, down bool) {
	switch n := len(e.proofs); {
	case at < e.from:
		e.proofs = append(e.proofs[:0], proof{at, down})
	case at < e.to || n == 0 || e.proofs[n-1].at < e.to:
		e.proofs = append(e.proofs, proof{at, down})
	}
}

// own follows what the session says of our quotes.
func (e *Explainer) own(r *port.Record, v *market.Event) {
	q := e.quote(v.ID)
	switch v.Kind {
	case market.EventQuoteLive:
		if q != nil && q.Live == 0 {
			q.Live = r.Now
		}
	case market.EventQuoteEnded, market.EventQuoteReject, market.EventNotSent:
		e.note(&e.last.ended, r)
		if q != nil {
			q.over(r.Now)
		}
	case market.EventFill, market.EventLegState:
		if q == nil {
			return
		}
		if v.Kind == market.EventFill {
			e.note(&e.last.fill, r)
		}
		if v.Side == market.Bid {
			q.BidLeft = v.Leaves
		} else {
			q.AskLeft = v.Leaves
		}
	}
}

func (e *Explainer) quote(id uint64) *Quote {
	for i := range e.quotes {
		if e.quotes[i].ID == id {
			return &e.quotes[i]
		}
	}
	return nil
}
