package margin

import (
	"bytes"
	"math"
	"testing"

	"quotient/market"
	"quotient/risk/position"
)

// A settlement of a day to come is refused once today is known: the true ones
// after it would be, and margin stay on an old price.
func TestSettlementToCome(t *testing.T) {
	a := New(chain(10))
	if a.Settled(0, Settlement{Date: 20210532, Price: 1}) {
		t.Fatal("took a settlement of no day")
	}
	settle(a)
	if a.Settled(0, Settlement{Date: 20990101, Price: 1}) || a.Settled(0, Settlement{Date: 20210603, Price: 1}) {
		t.Fatal("took a settlement of a day to come")
	}
	if !a.Settled(0, Settlement{Date: 20210602, Price: 6000}) || !a.Roll(20210603) {
		t.Fatal("refused today's")
	}
	a.Position(0, 1, 0)
	if m, ok := a.HeldOn(0); !ok || m != 6000*1000*8/100 {
		t.Error(m, ok)
	}
}

// A share of the funds that cannot be frees nothing: of a debt, a negative one
// would have made funds.
func TestUsageThatCannotBe(t *testing.T) {
	for _, x := range []struct {
		share, balance int64
		ok             bool
	}{
		{million, 100, true}, {1, 100, true}, {0, 100, true}, {-1, 100, false}, {-million, -1 << 40, false},
		{million + 1, 100, false}, {math.MaxInt64, 100, false}, {math.MinInt64, -100, false},
	} {
		p := chain(10)
		p.MaxUsage = x.share
		a := New(p)
		settle(a)
		a.Fund(Day{Balance: market.Money(x.balance)}, true)
		if free, ok := a.Free(); ok != x.ok || !ok && free > 100 || x.share <= 0 && free > 0 {
			t.Errorf("%d of %d: %d %v", x.share, x.balance, free, ok)
		}
	}
}

// Contracts and rules that there are none of.
func TestNoSuchThing(t *testing.T) {
	a := New(chain(10))
	settle(a)
	const gone = market.Contract(10)
	if _, ok := a.HeldOn(gone); ok {
		t.Error("margin")
	}
	if _, ok := a.Exercised(gone); ok {
		t.Error("exercise")
	}
	if d := a.Deliver(gone, 5, 100); d != (Delivery{Late: true}) {
		t.Errorf("%+v", d)
	}
	a.Mark(0, 5500, 100)
	for _, x := range []struct {
		c    market.Contract
		rule int
	}{{gone, 0}, {0, 1}, {0, -1}} {
		if _, ok := a.Move(x.c, x.rule); ok {
			t.Error("move", x)
		}
		if _, ok := a.Projected(x.c, x.rule); ok {
			t.Error("projected", x)
		}
	}
}

// full is an account with something of everything.
func full() *Account {
	a := New(chain(20))
	settle(a)
	a.Settled(0, Settlement{Date: 20210602, Price: 5600, Limit: 100, Interest: 7})
	a.Position(0, 3, 0)
	a.Position(10, 0, 2)
	a.Spread(0, 2, 0)
	a.Mark(0, 5600, 100)
	a.Mark(1, 100, 0)
	a.Greeks(1, Greeks{Delta: 500_000, Gamma: 1, Vega: 1})
	a.Working(0, market.Bid, 1, 5500)
	return a
}

