package risk

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// The bounds are the prices that the gate passes: tried one by one around them.
func TestBoundsAreWhatTheGatePasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := params()
		p.InForce = 1 << RuleMove
		p.MoveOver, p.StrikeOver = 5*market.Second, market.Minute
		for c := range p.Limits {
			p.Limits[c].MoveTicks = market.Price(rapid.IntRange(1, 12).Draw(t, "move"))
			p.Limits[c].CollarTicks = market.Price(rapid.IntRange(1, 12).Draw(t, "collar"))
		}
		g, now := New(p), 100*market.Second
		for range rapid.IntRange(1, 5).Draw(t, "books") {
			d := market.Depth{Bid: market.Price(rapid.IntRange(90, 100).Draw(t, "bid")), BidQty: market.Qty(rapid.IntRange(0, 1).Draw(t, "bids")),
				AskQty: market.Qty(rapid.IntRange(0, 1).Draw(t, "asks")), Last: 97}
			d.Ask = d.Bid + market.Price(rapid.IntRange(0, 5).Draw(t, "spread"))
			if rapid.Bool().Draw(t, "limits") {
				d.Lower, d.Upper = 92, 103
			}
			g.Depth(1, &d, now)
			now += market.Time(rapid.IntRange(0, 3000).Draw(t, "ms")) * market.Millisecond
		}
		passes := map[market.Price]bool{} // asked first: who asks makes the gate forget what is old
		r, b := &g.rails[1], &g.books[1]
		for price := market.Price(60); price < 140; price++ {
			in := market.Instruction{Kind: market.InstructOrder, Side: market.Bid, Contract: 1, Bid: price, BidQty: 1}
			passes[price] = b.far.holds(price) && g.moved(&in, r, b, now).Rule == OK
		}
		x, ok := g.Bounds(1, now)
		if !ok || x.Widest != p.Limits[1].MaxSpread {
			t.Fatalf("bounds %+v %v", x, ok)
		}
		for price, passes := range passes {
			if within := x.Low <= price && price <= x.High; within != passes {
				t.Fatalf("%d is within %d-%d: %v, yet passes: %v", price, x.Low, x.High, within, passes)
			}
		}
	})
}

// Without a reference, or a contract, there are no bounds; and nothing is opened
// where the day's loss is not known or too great.
func TestNoBounds(t *testing.T) {
	p := params()
	g := New(p)
	if _, ok := g.Bounds(1, 1); ok {
		t.Error("bounds without a market")
	}
	if _, ok := g.Bounds(market.Contract(len(p.Instruments)), 1); ok || g.Opens(market.Contract(len(p.Instruments))) {
		t.Error("bounds of no contract")
	}
	if !g.Opens(1) {
		t.Error("closed without a rule on losses")
	}
	p = extended(RuleLoss.String())
	g = New(p)
	if g.Opens(0) {
		t.Error("open with an unknown result")
	}
	g.Loss(market.NoContract, 0, true)
	g.Loss(0, 0, true)
	if !g.Opens(0) {
		t.Error("closed without a loss")
	}
}
