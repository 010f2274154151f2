package pricing

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// Worked by hand: half width = 0.5 x vol, 0.5 tick of skew a lot up to 3 ticks.
func TestQuoteWorkedExamples(t *testing.T) {
	p := Params{WidthVol: 500_000, MinWidth: 2, MaxWidth: 10, SkewPerLot: 500, MaxSkew: 3000, Target: 1}
	nan := math.NaN()
	for _, c := range []struct {
		why      string
		in       Input
		bid, ask market.Price
		ok       bool
	}{
		{"a quiet market gets the least width", Input{Fair: 7269, Vol: 1, Inventory: 1}, 7268, 7270, true},
		{"half a tick off rounds outward", Input{Fair: 7269.5, Vol: 1, Inventory: 1}, 7268, 7271, true},
		{"four ticks of volatility are four ticks of width", Input{Fair: 7269, Vol: 4, Inventory: 1}, 7267, 7271, true},
		{"a wild one stops at the greatest width", Input{Fair: 7269, Vol: 100, Inventory: 1}, 7264, 7274, true},
		{"unknown volatility is wide", Input{Fair: 7269, Vol: 0, Inventory: 1}, 7264, 7274, true},
		{"NaN volatility is unknown", Input{Fair: 7269, Vol: nan, Inventory: 1}, 7264, 7274, true},
		{"complying, the obligation is the limit", Input{Fair: 7269, Vol: 100, Inventory: 1, MaxSpread: 4}, 7267, 7271, true},
		{"then the nearer side gives way: low", Input{Fair: 7269.25, Vol: 100, Inventory: 1, MaxSpread: 4}, 7267, 7271, true},
		{"then the nearer side gives way: high", Input{Fair: 7269.75, Vol: 100, Inventory: 1, MaxSpread: 4}, 7268, 7272, true},
		{"two lots too long lean down one tick", Input{Fair: 7269, Vol: 1, Inventory: 3}, 7267, 7269, true},
		{"two lots too short lean up one tick", Input{Fair: 7269, Vol: 1, Inventory: -1}, 7269, 7271, true},
		{"the lean is bounded", Input{Fair: 7269, Vol: 1, Inventory: 500}, 7265, 7267, true},
		{"never through the opposite best", Input{Fair: 7275, Vol: 1, Inventory: 1, HaveBook: true, BestBid: 7268, BestAsk: 7270}, 7269, 7276, true},
		{"nor at it", Input{Fair: 7271, Vol: 1, Inventory: 1, HaveBook: true, BestBid: 7268, BestAsk: 7270}, 7269, 7272, true},
		{"and then still no wider than the terms", Input{Fair: 7275, Vol: 1, Inventory: 1, HaveBook: true, BestBid: 7268, BestAsk: 7270, MaxSpread: 4}, 7269, 7273, true},
		{"on the other side too", Input{Fair: 7260, Vol: 1, Inventory: 1, HaveBook: true, BestBid: 7268, BestAsk: 7270, MaxSpread: 4}, 7265, 7269, true},
		{"one side of the book is enough to mind", Input{Fair: 7260, Vol: 1, Inventory: 1, HaveBook: true, BestBid: 7268}, 7259, 7269, true},
		{"a locked book gives no price", Input{Fair: 7269, Vol: 1, HaveBook: true, BestBid: 7269, BestAsk: 7269}, 0, 0, false},
		{"NaN is no fair value", Input{Fair: nan, Vol: 1}, 0, 0, false},
		{"nor is infinity", Input{Fair: math.Inf(1), Vol: 1}, 0, 0, false},
		{"nor is a negative number", Input{Fair: -5, Vol: 1}, 0, 0, false},
		{"a bid below one tick is one tick", Input{Fair: 1, Vol: 1, Inventory: 1}, 1, 2, true},
		{"half the width beyond fair value is still a quote", Input{Fair: 2, Inventory: 1}, 1, 7, true},
		{"both prices below one tick", Input{Fair: 0.25, Vol: 1, Inventory: 5}, 1, 2, true},
		{"there is no bid below an offer of one tick", Input{Fair: 2, Vol: 1, Inventory: 1, HaveBook: true, BestAsk: 1}, 0, 3, false},
		{"a lean down", Input{Fair: 7269, Vol: 1, Inventory: 1, Lean: 2}, 7266, 7268, true},
		{"a lean up", Input{Fair: 7269, Vol: 1, Inventory: 1, Lean: -2}, 7270, 7272, true},
		{"a skew that goes farther stays", Input{Fair: 7269, Vol: 1, Inventory: 7, Lean: 2}, 7265, 7267, true},
		{"a skew the other way does not", Input{Fair: 7269, Vol: 1, Inventory: -5, Lean: 2}, 7266, 7268, true},
		{"nor up", Input{Fair: 7269, Vol: 1, Inventory: 7, Lean: -2}, 7270, 7272, true},
		{"half the width of lean has the one side at fair value", Input{Fair: 7269, Inventory: 1, MaxSpread: 4, Lean: 2}, 7265, 7269, true},
	} {
		c.in.Params = &p
		bid, ask, ok := Quote(c.in)
		if bid != c.bid || ask != c.ask || ok != c.ok {
			t.Errorf("%s: got %d/%d %v, want %d/%d %v", c.why, bid, ask, ok, c.bid, c.ask, c.ok)
		}
	}
	none := Params{}
	if _, _, ok := Quote(Input{Fair: 7269, Vol: 1, Params: &none}); ok {
		t.Error("unset widths gave a price")
	}
}

