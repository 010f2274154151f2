package risk

import (
	"testing"

	"quotient/market"
)

// What a quote's and an order's legs may say at most and at least, one side of a
// bound and the other, on a book so wide that nothing else stops them.
func TestFormAtItsBounds(t *testing.T) {
	p := params()
	l := &p.Limits[0]
	l.MaxOrderQty, l.MaxLong, l.MaxShort, l.MaxValue, l.CollarTicks = 1<<40, 1<<40, 1<<40, 1<<62, 1<<40
	l.MinOrderQty = 1
	p.Products[0].MaxNet = 1 << 40
	for _, x := range []struct {
		bid, ask       market.Price
		bidQty, askQty market.Qty
		want           Verdict
	}{
		{0, 2, 5, 5, Verdict{RuleNumber, 0, 1}},
		{1, 2, 5, 5, Verdict{}},
		{2, 2, 5, 5, Verdict{RuleNumber, 2, 1}},
		{3, 2, 5, 5, Verdict{RuleNumber, 3, 1}},
		{maxPrice - 1, maxPrice, 5, 5, Verdict{}},
		{maxPrice - 1, maxPrice + 1, 5, 5, Verdict{RuleNumber, maxPrice + 1, maxPrice}},
		{maxPrice + 1, maxPrice + 2, 5, 5, Verdict{RuleNumber, maxPrice + 1, maxPrice}},
		{1, 2, 0, 0, Verdict{RuleNumber, 0, 1}},
		{1, 2, 1, 1, Verdict{}},
		{1, 2, 4, 5, Verdict{RuleEqual, 4, 5}},
		{1, 2, 1 << 22, 1 << 22, Verdict{}},
		{1, 2, maxQty, maxQty, Verdict{RulePosition, maxQty, 1 << 22}},
		{1, 2, maxQty + 1, maxQty + 1, Verdict{RuleNumber, maxQty + 1, maxQty}},
		{1, 7, 5, 5, Verdict{}},
		{1, 8, 5, 5, Verdict{RuleSpread, 7, 6}},
	} {
		d := open(p)
		d.depth(0, market.Depth{Last: maxPrice / 2})
		in := quote(0, x.bid, x.ask, x.bidQty)
		in.AskQty = x.askQty
		if v := d.send(&in); v != x.want {
			t.Errorf("quote %d/%d x%d/x%d: %+v, want %+v", x.bid, x.ask, x.bidQty, x.askQty, v, x.want)
		}
	}
	for _, x := range []struct {
		price market.Price
		qty   market.Qty
		want  Verdict
	}{
		{0, 5, Verdict{RuleNumber, 0, 1}},
		{1, 5, Verdict{}},
		{maxPrice, 5, Verdict{}},
		{maxPrice + 1, 5, Verdict{RuleNumber, maxPrice + 1, maxPrice}},
		{1, 0, Verdict{RuleNumber, 0, 1}},
		{1, 1, Verdict{}},
		{1, maxQty, Verdict{RulePosition, maxQty, 1 << 22}},
		{1, maxQty + 1, Verdict{RuleNumber, maxQty + 1, maxQty}},
	} {
		for _, s := range []market.Side{market.Bid, market.Ask} {
			d := open(p)
			d.depth(0, market.Depth{Last: maxPrice / 2})
			in := order(0, s, x.price, x.qty)
			if v := d.send(&in); v != x.want {
				t.Errorf("%v %d x%d: %+v, want %+v", s, x.price, x.qty, v, x.want)
			}
		}
	}
}

// A leg's value may be the limit and no more, and one that fits no number is more
// than any limit.
func TestValueAtItsBounds(t *testing.T) {
	for _, x := range []struct {
		most, tick market.Money
		want       Verdict
	}{
		{2 * 10 * 1000, 1000, Verdict{}},
		{2*10*1000 - 1, 1000, Verdict{RuleValue, 20_000, 19_999}},
		{1<<63 - 1, 1 << 60, Verdict{RuleValue, 1<<63 - 1, 1<<63 - 2}},
		{1<<63 - 1, 1 << 62, Verdict{RuleValue, 1<<63 - 1, 1<<63 - 2}},
		{1<<63 - 1, (1<<63 - 1) / 20, Verdict{}},
		{1<<63 - 1, (1<<63-1)/20 + 1, Verdict{RuleValue, 1<<63 - 1, 1<<63 - 2}},
	} {
		p := params()
		p.Limits[0].MaxValue, p.Instruments[0].TickValue = x.most, x.tick
		d := open(p)
		d.depth(0, market.Depth{Last: 2})
		sell, both := order(0, market.Ask, 2, 10), quote(0, 1, 2, 10)
		if v := d.send(&sell); v != x.want {
			t.Errorf("order, %+v: %+v", x, v)
		}
		d = open(p)
		d.depth(0, market.Depth{Last: 2})
		want := x.want
		if x.tick == 1<<62 { // the bid's leg is too much already
			want.Value = 1<<63 - 1
		}
		if v := d.send(&both); v != want {
			t.Errorf("quote, %+v: %+v", x, v)
		}
	}
}
