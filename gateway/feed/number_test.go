package feed

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

var plainDecimal = regexp.MustCompile(`^(-?)([0-9]*)(\.[0-9]*)?$`)

// slowPrice is the rule for a price, with rationals.
func slowPrice(in *market.Instrument, text string) (market.Price, Code) {
	m := plainDecimal.FindStringSubmatch(text)
	if m == nil || len(strings.Trim(text, "-.")) == 0 {
		return 0, CodeNumber
	}
	if m[1] == "-" {
		return 0, CodeNegative
	}
	value, ok := new(big.Rat).SetString("0" + strings.TrimSuffix(text, "."))
	if !ok {
		return 0, CodeNumber
	}
	ticks := value.Quo(value, big.NewRat(in.TickUnits, pow(in.Decimals)))
	if ticks.Cmp(new(big.Rat).SetInt64(int64(MaxTicks))) > 0 {
		return 0, CodeAbsurd
	}
	if !ticks.IsInt() {
		return 0, CodeOffTick
	}
	return market.Price(ticks.Num().Int64()), OK
}

// texts are numbers, near-numbers and rubbish.
var texts = rapid.OneOf(
	rapid.StringMatching(`-?[0-9]{0,12}(\.[0-9]{0,4})?`),
	rapid.StringMatching(`[0-9]{1,6}(\.[0-9]{1,2}0{0,4})?`),
	rapid.StringMatching(`0{0,30}[0-9]{1,3}`),
	rapid.StringMatching(`[-+0-9.eEnaif]{0,8}`),
)

func TestPriceAgainstRationals(t *testing.T) {
	universe := apples(t)
	rapid.Check(t, func(t *rapid.T) {
		in := &universe[rapid.IntRange(0, len(universe)-1).Draw(t, "instrument")]
		text := texts.Draw(t, "text")
		got, code := price(in, []byte(text))
		want, wantCode := slowPrice(in, text)
		if code == CodeOffTick && wantCode == CodeAbsurd || code == CodeAbsurd && wantCode == CodeOffTick {
			return // wrong for both reasons
		}
		if got != want || code != wantCode {
			t.Fatalf("%q in ticks of %d/10^%d: %d %v, want %d %v", text, in.TickUnits, in.Decimals, got, code, want, wantCode)
		}
	})
}

// slowWhole is the rule for a whole number.
func slowWhole(text string, limit int64, cut bool) (int64, Code) {
	m := regexp.MustCompile(`^(-?)([0-9]+)(\.[0-9]+)?$`).FindStringSubmatch(text)
	if m == nil {
		if strings.HasPrefix(text, "-") && len(text) > 1 && text[1] >= '0' && text[1] <= '9' {
			return 0, CodeNegative
		}
		return 0, CodeNumber
	}
	if m[1] == "-" {
		return 0, CodeNegative
	}
	if !cut && strings.Trim(m[3], ".0") != "" {
		return 0, CodeFraction
	}
	n, _ := new(big.Int).SetString(m[2], 10)
	if n.Cmp(big.NewInt(limit)) > 0 {
		return 0, CodeAbsurd
	}
	return n.Int64(), OK
}

func TestWholeAgainstBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		limit := rapid.SampledFrom([]int64{9, 999, MaxSize, MaxTotal, MaxTurnover}).Draw(t, "limit")
		cut := rapid.Bool().Draw(t, "cut")
		got, code := whole([]byte(text), limit, cut)
		if want, wantCode := slowWhole(text, limit, cut); got != want || code != wantCode {
			t.Fatalf("%q up to %d: %d %v, want %d %v", text, limit, got, code, want, wantCode)
		}
	})
}

func TestAbsent(t *testing.T) {
	digits := new(big.Int)
	if _, _, err := new(big.Float).Parse("1.7976931348623157e308", 10); err != nil {
		t.Fatal(err)
	}
	largest, _ := new(big.Float).SetFloat64(1.7976931348623157e308).Int(digits)
	full := largest.String()
	for _, s := range []string{"", "N/A", "nan", "NaN", full, full + ".000000", "1.7976931348623157e+308", "1.797693E+308", "1.797693134862e+308"} {
		if !absent([]byte(s)) {
			t.Errorf("%q is a value", s)
		}
	}
	for _, s := range []string{"0", "0.00", "1.797693", "1.7976931348623157", "1.797693e+307", "17976931348623157", full + "0", "7160.00",
		"1566979008.00", "N/B", "9.999999e+308", "-1.7976931348623157e+308"} {
		if absent([]byte(s)) {
			t.Errorf("%q is absent", s)
		}
	}
}
