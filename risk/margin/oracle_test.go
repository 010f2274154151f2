package margin

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/risk/position"
)

// world is a small universe: three futures, a call and a put on the first.
func world(t *rapid.T) Params {
	num := func(name string, lo, hi int) int64 { return int64(rapid.IntRange(lo, hi).Draw(t, name)) }
	p := Params{Portfolios: 1, MaxUsage: num("usage", 1, million), Profit: num("profit", 0, million), Share: 1, Soon: 1,
		Pairs: []Pair{{0, 1}, {1, 2}, {2, 0}}}
	product := [...]string{"A", "A", "B", "AC", "AP"}
	for c, name := range product {
		in := market.Instrument{TickUnits: 1, TickValue: market.Money(num("tick", 1, 5000)), Expiry: 20210115}
		in.Product, _ = market.MakeCode(name)
		in.Symbol, _ = market.MakeSymbol(string(rune('a' + c)))
		if c > 2 {
			in.Kind, in.Strike = market.InstrumentKind(c-2), market.Price(num("strike", 1, 3000))
		}
		p.Instruments = append(p.Instruments, in)
		p.Terms = append(p.Terms, Terms{OneSide: rapid.Bool().Draw(t, "one side"), Fee: position.Fee{
			OpenPerLot: market.Money(num("fee", 0, 500)), OpenRate: num("fee rate", 0, 5000)}})
	}
	source, _ := market.MakeRef("random")
	dates := []market.Date{20201101, 20201130, 20201201, 20201210, 20201211, 20201231, 20210101}
	span := func() Span {
		i := num("from", 0, 3)
		return Span{dates[i], []market.Date{0, dates[num("until", 4, 6)]}[num("ends", 0, 1)]}
	}
	p.Rows = append(p.Rows, Row{Product: code("A"), Span: Span{From: 20200101}, Long: num("long", 1, million), Short: num("short", 1, million)})
	p.Sellers = append(p.Sellers, Seller{code("AC"), Span{From: 20200101}, num("out", 0, million), num("least", 1, million), source})
	for range num("rows", 1, 5) {
		r := Row{Span: span(), Months: uint8(num("months", 0, 2)), Day: uint8(num("day", 0, 31)),
			OpenInterest: num("oi", 0, 3), Long: num("long", 1, million), Short: num("short", 1, million), Source: source}
		in := &p.Instruments[num("product", 0, 2)]
		r.Product = in.Product
		if rapid.Bool().Draw(t, "own") {
			r.Contract = in.Symbol
		}
		p.Rows = append(p.Rows, r)
	}
	for range num("sellers", 1, 3) {
		p.Sellers = append(p.Sellers, Seller{p.Instruments[num("option", 3, 4)].Product, span(), num("out", 0, million),
			num("least", 1, million), source})
	}
	return p
}

// history is what an account was told, kept as it was told.
type history struct {
	p         *Params
	day       market.Date
	price     [5]int64 // previous settlement
	oi        [5]int64
	held      [5][2]int64
	confirmed [3][2]int64
	live      [5][2]int64
	liveAt    [5][2]int64
	fund      Day
	premium   int64
}

func ratio(a, b int64) *big.Rat { return big.NewRat(a, b) }

func whole(n int64) *big.Rat { return ratio(n, 1) }

func times(r *big.Rat, with ...*big.Rat) *big.Rat {
	out := new(big.Rat).Set(r)
	for _, x := range with {
		out.Mul(out, x)
	}
	return out
}

// up rounds up to a whole fen.
func up(r *big.Rat) *big.Rat {
	q, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return new(big.Rat).SetInt(q)
}

func down(r *big.Rat) *big.Rat { n := new(big.Rat).Neg(r); return n.Neg(up(n)) }

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func civil(d market.Date) time.Time {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 0, 0, 0, 0, time.UTC)
}

// rate looks for the highest row by civil dates; nil is unknown.
func (h *history) rate(c, side int) *big.Rat {
	in, best := &h.p.Instruments[c], int64(0)
	for _, r := range h.p.Rows {
		if r.Product != in.Product || r.Contract.String() != "" && r.Contract != in.Symbol || h.oi[c] < r.OpenInterest {
			continue
		}
		if h.day < r.From || r.Until != 0 && h.day >= r.Until {
			continue
		}
		if r.Day > 0 {
			delivery := civil(in.Expiry)
			first := time.Date(delivery.Year(), delivery.Month()-time.Month(r.Months), 1, 0, 0, 0, 0, time.UTC)
			last := first.AddDate(0, 1, -1)
			at := first.AddDate(0, 0, int(r.Day)-1)
			if at.After(last) {
				at = last.AddDate(0, 0, 1)
			}
			if civil(h.day).Before(at) {
				continue
			}
		}
		best = max(best, [2]int64{r.Long, r.Short}[side])
	}
	if best == 0 || h.price[c] == 0 {
		return nil
	}
	return ratio(best, million)
}

