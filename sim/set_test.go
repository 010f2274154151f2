package sim

import (
	"testing"

	"quotient/market"
)

// TestSetsApart: every series goes by its own underlying and policy, and terms
// name the one that their contract is owed in.
func TestSetsApart(t *testing.T) {
	all, first := sugar()
	other := market.Contract(len(all))
	all = append(all, all[0])
	second, third := first, first
	second.Underlying, third.By, third.Around = other, RestrikeLast, 0
	p := sugarDays()
	p.Instruments, p.Series = all, []Series{first, second, third}
	for i := range p.Terms {
		p.Terms[i].Series = uint8(i%3) + 1
	}
	p.common().Check(func(key string, found, allowed int64) { t.Fatalf("%s %d, allowed %d", key, found, allowed) })
	x := NewTape(*p.common())
	x.Tick(&market.Event{Kind: market.EventSettlement, Contract: 0, Price: 6012}, clock(8, 50, 0))
	x.Tick(&market.Event{Kind: market.EventDepth, Contract: other, Last: 5801}, clock(9, 0, 0))
	x.Tick(&market.Event{Kind: market.EventDepth, Contract: 0, Last: 6101}, clock(9, 1, 0))
	want := []Move{
		{Series: 0, Why: RestrikeSettlement, First: 1, Last: 3, Row: 2, Date: testDate, At: clock(8, 55, 0), Reference: 6012, Strike: 6000},
		{Series: 2, Why: RestrikeLast, First: 3, Last: 3, Row: 3, Date: testDate, At: clock(9, 1, 0), Reference: 6101, Strike: 6100},
	}
	got := x.Moves(nil)
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("moves %+v\nwant  %+v", got, want)
	}
	for c := market.Contract(1); c <= 10; c++ {
		k, in := int(c-1)%5, false
		switch p.Terms[c-1].Series {
		case 1:
			in = k >= 1 && k <= 3
		case 3:
			in = k == 3
		}
		if x.Member(0, c) != in {
			t.Errorf("contract %d: member %v", c, !in)
		}
	}
	if x.Member(0, 0) || x.Member(1, 1) || x.Member(9, 1) || x.Member(0, 99) {
		t.Error("who has no terms is a member")
	}
}

// TestLimitRules: what each rule takes for a contract at its limit of 90 or 110.
func TestLimitRules(t *testing.T) {
	for _, c := range []struct {
		d    market.Depth
		want [3]bool // one-sided, last, touched
	}{
		{market.Depth{}, [3]bool{}},
		{market.Depth{Bid: 110, BidQty: 5}, [3]bool{true, false, true}},
		{market.Depth{Bid: 110, BidQty: 5, Ask: 111, AskQty: 1}, [3]bool{false, false, true}},
		{market.Depth{Bid: 109, BidQty: 5}, [3]bool{}},
		{market.Depth{Bid: 90, BidQty: 5}, [3]bool{false, false, true}},
		{market.Depth{Bid: 110}, [3]bool{}},
		{market.Depth{Ask: 90, AskQty: 5}, [3]bool{true, false, true}},
		{market.Depth{Ask: 90, AskQty: 5, Bid: 89, BidQty: 1}, [3]bool{false, false, true}},
		{market.Depth{Ask: 110, AskQty: 5}, [3]bool{false, false, true}},
		{market.Depth{Ask: 90}, [3]bool{}},
		{market.Depth{Last: 110}, [3]bool{false, true, true}},
		{market.Depth{Last: 90, Bid: 91, BidQty: 1, Ask: 92, AskQty: 1}, [3]bool{false, true, true}},
		{market.Depth{Last: 91}, [3]bool{}},
	} {
		c.d.Lower, c.d.Upper = 90, 110
		none := c.d
		none.Lower, none.Upper = 0, 0
		for l := LimitOneSided; l <= LimitTouched; l++ {
			if l.holds(&c.d) != c.want[l] {
				t.Errorf("rule %d on %+v: %v", l, c.d, !c.want[l])
			}
			if l.holds(&none) {
				t.Errorf("rule %d without limits on %+v", l, none)
			}
		}
	}
}
