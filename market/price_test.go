package market_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func tick(units int64, decimals uint8) *market.Instrument {
	return &market.Instrument{TickUnits: units, Decimals: decimals, TickValue: 1000}
}

func TestPriceTable(t *testing.T) {
	for _, c := range []struct {
		in   *market.Instrument
		text string
		want market.Price
		ok   bool
	}{
		{tick(1, 0), "7357", 7357, true},
		{tick(1, 0), "7357.00", 7357, true},
		{tick(1, 0), "7357.", 7357, true},
		{tick(1, 0), "007357", 7357, true},
		{tick(1, 0), "0", 0, true},
		{tick(1, 0), "7357.5", 0, false},
		{tick(1, 0), "7357.000000000000000000001", 0, false},
		{tick(5, 0), "14995", 2999, true},
		{tick(5, 0), "14996", 0, false},
		{tick(2, 1), "5230.8", 26154, true},
		{tick(2, 1), "5230", 26150, true},
		{tick(2, 1), "5230.80", 26154, true},
		{tick(2, 1), "5230.81", 0, false},
		{tick(2, 1), "5230.1", 0, false},
		{tick(1, 8), "0.00000001", 1, true},
		{tick(1, 8), "0.000000001", 0, false},
		{tick(1, 0), "4611686018427387900", 4611686018427387900, true},
		{tick(1, 0), "46116860184273879040", 0, false},
		{tick(1, 8), "99999999999", 0, false},
		{tick(1, 0), "", 0, false},
		{tick(1, 0), ".", 0, false},
		{tick(1, 0), "-1", 0, false},
		{tick(1, 0), "+1", 0, false},
		{tick(1, 0), "1e3", 0, false},
		{tick(1, 0), "NaN", 0, false},
		{tick(1, 0), "1.2.3", 0, false},
		{tick(1, 0), " 1", 0, false},
		{tick(1, 0), "1,000", 0, false},
	} {
		got, ok := c.in.ParsePrice([]byte(c.text))
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q in ticks of %d/10^%d: %d %v, want %d %v", c.text, c.in.TickUnits, c.in.Decimals, got, ok, c.want, c.ok)
		}
	}
}

func TestFormatPriceTable(t *testing.T) {
	for _, c := range []struct {
		in   *market.Instrument
		p    market.Price
		want string
	}{
		{tick(1, 0), 7357, "7357"}, {tick(1, 0), 0, "0"}, {tick(1, 0), -5, "-5"},
		{tick(2, 1), 26154, "5230.8"}, {tick(2, 1), 26150, "5230.0"}, {tick(2, 1), -1, "-0.2"}, {tick(2, 1), 0, "0.0"},
		{tick(5, 0), 2999, "14995"}, {tick(1, 8), 1, "0.00000001"}, {tick(25, 2), 3, "0.75"},
	} {
		if got := c.in.FormatPrice(c.p); got != c.want {
			t.Errorf("%d in ticks of %d/10^%d: %q, want %q", c.p, c.in.TickUnits, c.in.Decimals, got, c.want)
		}
	}
	if got := string(tick(2, 1).AppendPrice([]byte("at "), 26154)); got != "at 5230.8" {
		t.Errorf("appended: %q", got)
	}
}

func instruments(t *rapid.T) *market.Instrument {
	return tick(rapid.Int64Range(1, 1000).Draw(t, "units"), uint8(rapid.IntRange(0, 8).Draw(t, "decimals")))
}

func TestPriceRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := instruments(t)
		p := market.Price(rapid.Int64Range(0, 1e9).Draw(t, "price"))
		text := in.FormatPrice(p)
		got, ok := in.ParsePrice([]byte(text))
		if !ok || got != p {
			t.Fatalf("%d prints as %q and reads as %d %v", p, text, got, ok)
		}
		want := big.NewRat(int64(p)*in.TickUnits, pow10(in.Decimals)).FloatString(int(in.Decimals))
		if text != want {
			t.Fatalf("%d in ticks of %d/10^%d prints as %q, want %q", p, in.TickUnits, in.Decimals, text, want)
		}
	})
}

