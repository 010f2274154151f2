package position

import (
	"bytes"
	"math/big"
	"testing"

	"pgregory.net/rapid"

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

type act struct {
	open        bool // Open instead of a fill
	mark        bool
	roll        bool
	c           market.Contract
	side        market.Side
	offset      market.Offset
	price       market.Price
	qty, today  market.Qty
	done, clean bool
}

// recount folds a whole history from scratch, with big numbers, lot by lot: every
// lot is a row that knows when it was opened.
type recount struct {
	long, short  []lot // oldest first
	bought, sold int64
	opened       [2]int64
	fills        int64
	fees         *big.Int
	cash         *big.Int // fen
	tick         int64
	mark         int64
	marked       bool
	unpriced     int64
}

type lot struct{ today bool }

func fold(p *Params, c market.Contract, acts []act) *recount {
	r := &recount{tick: int64(p.Instruments[c].TickValue), fees: new(big.Int), cash: new(big.Int)}
	for i := range acts {
		a := &acts[i]
		switch {
		case a.roll:
			r.roll()
		case a.c != c:
		case a.mark:
			r.note(int64(a.price))
		case a.open:
			if a.done {
				r.open(a)
			}
		case a.done:
			r.fill(a, p.Fees[c])
		}
	}
	return r
}

func (r *recount) net() int64 { return int64(len(r.long) - len(r.short)) }

func (r *recount) buy(lots, price int64) {
	x := new(big.Int).Mul(big.NewInt(lots), big.NewInt(price))
	r.cash.Sub(r.cash, x.Mul(x, big.NewInt(r.tick)))
}

func (r *recount) note(price int64) {
	r.buy(r.unpriced, price)
	r.mark, r.marked, r.unpriced = price, true, 0
}

func (r *recount) enter(lots int64) {
	if r.marked {
		r.buy(lots, r.mark)
	} else {
		r.unpriced += lots
	}
}

func (r *recount) open(a *act) {
	rows := make([]lot, a.qty)
	for i := range rows {
		rows[i].today = i >= int(a.qty-a.today)
	}
	before := r.net()
	r.opened[a.side-market.Bid] = max(r.opened[a.side-market.Bid], int64(a.today))
	if a.side == market.Bid {
		r.long = rows
	} else {
		r.short = rows
	}
	r.enter(r.net() - before)
}

func (r *recount) roll() {
	for _, rows := range [][]lot{r.long, r.short} {
		for i := range rows {
			rows[i].today = false
		}
	}
	r.bought, r.sold, r.fills, r.unpriced = 0, 0, 0, 0
	r.opened = [2]int64{}
	r.fees, r.cash = new(big.Int), new(big.Int)
	r.enter(r.net())
}

func (r *recount) fill(a *act, f Fee) {
	r.note(int64(a.price))
	own, opposite := &r.long, &r.short
	signed := int64(a.qty)
	if a.side == market.Ask {
		own, opposite, signed = &r.short, &r.long, -signed
		r.sold += int64(a.qty)
	} else {
		r.bought += int64(a.qty)
	}
	offset := a.offset
	if offset == market.NoOffset {
		offset = market.Open
		if len(*opposite) >= int(a.qty) {
			offset = market.Close
		}
	}
	var opened, old, today int64
	for range a.qty {
		at := r.pick(*opposite, offset)
		switch {
		case at < 0:
			*own = append(*own, lot{today: true})
			opened++
		case (*opposite)[at].today:
			*opposite = append((*opposite)[:at:at], (*opposite)[at+1:]...)
			today++
		default:
			*opposite = append((*opposite)[:at:at], (*opposite)[at+1:]...)
			old++
		}
	}
	r.opened[a.side-market.Bid] += opened
	r.levy(opened, a.price, f.OpenPerLot, f.OpenRate)
	r.levy(old, a.price, f.ClosePerLot, f.CloseRate)
	r.levy(today, a.price, f.CloseTodayPerLot, f.CloseTodayRate)
	r.buy(signed, int64(a.price))
	r.fills++
}

// pick returns which lot a close takes next: the oldest, or for CloseToday the
// first of today, else the oldest; -1 none.
func (r *recount) pick(rows []lot, offset market.Offset) int {
	if offset == market.Open || len(rows) == 0 {
		return -1
	}
	if offset == market.CloseToday {
		for i := range rows {
			if rows[i].today {
				return i
			}
		}
	}
	return 0
}

func (r *recount) levy(lots int64, price market.Price, perLot market.Money, rate int64) {
	r.fees.Add(r.fees, big.NewInt(lots*int64(perLot)))
	value := big.NewInt(int64(max(price, -price)))
	value.Mul(value, big.NewInt(r.tick*lots)).Mul(value, big.NewInt(rate))
	value.Add(value, big.NewInt(9_999_999)).Div(value, big.NewInt(10_000_000))
	r.fees.Add(r.fees, value)
}

func (r *recount) pnl(mark int64) *big.Int {
	x := big.NewInt((r.net() - r.unpriced) * mark)
	x.Mul(x, big.NewInt(r.tick)).Add(x, r.cash)
	return x.Sub(x, r.fees)
}

func draw(t *rapid.T) act {
	a := act{c: market.Contract(rapid.IntRange(0, 2).Draw(t, "contract")),
		side:   market.Side(rapid.IntRange(1, 2).Draw(t, "side")),
		offset: market.Offset(rapid.IntRange(0, 3).Draw(t, "offset")),
		price:  market.Price(rapid.IntRange(-3, 9000).Draw(t, "price")),
		qty:    market.Qty(rapid.IntRange(0, 6).Draw(t, "qty"))}
	switch rapid.IntRange(0, 19).Draw(t, "act") {
	case 0:
		a.roll = true
	case 1:
		a.mark = true
	case 2, 3:
		a.open = true
		a.today = market.Qty(rapid.IntRange(0, 6).Draw(t, "today"))
	}
	return a
}

func (a *act) apply(l *Ledger) {
	switch {
	case a.roll:
		l.Roll()
	case a.mark:
		l.Mark(a.c, a.price)
	case a.open:
		a.clean = l.Open(a.c, a.side, a.qty, a.today)
		a.done = a.clean
	default:
		a.clean = l.Fill(a.c, a.side, a.offset, a.price, a.qty)
		a.done = a.qty > 0
	}
}

func TestLedgerEqualsFoldFromScratch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := params()
		l := New(p)
		l.Group([]uint16{0, 1, 0})
		var acts []act
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			a := draw(t)
			wantOpen := a.open && a.today <= a.qty
			a.apply(l)
			if a.open && a.clean != wantOpen {
				t.Fatalf("open %+v: %v", a, a.clean)
			}
			acts = append(acts, a)
			if rapid.IntRange(0, 9).Draw(t, "save") == 0 {
				saved := l.Save(nil)
				l = New(p)
				l.Group([]uint16{0, 1, 0})
				if rest, ok := l.Load(saved); !ok || len(rest) != 0 || !bytes.Equal(l.Save(nil), saved) {
					t.Fatal("a saved ledger does not come back")
				}
			}
		}
		same(t, l, &p, acts)
	})
}