// drawInput draws anything a checked configuration and a market may give.
func drawInput(t *rapid.T) Input {
	p := &Params{
		WidthVol:   rapid.Int64Range(0, 5*ppm).Draw(t, "width_vol"),
		MinWidth:   market.Price(rapid.Int64Range(1, 20).Draw(t, "min_width")),
		SkewPerLot: rapid.Int64Range(0, 3000).Draw(t, "skew_per_lot"),
		MaxSkew:    rapid.Int64Range(0, 20_000).Draw(t, "max_skew"),
		Target:     market.Qty(rapid.Int64Range(-20, 20).Draw(t, "target")),
	}
	p.MaxWidth = p.MinWidth + market.Price(rapid.Int64Range(0, 20).Draw(t, "over"))
	in := Input{
		Fair:      rapid.OneOf(rapid.Float64Range(500, 20_000), rapid.Float64Range(40, 60)).Draw(t, "fair"),
		Vol:       rapid.Float64Range(0, 50).Draw(t, "vol"),
		Inventory: market.Qty(rapid.Int64Range(-300, 300).Draw(t, "inventory")),
		MaxSpread: market.Price(rapid.Int64Range(0, 12).Draw(t, "max_spread")),
		Lean:      rapid.Float64Range(-6, 6).Draw(t, "lean"),
		HaveBook:  rapid.Bool().Draw(t, "have_book"),
		Params:    p,
	}
	if rapid.Bool().Draw(t, "on a tick edge") {
		in.Fair = math.Floor(in.Fair*2) / 2
	}
	near := market.Price(in.Fair)
	in.BestBid = near + market.Price(rapid.Int64Range(-30, 30).Draw(t, "best_bid"))
	in.BestAsk = in.BestBid + market.Price(rapid.Int64Range(1, 15).Draw(t, "spread"))
	return in
}

func TestQuoteHoldsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		bid, ask, ok := Quote(in)
		if !ok {
			t.Fatalf("no price for %+v %+v", in, *in.Params)
		}
		if bid >= ask || bid < 1 {
			t.Fatalf("bid %d, ask %d", bid, ask)
		}
		if in.MaxSpread > 0 && ask-bid > in.MaxSpread {
			t.Fatalf("%d/%d is wider than the obligation's %d", bid, ask, in.MaxSpread)
		}
		if in.HaveBook && (bid >= in.BestAsk || ask <= in.BestBid) {
			t.Fatalf("%d/%d reaches the others' %d/%d", bid, ask, in.BestBid, in.BestAsk)
		}
		if !in.HaveBook && ask-bid > in.Params.MaxWidth {
			t.Fatalf("%d/%d is wider than the greatest width %d", bid, ask, in.Params.MaxWidth)
		}
		if b, a, k := Quote(in); b != bid || a != ask || k != ok {
			t.Fatalf("the same input gave %d/%d, then %d/%d", bid, ask, b, a)
		}
	})
}

// More inventory never raises a price.
func TestQuoteLeansMonotonically(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		more := in
		more.Inventory += market.Qty(rapid.Int64Range(1, 50).Draw(t, "more"))
		bid, ask, _ := Quote(in)
		bidMore, askMore, _ := Quote(more)
		if bidMore > bid || askMore > ask {
			t.Fatalf("with %d lots %d/%d, with %d lots %d/%d: a price rose",
				in.Inventory, bid, ask, more.Inventory, bidMore, askMore)
		}
	})
}
