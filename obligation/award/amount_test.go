package award

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation"
)

func figure() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64Range(0, 9), rapid.Int64Range(0, 1<<40), rapid.Int64Range(0, math.MaxInt64))
}

func whole(v int64) *big.Int { return big.NewInt(v) }

// checkResult holds a result against the exact one; what does not fit must be told.
func checkResult(t *rapid.T, what string, got int64, over bool, want *big.Int) {
	if over != !want.IsInt64() || !over && got != want.Int64() {
		t.Fatalf("%s: %d, over %v, want %v", what, got, over, want)
	}
}

func TestArithmeticAgainstBigNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, of, d := figure().Draw(t, "a"), figure().Draw(t, "b"), figure().Draw(t, "of"), figure().Draw(t, "d")
		product := new(big.Int).Mul(whole(a), whole(b))
		var k calc
		checkResult(t, "sum", k.add(a, b), k.over, new(big.Int).Add(whole(a), whole(b)))
		k = calc{}
		checkResult(t, "product", k.mul(a, b), k.over, product)
		if got := below(a, b, of, d); got != (product.Cmp(new(big.Int).Mul(whole(of), whole(d))) < 0) {
			t.Fatalf("%d × %d below %d × %d: %v", a, b, of, d, got)
		}
		if of == 0 {
			return
		}
		q, rest := new(big.Int).QuoRem(product, whole(of), new(big.Int))
		k = calc{}
		checkResult(t, "part", k.part(a, b, of), k.over, q)
		if rest.Sign() > 0 {
			q.Add(q, whole(1))
		}
		k = calc{}
		checkResult(t, "part up", k.partUp(a, b, of), k.over, q)
	})
}

func TestArithmeticEdges(t *testing.T) {
	const most = math.MaxInt64
	for _, c := range []struct {
		name string
		do   func(k *calc) int64
		want int64
		over bool
	}{
		{"the most", func(k *calc) int64 { return k.add(most-1, 1) }, most, false},
		{"one more", func(k *calc) int64 { return k.add(most, 1) }, 0, true},
		{"2^62", func(k *calc) int64 { return k.mul(1<<31, 1<<31) }, 1 << 62, false},
		{"2^63", func(k *calc) int64 { return k.mul(1<<32, 1<<31) }, 0, true},
		{"2^64", func(k *calc) int64 { return k.mul(1<<32, 1<<32) }, 0, true},
		{"by nothing", func(k *calc) int64 { return k.part(1, 1, 0) }, 0, true},
		{"nothing by nothing", func(k *calc) int64 { return k.part(0, 0, 0) }, 0, true},
		{"high word as large as the divisor", func(k *calc) int64 { return k.part(1<<62, 4, 1) }, 0, true},
		{"quotient over the most", func(k *calc) int64 { return k.part(1<<62, 2, 1) }, 0, true},
		{"exact", func(k *calc) int64 { return k.partUp(6, 2, 4) }, 3, false},
		{"up", func(k *calc) int64 { return k.partUp(7, 2, 4) }, 4, false},
		{"up past the most", func(k *calc) int64 { return k.partUp(most, 3, 3) }, most, false},
	} {
		var k calc
		if got := c.do(&k); got != c.want || k.over != c.over {
			t.Errorf("%s: %d, over %v", c.name, got, k.over)
		}
	}
	if !negative(1, -1, 2) || negative(0, 1) || negative() {
		t.Error("negative")
	}
}

func TestTooLarge(t *testing.T) {
	const most = math.MaxInt64
	huge := []Trades{{Lots: 1, Fees: most, Rate: million}, {Lots: 1, Fees: most, Rate: million}}
	small := []Trades{{Lots: 2, Fees: 1, Rate: million}}
	half := []Trades{{Lots: 1, Fees: most / 2, Rate: million}, {Lots: 1, Fees: 1, Rate: million}}
	twice := []Trades{{Lots: most/million + 1, Fees: 1, Rate: 1}}
	s := Scheme{Extra: Extra{Ratio: million, Rate: million}, Order: OrderFee{Tiers: []OrderTier{{From: 1, Each: most, Over: most}}},
		Trading: Trading{Pool: 100, Volume: million, Passive: million}}
	spread := Scheme{Quoting: []Step{{Spread: 1, Amount: 1}}}
	for name, e := range map[string]Estimate{
		"own":    ReliefFutures(obligation.Met, huge, nil),
		"others": ReliefFutures(obligation.Met, small, huge),
		"both":   ReliefFutures(obligation.Met, half, []Trades{{Lots: 2, Fees: most/2 + 1, Rate: million}}),
		"lots":   ReliefFutures(obligation.Met, twice, nil),
		"missed": ReliefFutures(obligation.Missed, huge, nil),
		"extra":  ExtraFee(&s, &Cancelling{Cancels: 1, Traded: 1, Cancelled: most / million, Fees: most}),
		"order":  SubmissionFee(&s, &Messaging{Messages: 2, Dealt: 2}),
		"volume": TradingFutures(&s, obligation.Met, &Traded{Passive: most / million * 2, AllVolume: 1}),
		"spread": QuotingFutures(&spread, obligation.Met, &Quoted{Obliged: 1, Measured: 1, SpreadTime: most}),
	} {
		if e.Outcome != TooLarge || e.Amount != 0 {
			t.Errorf("%s: %v %d", name, e.Outcome, e.Amount)
		}
	}
	if e := ReliefFutures(obligation.Met, half, small); e.Outcome != Estimated || e.Amount != most/2+2 {
		t.Errorf("just fits: %v %d", e.Outcome, e.Amount)
	}
}

func TestSum(t *testing.T) {
	list := func(amounts ...market.Money) (l []Estimate) {
		for _, a := range amounts {
			l = append(l, Estimate{Amount: a})
		}
		return l
	}
	for _, c := range []struct {
		list []Estimate
		want market.Money
		ok   bool
	}{
		{nil, 0, true}, {list(5, 0, -7), -2, true},
		{list(math.MaxInt64, 1), 0, false}, {list(math.MinInt64, -1), 0, false},
		{list(math.MaxInt64, -1, 1), math.MaxInt64, true},
	} {
		if got, ok := Sum(c.list); got != c.want || ok != c.ok {
			t.Errorf("%v: %d %v", c.list, got, ok)
		}
	}
}

// TestMonths compares with the library's calendar over 60 years.
func TestMonths(t *testing.T) {
	for n := range 720 {
		d := time.Date(2000, time.Month(1+n), 1, 0, 0, 0, 0, time.UTC)
		m := market.Month(d.Year()*100 + int(d.Month()))
		next, last := d.AddDate(0, 1, 0), d.AddDate(0, 1, -1)
		if after(m) != market.Month(next.Year()*100+int(next.Month())) || monthOf(ordinal(m)) != m ||
			lastDay(m) != m2d(m)+market.Date(last.Day()) {
			t.Fatalf("%d: after it %d, its last day %d", m, after(m), lastDay(m))
		}
	}
	if after(0) != 0 {
		t.Error("nothing comes after no month")
	}
}

func m2d(m market.Month) market.Date { return market.Date(m) * 100 }