func same(t *rapid.T, l *Ledger, p *Params, acts []act) {
	var sums [2]market.Qty
	for c := range market.Contract(3) {
		r := fold(p, c, acts)
		var today [2]market.Qty
		for i, rows := range [][]lot{r.long, r.short} {
			for _, row := range rows {
				if row.today {
					today[i]++
				}
			}
		}
		got := [...]int64{int64(l.Long(c)), int64(l.Short(c)), int64(l.Today(c, market.Bid)), int64(l.Today(c, market.Ask)),
			int64(l.Yesterday(c, market.Bid)), int64(l.Yesterday(c, market.Ask)),
			int64(l.Bought(c)), int64(l.Sold(c)), int64(l.Opened(c, market.Bid)), int64(l.Opened(c, market.Ask)), l.Fills(c), int64(l.Fees(c)), int64(l.PnL(c, 77, true)), int64(l.PnL(c, 0, false)), int64(l.Net(c))}
		want := [...]int64{int64(len(r.long)), int64(len(r.short)), int64(today[0]), int64(today[1]),
			int64(len(r.long)) - int64(today[0]), int64(len(r.short)) - int64(today[1]),
			r.bought, r.sold, r.opened[0], r.opened[1], r.fills, r.fees.Int64(), r.pnl(77).Int64(), r.pnl(r.mark).Int64(), r.net()}
		if got != want {
			t.Fatalf("contract %d: long short today×2 yesterday×2 bought sold opened×2 fills fees pnl pnl net\n%v, from scratch\n%v\nafter %+v", c, got, want, acts)
		}
		if l.Differs(c, l.Long(c), l.Short(c)) || !l.Differs(c, l.Long(c)+1, l.Short(c)) || !l.Differs(c, l.Long(c), l.Short(c)-1) {
			t.Fatal("Differs is wrong")
		}
		sums[c&1] += l.Net(c)
	}
	if l.NetGroup(0) != sums[0] || l.NetGroup(1) != sums[1] {
		t.Fatalf("groups %d %d, want %v", l.NetGroup(0), l.NetGroup(1), sums)
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
