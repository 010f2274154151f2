package quoter

import (
	"testing"

	"quotient/market"
	"quotient/obligation/rule"
	"quotient/risk"
	"quotient/risk/orders"
)

// Quotes of 12 lots of which 10 have to be: how many are quoted with so much room
// beside what stands.
func TestSizeLeavesRoomToMove(t *testing.T) {
	for _, c := range []struct{ bid, ask, want market.Qty }{
		{200, 200, 12}, {22, 200, 12}, {200, 21, 11}, {20, 20, 10}, // another 10 fit beside
		{19, 20, 12}, {12, 19, 12}, {11, 30, 11}, {10, 10, 10}, {9, 30, 9}, {0, 30, 0}, // they do not
	} {
		x := leeway{beside: [2]market.Qty{c.bid, c.ask}}
		if got := x.size(12, 10); got != c.want {
			t.Errorf("room for %d and %d: %d lots, want %d", c.bid, c.ask, got, c.want)
		}
	}
	x := leeway{beside: [2]market.Qty{5, 30}}
	if got := x.size(12, 0); got != 5 {
		t.Errorf("bound to no size, with room for 5: %d lots", got)
	}
}

func TestPressureIsTowardsTheFullSide(t *testing.T) {
	for _, c := range []struct {
		bid, ask market.Qty
		want     float64
	}{
		{24, 24, 0}, {200, 30, 0}, {18, 24, 0.5}, {24, 18, -0.5}, {12, 24, 1}, {24, 12, -1},
		{12, 12, 0}, {11, 12, 1}, {12, 11, -1}, {11, 11, 0}, {0, 200, 1}, {200, 0, -1}, {15, 21, 0.5},
	} {
		x := leeway{alone: [2]market.Qty{c.bid, c.ask}}
		if got := x.pressure(12); got != c.want {
			t.Errorf("room for %d and %d: pressure %v, want %v", c.bid, c.ask, got, c.want)
		}
	}
}

func TestFitsOnBothSides(t *testing.T) {
	x := leeway{alone: [2]market.Qty{10, 11}}
	if !x.fits(10) || x.fits(11) {
		t.Error("10 and 11 lots")
	}
	x = leeway{alone: [2]market.Qty{1, 0}}
	if x.fits(0) {
		t.Error("nothing fits as a quote of any size")
	}
}

// A quote is good while it counts and the fair value, at its prices too, is within.
func TestGoodQuotes(t *testing.T) {
	w := wanted{minSize: 10, bound: true, demand: rule.Demand{Spread: 4, MinSize: 10}}
	for _, c := range []struct {
		fair     int64
		bid, ask market.Price
		lots     market.Qty
		want     bool
	}{
		{7262_000, 7260, 7264, 10, true}, {7260_000, 7260, 7264, 10, true}, {7264_000, 7260, 7264, 10, true},
		{7259_999, 7260, 7264, 10, false}, {7264_001, 7260, 7264, 10, false},
		{7262_000, 7260, 7264, 9, false}, {7262_000, 7260, 7265, 10, false},
	} {
		w.fair = c.fair
		live := orders.Entry{Price: [2]market.Price{c.bid, c.ask}, Leaves: [2]market.Qty{c.lots, 12}}
		if w.good(&live) != c.want {
			t.Errorf("%+v is good: %v", c, !c.want)
		}
		live.Leaves = [2]market.Qty{12, c.lots}
		if w.good(&live) != c.want {
			t.Errorf("%+v on the other side is good: %v", c, !c.want)
		}
	}
	w.bound, w.minSize, w.fair = false, 0, 7262_000
	if live := (orders.Entry{Price: [2]market.Price{7250, 7270}, Leaves: [2]market.Qty{1, 1}}); !w.good(&live) {
		t.Error("bound to nothing, one lot 20 wide is no good")
	}
	if live := (orders.Entry{Price: [2]market.Price{7250, 7270}, Leaves: [2]market.Qty{1, 0}}); w.good(&live) {
		t.Error("a quote of one side is good")
	}
}

// The gate's bounds narrow a quote around a fair value within them, no other.
func TestConfine(t *testing.T) {
	x := leeway{known: true, bounds: risk.Bounds{Low: 100, High: 110}}
	for _, c := range []struct {
		fair     int64
		bid, ask market.Price // wanted: 98/112
	}{{105_000, 100, 110}, {100_001, 100, 110}, {100_000, 98, 112}, {110_000, 98, 112}, {109_999, 100, 110}} {
		w := wanted{fair: c.fair, bid: 98, ask: 112}
		if w.confine(&x); w.bid != c.bid || w.ask != c.ask {
			t.Errorf("fair %d: %d/%d, want %d/%d", c.fair, w.bid, w.ask, c.bid, c.ask)
		}
	}
	w := wanted{fair: 105_000, bid: 103, ask: 106}
	if w.confine(&x); w.bid != 103 || w.ask != 106 {
		t.Errorf("a quote within is moved to %d/%d", w.bid, w.ask)
	}
	x.known = false
	w = wanted{fair: 105_000, bid: 98, ask: 112}
	if w.confine(&x); w.bid != 98 || w.ask != 112 {
		t.Error("confined to bounds not known")
	}
}
