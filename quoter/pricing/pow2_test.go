package pricing

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

func TestPow2AgreesWithTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(0, 999).Draw(t, "x")
		got, want := pow2(x), math.Exp2(-x)
		if math.Abs(got-want) > 1e-15*want {
			t.Fatalf("2^-%v = %v, want %v", x, got, want)
		}
	})
}

func TestDecayAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		age, half market.Time
		want      float64
	}{
		{0, market.Second, 1},
		{-market.Second, market.Second, 1}, // a clock that stands still forgets nothing
		{market.Second, market.Second, 0.5},
		{3 * market.Second, market.Second, 0.125},
		{market.Second, 0, 0},
		{2000 * market.Second, market.Second, 0},
		{market.Second, 2 * market.Second, math.Sqrt(0.5)},
	} {
		if got := decay(c.age, c.half); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("decay(%d, %d) = %v, want %v", c.age, c.half, got, c.want)
		}
	}
	if got := pow2(math.NaN()); got != 0 {
		t.Errorf("2^-NaN = %v, want 0", got)
	}
}
