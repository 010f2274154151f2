package position

import (
	"testing"

	"quotient/market"

	"pgregory.net/rapid"
)

// The sums equal what adding up every contract says.
func TestSumsOfWeightedPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := New(Params{Instruments: make([]market.Instrument, 3)})
		weights, groups := make([]weight, 3), []uint16{0, 0, 0}
		for range 20 {
			c := market.Contract(rapid.IntRange(0, 2).Draw(t, "contract"))
			side := market.Side(rapid.IntRange(1, 2).Draw(t, "side"))
			lots := market.Qty(rapid.IntRange(1, 9).Draw(t, "lots"))
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0:
				weights[c] = weight{int64(lots) - 5, 3 - int64(lots)}
				l.Weigh(c, weights[c].delta, weights[c].vega)
			case 1:
				groups = []uint16{0, uint16(c & 1), 1}
				l.Group(groups)
			case 2:
				l.Open(c, side, lots, 1)
			case 3:
				if _, ok := l.Load(l.Save(nil)); !ok {
					t.Fatal("a saved ledger does not load")
				}
			default:
				l.Fill(c, side, market.Offset(rapid.IntRange(0, 3).Draw(t, "mark")), 5, lots)
			}
			var sums [3]Sum
			for x := range weights {
				c := market.Contract(x)
				for _, s := range []*Sum{&sums[groups[x]], &sums[2]} {
					s.Net += l.Net(c)
					s.Lots += l.Long(c) + l.Short(c)
					s.Delta += int64(l.Net(c)) * weights[x].delta
					s.Vega += int64(l.Net(c)) * weights[x].vega
				}
			}
			if *l.Sum(0) != sums[0] || *l.Sum(1) != sums[1] || *l.Account() != sums[2] {
				t.Fatalf("%+v %+v %+v, want %+v", *l.Sum(0), *l.Sum(1), *l.Account(), sums)
			}
		}
	})
}

func TestWeightsAreBounded(t *testing.T) {
	l := New(Params{Instruments: make([]market.Instrument, 1)})
	l.Weigh(1, 1, 1)
	l.Weigh(0, 1<<40, -1<<40)
	l.Open(0, market.Bid, MaxQty, 0)
	if s := l.Account(); s.Delta != MaxWeight<<22 || s.Vega != -MaxWeight<<22 || s.Lots != MaxQty {
		t.Errorf("%+v", *s)
	}
}
