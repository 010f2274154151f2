package risk

import (
	"fmt"
	"testing"

	"quotient/market"
)

// busy is a desk of n contracts, each with a standing two-leg quote, and limits
// wide enough that the benchmark's clock never stops it.
func busy(n int) *desk {
	p := Params{Window: market.Second, MaxMessages: 4096, ForCancels: 100, MaxDay: 1 << 40}
	for c := range n {
		p.Instruments = append(p.Instruments, market.Instrument{Product: code([]string{"AP", "CF", "SR", "TA"}[c%4]), TickUnits: 1, TickValue: 1000})
		l := params().Limits[0]
		l.MaxLong, l.MaxShort, l.MaxPerWindow, l.StaleAfter = 100, 100, 256, market.Day
		p.Limits = append(p.Limits, l)
	}
	for _, name := range []string{"AP", "CF", "SR", "TA"} {
		p.Products = append(p.Products, ProductLimit{Product: code(name), MaxNet: 1 << 20})
	}
	return fill(open(p), n)
}

// fill gives each contract a standing quote.
func fill(d *desk, n int) *desk {
	for c := range market.Contract(n) {
		in := quote(c, 99, 103, 10)
		in.Code = d.p.Limits[c].Code
		if v := d.send(&in); v.Rule != OK {
			panic(fmt.Sprint(v))
		}
		d.apply(market.Event{Kind: market.EventQuoteLive, ID: d.id})
		d.now += market.Millisecond
	}
	return d
}

// busyWithAll is busy with every rule in force; three of four contracts are
// options on the fourth.
func busyWithAll(n int) *desk {
	p := busy(n).p
	q := extended()
	for c := range p.Limits {
		l, x := &p.Limits[c], &q.Limits[0]
		l.Code, l.MoveTicks, l.BoundTicks, l.ParityTicks, l.RampFloor = 1, x.MoveTicks, 1000, 1000, x.RampFloor
		l.ExchangeLong, l.ExchangeShort = 1000, 1000
		if c%4 > 0 {
			in := &p.Instruments[c]
			in.Kind, in.Underlying, in.Strike, in.Expiry = market.Call+market.InstrumentKind(c%2), market.Contract(c-c%4), 95, 20990101
			l.Code = 2
		}
	}
	for i := range p.Products {
		p.Products[i].MaxDelta, p.Products[i].MaxVega, p.Products[i].MaxLoss = 1<<40, 1<<40, 1<<40
	}
	p.Codes, p.MoveOver, p.StrikeOver, p.Headroom = q.Codes, market.Minute, q.StrikeOver, q.Headroom
	p.MaxLots, p.MaxDelta, p.MaxVega, p.MaxLoss = 1<<40, 1<<40, 1<<40, 1<<40
	p.Repeats, p.Refreshes, p.RepeatOver, p.InForce = 8, 16, market.Millisecond, Extended
	d := open(p)
	d.gate.SetSeat(1)
	d.gate.Funds(1<<50, true)
	for c := range market.Contract(n) {
		d.gate.Greeks(c, 1000, 30)
		d.gate.LotMargin(c, 1000, 1200)
		d.gate.Loss(c, 0, true)
	}
	d.gate.Loss(market.NoContract, 0, true)
	return fill(d, n)
}

// check judges the next contract's requote.
func (d *desk) check(n int) Verdict {
	in := d.requote(n)
	_, v := d.gate.Check(&in, d.orders, d.ledger, d.now)
	return v
}

// requote makes the next contract's requote, a millisecond later.
func (d *desk) requote(n int) market.Instruction {
	d.now += market.Millisecond
	d.id++
	if d.at++; int(d.at) >= n {
		d.at = 0
	}
	in := quote(d.at, 99, 102, 10)
	in.ID, in.Target, in.Code = d.id, d.orders.QuoteID(d.at), d.p.Limits[d.at].Code
	return in
}

// What making the quote costs that the others check: take it off theirs.
func BenchmarkMakeQuote(b *testing.B) {
	for _, n := range []int{10, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := busy(n)
			var sum uint64
			for b.Loop() {
				in := d.requote(n)
				sum += in.Target
			}
			if sum == 0 {
				b.Fatal("no quote stands")
			}
		})
	}
}

func BenchmarkCheckQuote(b *testing.B) {
	for _, n := range []int{10, 100, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := busy(n)
			refused := 0
			for b.Loop() {
				if d.check(n).Rule != OK {
					refused++
				}
			}
			b.ReportMetric(float64(refused)/float64(b.N), "refused/op")
		})
	}
}

func BenchmarkCheckQuoteByEveryRule(b *testing.B) {
	for _, n := range []int{10, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := busyWithAll(n)
			refused := 0
			for b.Loop() {
				if d.check(n).Rule != OK {
					refused++
				}
			}
			b.ReportMetric(float64(refused)/float64(b.N), "refused/op")
		})
	}
}

func BenchmarkRoom(b *testing.B) {
	d := busy(500)
	c := market.Contract(0)
	for b.Loop() {
		c = (c + 1) % 500
		d.gate.Room(c, market.Bid, d.orders, d.ledger, d.now)
	}
}

func TestNothingAllocates(t *testing.T) {
	d := busyWithAll(10)
	saved := d.gate.Save(nil)
	mass := market.Instruction{Kind: market.InstructMassQuotes}
	depth := market.Depth{Bid: 100, Ask: 102, BidQty: 1, AskQty: 1}
	var latch Latch
	approved := &Approved{in: quote(0, 1, 2, 3)}
	for name, f := range map[string]func(){
		"check": func() { d.check(10) },
		"refuse": func() {
			d.id++
			in := quote(0, 99, 300, 10)
			in.ID = d.id
			d.gate.Check(&in, d.orders, d.ledger, d.now)
		},
		"cancel": func() { d.id++; mass.ID = d.id; d.gate.Check(&mass, d.orders, d.ledger, d.now) },
		"room":   func() { d.gate.Room(3, market.Ask, d.orders, d.ledger, d.now) },
		"inputs": func() {
			d.gate.Depth(1, &depth, d.now)
			d.gate.Phase(1, market.PhaseContinuous)
			d.gate.SetMode(Run, 1)
			d.gate.FeedDown()
			d.gate.Gap(2)
			d.gate.SetScope(3, ReduceOnly)
			d.gate.Greeks(3, 900, 20)
			d.gate.LotMargin(3, 900, 900)
			d.gate.Funds(1<<40, true)
			d.gate.Loss(2, 1, true)
			d.gate.Linked(2, market.Ask, 200, true)
			d.gate.SetExchange(2, 500, 500)
			d.gate.Ramp(d.now, 3, 10)
			d.gate.Strikes(0, d.now)
		},
		"budget": func() {
			d.gate.Messages(d.now)
			d.gate.Budget(d.now)
			d.gate.NextFree(market.InstructQuoteEnd, d.now)
			d.gate.NextBudget(0, d.now)
		},
		"latch": func() { latch.Set(Run); approved.Passes(&latch) },
		"load":  func() { d.gate.Load(saved) },
	} {
		if n := testing.AllocsPerRun(200, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
