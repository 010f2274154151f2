package sim

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func openTape() *Tape {
	p := quietPair()
	t := NewTape(*p.common())
	t.Advance(clock(9, 0, 0))
	t.Connect(0, t.Now())
	t.Connect(1, t.Now())
	return t
}

// TestTapeIsConservative plays random snapshots and instructions: a fill is at the
// leg's own price, only with a trade since the last snapshot, all fills of a
// snapshot together are at most what was traded, and a leg is filled only when
// the market came to its price.
func TestTapeIsConservative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tape := openTape()
		ids := [2]uint64{}
		price := map[[2]uint64][3]market.Price{}
		was, e := market.Qty(0), market.Event{Kind: market.EventDepth, Contract: 1, Lower: 7000, Upper: 7500}
		first := true
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now := tape.Now() + market.Second/2
			if m := rapid.IntRange(0, 2).Draw(t, "who"); m < 2 {
				ids[m]++
				in := drawTapeMove(t, ids[m])
				price[[2]uint64{uint64(m), in.ID}] = [3]market.Price{0, in.Bid, in.Ask}
				tape.Handle(uint8(m), &in, now)
				for o := (Out{}); tape.Pop(&o); {
					if o.Event.Kind == market.EventFill {
						t.Fatalf("a fill without a snapshot: %+v", o.Event)
					}
				}
				continue
			}
			e.Bid = market.Price(rapid.IntRange(7250, 7262).Draw(t, "bid"))
			e.Ask = e.Bid + market.Price(rapid.IntRange(1, 4).Draw(t, "width"))
			e.BidQty = market.Qty(rapid.IntRange(0, 12).Draw(t, "bid qty"))
			e.AskQty = market.Qty(rapid.IntRange(0, 12).Draw(t, "ask qty"))
			traded := market.Qty(rapid.IntRange(0, 15).Draw(t, "traded"))
			if traded > 0 {
				e.Last = e.Bid + market.Price(rapid.IntRange(-2, 4).Draw(t, "last"))
			}
			e.Volume, e.Time = was+traded, now
			was = e.Volume
			tape.Tick(&e, now)
			if first {
				traded, first = 0, false
			}
			filled := market.Qty(0)
			for o := (Out{}); tape.Pop(&o); {
				f := &o.Event
				if f.Kind != market.EventFill {
					continue
				}
				filled += f.Qty
				own := price[[2]uint64{uint64(o.Maker), f.ID}][f.Side]
				reached := f.Side == market.Bid && (e.Last <= own || e.AskQty > 0 && e.Ask <= own) ||
					f.Side == market.Ask && (e.Last >= own || e.BidQty > 0 && e.Bid >= own)
				if f.Price != own || f.Qty <= 0 || !reached {
					t.Fatalf("fill %+v of a leg at %d with %+v", f, own, e)
				}
			}
			if filled > traded {
				t.Fatalf("%d lots filled, %d traded", filled, traded)
			}
		}
	})
}

func drawTapeMove(t *rapid.T, id uint64) market.Instruction {
	in := market.Instruction{ID: id, Contract: 1, BidOffset: market.Open, AskOffset: market.Open}
	p := market.Price(rapid.IntRange(7248, 7262).Draw(t, "price"))
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		in.Kind, in.Side = market.InstructOrder, rapid.SampledFrom([]market.Side{market.Bid, market.Ask}).Draw(t, "side")
		in.Bid, in.Ask, in.BidQty, in.AskQty = p, p, 6, 6
	case 1:
		in.Kind = market.InstructMassOrders
	default:
		in.Kind, in.Bid, in.Ask = market.InstructQuote, p, p+market.Price(rapid.IntRange(1, 5).Draw(t, "width"))
		in.BidQty, in.AskQty = 10, 10
	}
	return in
}