func (h *history) value(c int) *big.Rat {
	return whole(h.price[c] * int64(h.p.Instruments[c].TickValue))
}

// future is the margin of n lots on one side; nil is unknown.
func (h *history) future(c, side int, n int64) *big.Rat {
	if n == 0 {
		return whole(0)
	}
	r := h.rate(c, side)
	if r == nil {
		return nil
	}
	return up(times(h.value(c), whole(n), r))
}

// written is what the seller of one lot deposits: the higher of both readings of
// the rule; nil is unknown.
func (h *history) written(c int) *big.Rat {
	long, short := h.future(0, 0, 1), h.future(0, 1, 1)
	if long == nil || short == nil || h.price[c] == 0 {
		return nil
	}
	future := larger(long, short)
	strike := whole(int64(h.p.Instruments[c].Strike) * int64(h.p.Instruments[0].TickValue))
	out := new(big.Rat).Sub(strike, h.value(0))
	if c == 4 {
		out.Neg(out)
	}
	out = larger(out, whole(0))
	var best *big.Rat
	for _, s := range h.p.Sellers {
		if s.Product != h.p.Instruments[c].Product || h.day < s.From || s.Until != 0 && h.day >= s.Until {
			continue
		}
		first := new(big.Rat).Sub(future, down(times(out, ratio(s.OutOfMoney, million))))
		m := larger(first, up(times(future, ratio(s.Least, million))))
		if best == nil {
			best = m
		}
		best = larger(best, m)
	}
	if best == nil {
		return nil
	}
	return new(big.Rat).Add(best, h.value(c))
}

// margin adds lot after lot: spreads are taken out one at a time.
func (h *history) margin() (total *big.Rat) {
	total = whole(0)
	add := func(m *big.Rat) {
		if m == nil || total == nil {
			total = nil
			return
		}
		total.Add(total, m)
	}
	left := h.held
	for i, x := range h.p.Pairs {
		for way := range 2 {
			n := int64(0)
			for n < h.confirmed[i][way] && left[x.First][way] > 0 && left[x.Second][1-way] > 0 {
				left[x.First][way]--
				left[x.Second][1-way]--
				n++
			}
			a, b := h.future(int(x.First), way, n), h.future(int(x.Second), 1-way, n)
			if a == nil || b == nil {
				add(nil)
			} else {
				add(larger(a, b))
			}
		}
	}
	for c := range 5 {
		var long, short *big.Rat
		if c < 3 {
			long, short = h.future(c, 0, left[c][0]), h.future(c, 1, left[c][1])
		} else if long, short = whole(0), whole(0); left[c][1] > 0 {
			if short = h.written(c); short != nil {
				short = times(short, whole(left[c][1]))
			}
		}
		switch {
		case long == nil || short == nil:
			add(nil)
		case h.p.Terms[c].OneSide:
			add(larger(long, short))
		default:
			add(new(big.Rat).Add(long, short))
		}
	}
	return total
}

// lot is what one lot freezes; nil is unknown.
func (h *history) lot(c, side int, price int64) *big.Rat {
	tick, fee := int64(h.p.Instruments[c].TickValue), h.p.Terms[c].Fee
	m := whole(price * tick)
	if c < 3 {
		m = h.future(c, side, 1)
	} else if side == 1 {
		m = h.written(c)
	}
	if m == nil || price <= 0 {
		return nil
	}
	m = new(big.Rat).Add(m, whole(int64(fee.OpenPerLot)))
	return m.Add(m, up(times(whole(price*tick), ratio(fee.OpenRate, feePer))))
}

func (h *history) frozen() (total *big.Rat) {
	total = whole(0)
	for c := range 5 {
		for side := range 2 {
			if h.live[c][side] == 0 {
				continue
			}
			m := h.lot(c, side, h.liveAt[c][side])
			if m == nil {
				return nil
			}
			total.Add(total, times(m, whole(h.live[c][side])))
		}
	}
	return total
}

func (h *history) usable(share int64) *big.Rat {
	d := h.fund
	sum := whole(int64(d.Balance) + int64(d.Moved) - int64(d.Fees) + h.premium)
	if d.Profit < 0 {
		return sum.Add(sum, whole(int64(d.Profit)))
	}
	return sum.Add(sum, down(times(whole(int64(d.Profit)), ratio(share, million))))
}

