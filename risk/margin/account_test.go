package margin

import (
	"fmt"
	"math"
	"testing"

	"quotient/market"
	"quotient/risk/position"
)

func code(name string) market.Code { c, _ := market.MakeCode(name); return c }

func ref(name string) market.Ref { r, _ := market.MakeRef(name); return r }

// chain is n contracts of one product: a future and options on it for every ten.
func chain(n int) Params {
	p := Params{Portfolios: 1, MaxUsage: million, Share: 100_000, Soon: 10, Prices: []int64{-80_000, 80_000},
		Vols: []int64{0}, Steps: []Limit{{million, million}},
		Rows:    []Row{{Product: code("SR"), Span: Span{From: 20200101}, Long: 80_000, Short: 80_000, Source: ref("x")}},
		Sellers: []Seller{{code("SRC"), Span{From: 20200101}, 500_000, 500_000, ref("x")}},
		Reliefs: []Relief{{code("SR"), Span{From: 20200101}, 500_000, false, ref("x")}},
		Moves:   []MoveRule{{Span{From: 20200101}, 4, 3 * million, million, ref("x")}}}
	for c := range n {
		in := market.Instrument{TickUnits: 1, TickValue: 1000, Product: code("SR"), Expiry: 20210914}
		if c%10 != 0 {
			in.Kind, in.Underlying, in.Strike, in.Product = market.Call, market.Contract(c/10*10), 5500, code("SRC")
		}
		in.Symbol, _ = market.MakeSymbol(fmt.Sprintf("SR%d", c))
		p.Instruments = append(p.Instruments, in)
		p.Terms = append(p.Terms, Terms{Fee: position.Fee{OpenPerLot: 300}})
	}
	if n > 10 {
		p.Pairs = []Pair{{0, 10}}
	}
	return p
}

func settle(a *Account) {
	for c := range a.rows {
		a.Settled(market.Contract(c), Settlement{Date: 20210601, Price: 5500, Limit: 200})
	}
	a.Roll(20210602)
	a.Fund(Day{Balance: 1 << 40}, true)
}

