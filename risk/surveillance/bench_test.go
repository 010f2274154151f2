package surveillance_test

import (
	"fmt"
	"testing"

	"quotient/market"
	"quotient/risk/surveillance"
)

// desk is a Watch of that many contracts, ten to a product, under every profile; no day has begun.
func desk(contracts int) *surveillance.Watch {
	p := params(draft2015(), rules2025(), zce2018(), own())
	p.Products = make([]market.Code, contracts)
	for c := range p.Products {
		p.Products[c] = code(fmt.Sprintf("P%d", c/10))
	}
	return surveillance.New(contracts, p)
}

// step is what a refreshed quote costs: a snapshot, the level, the quote, the
// cancel of the old one, a fill.
func step(w *surveillance.Watch, c market.Contract, now market.Time) surveillance.Level {
	d := market.Depth{Bid: 100, Ask: 102, BidQty: 5, AskQty: 5, Upper: 115, Lower: 85, Volume: market.Qty(now)}
	w.Book(c, &d, now)
	level := w.Level(c)
	in := market.Instruction{Kind: market.InstructQuote, Contract: c, Bid: 99, Ask: 103, BidQty: 10, AskQty: 10,
		BidOffset: market.Open, AskOffset: market.Open, Target: 1}
	w.Sent(&in, now)
	w.Cancelled(&surveillance.Cancel{Contract: c, Bid: 99, Ask: 103, BidLots: 10, AskLots: 10, Sent: now - 5, Replaced: true}, now)
	w.Filled(&surveillance.Fill{Contract: c, Side: market.Bid, Lots: 1, Opens: true}, now)
	return max(level, surveillance.Level(min(1, w.Spare(now))))
}

func TestNoAllocations(t *testing.T) {
	w, now := desk(50), market.Time(0)
	w.NewDay(20251010)
	var a surveillance.Alarm
	saved := w.Save(nil)
	if n := testing.AllocsPerRun(1000, func() {
		now += market.Millisecond
		step(w, market.Contract(now/market.Millisecond%50), now)
		w.Request(1, now)
		w.Closing(2, 1, now)
		for w.Take(&a) {
		}
		if now%(100*market.Millisecond) == 0 {
			w.NewDay(w.Date() + 1)
		}
		w.Reading(3, 1)
		w.ExtraFee(4, 1, 100)
		saved = w.Save(saved[:0])
		w.Load(saved)
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}

// TestFirstDayAllocatesNothing: nor does the first.
func TestFirstDayAllocatesNothing(t *testing.T) {
	fresh := []*surveillance.Watch{desk(5), desk(5)}
	if n := testing.AllocsPerRun(1, func() {
		fresh[0].NewDay(20251111)
		fresh = fresh[1:]
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}

func BenchmarkSent(b *testing.B) {
	for _, n := range []int{10, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w, now := desk(n), market.Time(0)
			w.NewDay(20251010)
			in := market.Instruction{Kind: market.InstructQuote, Bid: 99, Ask: 103, BidQty: 10, AskQty: 10,
				BidOffset: market.Open, AskOffset: market.Open, Target: 1}
			for b.Loop() {
				now += market.Millisecond
				in.Contract = market.Contract(int(now/market.Millisecond) % n)
				w.Sent(&in, now)
			}
		})
	}
}

func BenchmarkLevel(b *testing.B) {
	w, c := desk(500), market.Contract(0)
	w.NewDay(20251010)
	for b.Loop() {
		c = (c + 7) % 500
		w.Level(c)
	}
}

func BenchmarkRefresh(b *testing.B) {
	for _, n := range []int{10, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w, now := desk(n), market.Time(0)
			w.NewDay(20251010)
			for b.Loop() {
				now += market.Millisecond
				step(w, market.Contract(int(now/market.Millisecond)%n), now)
			}
		})
	}
}
