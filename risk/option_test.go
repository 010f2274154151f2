package risk

import (
	"testing"

	"quotient/market"
)

// Ticks are compared in units that both are whole numbers of, as long as those are
// few enough for every product to fit.
func TestSharedUnits(t *testing.T) {
	type tick struct {
		units    int64
		decimals uint8
	}
	for _, x := range []struct {
		a, b       tick
		inA, inB   int64
		comparable bool
	}{
		{tick{1, 0}, tick{1, 0}, 1, 1, true},
		{tick{5, 1}, tick{1, 0}, 5, 10, true},
		{tick{1, 0}, tick{5, 1}, 10, 5, true},
		{tick{1, 2}, tick{2, 0}, 1, 200, true},
		{tick{1, 0}, tick{1, 6}, 1_000_000, 1, true},
		{tick{1, 0}, tick{1, 7}, maxUnits, 1, false},
		{tick{1, 7}, tick{1, 0}, 1, maxUnits, false},
		{tick{maxUnits - 1, 0}, tick{maxUnits - 1, 0}, maxUnits - 1, maxUnits - 1, true},
		{tick{maxUnits, 0}, tick{1, 0}, maxUnits, 1, false},
		{tick{1, 0}, tick{maxUnits, 0}, 1, maxUnits, false},
		{tick{0, 0}, tick{1, 0}, 0, 1, false},
		{tick{1, 0}, tick{0, 0}, 1, 0, false},
		{tick{-1<<63 + 1, 0}, tick{1, 1}, 0, 1, false},
		{tick{1, 0}, tick{1, 255}, maxUnits, 1, false},
	} {
		a := market.Instrument{TickUnits: x.a.units, Decimals: x.a.decimals}
		b := market.Instrument{TickUnits: x.b.units, Decimals: x.b.decimals}
		if inA, inB, ok := shared(&a, &b); inA != x.inA || inB != x.inB || ok != x.comparable {
			t.Errorf("%+v: %d, %d, %v", x, inA, inB, ok)
		}
	}
}

// What an option must be for the gate to bound it.
func TestWhatCanBeBounded(t *testing.T) {
	for _, x := range []struct {
		what   string
		change func(in *market.Instrument)
		want   bool
	}{
		{"a call", func(*market.Instrument) {}, true},
		{"on the last contract but one", func(in *market.Instrument) { in.Underlying = 2 }, true},
		{"on a contract that there is not", func(in *market.Instrument) { in.Underlying = 5 }, false},
		{"on an option", func(in *market.Instrument) { in.Underlying = 4 }, false},
		{"the highest strike", func(in *market.Instrument) { in.Strike = maxPrice }, true},
		{"beyond the highest strike", func(in *market.Instrument) { in.Strike = maxPrice + 1 }, false},
		{"no strike", func(in *market.Instrument) { in.Strike = 0 }, false},
		{"no expiry", func(in *market.Instrument) { in.Expiry = 0 }, false},
	} {
		p := extended("bound")
		x.change(&p.Instruments[3])
		if op := p.options()[3]; (op.kind == market.Call) != x.want {
			t.Errorf("%s: %+v", x.what, op)
		}
		in := quote(3, 99, 103, 5)
		if v := open(p).send(&in); (v == Verdict{Rule: RuleBound}) == x.want {
			t.Errorf("%s: %+v", x.what, v)
		}
	}
}

// A pair is a call and a put that are the same in everything else.
func TestWhatIsAPair(t *testing.T) {
	for _, x := range []struct {
		what   string
		change func(other *market.Instrument)
		want   market.Contract
	}{
		{"a call and its put", func(*market.Instrument) {}, 4},
		{"two calls", func(o *market.Instrument) { o.Kind = market.Call }, market.NoContract},
		{"a call and a future", func(o *market.Instrument) { o.Kind = market.Future }, market.NoContract},
		{"on another future", func(o *market.Instrument) { o.Underlying = 1 }, market.NoContract},
		{"of another strike", func(o *market.Instrument) { o.Strike = 96 }, market.NoContract},
		{"of another day", func(o *market.Instrument) { o.Expiry = 20990102 }, market.NoContract},
		{"in other ticks", func(o *market.Instrument) { o.TickUnits = 2 }, market.NoContract},
		{"with other decimals", func(o *market.Instrument) { o.Decimals = 1 }, market.NoContract},
	} {
		p := extended("bound", "parity")
		x.change(&p.Instruments[4])
		if pair := p.options()[3].pair; pair != x.want {
			t.Errorf("%s: %d", x.what, pair)
		}
	}
}

// The highest price that can be of an underlying bounds a call; a higher one is not
// believed.
func TestTheHighestUnderlying(t *testing.T) {
	for _, x := range []struct {
		last market.Price
		want Verdict
	}{
		{maxPrice, Verdict{RuleBound, 100, maxPrice - 95 - 1}},
		{maxPrice + 1, Verdict{RuleBound, -1, 0}},
	} {
		d := open(extended("bound"))
		d.depth(0, market.Depth{Last: x.last})
		in := order(3, market.Ask, 100, 2)
		if v := d.send(&in); v != x.want {
			t.Errorf("underlying at %d: %+v", x.last, v)
		}
	}
}

// The pair's book counts as far as its prices can be prices. The underlying stands
// at 101, so that the call of strike k may be sold at bid+101-k-1 and bought at
// ask+101-k+1, no more.
func TestThePairsBookThatCannotBe(t *testing.T) {
	for _, x := range []struct {
		strike market.Price
		side   market.Side
		other  market.Price // of the put, on the same side
		price  market.Price
		want   Verdict
	}{
		{95, market.Ask, 0, 4, Verdict{}},
		{95, market.Ask, 1, 5, Verdict{RuleParity, 5, 6}},
		{95, market.Ask, 1, 6, Verdict{}},
		{95, market.Ask, maxPrice, 6, Verdict{RuleParity, 6, maxPrice + 5}},
		{95, market.Ask, maxPrice + 1, 6, Verdict{}},
		{95, market.Bid, 0, 8, Verdict{}},
		{95, market.Bid, 1, 9, Verdict{RuleParity, 9, 8}},
		{95, market.Bid, 1, 8, Verdict{}},
		{95, market.Bid, 1 << 62, 8, Verdict{}},
		{maxPrice, market.Bid, maxPrice, 103, Verdict{RuleParity, 103, 102}},
		{maxPrice, market.Bid, maxPrice, 102, Verdict{}},
	} {
		p := extended("bound", "parity")
		for c := 3; c < 5; c++ {
			p.Instruments[c].Strike, p.Limits[c].BoundTicks, p.Limits[c].ParityTicks = x.strike, 50, 1
		}
		d := open(p)
		d.depth(3, market.Depth{Last: 50})
		book := market.Depth{Bid: x.other, BidQty: 9}
		if x.side == market.Bid {
			book = market.Depth{Ask: x.other, AskQty: 9}
		}
		d.depth(4, book)
		in := order(3, x.side, x.price, 2)
		if v := d.send(&in); v != x.want {
			t.Errorf("%+v: %+v", x, v)
		}
	}
}