func TestNoAllocations(t *testing.T) {
	a := New(chain(30))
	settle(a)
	cells, days, buf := make([]Cell, 4), make([]Locked, 4), make([]byte, 0, 1<<16)
	if n := testing.AllocsPerRun(50, func() {
		a.Settled(1, Settlement{Date: 20210601, Price: 5500})
		a.Mark(1, 5500, 200)
		a.Position(0, 3, 4)
		a.Position(1, 0, 4)
		a.Spread(0, 1, 1)
		a.Closing(0, market.Bid, 1)
		a.Premium(1, market.Bid, 100, 1)
		a.Working(1, market.Ask, 3, 100)
		a.LotMargin(1, market.Ask, 100)
		a.Available()
		a.Free()
		a.Usage()
		a.Move(0, 0)
		a.Greeks(1, Greeks{500_000, 1, 1})
		a.Forecast(20210603)
		a.Stress(Whole, cells)
		a.LimitDays(Whole, true, days)
		a.Exercised(0)
		a.Deliver(0, 3, 100)
		buf = a.Save(buf[:0])
		a.Load(buf)
		a.Roll(20210602)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestWhatDoesNotFit: an amount that does not fit is not known, and it is known
// again once it is gone.
func TestWhatDoesNotFit(t *testing.T) {
	p := chain(20)
	p.Instruments[0].TickValue = 1 << 40
	a := New(p)
	settle(a)
	want := func(when string, ok bool) {
		t.Helper()
		for name, f := range map[string]func() (market.Money, bool){"held": a.Held, "free": a.Free, "available": a.Available} {
			if m, got := f(); got != ok || ok && name == "held" && m != 0 {
				t.Errorf("%s: %s %d %t, want %t", when, name, m, got, ok)
			}
		}
	}
	want("nothing", true)
	a.Position(0, position.MaxQty, 0)
	want("far too much", false)
	if m, ok := a.HeldOn(0); ok || m != 0 {
		t.Error("known", m)
	}
	a.Position(0, 0, 0)
	want("nothing again", true)
	if a.Position(0, position.MaxQty+1, 0) || a.Position(0, 0, position.MaxQty+1) || a.Position(20, 0, 0) || a.Position(0, -1, 0) {
		t.Error("believed")
	}
	if _, ok := a.LotMargin(0, market.Bid, 1); ok { // 5,500 × 2^40 × 8 % > 2^45
		t.Error("a lot nobody believes")
	}
	a.Fund(Day{Balance: math.MaxInt64}, true)
	for _, f := range []func() (market.Money, bool){a.Equity, a.Free, a.Available} {
		if _, ok := f(); ok {
			t.Error("rich")
		}
	}
}

// TestBelievable pins the edge: exactly 2^45 is believed.
func TestBelievable(t *testing.T) {
	p := chain(10)
	p.Instruments[0].TickValue = believable
	p.Rows[0].Long = million
	p.Terms[0].Fee.OpenPerLot = 0
	a := New(p)
	a.Settled(0, Settlement{Date: 20210601, Price: 1})
	a.Roll(20210602)
	if m, ok := a.LotMargin(0, market.Bid, 1); !ok || m != believable {
		t.Error(m, ok)
	}
	a.Position(0, 1, 0)
	if m, ok := a.Held(); !ok || m != believable {
		t.Error(m, ok)
	}
	a.Position(0, 2, 0)
	if _, ok := a.Held(); ok {
		t.Error("believed")
	}
}

func TestCalc(t *testing.T) {
	for _, x := range []struct{ a, b, of, down, up int64 }{
		{7, 3, 2, 10, 11}, {-7, 3, 2, -11, -10}, {7, -3, 2, -11, -10}, {-7, -3, 2, 10, 11},
		{6, 1, 3, 2, 2}, {-6, 1, 3, -2, -2}, {0, -5, 3, 0, 0}, {most - 1, 1, 1, most - 1, most - 1},
		{1 - most, 1, 1, 1 - most, 1 - most}, {1 << 60, 1 << 60, 1 << 60, 1 << 60, 1 << 60},
	} {
		var k calc
		if d, u := k.floor(x.a, x.b, x.of), k.ceil(x.a, x.b, x.of); d != x.down || u != x.up || k.wrong {
			t.Errorf("%+v: %d %d %t", x, d, u, k.wrong)
		}
	}
	for i, f := range []func(*calc) int64{
		func(k *calc) int64 { return k.floor(most, 1, 1) },
		func(k *calc) int64 { return k.floor(1<<60, 1<<60, 1) },
		func(k *calc) int64 { return k.floor(1<<60, 16, 1) },
		func(k *calc) int64 { return k.add(most-1, 1) },
		func(k *calc) int64 { return k.add(1-most, -1) },
		func(k *calc) int64 { return k.add(math.MaxInt64, math.MaxInt64) },
		func(k *calc) int64 { return k.add(0, math.MinInt64) },
		func(k *calc) int64 { return k.mul(1<<40, 1<<40) },
		func(k *calc) int64 { return k.mul(1<<30, 1<<31) },
	} {
		var k calc
		if v := f(&k); !k.wrong || v != 0 {
			t.Errorf("%d: %d %t", i, v, k.wrong)
		}
	}
}

func TestSaveLoad(t *testing.T) {
	a := New(chain(20))
	settle(a)
	a.Position(0, 3, 0)
	a.Position(10, 0, 2)
	a.Spread(0, 2, 0)
	a.Mark(0, 5600, 100)
	a.Working(0, market.Bid, 1, 5500)
	a.Working(10, market.Ask, 0x7fffffff0, 5500)
	saved := a.Save([]byte("x"))[1:]
	b := New(chain(20))
	rest, ok := b.Load(append(append([]byte{}, saved...), "rest"...))
	if !ok || string(rest) != "rest" {
		t.Fatal("not loaded")
	}
	if x, y := a.all(), b.all(); x != y || a.frozen != b.frozen || b.frozen.unknown != 1 {
		t.Error(x, y, a.frozen, b.frozen)
	}
	if string(b.Save(nil)) != string(saved) {
		t.Error("saved otherwise")
	}
	for n := range len(saved) {
		if _, ok := New(chain(20)).Load(saved[:n]); ok {
			t.Fatalf("%d bytes are enough", n)
		}
	}
	if _, ok := New(chain(10)).Load(saved); ok {
		t.Error("another universe")
	}
	p := chain(20)
	p.Pairs = append(p.Pairs, Pair{10, 0})
	if _, ok := New(p).Load(append(saved, make([]byte, 100)...)); ok {
		t.Error("other pairs")
	}
}

// TestShortGrid: a destination that is too short takes what it can.
func TestShortGrid(t *testing.T) {
	p := chain(10)
	p.Steps = append(p.Steps, Limit{million, million})
	a := New(p)
	settle(a)
	if n, ok := a.Stress(Whole, make([]Cell, 1)); n != 1 || !ok {
		t.Error(n, ok)
	}
	if n, ok := a.LimitDays(Whole, true, make([]Locked, 1)); n != 1 || !ok {
		t.Error(n, ok)
	}
	a.Position(0, 1, 0)
	a.Fund(Day{}, false)
	if n, ok := a.Stress(Whole, make([]Cell, 9)); n != 2 || ok {
		t.Error(n, ok)
	}
}

func BenchmarkLotMargin(b *testing.B) {
	for _, n := range []int{10, 500} {
		a := New(chain(n))
		settle(a)
		for _, c := range []market.Contract{0, 5} {
			b.Run(fmt.Sprintf("%s/%d", [...]string{"future", "option"}[min(c, 1)], n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					a.LotMargin(c, market.Bid, 5500)
					a.LotMargin(c, market.Ask, 5500)
				}
			})
		}
	}
}

func BenchmarkPosition(b *testing.B) {
	for _, n := range []int{10, 500} {
		a := New(chain(n))
		settle(a)
		b.Run(fmt.Sprintf("alone/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a.Position(5, 1, 2)
				a.Free()
			}
		})
		b.Run(fmt.Sprintf("in a pair/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a.Position(0, 1, 2)
				a.Free()
			}
		})
	}
}

func BenchmarkOffPath(b *testing.B) {
	a := New(chain(500))
	settle(a)
	for c := range a.rows {
		a.Position(market.Contract(c), 3, 2)
		a.Mark(market.Contract(c), 5500, 200)
	}
	cells, days := make([]Cell, 2), make([]Locked, 1)
	b.Run("forecast", func(b *testing.B) {
		for b.Loop() {
			a.Forecast(20210603)
		}
	})
	b.Run("two scenarios", func(b *testing.B) {
		for b.Loop() {
			a.Stress(Whole, cells)
		}
	})
	b.Run("limit day", func(b *testing.B) {
		for b.Loop() {
			a.LimitDays(Whole, true, days)
		}
	})
}
