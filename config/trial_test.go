package config

import (
	"cmp"
	"slices"
	"testing"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/calendar"
	"quotient/obligation/request"
)

// A trial is a trading day on a desk's meters, with wires of length 0: what is
// told holds at once, and every minute the link is alive.
type trial struct {
	t       *testing.T
	d       *Desk
	cal     *calendar.Table
	m       *obligation.Meter
	q       *request.Meter
	now     market.Time
	ids     uint64
	live    map[market.Contract]uint64
	plan    []phaseAt
	rows    []request.Row
	excuses map[market.Contract]obligation.Exempt // as last told
}

type phaseAt struct {
	at market.Time
	c  market.Contract
	ph market.Phase
}

// try starts the meters of an example a minute before the first phase of a day.
func try(t *testing.T, name string, dates ...market.Date) *trial {
	t.Helper()
	d := example(t, name)
	cal := d.Table()
	x := &trial{t: t, d: d, cal: cal, m: obligation.New(d.Obligation, cal), q: request.New(d.Requests, cal), live: map[market.Contract]uint64{}, excuses: map[market.Contract]obligation.Exempt{}}
	for _, date := range dates {
		if p := d.CheckDate(date); len(p) > 0 {
			t.Fatal(RenderText(p, false))
		}
		for c := range d.Instruments {
			x.phases(market.Contract(c), cal.Stretches(d.Hours[c], date, nil))
		}
	}
	slices.SortStableFunc(x.plan, func(a, b phaseAt) int { return cmp.Compare(a.at, b.at) })
	x.now = x.plan[0].at - market.Minute
	x.m.Up(x.now)
	x.q.Up(x.now)
	return x
}

func (x *trial) phases(c market.Contract, spans []calendar.Span) {
	end := market.Time(0)
	for _, s := range spans {
		if end != 0 && s.From > end {
			x.plan = append(x.plan, phaseAt{end, c, market.PhaseClosed})
		}
		x.plan = append(x.plan, phaseAt{s.From, c, s.Phase})
		end = s.To
	}
	x.plan = append(x.plan, phaseAt{end, c, market.PhaseClosed})
}

// to lets time pass up to an instant, minute by minute, with the phases on the way.
func (x *trial) to(at market.Time) {
	for x.now < at {
		step := min(at, x.now-x.now%market.Minute+market.Minute)
		if len(x.plan) > 0 {
			step = min(step, x.plan[0].at)
		}
		x.now = step
		x.alive()
		for len(x.plan) > 0 && x.plan[0].at == x.now {
			p := x.plan[0]
			x.plan = x.plan[1:]
			x.m.Phase(p.c, p.ph, x.now, x.now)
			x.q.Phase(p.c, p.ph, x.now, x.now)
		}
	}
}

func (x *trial) alive() {
	x.m.Alive(x.now, x.now)
	x.q.Alive(x.now, x.now)
	x.m.Advance(x.now)
	x.q.Advance(x.now)
	for e := (obligation.Excuse{}); x.m.TakeExcuse(&e); {
		x.excuses[e.Contract] = e.Exempt
		x.q.Exempt(e.Contract, e.Exempt != obligation.ExemptNone, e.At, x.now)
	}
	for row := (request.Row{}); x.q.TakeRow(&row); {
		x.rows = append(x.rows, row)
	}
}

// quote has a quote stand from now on; ref says what it answers.
func (x *trial) quote(c market.Contract, bid, ask market.Price, bidQty, askQty market.Qty, ref string) {
	x.ids++
	in := market.Instruction{Kind: market.InstructQuote, Contract: c, ID: x.ids, Bid: bid, Ask: ask, BidQty: bidQty, AskQty: askQty}
	in.Request, _ = market.MakeRef(ref)
	x.m.QuoteSent(c, &in, x.now)
	x.q.QuoteSent(c, &in, x.now)
	x.m.QuoteLive(c, x.ids, x.now, x.now)
	x.q.QuoteLive(c, x.ids, x.now, x.now)
	x.live[c] = x.ids
}

// good has a quote stand that is as wide and as small as the desk quotes.
func (x *trial) good(c market.Contract, bid market.Price) {
	p := x.d.Quoter.Contracts[c]
	x.quote(c, bid, bid+p.Pricing.MinWidth, p.Size, p.Size, "")
}

func (x *trial) end(c market.Contract) {
	id := x.live[c]
	x.m.QuoteEnding(c, id, x.now)
	x.q.QuoteEnding(c, id, x.now)
	x.m.QuoteEnded(c, id, x.now, x.now)
	x.q.QuoteEnded(c, id, x.now, x.now)
}

func (x *trial) ask(c market.Contract, ref string) {
	r, _ := market.MakeRef(ref)
	x.q.Request(c, r, x.now, x.now, x.m.Member(c))
}

func (x *trial) settle(symbol string, price market.Price) {
	x.m.Settlement(x.find(symbol), price, x.now, x.now)
}

func (x *trial) book(symbol string, b market.Depth) { x.m.Market(x.find(symbol), &b, x.now) }

func (x *trial) find(symbol string) market.Contract {
	c, ok := x.d.Lookup(symbol)
	if !ok {
		x.t.Fatalf("no contract %s", symbol)
	}
	return c
}

func (x *trial) unit(u int) (r obligation.UnitReading) {
	x.m.ReadUnit(u, x.now, &r)
	return r
}

func (x *trial) answers(u int) (r request.UnitReading) {
	x.q.Read(u, x.now, &r)
	return r
}
