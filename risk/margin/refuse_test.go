package margin

import (
	"testing"

	"quotient/market"
	"quotient/risk/position"
)

// TestRefused: figures that cannot be are refused, at their edge, and change nothing.
func TestRefused(t *testing.T) {
	const most, gone = position.MaxPrice, market.Contract(10)
	s := Settlement{Date: 20210602, Price: 5500}
	with := func(f func(*Settlement)) Settlement { x := s; f(&x); return x }
	for i, x := range []struct {
		ok bool
		do func(a *Account) bool
	}{
		{false, func(a *Account) bool { return a.Settled(gone, s) }},
		{false, func(a *Account) bool { return a.Settled(0, with(func(x *Settlement) { x.Date = 20210632 })) }},
		{false, func(a *Account) bool { return a.Settled(0, with(func(x *Settlement) { x.Date = 20210531 })) }},
		{false, func(a *Account) bool { return a.Settled(0, with(func(x *Settlement) { x.Price = most + 1 })) }},
		{false, func(a *Account) bool { return a.Settled(0, with(func(x *Settlement) { x.Limit = -1 })) }},
		{false, func(a *Account) bool { return a.Settled(0, with(func(x *Settlement) { x.Limit = most + 1 })) }},
		{false, func(a *Account) bool { return a.Settled(0, with(func(x *Settlement) { x.Interest = -1 })) }},
		{true, func(a *Account) bool {
			return a.Settled(0, with(func(x *Settlement) { x.Price, x.Limit = most, most }))
		}},
		{false, func(a *Account) bool { return a.Mark(gone, 1, 1) }},
		{false, func(a *Account) bool { return a.Mark(0, 0, 1) }},
		{false, func(a *Account) bool { return a.Mark(0, 1, -1) }},
		{false, func(a *Account) bool { return a.Mark(0, 1, most+1) }},
		{true, func(a *Account) bool { return a.Mark(0, most, most) }},
		{true, func(a *Account) bool { return a.Mark(0, 1, 0) }},
		{false, func(a *Account) bool { return a.Roll(20210632) }},
		{false, func(a *Account) bool { return a.Roll(20210601) }},
		{true, func(a *Account) bool { return a.Roll(20210602) }},
		{true, func(a *Account) bool { return a.Position(0, position.MaxQty, position.MaxQty) }},
		{false, func(a *Account) bool { return a.Working(gone, market.Bid, 1, 1) }},
		{false, func(a *Account) bool { return a.Working(0, market.NoSide, 1, 1) }},
		{false, func(a *Account) bool { return a.Working(0, 3, 1, 1) }},
		{false, func(a *Account) bool { return a.Working(0, market.Bid, -1, 1) }},
		{false, func(a *Account) bool { return a.Working(1, market.Bid, position.MaxQty+1, 1) }},
		{true, func(a *Account) bool { return a.Working(1, market.Bid, position.MaxQty, 1) }},
		{false, func(a *Account) bool { return a.Greeks(gone, Greeks{}) }},
		{true, func(a *Account) bool { return a.Greeks(1, Greeks{}) }},
		{true, func(a *Account) bool { return a.Greeks(1, Greeks{million, maxPpm, int64(believable)}) }},
		{false, func(a *Account) bool { return a.Greeks(1, Greeks{million + 1, 0, 0}) }},
		{false, func(a *Account) bool { return a.Greeks(1, Greeks{-1, 0, 0}) }},
		{false, func(a *Account) bool { return a.Greeks(1, Greeks{0, maxPpm + 1, 0}) }},
		{false, func(a *Account) bool { return a.Greeks(1, Greeks{0, 0, -1}) }},
		{false, func(a *Account) bool { return a.Greeks(1, Greeks{0, 0, int64(believable) + 1}) }},
		{false, func(a *Account) bool { _, ok := a.LotMargin(gone, market.Bid, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.LotMargin(0, market.NoSide, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.LotMargin(0, 3, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.LotMargin(0, market.Bid, 0); return ok }},
		{false, func(a *Account) bool { _, ok := a.LotMargin(9, market.Bid, 5500); return ok }}, // its fee does not fit
		{false, func(a *Account) bool { _, ok := a.Fee(gone, market.Open, 1, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.Fee(0, market.NoOffset, 1, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.Fee(0, market.Open, 1, position.MaxQty+1); return ok }},
		{true, func(a *Account) bool { _, ok := a.Fee(0, market.Open, 1, position.MaxQty); return ok }},
		{false, func(a *Account) bool { _, ok := a.Fee(0, market.Open, most, position.MaxQty); return ok }},
		{false, func(a *Account) bool { _, ok := a.Closing(gone, market.Bid, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.Closing(0, market.NoSide, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.Closing(0, 3, 1); return ok }},
		{false, func(a *Account) bool { _, ok := a.Closing(0, market.Bid, 0); return ok }},
		{false, func(a *Account) bool { _, ok := a.Closing(0, market.Bid, -1); return ok }},
		{true, func(a *Account) bool { _, ok := a.Closing(0, market.Bid, 1); return ok }},
	} {
		p := chain(10)
		p.Terms[9].Fee.OpenPerLot = 1 << 61
		a := New(p)
		settle(a)
		a.Position(0, 1, 0)
		if x.do(a) != x.ok {
			t.Errorf("%d: want %t", i, x.ok)
		}
	}
}

// TestPremiumRefused: one that cannot be spoils the day's funds.
func TestPremiumRefused(t *testing.T) {
	for i, x := range []struct {
		ok    bool
		c     market.Contract
		s     market.Side
		price market.Price
		qty   market.Qty
	}{
		{false, 10, 1, 1, 1}, {false, 1, 0, 1, 1}, {false, 1, 3, 1, 1}, {false, 1, 1, 1, 0}, {false, 1, 1, 1, -1},
		{false, 1, 1, 1, position.MaxQty + 1}, {true, 1, 1, 1, position.MaxQty}, {false, 1, 1, position.MaxPrice, position.MaxQty},
		{true, 0, 1, 1, 1}, {true, 0, 1, 0, 0},
	} {
		a := New(chain(10))
		settle(a)
		ok := a.Premium(x.c, x.s, x.price, x.qty)
		if _, known := a.Equity(); ok != x.ok || known != x.ok {
			t.Errorf("%d: %t, funds %t", i, ok, known)
		}
	}
}

func TestUsageEdges(t *testing.T) {
	p := chain(10)
	p.Instruments[0].TickValue, p.Rows[0].Long = believable, million
	a := New(p)
	a.Settled(0, Settlement{Date: 20210601, Price: 1})
	a.Roll(20210602)
	for i, x := range []struct {
		lots    market.Qty
		balance market.Money
		known   bool
		want    int64
		ok      bool
	}{
		{0, 1, true, 0, true}, {0, 0, true, 0, false}, {0, -1, true, 0, false}, {0, 1, false, 0, false},
		{1, believable, true, million, true}, {1, 1, true, 0, false}, {2, believable, true, 0, false},
	} {
		a.Position(0, x.lots, 0)
		a.Fund(Day{Balance: x.balance}, x.known)
		if ppm, ok := a.Usage(); ok != x.ok || ok && ppm != x.want {
			t.Errorf("%d: %d %t", i, ppm, ok)
		}
	}
}

// TestUnknownOnBothSides: two unknown amounts do not make a known one.
func TestUnknownOnBothSides(t *testing.T) {
	a := New(chain(20))
	a.Roll(20210602)
	a.Position(0, 2, 0)
	a.Position(10, 0, 1)
	a.Spread(0, 1, 0)
	if _, ok := a.Held(); ok {
		t.Error("held is known")
	}
	if _, ok := a.Closing(0, market.Bid, 1); ok {
		t.Error("what closing frees is known")
	}
	a.Position(0, 3, 0)
	if _, ok := a.Closing(0, market.Bid, 1); ok {
		t.Error("two unknown amounts before and after")
	}
	a.Position(0, 2, 0)
	if rest, ok := New(Params{}).Load(nil); ok || len(rest) != 0 {
		t.Error("nothing was loaded")
	}
	b := New(chain(20))
	settle(b)
	b.Working(0, market.Bid, 1, 5500)
	if _, ok := b.Load(a.Save(nil)); !ok || b.frozen != (sum{}) || b.all() != a.all() {
		t.Error("something stayed", b.frozen, b.all())
	}
}

// TestStressUnknown: what is held and cannot be valued shows, what is not held
// does not.
func TestStressUnknown(t *testing.T) {
	cells, days := make([]Cell, 2), make([]Locked, 2)
	at := func(p Params, settled ...market.Contract) *Account {
		a := New(p)
		for _, c := range settled {
			a.Settled(c, Settlement{Date: 20210531, Price: 5500})
			a.Settled(c, Settlement{Date: 20210601, Price: 5500, Limit: 200})
		}
		a.Roll(20210602)
		a.Fund(Day{Balance: 1 << 40}, true)
		return a
	}
	p := chain(20)
	p.Portfolios, p.Pairs = 2, nil
	p.Vols = []int64{1000}
	for c := 10; c < 20; c++ {
		p.Terms[c].Portfolio = 1
	}
	a := at(p, 10)
	a.Position(10, 1, 0)
	if _, ok := a.Stress(Whole, cells); !ok || cells[0].PnL != -440_000 {
		t.Error("unpriced and not held", cells[0])
	}
	if _, ok := a.LimitDays(Whole, true, days); !ok {
		t.Error("no limit and not held")
	}
	a.Position(11, 1, 0)
	if _, ok := a.Stress(Whole, cells); ok {
		t.Error("an option without a price")
	}
	if _, ok := a.Stress(0, cells); !ok {
		t.Error("another portfolio's")
	}
	a = at(p, 1, 10)
	a.Position(1, 1, 0)
	a.Greeks(1, Greeks{500_000, 0, 100})
	if _, ok := a.Stress(Whole, cells); ok {
		t.Error("an option on a future without a price")
	}
	a = at(p, 0, 1)
	a.Position(1, 0, 1)
	if _, ok := a.Stress(0, cells); ok || a.Weighed(1) || !a.Weighed(0) || a.Weighed(20) {
		t.Error("an option that nobody weighs")
	}
	if _, ok := a.Stress(1, cells); !ok {
		t.Error("an option of another portfolio that nobody weighs")
	}
	a.Greeks(1, Greeks{500_000, 0, 100})
	if _, ok := a.Stress(1, cells); !ok || cells[0].PnL != 0 {
		t.Error("an option of another portfolio moves", cells[0])
	}
	if n, ok := a.LimitDays(0, true, days); !ok || n != 1 {
		t.Error("the underlying's limit is known")
	}
	a = at(p, 1, 10)
	a.Position(10, 1, 0)
	if _, ok := a.LimitDays(1, true, days); !ok {
		t.Error("an option not held needs no limit")
	}
	a = at(p, 10, 11)
	a.Position(11, 1, 0)
	if _, ok := a.LimitDays(Whole, true, days); !ok {
		t.Error("another future needs no limit")
	}
	if x, ok := a.Exercised(10); !ok || x.Long != 0 { // at the money
		t.Error(x, ok)
	}
	a.Mark(10, 5501, 200)
	if x, ok := a.Exercised(10); !ok || x.Long != 1 {
		t.Error(x, ok)
	}
	if a = at(p, 0, 10, 11); !a.Mark(0, 5501, 0) || !a.Position(11, 1, 0) {
		t.Error("refused")
	}
	if x, ok := a.Exercised(0); !ok || x.Long != 0 {
		t.Error("an option on another future", x, ok)
	}
}

// TestNoSuchContract: nothing is held of it, and nothing is taken down.
func TestNoSuchContract(t *testing.T) {
	p := chain(10)
	p.Unwind = p.Soon
	a := New(p)
	a.Position(0, 3, 1)
	if long, short := a.Lots(0); long != 3 || short != 1 {
		t.Error(long, short)
	}
	for _, c := range []market.Contract{10, market.NoContract} {
		if long, short := a.Lots(c); long+short != 0 || a.Unwinds(c, 1) || a.Weighed(c) {
			t.Error(c, long, short)
		}
	}
}

// TestStressForgetsNothing: a scenario that cannot be valued is not outdone by a
// later one that can.
func TestStressForgetsNothing(t *testing.T) {
	p := chain(10)
	p.Prices, p.Steps = []int64{-million, 0}, []Limit{{1, million}, {900_000, million}}
	p.Instruments[0].TickValue, p.Rows[0].Long = believable/100, million
	a := New(p)
	a.Settled(0, Settlement{Date: 20210531, Price: 100})
	a.Settled(0, Settlement{Date: 20210601, Price: 100, Limit: 90})
	a.Roll(20210602)
	a.Fund(Day{Balance: 1 << 40}, true)
	a.Position(0, 1, 0)
	if n, ok := a.Stress(Whole, make([]Cell, 2)); ok || n != 2 {
		t.Error("worth nothing, and known")
	}
	a.Position(0, 2, 0)
	if n, ok := a.LimitDays(Whole, false, make([]Locked, 2)); ok || n != 2 {
		t.Error("more than believable on the first day, and known")
	}
}

// TestBothSidesUnweighted: the most is owed on what is held both ways.
func TestBothSidesUnweighted(t *testing.T) {
	p := chain(10)
	p.Prices = []int64{10_000}
	a := New(p)
	settle(a)
	a.Position(1, 1, 1)
	cells := make([]Cell, 1)
	// 5,500 in ticks of 10 yuan and at 5,500 in yuan: value 5,500,000 fen, margin 80,000 ppm
	// of 5,555,000 = 444,400, premium then 5,500,000 + 55,000.
	if _, ok := a.Stress(Whole, cells); ok || cells[0].Free != 1<<40-444_400-5_555_000 {
		t.Error(ok, 1<<40-cells[0].Free)
	}
}

func TestWorst(t *testing.T) {
	cells := []Cell{{Price: 1, Free: 5}, {Price: 2, Free: 3}, {Price: 3, Free: 3}, {Price: 4, Free: 4}}
	if w := Worst(cells); w != cells[1] {
		t.Error(w)
	}
	if w := Worst(cells[:1]); w != cells[0] {
		t.Error(w)
	}
	if Worst(nil) != (Cell{}) {
		t.Error("something of nothing")
	}
}

// TestLimitDaysMoveWhatIsOptionedOn: a future that nobody holds moves when an option
// on it is held, and it is that option's, not the chain's first.
func TestLimitDaysMoveWhatIsOptionedOn(t *testing.T) {
	p := chain(20)
	p.Instruments[0].Underlying, p.Instruments[10].Underlying = market.NoContract, market.NoContract
	a := New(p)
	settle(a)
	a.Mark(10, 5500, 200)
	a.Position(11, 1, 0)
	a.Greeks(11, Greeks{500_000, 0, 100})
	days := make([]Locked, 1)
	// 200 ticks of 1,000 fen, as 36,363 ppm of 5,500 are 199,996.5, and half for the option.
	if n, ok := a.LimitDays(Whole, true, days); n != 1 || !ok || days[0].PnL != 99_998 {
		t.Error(n, ok, days[0])
	}
}

// TestOutcomeNeedsEveryPrice: a future held that is worth nothing, or less, is not valued.
func TestOutcomeNeedsEveryPrice(t *testing.T) {
	a := New(chain(10))
	a.Roll(20210602)
	a.Fund(Day{Balance: 1 << 40}, true)
	a.Position(0, 1, 0)
	var k calc
	if _, _, ok := a.outcome(&k, Whole, 0); ok || !k.wrong {
		t.Error("valued without a price")
	}
}
