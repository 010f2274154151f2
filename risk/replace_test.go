package risk

import (
	"testing"

	"quotient/market"

	"pgregory.net/rapid"
)

// stood is what a test remembers of one of our instructions by itself.
type stood struct {
	in    market.Instruction
	known bool // confirmed, and nothing since puts it in question
}

// Atomic replace (原子替换): a new quote may cross the very quote it replaces and
// nothing else of ours, and that only while the quote's state is known.
func TestAQuoteCrossesOnlyWhatItReplaces(t *testing.T) {
	crossed, kept := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := params()
		p.Limits[0].MaxSpread, p.Limits[0].MaxLong, p.Limits[0].MaxShort = 20, 1000, 1000
		p.Products[0].MaxNet = 1000
		d := open(p)
		var ours []stood
		enter := func(in market.Instruction) {
			if d.send(&in).Rule == OK {
				ours = append(ours, stood{in: in})
			}
		}
		last := func() *stood { return &ours[len(ours)-1] }
		for range rapid.IntRange(0, 3).Draw(t, "orders") { // on the far sides, so that they pass
			if rapid.Bool().Draw(t, "buys") {
				enter(order(0, market.Bid, market.Price(93+rapid.IntRange(0, 4).Draw(t, "at")), 2))
			} else {
				enter(order(0, market.Ask, market.Price(105+rapid.IntRange(0, 4).Draw(t, "at")), 2))
			}
			d.apply(market.Event{Kind: market.EventOrderLive, ID: d.id, Leaves: 2})
		}
		enter(quote(0, 99, 103, 2))
		quoted := last()
		if rapid.Bool().Draw(t, "answered") {
			d.apply(market.Event{Kind: market.EventQuoteLive, ID: quoted.in.ID})
			quoted.known = true
		}
		switch rapid.IntRange(0, 4).Draw(t, "then") {
		case 0:
			d.orders.Down()
			quoted.known = false
		case 1:
			if d.send(&market.Instruction{Kind: market.InstructQuoteEnd, Target: quoted.in.ID}).Rule == OK {
				quoted.known = false
			}
		}
		in := quote(0, market.Price(rapid.IntRange(92, 108).Draw(t, "bid")), 0, 2)
		in.Ask = in.Bid + market.Price(rapid.IntRange(1, 7).Draw(t, "width"))
		if rapid.IntRange(0, 3).Draw(t, "names it") > 0 {
			in.Target = quoted.in.ID
		}
		meets := false
		for _, x := range ours {
			if x.in.ID == in.Target && x.in.Kind == market.InstructQuote && x.known {
				continue
			}
			meets = meets || x.in.AskQty > 0 && in.Bid >= x.in.Ask || x.in.BidQty > 0 && in.Ask <= x.in.Bid
		}
		v := d.send(&in)
		if (v.Rule == RuleSelfMatch) != meets && v.Rule != RuleCollar {
			t.Fatalf("%+v of %d/%d, meets is %v among %+v", v, in.Bid, in.Ask, meets, ours)
		}
		if v.Rule == OK && (in.Bid >= quoted.in.Ask || in.Ask <= quoted.in.Bid) {
			crossed++
		}
		if meets {
			kept++
		}
	})
	if !testing.Short() && (crossed == 0 || kept == 0) {
		t.Errorf("%d crossed, %d kept from it", crossed, kept)
	}
}

func TestStricterIsTheOneThatLetsLessPass(t *testing.T) {
	order := []Mode{Run, ReduceOnly, CancelOnly, Killed, Isolated, ModeCount}
	for i, a := range order {
		for j, b := range order {
			if got := Stricter(a, b); got != order[max(i, j)] {
				t.Errorf("%v and %v: %v", a, b, got)
			}
		}
	}
}
