package position

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// Worked examples. Apple held long: 5 of yesterday and 4 of today; a sell closes.
// Closing today's apples costs 20 yuan against 5, so that yesterday's go first;
// where today's are free (closing TA, SR, CF: 平今免收) today's go first.
func TestAssignWorkedExamples(t *testing.T) {
	dear := Fee{ClosePerLot: 500, CloseTodayPerLot: 2000}
	free := Fee{ClosePerLot: 300}
	rate := Fee{ClosePerLot: 100, CloseTodayRate: 100} // 1 fen in 100,000 of the value: 70 fen at 7000 yuan × 10
	const c, y, n, o = market.NoOffset, market.Close, market.CloseToday, market.Open
	for _, x := range []struct {
		name   string
		apart  bool
		fee    Fee
		qty    market.Qty
		f      Frozen
		want   Assignment
		one    market.Offset
		first  market.Offset
		second market.Qty
	}{
		{"all closes in one", false, dear, 9, Frozen{}, Assignment{Close: 9}, y, y, 0},
		{"more than is held opens", false, dear, 11, Frozen{}, Assignment{Close: 9, Open: 2}, o, y, 0},
		{"frozen lots are gone", false, dear, 9, Frozen{Close: 6}, Assignment{Close: 3, Open: 6}, o, y, 0},
		{"all is frozen", false, dear, 2, Frozen{Close: 9}, Assignment{Open: 2}, o, y, 0},
		{"more than all is frozen", false, dear, 2, Frozen{Close: 5, CloseToday: 5}, Assignment{Open: 2}, o, y, 0},
		{"today's cost more", true, dear, 5, Frozen{}, Assignment{Close: 5}, y, y, 0},
		{"and go last", true, dear, 8, Frozen{}, Assignment{Close: 5, CloseToday: 3}, o, y, 3},
		{"today's cost less", true, free, 4, Frozen{}, Assignment{CloseToday: 4, TodayFirst: true}, n, n, 0},
		{"and go first", true, free, 10, Frozen{}, Assignment{Close: 5, CloseToday: 4, Open: 1, TodayFirst: true}, o, n, 5},
		{"today's are frozen", true, free, 3, Frozen{CloseToday: 4}, Assignment{Close: 3}, y, y, 0},
		{"and yesterday's", true, free, 3, Frozen{Close: 5, CloseToday: 3}, Assignment{CloseToday: 1, Open: 2, TodayFirst: true}, o, n, 0},
		{"a close freezes on into today's", true, dear, 3, Frozen{Close: 7}, Assignment{CloseToday: 2, Open: 1}, o, y, 2},
		{"a close of today's freezes on into older ones", true, dear, 3, Frozen{CloseToday: 7}, Assignment{Close: 2, Open: 1}, o, y, 0},
		{"by value: 70 fen against 100", true, rate, 4, Frozen{}, Assignment{CloseToday: 4, TodayFirst: true}, n, n, 0},
		{"both cost the same", true, Fee{}, 2, Frozen{}, Assignment{Close: 2}, y, y, 0},
		{"no lots", true, dear, 0, Frozen{}, Assignment{}, c, y, 0},
		{"fewer than none", true, dear, -1, Frozen{}, Assignment{}, c, y, 0},
	} {
		p := params()
		p.Fees[0], p.TodayApart = x.fee, []bool{x.apart}
		l := New(p)
		l.Mark(0, 7000)
		l.Open(0, market.Bid, 9, 4)
		got := l.Assign(0, market.Ask, x.qty, x.f)
		parts := got.Parts()
		if got != x.want || got.One() != x.one || parts[0].Offset != x.first || parts[1].Qty != x.second || parts[2] != (Part{o, got.Open}) {
			t.Errorf("%s: %+v, one %v, parts %v", x.name, got, got.One(), parts)
		}
	}
}

func TestAssignWithoutMeaning(t *testing.T) {
	p := params()
	p.Fees, p.TodayApart = nil, []bool{true, true, true}
	l := New(p)
	l.Open(0, market.Ask, 4, 2)
	if short := New(Params{Instruments: p.Instruments, TodayApart: []bool{true}}); short.Assign(1, market.Bid, 1, Frozen{}).Open != 1 {
		t.Error("a contract without a word on today's lots")
	}
	if l.Assign(3, market.Bid, 1, Frozen{}) != (Assignment{}) || l.Assign(0, market.NoSide, 1, Frozen{}) != (Assignment{}) ||
		l.Assign(0, market.Ask+1, 1, Frozen{}) != (Assignment{}) {
		t.Error("assigned what is no order")
	}
	if got := l.Assign(0, market.Bid, 3, Frozen{}); got != (Assignment{Close: 2, CloseToday: 1}) {
		t.Errorf("without fees: %+v", got)
	}
	// A fee that cannot be told is not the lower one.
	const huge = 1 << 62
	for _, f := range []Fee{{ClosePerLot: huge, CloseRate: huge}, {ClosePerLot: 1, CloseTodayRate: -1}} {
		p.Fees = []Fee{f}
		l = New(p)
		l.Mark(0, 1<<39)
		l.Open(0, market.Ask, 4, 2)
		if got := l.Assign(0, market.Bid, 3, Frozen{}); got != (Assignment{Close: 2, CloseToday: 1}) {
			t.Errorf("%+v: %+v", f, got)
		}
	}
}

// Lot by lot: working orders freeze one lot after another, an order closes what is
// left. Where the marks are as assigned, fills close exactly what was promised.
func TestAssignLotByLot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) market.Qty { return market.Qty(rapid.IntRange(0, 5).Draw(t, name)) }
		old, recent, qty := draw("yesterday"), draw("today"), draw("lots")
		f := Frozen{draw("frozen"), draw("frozen today")}
		p := params()
		apart, cheap := rapid.Bool().Draw(t, "apart"), rapid.Bool().Draw(t, "cheap")
		p.TodayApart = []bool{apart}
		if cheap {
			p.Fees[0].CloseTodayPerLot = 0
		}
		l := New(p)
		held := rapid.SampledFrom([]market.Side{market.Bid, market.Ask}).Draw(t, "held")
		l.Open(0, held, old+recent, recent)
		a := l.Assign(0, held.Opposite(), qty, f)

		y, n := old, recent
		take := func(from, then *market.Qty) bool {
			if *from == 0 {
				from = then
			}
			if *from == 0 {
				return false
			}
			*from--
			return true
		}
		for range f.Close {
			take(&y, &n)
		}
		for range f.CloseToday {
			take(&n, &y)
		}
		var want Assignment
		for range qty {
			switch before := n; {
			case apart && cheap && !take(&n, &y), !(apart && cheap) && !take(&y, &n):
				want.Open++
			case apart && n < before:
				want.CloseToday++
			default:
				want.Close++
			}
		}
		want.TodayFirst = apart && cheap && want.CloseToday > 0
		if a != want {
			t.Fatalf("%d+%d held, %+v frozen, %d lots, apart %v cheap %v: %+v, want %+v", old, recent, f, qty, apart, cheap, a, want)
		}
		before := l.Long(0) + l.Short(0)
		for _, part := range a.Parts() {
			if part.Qty > 0 && !l.Fill(0, held.Opposite(), part.Offset, 100, part.Qty) {
				t.Fatal("a fill was not as assigned")
			}
		}
		if l.Long(0)+l.Short(0) != before+a.Open-a.Close-a.CloseToday {
			t.Fatal("the fills closed something else")
		}
	})
}
