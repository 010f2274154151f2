package sim

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// An outsider recounts one maker and contract from nothing but the stamped events
// that left the exchange: it keeps a list of what changed when, and afterwards
// walks every piece of the day between two changes.
type outsider struct {
	contract, dominant market.Contract
	maxSpread          market.Price
	minSize            market.Qty
	grants             []Grant
	cuts               []market.Time
	phase              []stamped[market.Phase]
	own, dom           []stamped[bool]
	legs               []stamped[[2]market.Qty] // leaves; zero when no quote
	width              []stamped[market.Price]
	id                 uint64
}

type stamped[T any] struct {
	at market.Time
	v  T
}

// at returns the last value stamped at or before t.
func at[T any](s []stamped[T], t market.Time) (v T) {
	for _, c := range s {
		if c.at <= t {
			v = c.v
		}
	}
	return v
}

func note[T any](s *[]stamped[T], at market.Time, v T) { *s = append(*s, stamped[T]{at, v}) }

func oneSided(e *market.Event) bool {
	return e.AskQty == 0 && e.Bid == e.Upper || e.BidQty == 0 && e.Ask == e.Lower
}

// hear takes over one event.
func (o *outsider) hear(out *Out, prices map[uint64][2]market.Price) {
	e := &out.Event
	o.cuts = append(o.cuts, e.Time)
	switch {
	case e.Kind == market.EventDepth:
		if e.Contract == o.contract {
			note(&o.own, e.Time, oneSided(e))
		}
		if e.Contract == o.dominant {
			note(&o.dom, e.Time, oneSided(e))
		}
	case e.Contract != o.contract:
	case e.Kind == market.EventPhase:
		note(&o.phase, e.Time, e.Phase)
	case e.Kind == market.EventQuoteLive:
		o.id = e.ID
		note(&o.legs, e.Time, [2]market.Qty{})
		note(&o.width, e.Time, prices[e.ID][1]-prices[e.ID][0])
	case e.Kind == market.EventQuoteEnded && e.ID == o.id:
		note(&o.legs, e.Time, [2]market.Qty{})
	case (e.Kind == market.EventLegState || e.Kind == market.EventFill) && e.ID == o.id && e.Flags&market.FlagOrder == 0:
		was := o.legs[len(o.legs)-1].v
		was[e.Side-market.Bid] = e.Leaves
		note(&o.legs, e.Time, was)
	}
}

// recount walks from piece to piece.
func (o *outsider) recount(from, to market.Time) (r Recount) {
	for _, g := range o.grants {
		o.cuts = append(o.cuts, g.From, g.To)
	}
	for t := from; t < to; {
		next := to
		for _, c := range o.cuts {
			if c > t {
				next = min(next, c)
			}
		}
		o.piece(&r, t, next-t)
		t = next
	}
	return r
}

func (o *outsider) piece(r *Recount, t, span market.Time) {
	ph := at(o.phase, t)
	if ph != market.PhaseAuction && ph != market.PhaseMatch && ph != market.PhaseContinuous {
		return
	}
	r.Scheduled += span
	granted := false
	for _, g := range o.grants {
		granted = granted || g.From <= t && t < g.To && (g.Contract == o.contract || g.Contract == market.NoContract)
	}
	legs, width := at(o.legs, t), at(o.width, t)
	switch {
	case ph != market.PhaseContinuous:
		r.Exempt[ExemptAuction] += span
	case at(o.own, t):
		r.Exempt[ExemptOwnLimit] += span
	case at(o.dom, t):
		r.Exempt[ExemptDominantLimit] += span
	case granted:
		r.Exempt[ExemptGrant] += span
	case legs[0] >= o.minSize && legs[1] >= o.minSize && width <= o.maxSpread:
		r.Effective += span
	default:
		r.Ineffective += span
	}
}

