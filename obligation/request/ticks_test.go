package request

import (
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
)

// TestTicks compares the ring with a list, also when it has turned over.
func TestTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var k ticks
		var list []moment[market.Price]
		now := market.Time(1)
		more := rapid.SampledFrom([]int{1, 20, tickCount + 50}).Draw(t, "count")
		step, price := rapid.Int64Range(0, 3), rapid.Int64Range(1, 9)
		turn := rapid.IntRange(0, 7).Draw(t, "turn")
		for i := range more {
			var p market.Price
			if i < 20 {
				now += market.Time(step.Draw(t, "step"))
				p = market.Price(price.Draw(t, "price"))
			} else {
				now++
				p = market.Price((i*turn+i%3)%9 + 1)
			}
			k.add(p, now)
			if n := len(list); n == 0 || list[n-1].v != p {
				list = append(list, moment[market.Price]{now, p})
			}
		}
		list = list[max(0, len(list)-tickCount):]
		from := market.Time(rapid.Int64Range(0, int64(now)+2).Draw(t, "from"))
		to := from + market.Time(rapid.Int64Range(0, 8).Draw(t, "span"))
		lo, hi := k.extent(from, to)
		wantLo, wantHi := extentOf(list, from, to)
		if lo != wantLo || hi != wantHi {
			t.Fatalf("extent(%d, %d) = %d, %d, want %d, %d", from, to, lo, hi, wantLo, wantHi)
		}
		floor, ceil := market.Price(price.Draw(t, "floor")), market.Price(price.Draw(t, "ceil"))
		want := market.Time(0)
		for _, m := range list {
			if want == 0 && m.at >= from && m.at < to && (m.v <= floor || m.v >= ceil) {
				want = m.at
			}
		}
		if got := k.beyond(floor, ceil, from, to); got != want {
			t.Fatalf("beyond(%d, %d, %d, %d) = %d, want %d", floor, ceil, from, to, got, want)
		}
	})
}

func extentOf(list []moment[market.Price], from, to market.Time) (lo, hi market.Price) {
	if len(list) == 0 || list[0].at > from {
		return -far, far
	}
	lo, hi = at(list, from), at(list, from)
	for _, m := range list {
		if m.at > from && m.at <= to {
			lo, hi = min(lo, m.v), max(hi, m.v)
		}
	}
	return lo, hi
}

// TestTicksOutOfOrder: a price told late is taken to come right after the last.
func TestTicksOutOfOrder(t *testing.T) {
	var k ticks
	k.add(5, 10)
	k.add(7, 8)
	if lo, hi := k.extent(10, 10); lo != 7 || hi != 7 {
		t.Errorf("%d to %d", lo, hi)
	}
	if lo, hi := k.extent(9, 9); lo != -far || hi != far {
		t.Errorf("before the first: %d to %d", lo, hi)
	}
}
