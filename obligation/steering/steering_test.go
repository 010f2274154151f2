package steering

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

var params = Params{Reserve: 30 * market.Minute, Watch: 60 * market.Minute, Critical: 980_000}

func TestNeedOf(t *testing.T) {
	for _, c := range []struct {
		slack market.Time
		rest  int64
		want  Need
	}{
		{-1, 500_000, Lost},
		{0, 1_000_001, Lost},
		{0, 1_000_000, Critical},
		{200 * market.Minute, 980_000, Critical},
		{200 * market.Minute, 979_999, Comfortable},
		{30 * market.Minute, 700_000, Behind},
		{30*market.Minute + 1, 700_000, Watch},
		{90 * market.Minute, 700_000, Watch},
		{90*market.Minute + 1, 700_000, Comfortable},
		{90*market.Minute + 1, -1, Comfortable},
	} {
		if got := NeedOf(c.slack, c.rest, &params); got != c.want {
			t.Errorf("NeedOf(%d, %d) = %v, want %v", c.slack, c.rest, got, c.want)
		}
	}
}

func TestNeedNeverFallsAsSlackShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rest := rapid.Int64Range(-1, 1_100_000).Draw(t, "rest")
		a := market.Time(rapid.Int64Range(-1e12, 1e13).Draw(t, "a"))
		b := market.Time(rapid.Int64Range(-1e12, 1e13).Draw(t, "b"))
		if a > b {
			a, b = b, a
		}
		if NeedOf(a, rest, &params) < NeedOf(b, rest, &params) {
			t.Fatalf("slack %d needs less than slack %d", a, b)
		}
	})
}

// Two buckets of 1000 s with costs 1..4 and 10,20,30,40 by quarters of 250 s.
func example() []Bucket {
	return []Bucket{
		{1000 * market.Second, []int64{1, 2, 3, 4}},
		{1000 * market.Second, []int64{10, 20, 30, 40}},
	}
}

func TestShadowPriceByHand(t *testing.T) {
	for _, c := range []struct{ spend, want int64 }{
		{0, MustQuote}, {-5, MustQuote},
		{2000, 0}, // everything fits
		{1999, 1}, // the cheapest quarter is quoted through
		{1000, 4}, // the whole second bucket is spent
		{500, 20}, // the dearest half of it
		{250, 30}, // the dearest quarter
		{249, 40}, // not even that
	} {
		slack := market.Time(c.spend)*market.Second + params.Reserve
		if got := ShadowPrice(slack, params.Reserve, example()); got != c.want {
			t.Errorf("spend %d s: %d, want %d", c.spend, got, c.want)
		}
	}
	if got := ShadowPrice(market.Second, 0, []Bucket{{Left: market.Hour}}); got != 0 {
		t.Errorf("a bucket without a forecast: %d, want 0", got)
	}
	if got := ShadowPrice(market.Second, 0, nil); got != 0 {
		t.Errorf("nothing to come: %d, want 0", got)
	}
}

func TestShadowPriceFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var buckets []Bucket
		for range rapid.IntRange(0, 5).Draw(t, "buckets") {
			q := rapid.SliceOfN(rapid.Int64Range(-50, 50), 1, 6).Draw(t, "q")
			buckets = append(buckets, Bucket{market.Time(rapid.Int64Range(0, 1e6).Draw(t, "left")), q})
		}
		slack := market.Time(rapid.Int64Range(1, 5e6).Draw(t, "slack"))
		price := ShadowPrice(slack, 0, buckets)
		if above(buckets, price) > slack {
			t.Fatalf("at price %d the time above does not fit", price)
		}
		if price > 0 && above(buckets, price-1) <= slack {
			t.Fatalf("price %d is not the smallest", price)
		}
		if more := ShadowPrice(slack+1000, 0, buckets); more > price {
			t.Fatalf("more slack costs more: %d after %d", more, price)
		}
	})
}