func pow10(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// checkParse compares ParsePrice with rationals on any text.
func checkParse(t interface{ Fatalf(string, ...any) }, in *market.Instrument, text string) {
	got, ok := in.ParsePrice([]byte(text))
	digits, points := 0, 0
	for _, ch := range []byte(text) {
		switch {
		case ch >= '0' && ch <= '9':
			digits++
		case ch == '.':
			points++
		default:
			if ok {
				t.Fatalf("%q is taken", text)
			}
			return
		}
	}
	if digits == 0 || points > 1 {
		if ok {
			t.Fatalf("%q is taken", text)
		}
		return
	}
	value, _ := new(big.Rat).SetString("0" + text + "0")
	if points == 0 {
		value, _ = new(big.Rat).SetString(text)
	}
	value.Quo(value, big.NewRat(in.TickUnits, pow10(in.Decimals)))
	want := value.IsInt()
	if ok && !want || ok && value.Num().Cmp(big.NewInt(int64(got))) != 0 {
		t.Fatalf("%q in ticks of %d/10^%d: %d, want %v", text, in.TickUnits, in.Decimals, got, value)
	}
	if !ok && want && value.Num().BitLen() < 40 {
		t.Fatalf("%q in ticks of %d/10^%d is refused, it is %v", text, in.TickUnits, in.Decimals, value)
	}
}

func TestParsePriceAgainstRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkParse(t, instruments(t), rapid.StringMatching(`[0-9]{0,25}\.?[0-9]{0,12}`).Draw(t, "text"))
	})
}

func FuzzParsePrice(f *testing.F) {
	for _, s := range []string{"7357.00", "5230.8", "0", "", ".", "-1", "NaN", "1e5", "99999999999999999999999", "0.00000001"} {
		f.Add(s, uint16(2), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, units uint16, decimals uint8) {
		in := tick(int64(units)+1, decimals%9)
		in.Check(func(key string, found, allowed int64) { t.Fatalf("%s is %d, allowed %d", key, found, allowed) })
		checkParse(t, in, text)
	})
}

func TestInstrumentCheck(t *testing.T) {
	for _, c := range []struct {
		in   market.Instrument
		want string
	}{
		{market.Instrument{TickUnits: 1, TickValue: 1}, ""},
		{market.Instrument{TickUnits: 1, Decimals: 8, TickValue: 1}, ""},
		{market.Instrument{TickUnits: 0, TickValue: 1}, "tick 0 1;"},
		{market.Instrument{TickUnits: -2, Decimals: 9, TickValue: -1}, "tick -2 1;tick 9 8;multiplier -1 1;"},
	} {
		got := ""
		c.in.Check(func(key string, found, allowed int64) { got += fmt.Sprintf("%s %d %d;", key, found, allowed) })
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestMulMoneyAgainstBig(t *testing.T) {
	const low, high = -1 << 63, 1<<63 - 1
	edges := []int64{0, 1, -1, 2, -2, 3037000499, 3037000500, low, low + 1, high, high - 1, 1 << 32, -1 << 32}
	check := func(t interface{ Fatalf(string, ...any) }, a, b int64) {
		want := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		m, ok := market.MulMoney(a, b)
		if ok != want.IsInt64() || ok && int64(m) != want.Int64() {
			t.Fatalf("%d × %d = %d %v, want %v", a, b, m, ok, want)
		}
	}
	for _, a := range edges {
		for _, b := range edges {
			check(t, a, b)
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")) })
}

func TestParsePriceDoesNotAllocate(t *testing.T) {
	in, text, buf := tick(2, 1), []byte("5230.8"), make([]byte, 0, 32)
	if n := testing.AllocsPerRun(100, func() {
		p, ok := in.ParsePrice(text)
		buf = in.AppendPrice(buf[:0], p)
		if !ok || string(buf) != "5230.8" {
			t.Fatal(p, ok)
		}
	}); n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
