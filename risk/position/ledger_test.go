package position

import (
	"testing"

	"quotient/market"
)

// apple is AP: 10 t a lot, tick 1 yuan, 5 yuan to open or close, 20 to close what
// was opened today. index is IF: tick 0.2, 300 yuan a point, fees by value:
// 0.23 per 10,000 to open, 3.45 per 10,000 to close today's (CFFEX).
func params() Params {
	return Params{
		Instruments: []market.Instrument{
			{TickUnits: 1, TickValue: 1000},
			{TickUnits: 2, Decimals: 1, TickValue: 6000},
			{TickUnits: 1, TickValue: 1000},
		},
		Multiplier: []int64{10, 300, 10},
		Fees: []Fee{
			{OpenPerLot: 500, ClosePerLot: 500, CloseTodayPerLot: 2000},
			{OpenRate: 230, CloseRate: 230, CloseTodayRate: 3450},
			{},
		},
	}
}

// A fill is clean when it closes no more than there is.
func TestFillSaysWhenSomethingIsWrong(t *testing.T) {
	for _, x := range []struct {
		name   string
		side   market.Side
		offset market.Offset
		price  market.Price
		qty    market.Qty
		clean  bool
		net    market.Qty
	}{
		{"open", market.Bid, market.Open, 100, 3, true, 8},
		{"close all", market.Ask, market.Close, 100, 5, true, 0},
		{"close one too many", market.Ask, market.Close, 100, 6, false, -1},
		{"close today's", market.Ask, market.CloseToday, 100, 2, true, 3},
		{"close the short side, which is empty", market.Bid, market.Close, 100, 1, false, 6},
		{"no side", market.NoSide, market.Open, 100, 1, false, 5},
		{"no lots", market.Bid, market.Open, 100, 0, false, 5},
		{"too many lots", market.Bid, market.Open, 100, MaxQty + 1, false, 5},
		{"a price that cannot be", market.Bid, market.Open, MaxPrice + 1, 1, false, 5},
		{"a price that cannot be", market.Bid, market.Open, -MaxPrice - 1, 1, false, 5},
	} {
		l := New(params())
		l.Open(0, market.Bid, 5, 2)
		if clean := l.Fill(0, x.side, x.offset, x.price, x.qty); clean != x.clean || l.Net(0) != x.net {
			t.Errorf("%s: clean %v, net %d; want %v, %d", x.name, clean, l.Net(0), x.clean, x.net)
		}
	}
	if l := New(params()); l.Fill(3, market.Bid, market.Open, 1, 1) || l.Open(3, market.Bid, 1, 0) || l.Open(0, market.Bid, MaxQty+1, 0) || l.Open(0, market.Bid, 1, -1) || l.Open(0, market.NoSide, 1, 0) {
		t.Error("took what cannot be")
	}
}

func TestGroupsAreMadeAnew(t *testing.T) {
	l := New(params())
	l.Open(0, market.Bid, 5, 0)
	l.Open(2, market.Ask, 2, 0)
	for range 2 {
		l.Group([]uint16{1, 0, 1})
		if l.NetGroup(0) != 0 || l.NetGroup(1) != 3 {
			t.Errorf("groups %d %d", l.NetGroup(0), l.NetGroup(1))
		}
	}
}

func TestOffsetClosesWhatIsHeld(t *testing.T) {
	l := New(params())
	l.Open(0, market.Bid, 5, 0)
	for _, x := range []struct {
		side market.Side
		qty  market.Qty
		want market.Offset
	}{{market.Ask, 5, market.Close}, {market.Ask, 6, market.Open}, {market.Bid, 1, market.Open}, {market.Ask, 0, market.Open}, {market.NoSide, 1, market.NoOffset}} {
		if got := l.Offset(0, x.side, x.qty); got != x.want {
			t.Errorf("%v %d: %v, want %v", x.side, x.qty, got, x.want)
		}
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	p := params()
	p.Check(func(key string, found, allowed int64) { t.Errorf("sound parameters: %s %d %d", key, found, allowed) })
	p.TodayApart = []bool{true, false, true}
	p.Check(func(key string, found, allowed int64) { t.Errorf("sound parameters: %s %d %d", key, found, allowed) })
	p.Fees[1].CloseRate = -1
	p.Fees = p.Fees[:2]
	p.Instruments[0].TickValue = 0
	p.TodayApart = []bool{true}
	var keys []string
	p.Check(func(key string, _, _ int64) { keys = append(keys, key) })
	if len(keys) != 4 || keys[0] != "today_apart" || keys[1] != "fees" || keys[2] != "multiplier" || keys[3] != "close_rate" {
		t.Errorf("named %v", keys)
	}
}

func TestLoadRefusesWhatIsNotALedger(t *testing.T) {
	saved := New(params()).Save(nil)
	for _, cut := range []int{0, 7, 8, len(saved) - 1} {
		if _, ok := New(params()).Load(saved[:cut]); ok {
			t.Errorf("took %d of %d bytes", cut, len(saved))
		}
	}
	if _, ok := New(Params{Instruments: params().Instruments[:1]}).Load(saved); ok {
		t.Error("took a ledger of another size")
	}
}

func TestNothingAllocates(t *testing.T) {
	l := New(params())
	saved := l.Save(nil)
	for name, f := range map[string]func(){
		"fill":  func() { l.Fill(1, market.Bid, market.Open, 26000, 2) },
		"close": func() { l.Fill(1, market.Ask, market.NoOffset, 26000, 2) },
		"pnl":   func() { l.PnL(1, 26000, true); l.Net(1); l.NetGroup(0) },
		"open":  func() { l.Open(2, market.Ask, 4, 1) },
		"roll":  l.Roll,
		"load":  func() { l.Load(saved) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkFill(b *testing.B) {
	l := New(params())
	for b.Loop() {
		l.Fill(1, market.Bid, market.Open, 26000, 1)
		l.Fill(1, market.Ask, market.Close, 26001, 1)
	}
}
