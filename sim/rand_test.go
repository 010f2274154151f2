package sim

import (
	"math"
	"testing"
)

// TestDraws holds the generator's mean and spread against their names.
func TestDraws(t *testing.T) {
	r := random(42)
	const n = 200_000
	var normal, heavy []float64
	low, high := int64(math.MaxInt64), int64(0)
	for range n {
		normal = append(normal, float64(r.normal(1000)))
		heavy = append(heavy, float64(r.heavy(20)))
		v := r.below(7)
		low, high = min(low, v), max(high, v)
	}
	if m, d := mean(normal), deviation(normal); math.Abs(m) > 10 || math.Abs(d-1000) > 10 {
		t.Errorf("normal: mean %.1f, deviation %.1f", m, d)
	}
	if m := mean(heavy); math.Abs(m-20) > 1 {
		t.Errorf("heavy: mean %.2f", m)
	}
	if low != 0 || high != 6 {
		t.Errorf("below(7): %d to %d", low, high)
	}
}
