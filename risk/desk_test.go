package risk

import (
	"quotient/market"
	"quotient/risk/orders"
	"quotient/risk/position"
)

// desk is a gate with the table and the ledger it asks. Contracts a and b are of
// one product, c of another.
type desk struct {
	p      Params
	gate   *Gate
	orders *orders.Table
	ledger *position.Ledger
	now    market.Time
	id     uint64
	refs   uint64
	at     market.Contract // the benchmarks' last
}

func code(s string) market.Code { c, _ := market.MakeCode(s); return c }

func params() Params {
	p := Params{Window: market.Second, MaxMessages: 100, ForCancels: 20, MaxDay: 1000}
	for _, product := range []string{"AP", "AP", "CF"} {
		p.Instruments = append(p.Instruments, market.Instrument{Product: code(product), TickUnits: 1, TickValue: 1000})
		p.Limits = append(p.Limits, Limits{MaxOrderQty: 20, MinOrderQty: 2, MaxLong: 50, MaxShort: 40, MaxValue: 2_060_000,
			CollarTicks: 10, MaxSpread: 6, StaleAfter: 500 * market.Millisecond,
			QuotePhases: 1 << market.PhaseContinuous, OrderPhases: 1<<market.PhaseContinuous | 1<<market.PhaseAuction, MaxPerWindow: 60})
	}
	p.Products = []ProductLimit{{Product: code("AP"), MaxNet: 70}, {Product: code("CF"), MaxNet: 50}}
	return p
}

// extended are params with a call d and a put e of strike 95 on a, limits for every
// rule, and the rules named in force.
func extended(rules ...string) Params {
	p := params()
	for _, kind := range []market.InstrumentKind{market.Call, market.Put} {
		p.Instruments = append(p.Instruments, market.Instrument{Product: code("APO"), TickUnits: 1, TickValue: 1000,
			Kind: kind, Underlying: 0, Strike: 95, Expiry: 20990101})
		p.Limits = append(p.Limits, p.Limits[0])
	}
	p.Products = append(p.Products, ProductLimit{Product: code("APO"), MaxNet: 50})
	for c := range p.Limits {
		l := &p.Limits[c]
		l.Code, l.MoveTicks, l.BoundTicks, l.ParityTicks, l.RampFloor, l.ExchangeLong, l.ExchangeShort = 1, 7, 1, 4, 3, 30, 20
		if p.Instruments[c].Option() {
			l.Code = 2
			l.CollarTicks = 100
		}
	}
	for i := range p.Products {
		p.Products[i].MaxDelta, p.Products[i].MaxVega, p.Products[i].MaxLoss = 20000, 300, 5000
	}
	p.Codes = []Filed{{Code: market.Ref{1}, Class: Futures, Seats: 3}, {Code: market.Ref{2}, Class: Options, Seats: 1}}
	p.MoveOver, p.StrikeOver, p.Headroom, p.MaxLots = 2*market.Second, 10*market.Second, 950_000, 60
	p.MaxDelta, p.MaxVega, p.MaxLoss = 30000, 300, 8000
	p.Repeats, p.Refreshes, p.RepeatOver = 2, 4, 500*market.Millisecond
	for r := range RuleCount {
		for _, name := range rules {
			if r.String() == name {
				p.InForce |= 1 << r
			}
		}
	}
	return p
}

// open makes a desk in RUN with every contract trading at 100/102.
func open(p Params) *desk {
	n := len(p.Instruments)
	d := &desk{p: p, gate: New(p), orders: orders.New(n), now: market.Second,
		ledger: position.New(position.Params{Instruments: p.Instruments, Fees: make([]position.Fee, n)})}
	d.gate.SetMode(Run, 1)
	d.gate.SetJournal(true)
	for c := range market.Contract(n) {
		d.gate.Phase(c, market.PhaseContinuous)
		d.depth(c, market.Depth{Bid: 100, Ask: 102, BidQty: 9, AskQty: 9, Last: 101, Upper: 115, Lower: 85})
	}
	return d
}

func (d *desk) depth(c market.Contract, depth market.Depth) { d.gate.Depth(c, &depth, d.now) }

// send takes an instruction through the gate and, when approved, into the table.
func (d *desk) send(in *market.Instruction) Verdict {
	if in.ID == 0 {
		in.ID = d.id + 1
	}
	approved, v := d.gate.Check(in, d.orders, d.ledger, d.now)
	if v.Rule != OK {
		if approved != (Approved{}) {
			panic("a refusal carries an instruction")
		}
		return v
	}
	d.id = in.ID
	if got := approved.Instruction(); got != *in || !d.orders.Send(&got, d.now) {
		panic("what was approved is not what was asked")
	}
	return v
}

// apply folds an event into table and ledger as the loop does.
func (d *desk) apply(e market.Event) orders.Change {
	if e.Kind == market.EventFill && e.Ref == (market.Ref{}) {
		d.refs++
		e.Ref[0], e.Ref[1], e.Ref[2] = 1, byte(d.refs), byte(d.refs>>8)
	}
	ch := d.orders.Apply(&e)
	if ch.Counts() {
		d.ledger.Fill(ch.Contract, ch.Side, ch.Offset, ch.Price, ch.Qty)
	}
	return ch
}

func quote(c market.Contract, bid, ask market.Price, qty market.Qty) market.Instruction {
	return market.Instruction{Kind: market.InstructQuote, Purpose: market.PurposeQuote, Contract: c, Bid: bid, Ask: ask,
		BidQty: qty, AskQty: qty, BidOffset: market.Open, AskOffset: market.Open}
}

func order(c market.Contract, s market.Side, price market.Price, qty market.Qty) market.Instruction {
	in := market.Instruction{Kind: market.InstructOrder, Purpose: market.PurposeHedge, Contract: c, Side: s}
	if s == market.Bid {
		in.Bid, in.BidQty, in.BidOffset = price, qty, market.Open
	} else {
		in.Ask, in.AskQty, in.AskOffset = price, qty, market.Open
	}
	return in
}
