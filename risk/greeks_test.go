package risk

import (
	"testing"

	"quotient/market"
	"quotient/risk/orders"
)

// The sums hold weights up to orders.MaxWeight: beyond, and before a weight is
// told, nothing passes however wide the limits.
func TestWeightsThatSumsCannotHold(t *testing.T) {
	for _, rule := range []Rule{RuleDelta, RuleVega} {
		p := extended(rule.String())
		p.MaxDelta, p.MaxVega = 1<<60, 1<<60
		for i := range p.Products {
			p.Products[i].MaxDelta, p.Products[i].MaxVega = 1<<60, 1<<60
		}
		in := quote(0, 99, 103, 5)
		d := open(p)
		room := d.gate.Room(0, market.Ask, d.orders, d.ledger, d.now)
		if v := d.send(&in); v != (Verdict{rule, -1, 0}) || room != 0 {
			t.Errorf("not told: %+v, room %d", v, room)
		}
		for _, x := range []struct {
			weight int64
			want   Verdict
		}{
			{orders.MaxWeight, Verdict{}}, {-orders.MaxWeight, Verdict{}},
			{orders.MaxWeight + 1, Verdict{rule, -1, 0}}, {-orders.MaxWeight - 1, Verdict{rule, -1, 0}},
		} {
			d := open(p)
			if rule == RuleDelta {
				d.gate.Greeks(0, x.weight, 0)
			} else {
				d.gate.Greeks(0, 0, x.weight)
			}
			in := quote(0, 99, 103, 5)
			room := d.gate.Room(0, market.Ask, d.orders, d.ledger, d.now)
			if v := d.send(&in); v != x.want || (room > 0) != (v.Rule == OK) {
				t.Errorf("%v %d: %+v, room %d", rule, x.weight, v, room)
			}
		}
	}
}

// A direction at its very limit passes, and one that the legs do not take is not
// theirs, however far it is gone: also when the other direction strains the limit.
func TestEachDirectionIsJudgedByItself(t *testing.T) {
	for _, x := range []struct {
		up, down, held int64
		may            [2]int64
		want           Verdict
	}{
		{1, 1, 0, [2]int64{9, 9}, Verdict{}},
		{1, 1, 0, [2]int64{10, 9}, Verdict{RuleDelta, 11, 10}},
		{1, 1, 0, [2]int64{9, 10}, Verdict{RuleDelta, 11, 10}},
		{1, -1, -30, [2]int64{}, Verdict{}},
		{-1, 1, 30, [2]int64{}, Verdict{}},
		{0, 1, 30, [2]int64{}, Verdict{}},
		{1, 0, -30, [2]int64{}, Verdict{}},
	} {
		if v := sways(x.up, x.down, x.held, &x.may, 10, RuleDelta); v != x.want {
			t.Errorf("%+v: %+v", x, v)
		}
		if !strains(max(x.up, x.down), x.held, &x.may, 10) && x.want.Rule != OK {
			t.Errorf("%+v strains nothing", x)
		}
	}
}
