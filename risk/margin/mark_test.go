package margin

import (
	"fmt"
	"testing"

	"quotient/market"
)

// BenchmarkMark is what a tick costs the account with funds in force: a price that
// stands, one that moves, and one that moves the day's profit as well.
func BenchmarkMark(b *testing.B) {
	for _, n := range []int{10, 500} {
		a := New(chain(n))
		settle(a)
		for c := range a.rows {
			a.Position(market.Contract(c), 3, 2)
		}
		for i, name := range []string{"still", "moved", "moved with funds"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				c, price := 0, market.Price(5500)
				for b.Loop() {
					if c++; c == n {
						c = 0
						price ^= market.Price(min(i, 1))
					}
					a.Mark(market.Contract(c), price, 200)
					if i == 2 {
						a.Fund(Day{Balance: 1 << 40, Profit: market.Money(price)}, true)
						a.Free()
					}
				}
			})
		}
	}
}