// TestRecountFromOutside holds the exchange's recount, to the nanosecond, against
// an outsider's on random mornings: quotes of all sizes and widths, generated
// flow that fills them, locks, halts, grants, holes and refusals.
func TestRecountFromOutside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pair(rapid.Uint64().Draw(t, "seed"))
		p.Script = drawScript(t)
		p.Grants = []Grant{{Contract: market.NoContract, From: clock(9, 2, 0), To: clock(9, 2, 30)},
			{Contract: 1, From: clock(9, 2, 10) + 7, To: clock(9, 3, 0)}, {Maker: 1, Contract: 1, From: clock(9, 0, 0), To: clock(9, 9, 0)}}
		x := NewExchange(p)
		x.Advance(clock(8, 50, 0))
		x.Connect(0, x.Now())
		o := &outsider{contract: 1, dominant: 0, maxSpread: 4, minSize: 10, grants: p.Grants[:2]}
		for _, a := range p.Script {
			if a.Kind == ActGrant {
				o.grants = append(o.grants, Grant{Contract: a.Contract, From: a.At, To: a.At + a.For})
			}
		}
		prices := map[uint64][2]market.Price{}
		hear := func() {
			for out := (Out{}); x.Pop(&out); {
				o.hear(&out, prices)
			}
		}
		now, id := clock(8, 54, 0), uint64(0)
		for range rapid.IntRange(1, 40).Draw(t, "moves") {
			now += market.Time(rapid.Int64Range(1, int64(40*market.Second)).Draw(t, "wait"))
			x.Advance(now)
			hear()
			id++
			in := drawMove(t, x, id)
			prices[id] = [2]market.Price{in.Bid, in.Ask}
			x.Handle(0, &in, now)
			hear()
		}
		want, got := o.recount(clock(8, 50, 0), now), x.Recount(0, 1)
		want.Contract, want.Date, want.Declared = 1, testDate, got.Declared
		if x.Date() == 0 {
			want.Date = 0
		}
		if got != want {
			t.Fatalf("exchange %+v\noutsider %+v", got, want)
		}
		sum := got.Effective + got.Ineffective
		for _, e := range got.Exempt {
			sum += e
		}
		if sum != got.Scheduled || got.Declared < got.Effective {
			t.Fatalf("does not add up: %+v", got)
		}
	})
}

// drawScript returns acts of the first ten minutes.
func drawScript(t *rapid.T) (s []Act) {
	now := clock(9, 0, 0)
	for range rapid.IntRange(0, 6).Draw(t, "acts") {
		now += market.Time(rapid.Int64Range(0, int64(2*market.Minute)).Draw(t, "gap"))
		a := Act{At: now, Contract: market.Contract(rapid.IntRange(0, 1).Draw(t, "contract")), Qty: 5,
			For:  market.Time(rapid.Int64Range(0, int64(20*market.Second)).Draw(t, "for")),
			Kind: rapid.SampledFrom([]ActKind{ActLimit, ActHalt, ActResume, ActGrant, ActHole, ActRefuse, ActSweep, ActHit, ActCancel, ActJump}).Draw(t, "act")}
		a.Side = rapid.SampledFrom([]market.Side{market.Bid, market.Ask}).Draw(t, "side")
		a.Move = 5
		if a.Kind == ActLimit && rapid.Bool().Draw(t, "unlock") {
			a.Side = market.NoSide
		}
		s = append(s, a)
	}
	return s
}

// drawMove returns an instruction of a maker that quotes near the book's middle.
func drawMove(t *rapid.T, x *Exchange, id uint64) market.Instruction {
	in := market.Instruction{ID: id, Contract: 1, BidOffset: market.Open, AskOffset: market.Open}
	d := x.Depth(1)
	switch rapid.IntRange(0, 5).Draw(t, "what") {
	case 0:
		in.Kind = market.InstructMassQuotes
	case 1:
		in.Kind, in.Side, in.Ask, in.AskQty = market.InstructOrder, market.Ask, max(d.Ask, d.Bid+1), 3
	default:
		width := market.Price(rapid.IntRange(1, 6).Draw(t, "width"))
		qty := market.Qty(rapid.IntRange(8, 14).Draw(t, "qty"))
		in.Kind = market.InstructQuote
		in.Bid = d.Bid - market.Price(rapid.IntRange(-1, 3).Draw(t, "off"))
		in.Ask, in.BidQty, in.AskQty = in.Bid+width, qty, qty
	}
	return in
}
