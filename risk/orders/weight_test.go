package orders

import (
	"testing"

	"quotient/market"

	"pgregory.net/rapid"
)

// The sums equal what adding up every entry says, whatever is sent, weighed,
// grouped, filled or loaded.
func TestSumsOfWeightedLots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, weights, groups := New(3), make([]Weight, 3), []uint16{0, 0, 0}
		for id := uint64(1); id < 25; id++ {
			c := market.Contract(rapid.IntRange(0, 2).Draw(t, "contract"))
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0:
				n := rapid.Int64Range(-5, 5)
				weights[c] = Weight{n.Draw(t, "delta"), n.Draw(t, "vega"), [2]market.Money{market.Money(c) + 3, 7}}
				table.Weigh(c, weights[c])
			case 1:
				groups = []uint16{0, uint16(c & 1), 1}
				table.Group(groups)
			case 2:
				saved := table.Save(nil)
				if _, ok := table.Load(saved); !ok {
					t.Fatal("a saved table does not load")
				}
			case 3:
				table.Apply(&market.Event{Kind: market.EventFill, ID: id - 1, Contract: c, Side: market.Ask, Qty: 1, Leaves: 9,
					Ref: market.Ref{byte(id)}})
			default:
				mark := market.Offset(rapid.IntRange(0, 3).Draw(t, "mark"))
				table.Send(&market.Instruction{Kind: market.InstructQuote, ID: id, Contract: c, Bid: 1, Ask: 2,
					BidQty: market.Qty(id), AskQty: 3, BidOffset: market.Open, AskOffset: mark}, 0)
			}
			agree(t, table, weights, groups)
		}
	})
}

func agree(t *rapid.T, table *Table, weights []Weight, groups []uint16) {
	var sums [3]Sum // two groups and the account
	for k := range table.Len() {
		e := table.At(k)
		if !e.Kind.Adds() {
			continue
		}
		for i := range 2 {
			n, w := int64(e.Possible(i)), weights[e.Contract]
			for _, s := range []*Sum{&sums[groups[e.Contract]], &sums[2]} {
				s.Lots[i] += market.Qty(n)
				if e.Offsets[i] != market.Close && e.Offsets[i] != market.CloseToday {
					s.Opens += market.Qty(n)
					s.Margin += market.Money(n) * w.Margin[i]
				}
				by := [2]int64{n * w.Delta, n * w.Vega}
				if i == AskLeg {
					by = [2]int64{-by[0], -by[1]}
				}
				s.Delta[0] += max(0, by[0])
				s.Delta[1] += max(0, -by[0])
				s.Vega[0] += max(0, by[1])
				s.Vega[1] += max(0, -by[1])
			}
		}
	}
	if *table.Worst(0) != sums[0] || *table.Worst(1) != sums[1] || *table.Account() != sums[2] {
		t.Fatalf("%+v %+v %+v, want %+v", *table.Worst(0), *table.Worst(1), *table.Account(), sums)
	}
}

// What a weight may be, and what working quotes may close.
func TestWeightsAndClosing(t *testing.T) {
	table := New(1)
	table.Weigh(1, Weight{})
	table.Weigh(0, Weight{1 << 40, -1 << 40, [2]market.Money{-1, 1 << 40}})
	if got := table.weights[0]; got != (Weight{MaxWeight, -MaxWeight, [2]market.Money{0, MaxWeight}}) {
		t.Errorf("weight %+v", got)
	}
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 1, Bid: 1, Ask: 2, BidQty: 4, AskQty: 3,
		BidOffset: market.CloseToday, AskOffset: market.Close}, 0)
	for _, x := range []struct {
		side       market.Side
		but        uint64
		all, today market.Qty
	}{{market.Bid, 0, 4, 4}, {market.Ask, 0, 3, 0}, {market.Bid, 1, 4, 4}, {market.NoSide, 0, 0, 0}} {
		if all, today := table.Closing(0, x.side, x.but); all != x.all || today != x.today {
			t.Errorf("%+v: %d, %d", x, all, today)
		}
	}
	table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: 1})
	for _, x := range []struct {
		side       market.Side
		but        uint64
		all, today market.Qty
	}{{market.Bid, 1, 0, 0}, {market.Ask, 1, 0, 0}, {market.Bid, 2, 4, 4}} {
		if all, today := table.Closing(0, x.side, x.but); all != x.all || today != x.today {
			t.Errorf("live, %+v: %d, %d", x, all, today)
		}
	}
	if table.Opening(0, market.NoSide) != 0 || table.Opening(0, market.Bid) != 0 {
		t.Error("a closing quote opens")
	}
}

// Lots that open do not close, whichever order they lie in.
func TestClosingBesideOpening(t *testing.T) {
	table := New(1)
	table.Send(&market.Instruction{Kind: market.InstructQuote, ID: 1, Bid: 1, Ask: 2, BidQty: 4, AskQty: 3,
		BidOffset: market.Open, AskOffset: market.Close}, 0)
	table.Apply(&market.Event{Kind: market.EventQuoteLive, ID: 1})
	table.Send(&market.Instruction{Kind: market.InstructOrder, ID: 2, Side: market.Bid, Bid: 1, BidQty: 5, BidOffset: market.CloseToday}, 0)
	for _, x := range []struct {
		side       market.Side
		but        uint64
		all, today market.Qty
	}{{market.Bid, 0, 5, 5}, {market.Bid, 1, 5, 5}, {market.Ask, 0, 3, 0}, {market.Ask, 1, 0, 0}} {
		if all, today := table.Closing(0, x.side, x.but); all != x.all || today != x.today {
			t.Errorf("%+v: %d, %d", x, all, today)
		}
	}
}
