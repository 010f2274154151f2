package sim

import (
	"testing"

	"quotient/market"
)

// TestRequoteNeverCrosses: also when the value is a whole tick and both sides
// want it, the crowd leaves a tick between.
func TestRequoteNeverCrosses(t *testing.T) {
	x := NewExchange(quietPair())
	x.Advance(clock(9, 0, 0))
	p := &x.pits[0]
	p.p.Half = 0
	for range 200 {
		p.shift(7_000_000 - p.value())
		p.stance = [2]int64{}
		x.requote(p)
		if d := x.Depth(0); d.Bid != 7000 || d.Ask != 7001 {
			t.Fatalf("book %+v", d)
		}
	}
}

// TestLead: where half of a move arrives in a second, nearly all has in ten.
func TestLead(t *testing.T) {
	p := quietPair()
	p.Contracts[1].Vol, p.Contracts[1].Wander, p.Contracts[1].Follow, p.Contracts[1].Lag = 0, 0, 1000, market.Second
	x := NewExchange(p)
	lead, second := &x.pits[0], &x.pits[1]
	lead.shift(50_000)
	second.drift(lead, market.Second, 1000)
	if got := second.value() - 7_260_000; got < 18_000 || got > 30_000 {
		t.Errorf("after a second it moved %d of 50000 milliticks", got)
	}
	for range 9 {
		second.drift(lead, market.Second, 1000)
	}
	if got := second.value() - 7_260_000; got < 48_000 || got > 50_000 {
		t.Errorf("after ten seconds it moved %d of 50000 milliticks", got)
	}
}
