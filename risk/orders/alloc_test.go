package orders

import (
	"testing"

	"quotient/market"
)

// cycle is one life: quote, confirmation, fill, replace, its end.
type cycle struct {
	table *Table
	id    uint64
	refs  uint64
}

func (c *cycle) run() {
	in := market.Instruction{Kind: market.InstructQuote, ID: c.id + 1, Target: c.id, Contract: 0,
		Bid: 100, Ask: 104, BidQty: 10, AskQty: 10, BidOffset: market.Open, AskOffset: market.Open}
	c.table.Send(&in, market.Time(c.id))
	e := market.Event{Kind: market.EventQuoteLive, ID: in.ID, Time: 1}
	c.table.Apply(&e)
	if c.id > 0 {
		e = market.Event{Kind: market.EventQuoteEnded, ID: c.id, Code: market.EndReplaced}
		c.table.Apply(&e)
	}
	c.refs++
	e = market.Event{Kind: market.EventFill, ID: in.ID, Side: market.Bid, Price: 100, Qty: 1, Leaves: 9}
	e.Ref[23] = 1
	for i := range 8 {
		e.Ref[i] = byte(c.refs >> (8 * i))
	}
	c.table.Apply(&e)
	c.id++
}

func TestNothingAllocates(t *testing.T) {
	c := &cycle{table: New(4)}
	saved := c.table.Save(nil)
	for name, f := range map[string]func(){
		"cycle":    c.run,
		"possible": func() { c.table.Possible(0, market.Bid); c.table.BestPossible(0, market.Ask); c.table.Quote(0) },
		"timeout":  func() { c.table.Timeout(100, 1) },
		"down":     func() { c.table.Down() },
		"synced":   func() { c.table.Apply(&market.Event{Kind: market.EventSynced}) },
		"new day":  func() { c.table.NewDay() },
		"load":     func() { c.table.Load(saved) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkQuoteLife(b *testing.B) {
	c := &cycle{table: New(500)}
	for b.Loop() {
		c.run()
		if c.refs%maxExecuted == 0 {
			c.table.NewDay()
		}
	}
}
