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
	d := open(p)
	for c := range market.Contract(n) {
		in := quote(c, 99, 103, 10)
		if v := d.send(&in); v.Rule != OK {
			panic(fmt.Sprint(v))
		}
		d.apply(market.Event{Kind: market.EventQuoteLive, ID: d.id})
		d.now += market.Millisecond
	}
	return d
}

// check judges the next contract's requote, a millisecond later.
func (d *desk) check(n int) Verdict {
	d.now += market.Millisecond
	d.id++
	c := market.Contract(d.id % uint64(n))
	in := quote(c, 99, 102, 10)
	in.ID, in.Target = d.id, d.orders.QuoteID(c)
	_, v := d.gate.Check(&in, d.orders, d.ledger, d.now)
	return v
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

func BenchmarkRoom(b *testing.B) {
	d := busy(500)
	c := market.Contract(0)
	for b.Loop() {
		c = (c + 1) % 500
		d.gate.Room(c, market.Bid, d.orders, d.ledger, d.now)
	}
}

func TestNothingAllocates(t *testing.T) {
	d := busy(10)
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
		},
		"budget": func() {
			d.gate.Messages(d.now)
			d.gate.Budget(d.now)
			d.gate.NextFree(d.now)
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