// TestTapeQueue: with q lots before a leg at the touched price, q+1 must trade
// there, whatever the steps, before one is filled.
func TestTapeQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tape := openTape()
		queue := market.Qty(rapid.IntRange(0, 50).Draw(t, "queue"))
		e := market.Event{Kind: market.EventDepth, Contract: 1, Bid: 7258, BidQty: queue, Ask: 7262, AskQty: 5, Last: 7260}
		tape.Tick(&e, tape.Now())
		tape.Handle(0, &market.Instruction{Kind: market.InstructOrder, ID: 1, Contract: 1, Side: market.Bid,
			Bid: 7258, BidQty: 1000, BidOffset: market.Open}, tape.Now())
		e.Last, e.BidQty = 7258, 1000
		for range 20 {
			e.Volume += market.Qty(rapid.IntRange(0, 9).Draw(t, "traded"))
			tape.Tick(&e, tape.Now()+market.Second)
			got := tape.makers[0].holdings[1].total[0]
			if want := max(e.Volume-queue, 0); got != want {
				t.Fatalf("%d traded, %d were before, %d filled", e.Volume, queue, got)
			}
		}
	})
}

// TestTapeAllocatesNothing: a tick, a requote and the answers to it.
func TestTapeAllocatesNothing(t *testing.T) {
	tape, run := tapeDay()
	for range 5000 {
		run()
	}
	if n := testing.AllocsPerRun(5000, run); n != 0 {
		t.Errorf("%v allocations a tick", n)
	}
	if tape.Messages(0) == 0 || len(tape.makers[0].fills) == 0 {
		t.Error("nothing was quoted or filled")
	}
}

// tapeDay returns a Tape and what one tick of a quoting maker's day does: every
// fourth is answered by a requote.
func tapeDay() (*Tape, func()) {
	tape := openTape()
	e := market.Event{Kind: market.EventDepth, Contract: 1, Bid: 7258, BidQty: 8, Ask: 7262, AskQty: 5, Last: 7260, Lower: 6900, Upper: 7800}
	rng, id, o := random(1), uint64(0), Out{}
	return tape, func() {
		e.Time = tape.Now() + 250*market.Microsecond
		move := market.Price(rng.below(3)) - 1
		if e.Bid+move > 7000 && e.Bid+move < 7700 {
			e.Bid, e.Ask = e.Bid+move, e.Ask+move
		}
		if rng.chance(100) {
			e.Volume += market.Qty(rng.below(4))
			e.Last = e.Bid
		}
		tape.Tick(&e, e.Time)
		if id++; id%4 == 0 {
			tape.Handle(0, &market.Instruction{Kind: market.InstructQuote, ID: id, Contract: 1, Bid: e.Bid, Ask: e.Ask,
				BidQty: 10, AskQty: 10, BidOffset: market.Open, AskOffset: market.Open}, e.Time)
		}
		for tape.Pop(&o) {
		}
	}
}

func BenchmarkTapeTick(b *testing.B) {
	tape, _ := tapeDay()
	e := market.Event{Kind: market.EventDepth, Contract: 1, Bid: 7258, BidQty: 8, Ask: 7262, AskQty: 5, Last: 7260, Lower: 6900, Upper: 7800}
	tape.Tick(&e, tape.Now())
	tape.Handle(0, &market.Instruction{Kind: market.InstructQuote, ID: 1, Contract: 1, Bid: 7257, Ask: 7263,
		BidQty: 10, AskQty: 10, BidOffset: market.Open, AskOffset: market.Open}, tape.Now())
	o := Out{}
	for b.Loop() {
		e.Time += market.Microsecond
		e.BidQty ^= 1
		tape.Tick(&e, e.Time)
		for tape.Pop(&o) {
		}
	}
}

// BenchmarkTapeRequote has every fourth tick answered by a quote.
func BenchmarkTapeRequote(b *testing.B) {
	_, run := tapeDay()
	b.ReportAllocs()
	for b.Loop() {
		run()
	}
}

// BenchmarkExchangeDay is 13 500 s of two contracts with a maker that requotes.
func BenchmarkExchangeDay(b *testing.B) {
	for b.Loop() {
		digest(pair(1), 0)
	}
}
