package market_test

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// TestDepthApply changes one figure at a time: the book must hold it, and only
// what a quote could depend on is told as a touch.
func TestDepthApply(t *testing.T) {
	base := market.Event{Kind: market.EventDepth, Time: 1, Bid: 10, Ask: 12, BidQty: 3, AskQty: 4, Last: 11,
		Volume: 100, Turnover: 1100, OpenInterest: 50, Upper: 20, Lower: 5}
	for _, c := range []struct {
		name   string
		change func(*market.Event)
		touch  bool
	}{
		{"nothing", func(*market.Event) {}, false},
		{"stamp", func(e *market.Event) { e.Time++ }, false},
		{"edge", func(e *market.Event) { e.Edge++ }, false},
		{"turnover", func(e *market.Event) { e.Turnover++ }, false},
		{"open interest", func(e *market.Event) { e.OpenInterest++ }, false},
		{"bid", func(e *market.Event) { e.Bid-- }, true},
		{"ask", func(e *market.Event) { e.Ask++ }, true},
		{"bid size", func(e *market.Event) { e.BidQty++ }, true},
		{"ask size", func(e *market.Event) { e.AskQty = 0 }, true},
		{"last", func(e *market.Event) { e.Last++ }, true},
		{"volume", func(e *market.Event) { e.Volume++ }, true},
		{"upper", func(e *market.Event) { e.Upper++ }, true},
		{"lower", func(e *market.Event) { e.Lower++ }, true},
	} {
		var d market.Depth
		if !d.Apply(&base) {
			t.Fatal("the first snapshot touches nothing")
		}
		e := base
		c.change(&e)
		if got := d.Apply(&e); got != c.touch {
			t.Errorf("%s: touched %v, want %v", c.name, got, c.touch)
		}
		want := market.Depth{Bid: e.Bid, Ask: e.Ask, BidQty: e.BidQty, AskQty: e.AskQty, Last: e.Last, Volume: e.Volume,
			Turnover: e.Turnover, OpenInterest: e.OpenInterest, Upper: e.Upper, Lower: e.Lower, Stamp: e.Time}
		if d != want {
			t.Errorf("%s: %+v, want %+v", c.name, d, want)
		}
	}
}

func TestDepthSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.Int64Range(0, 3)
		d := market.Depth{Bid: market.Price(small.Draw(t, "bid")), Ask: market.Price(small.Draw(t, "ask")),
			BidQty: market.Qty(small.Draw(t, "bid size")), AskQty: market.Qty(small.Draw(t, "ask size"))}
		two := d.BidQty != 0 && d.AskQty != 0
		if d.TwoSided() != two || d.Crossed() != (two && d.Ask-d.Bid <= 0) {
			t.Fatalf("%+v: two-sided %v, crossed %v", d, d.TwoSided(), d.Crossed())
		}
	})
}