// State that nobody could have told is refused; at its edge it is not.
func TestLoadRefusesWhatCannotBe(t *testing.T) {
	const beyond = position.MaxQty + 1
	for name, x := range map[string]struct {
		fine  bool
		spoil func(a *Account, r *row)
	}{
		"as it was":        {true, func(*Account, *row) {}},
		"no day":           {true, func(a *Account, _ *row) { a.h.today = 0 }},
		"today":            {false, func(a *Account, _ *row) { a.h.today = 20210632 }},
		"long":             {false, func(_ *Account, r *row) { r.held[0] = -1 }},
		"short":            {false, func(_ *Account, r *row) { r.held[1] = beyond }},
		"frozen unknown":   {true, func(_ *Account, r *row) { r.frozen = [2]market.Money{unknown, believable} }},
		"frozen below":     {false, func(_ *Account, r *row) { r.frozen[1] = unknown - 1 }},
		"frozen below too": {false, func(_ *Account, r *row) { r.frozen[0] = unknown - 1 }},
		"frozen beyond":    {false, func(_ *Account, r *row) { r.frozen[0] = believable + 1 }},
		"frozen far":       {false, func(_ *Account, r *row) { r.frozen[1] = believable + 1 }},
		"mark":             {false, func(_ *Account, r *row) { r.mark = -1 }},
		"limit":            {false, func(_ *Account, r *row) { r.limit = -1 }},
		"no limit":         {true, func(_ *Account, r *row) { r.limit = 0 }},
		"a future's delta": {false, func(_ *Account, r *row) { r.weighed = 1 }},
		"delta":            {false, func(a *Account, _ *row) { a.rows[1].greeks.Delta = -1 }},
		"delta of none":    {true, func(a *Account, _ *row) { a.rows[1].greeks.Delta, a.rows[1].weighed = -1, 0 }},
		"confirmed":        {false, func(a *Account, _ *row) { a.confirmed[0][0] = -1 }},
		"confirmed far":    {false, func(a *Account, _ *row) { a.confirmed[0][1] = beyond }},
		"date":             {false, func(_ *Account, r *row) { r.settled[0].date = 20210632 }},
		"price":            {false, func(_ *Account, r *row) { r.settled[1].price = 0 }},
		"width":            {false, func(_ *Account, r *row) { r.settled[0].limit = -1 }},
		"no width":         {true, func(_ *Account, r *row) { r.settled[0].limit = 0 }},
		"interest":         {false, func(_ *Account, r *row) { r.settled[0].interest = -1 }},
		"no interest":      {true, func(_ *Account, r *row) { r.settled[0].interest = 0 }},
		"order":            {false, func(_ *Account, r *row) { r.settled[1].date = r.settled[0].date }},
		"order turned":     {false, func(_ *Account, r *row) { r.settled[1].date = r.settled[0].date + 1 }},
	} {
		a, b := full(), New(chain(20))
		x.spoil(a, &a.rows[0])
		if _, ok := b.Load(a.Save(nil)); ok != x.fine {
			t.Errorf("%s: loads %v", name, ok)
		}
	}
}

// A state spoilt anywhere does not panic once it loads.
func TestSpoiltState(t *testing.T) {
	saved := full().Save(nil)
	cells, days := make([]Cell, 2), make([]Locked, 1)
	for i := 0; i < len(saved); i += 1 + i/100 {
		for _, flip := range []byte{0x01, 0x40, 0x80, 0xff} {
			bad := bytes.Clone(saved)
			bad[i] ^= flip
			a := New(chain(20))
			if _, ok := a.Load(bad); !ok {
				continue
			}
			a.Stress(Whole, cells)
			a.LimitDays(Whole, true, days)
			a.Forecast(20210603)
			a.Free()
			for c := range market.Contract(20) {
				a.Exercised(c)
				a.Projected(c, 0)
				a.LotMargin(c, market.Ask, 100)
			}
		}
	}
}

// Prices and lots at their bounds give an amount or none, never one below 0.
func TestNothingComesOutNegative(t *testing.T) {
	values := []int64{0, 1, -1, 5500, int64(position.MaxPrice), math.MaxInt64, math.MinInt64}
	a := New(chain(20))
	settle(a)
	for _, price := range values {
		for _, n := range values {
			for c := range market.Contract(2) {
				for _, s := range []market.Side{market.Bid, market.Ask} {
					if m, ok := a.LotMargin(c, s, market.Price(price)); m < 0 || ok && m == 0 {
						t.Errorf("a lot at %d: %d %v", price, m, ok)
					}
					a.Working(c, s, market.Qty(n), market.Price(price))
					a.Position(c, market.Qty(n), market.Qty(price))
					a.Premium(c, s, market.Price(price), market.Qty(n))
				}
				if m, _ := a.Held(); m < 0 {
					t.Errorf("%d lots: %d held", n, m)
				}
				if m, _ := a.Frozen(); m < 0 {
					t.Errorf("%d lots at %d: %d frozen", n, price, m)
				}
			}
		}
	}
}
