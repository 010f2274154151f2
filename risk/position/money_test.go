package position

import (
	"testing"

	"quotient/market"
)

// Worked examples. Apple: open 2 at 7000 and 3 at 7010, sell 4 at 7020 marked
// close, one of them yesterday's: fees 2×5 + 3×5 + 1×5 + 3×20 = 90 yuan. With one
// more lot of yesterday's taken over at 6990 the day earned
// (7020-6990) + 2×(7020-7000) + 1×(7020-7010) + 2×(7015-7010) = 90 ticks of 10 yuan.
func TestWorkedExamples(t *testing.T) {
	l := New(params())
	l.Mark(0, 6990)
	l.Open(0, market.Bid, 1, 0)
	l.Fill(0, market.Bid, market.Open, 7000, 2)
	l.Fill(0, market.Bid, market.Open, 7010, 3)
	l.Fill(0, market.Ask, market.Close, 7020, 4)
	if l.Fees(0) != 9000 || l.PnL(0, 7015, true) != 90*1000-9000 || l.Long(0) != 2 || l.Yesterday(0, market.Bid) != 0 {
		t.Errorf("apple: fees %d, P&L %d, long %d", l.Fees(0), l.PnL(0, 7015, true), l.Long(0))
	}
	// Index: open 1 at 5200.2 (value 1,560,060.00 yuan): 0.23 per 10,000 is 35.88138,
	// charged as 35.89; close it the same day at 5201.0 (1,560,300.00): 3.45 per
	// 10,000 is 538.3035, charged as 538.31. Earned: 4 ticks of 60 yuan.
	l.Fill(1, market.Bid, market.Open, 26001, 1)
	l.Fill(1, market.Ask, market.CloseToday, 26005, 1)
	if l.Fees(1) != 3589+53831 || l.PnL(1, 0, true) != 4*6000-3589-53831 {
		t.Errorf("index: fees %d, P&L %d", l.Fees(1), l.PnL(1, 0, true))
	}
	// The next day starts at the settlement price.
	l.Mark(0, 7016)
	l.Roll()
	if l.Fees(0) != 0 || l.PnL(0, 7016, true) != 0 || l.PnL(0, 7018, true) != 2*2*1000 || l.Yesterday(0, market.Bid) != 2 {
		t.Errorf("next day: P&L %d then %d", l.PnL(0, 7016, true), l.PnL(0, 7018, true))
	}
}

// Amounts that do not fit leave the position right and say an absurd loss.
func TestMoneyThatDoesNotFit(t *testing.T) {
	l := New(params())
	for range 3 {
		l.Fill(0, market.Bid, market.Open, MaxPrice, MaxQty)
	}
	if l.Net(0) != 3*MaxQty || l.PnL(0, 1, true) != worst {
		t.Errorf("net %d, P&L %d", l.Net(0), l.PnL(0, 1, true))
	}
	l.Roll()
	l.Open(0, market.Bid, 0, 0)
	l.Mark(0, 100)
	l.Roll()
	if l.PnL(0, 100, true) != 0 {
		t.Errorf("after a roll: %d", l.PnL(0, 100, true))
	}
}

// Every amount that does not fit is noticed, wherever in the sum it arises, and
// ends with the day.
func TestEveryAmountIsChecked(t *testing.T) {
	const huge = 1 << 62
	for _, x := range []struct {
		name  string
		fee   Fee
		tick  market.Money
		price market.Price
		qty   market.Qty
		fills int
		fits  bool
	}{
		{"all fits", Fee{OpenPerLot: 500, OpenRate: 230}, 1000, 7000, 3, 1, true},
		{"fee per lot", Fee{OpenPerLot: huge}, 1, 1, 4, 1, false},
		{"fee per lot turns negative", Fee{OpenPerLot: huge}, 1, 1, 2, 1, false},
		{"value of a lot", Fee{}, huge, 4, 1, 1, false},
		{"value of all lots", Fee{}, 1 << 40, 1 << 20, 1 << 10, 1, false},
		{"share of the value", Fee{OpenRate: huge}, 1 << 30, 1 << 20, 1, 1, false},
		{"share of the value, just above", Fee{OpenRate: ratePer * 4}, 1, 1 << 40, 1 << 20, 1, false},
		{"sum of fees", Fee{OpenPerLot: huge - 1}, 1, 1, 1, 3, false},
		{"cash", Fee{}, 1, 1 << 40, 1 << 22, 3, false},
		{"cash the other way", Fee{}, 1, -(1 << 40), 1 << 22, 3, false},
		{"profit in fen", Fee{}, 1 << 30, 1 << 31, 1, 1, true},
	} {
		p := Params{Instruments: []market.Instrument{{TickUnits: 1, TickValue: x.tick}}, Fees: []Fee{x.fee}}
		l := New(p)
		clean := true
		for range x.fills {
			clean = l.Fill(0, market.Bid, market.Open, x.price, x.qty)
		}
		if clean != x.fits || (l.PnL(0, x.price, true) == worst) == x.fits || l.Net(0) != x.qty*market.Qty(x.fills) {
			t.Errorf("%s: clean %v, P&L %d, net %d", x.name, clean, l.PnL(0, x.price, true), l.Net(0))
		}
	}
	// Without fees, and at prices that make the profit itself too large.
	l := New(Params{Instruments: []market.Instrument{{TickValue: 1 << 40}}})
	if !l.Fill(0, market.Bid, market.Open, 1, 1) || l.Fees(0) != 0 {
		t.Error("a contract without fees costs")
	}
	for price, want := range map[market.Price]market.Money{1 << 22: (1<<22 - 1) << 40, -(1<<22 - 2): -(1<<22 - 1) << 40, 1<<22 + 2: worst, -(1 << 23): worst, 1 << 24: worst, 1 << 25: worst} {
		if got := l.PnL(0, price, true); got != want {
			t.Errorf("marked at %d: %d, want %d", price, got, want)
		}
	}
}

func TestMarkTakesPricesThatCanBe(t *testing.T) {
	l := New(params())
	l.Mark(3, 1)
	l.Open(0, market.Bid, 1, 0)
	for _, p := range []market.Price{MaxPrice, -MaxPrice, 100, MaxPrice + 1, -MaxPrice - 1} {
		l.Mark(0, p)
	}
	if l.rows[0].mark != 100 || l.PnL(0, 0, false) != market.Money(100-MaxPrice)*1000 {
		t.Errorf("mark %d, P&L %d", l.rows[0].mark, l.PnL(0, 0, false))
	}
	l.Mark(0, -MaxPrice)
	l.Mark(0, MaxPrice)
	if l.rows[0].mark != MaxPrice {
		t.Errorf("mark %d", l.rows[0].mark)
	}
	if !l.Fill(0, market.Bid, market.Open, -MaxPrice, 1) || !l.Open(0, market.Ask, MaxQty, 0) {
		t.Error("refused what can be")
	}
}
