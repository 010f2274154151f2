package position

import (
	"reflect"
	"testing"

	"quotient/market"
)

// A day of apples, worked by hand: 1 lot of yesterday's at 6990; bought 2 at 7000
// and 3 at 7010; sold 4 at 7020, closing yesterday's and 3 of today's. Settled at
// 7015: 30 + 2×20 + 1×10 + 2×5 = 90 ticks of 10 yuan; fees 2×5 + 3×5 + 1×5 + 3×20.
func TestSettleComparesEveryFigure(t *testing.T) {
	l := New(params())
	l.Mark(0, 6990)
	l.Open(0, market.Bid, 1, 0)
	l.Fill(0, market.Bid, market.Open, 7000, 2)
	l.Fill(0, market.Bid, market.Open, 7010, 3)
	l.Fill(0, market.Ask, market.Close, 7020, 4)
	l.Open(0, market.Ask, 3, 2)
	l.Open(0, market.Ask, 3, 1) // what was opened stays opened
	l.Mark(0, 0)
	right := Statement{Contract: 0, Told: ^uint16(0), Settlement: 7015, Figures: [FieldCount]int64{
		FieldLong: 2, FieldLongToday: 2, FieldShort: 3, FieldShortToday: 1, FieldBought: 5, FieldSold: 4, FieldOpened: 7,
		FieldFees: 9000, FieldPnL: 90*1000 + 3*5*1000}} // 3 sold short at the last price, 7020
	if got := l.Settle(&right, nil); len(got) != 0 {
		t.Errorf("all is right: %+v", got)
	}
	before := l.Save(nil)
	for f := FieldLong; f < FieldCount; f++ {
		s := right
		s.Figures[f]++
		want := []Difference{{0, f, right.Figures[f], right.Figures[f] + 1}}
		if got := l.Settle(&s, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v", f, got)
		}
		s.Told &^= 1 << f
		if got := l.Settle(&s, nil); len(got) != 0 {
			t.Errorf("%v was not told: %+v", f, got)
		}
	}
	reply := Statement{Told: ToldPositions, Figures: [FieldCount]int64{FieldLong: 1, FieldLongToday: 1, FieldShort: 3, FieldShortToday: 2, FieldFees: 1}}
	want := []Difference{{0, FieldLong, 2, 1}, {0, FieldLongToday, 2, 1}, {0, FieldShortToday, 1, 2}}
	if got := l.Settle(&reply, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("a reply: %+v", got)
	}
	if string(l.Save(nil)) != string(before) {
		t.Error("a comparison changed the ledger")
	}
	unknown := Statement{Contract: 3, Figures: [FieldCount]int64{FieldLong: 4, FieldShort: 1}}
	if got := l.Settle(&unknown, nil); !reflect.DeepEqual(got, []Difference{{3, FieldContract, 0, 5}}) {
		t.Errorf("a contract that is none of ours: %+v", got)
	}
}

// An amount that does not fit differs, whatever the statement says.
func TestSettleWithMoneyUntold(t *testing.T) {
	l := New(params())
	for range 3 {
		l.Fill(0, market.Bid, market.Open, MaxPrice, MaxQty)
	}
	s := Statement{Told: 1 << FieldPnL}
	if got := l.Settle(&s, nil); len(got) != 1 || got[0].Ours != int64(worst) {
		t.Errorf("%+v", got)
	}
}
