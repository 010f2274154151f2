package ops

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func TestFiguresRoundAgainstUs(t *testing.T) {
	min := market.Minute
	text := func(s *string) string {
		if s == nil {
			return "none"
		}
		return *s
	}
	for _, c := range []struct{ why, got, want string }{
		{"84.996 % is not 85", text(ratioText(84_996, 100_000)), "0.8499"},
		{"all of it", text(ratioText(21*345*min, 21*345*min)), "1.0000"},
		{"one nanosecond short of all", text(ratioText(21*345*min-1, 21*345*min)), "0.9999"},
		{"nothing obliged yet", text(ratioText(0, 0)), "none"},
		{"nothing done yet", text(ratioText(0, min)), "0.0000"},
		{"a need rounds up", text(needText(773_501)), "0.7736"},
		{"a need on the dot stays", text(needText(770_000)), "0.7700"},
		{"a need above one", text(needText(1_000_001)), "1.0001"},
		{"no time left to need", text(needText(-1)), "none"},
		{"slack rounds down", minutesText(711*min + min/10*4 + 5*market.Second), "711.4"},
		{"negative slack rounds away", minutesText(-1), "-0.1"},
		{"minus thirteen minutes", minutesText(-13 * min), "-13.0"},
		{"none at all", minutesText(0), "0.0"},
		{"80 %", ppmText(800_000), "0.80"},
		{"81.25 %", ppmText(812_500), "0.8125"},
		{"all", ppmText(1_000_000), "1.00"},
		{"a millionth", ppmText(1), "0.000001"},
		{"exact seconds", secondsText(-1), "-0.000000001"},
		{"no decimals", fixed(-7, 0), "-7"},
		{"a date", dateText(20200803), "2020-08-03"},
		{"no date", dateText(0), ""},
		{"a stamp is in the exchange's zone", stamp(market.Date(20200803).At(9*market.Hour + 1)), "2020-08-03T09:00:00.000000001+08:00"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.why, c.got, c.want)
		}
	}
}

// A ratio is the floor of the true one, whatever the size of its parts.
func TestRatioIsTheFloor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(1, 1<<62).Draw(t, "whole")
		part := rapid.Int64Range(0, whole).Draw(t, "part")
		want := new(big.Int).Mul(big.NewInt(part), big.NewInt(10_000))
		want.Quo(want, big.NewInt(whole))
		got := ratioText(market.Time(part), market.Time(whole))
		if got == nil || *got != fixed(want.Int64(), 4) {
			t.Fatalf("%d of %d: %v, want %s", part, whole, got, fixed(want.Int64(), 4))
		}
	})
}

// Slack in minutes never says more than there is, nor a tenth less.
func TestMinutesAreTheFloor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64Range(-1<<50, 1<<50).Draw(t, "slack")
		shown, ok := new(big.Rat).SetString(minutesText(market.Time(v)))
		if !ok {
			t.Fatal("not a number")
		}
		short := new(big.Rat).Sub(big.NewRat(v, int64(market.Minute)), shown)
		if short.Sign() < 0 || short.Cmp(big.NewRat(1, 10)) >= 0 {
			t.Fatalf("%d ns shows as %s minutes", v, minutesText(market.Time(v)))
		}
	})
}