func same(t *rapid.T, what string, got market.Money, ok bool, want *big.Rat) {
	t.Helper()
	if (want != nil) != ok {
		t.Fatalf("%s: ok %t, want %v", what, ok, want)
	}
	if ok && want.Cmp(whole(int64(got))) != 0 {
		t.Fatalf("%s: %d, want %v", what, got, want)
	}
}

func (h *history) compare(t *rapid.T, a *Account) {
	t.Helper()
	held, frozen := h.margin(), h.frozen()
	got, ok := a.Held()
	same(t, "held", got, ok, held)
	got, ok = a.Frozen()
	same(t, "frozen", got, ok, frozen)
	var free, available *big.Rat
	if held != nil {
		free = down(times(h.usable(h.p.Profit), ratio(h.p.MaxUsage, million)))
		free.Sub(free, held)
		if frozen != nil {
			available = new(big.Rat).Sub(h.usable(h.p.Profit), held)
			available.Sub(available, frozen)
		}
	}
	got, ok = a.Free()
	same(t, "free", got, ok, free)
	got, ok = a.Available()
	same(t, "available", got, ok, available)
	got, ok = a.Equity()
	same(t, "equity", got, ok, h.usable(million))
}

// TestOracle compares an account that is told one thing after the other with a
// recount of everything in rational numbers after each.
func TestOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := world(t)
		h, a := &history{p: &p, day: 20201102}, New(p)
		a.Roll(h.day)
		a.Fund(h.fund, true)
		if rapid.Bool().Draw(t, "known") {
			h.settleAll(t, a)
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			h.step(t, a)
			h.compare(t, a)
		}
		b := New(p)
		if rest, ok := b.Load(a.Save(nil)); !ok || len(rest) != 0 {
			t.Fatal("not loaded")
		}
		h.compare(t, b)
	})
}

func (h *history) settleAll(t *rapid.T, a *Account) {
	for c := range 5 {
		h.settle(t, a, int64(c))
	}
}

func (h *history) settle(t *rapid.T, a *Account, c int64) {
	x := Settlement{Date: market.DateOfDays(h.day.Days() - 1), Price: market.Price(rapid.IntRange(1, 3000).Draw(t, "price")),
		Interest: int64(rapid.IntRange(0, 3).Draw(t, "interest"))}
	if !a.Settled(market.Contract(c), x) {
		t.Fatal("settlement refused")
	}
	h.price[c], h.oi[c] = int64(x.Price), x.Interest
	h.thaw(a)
}

// step tells both one thing.
func (h *history) step(t *rapid.T, a *Account) {
	num := func(name string, lo, hi int) int64 { return int64(rapid.IntRange(lo, hi).Draw(t, name)) }
	c, side := num("c", 0, 4), num("side", 0, 1)
	switch num("act", 0, 7) {
	case 0:
		h.settle(t, a, c)
	case 1:
		h.held[c] = [2]int64{num("long", 0, 20), num("short", 0, 20)}
		a.Position(market.Contract(c), market.Qty(h.held[c][0]), market.Qty(h.held[c][1]))
	case 2:
		i := num("pair", 0, 2)
		h.confirmed[i] = [2]int64{num("lots", 0, 20), num("reversed", 0, 20)}
		a.Spread(int(i), market.Qty(h.confirmed[i][0]), market.Qty(h.confirmed[i][1]))
	case 3, 4:
		h.live[c][side], h.liveAt[c][side] = num("lots", 0, 9), num("price", 0, 3000)
		h.tell(a, int(c), int(side))
	case 5:
		h.fund = Day{market.Money(num("balance", -1e9, 1e9)), market.Money(num("moved", -1e9, 1e9)),
			market.Money(num("profit", -1e9, 1e9)), market.Money(num("fees", 0, 1e9))}
		a.Fund(h.fund, true)
	case 6:
		price, lots := num("price", 1, 3000), num("lots", 1, 9)
		a.Premium(market.Contract(c), market.Side(side+1), market.Price(price), market.Qty(lots))
		if c > 2 {
			h.premium += (2*side - 1) * price * lots * int64(h.p.Instruments[c].TickValue)
		}
	case 7:
		h.day = market.DateOfDays(h.day.Days() + int32(num("days", 1, 25)))
		a.Roll(h.day)
		h.live, h.premium, h.fund = [5][2]int64{}, 0, Day{}
		a.Fund(h.fund, true)
	}
}

func (h *history) tell(a *Account, c, side int) {
	a.Working(market.Contract(c), market.Side(side+1), market.Qty(h.live[c][side]), market.Price(h.liveAt[c][side]))
}

// thaw tells again what is live: a lot's margin has changed.
func (h *history) thaw(a *Account) {
	for c := range 5 {
		for side := range 2 {
			h.tell(a, c, side)
		}
	}
}
