package request

import "quotient/market"

// tickCount is how many changes of an underlying's last price are kept: minutes
// of the busiest future, far more than any holding time.
const tickCount = 1024

// far is further than any price.
const far market.Price = 1 << 40

// ticks are the last changes of one underlying's last price, in time.
type ticks struct {
	n, head int32 // head is the oldest
	at      [tickCount]market.Time
	price   [tickCount]market.Price
}

// add notes a last price; out of order it is taken to come right after the last.
func (k *ticks) add(p market.Price, t market.Time) {
	if k.n > 0 {
		last := k.index(k.n - 1)
		if k.price[last] == p {
			return
		}
		t = max(t, k.at[last])
	}
	if k.n == tickCount {
		k.head, k.n = (k.head+1)%tickCount, k.n-1
	}
	i := k.index(k.n)
	k.at[i], k.price[i] = t, p
	k.n++
}

// index is where the i-th oldest change lies.
func (k *ticks) index(i int32) int32 { return (k.head + i) % tickCount }

// after is how many changes came at t or before.
func (k *ticks) after(t market.Time) int32 {
	lo, hi := int32(0), k.n
	for lo < hi {
		if mid := (lo + hi) / 2; k.at[k.index(mid)] <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// extent is the lowest and the highest price in force in [from, to]. When the
// price at from is not known, it may have been any.
func (k *ticks) extent(from, to market.Time) (lo, hi market.Price) {
	i := k.after(from) - 1
	if i < 0 {
		return -far, far
	}
	lo, hi = k.price[k.index(i)], k.price[k.index(i)]
	for i++; i < k.n && k.at[k.index(i)] <= to; i++ {
		lo, hi = min(lo, k.price[k.index(i)]), max(hi, k.price[k.index(i)])
	}
	return lo, hi
}

// beyond is the first change in [from, to) to a price of at most floor or at
// least ceil; 0 when there is none.
func (k *ticks) beyond(floor, ceil market.Price, from, to market.Time) market.Time {
	for i := k.after(from - 1); i < k.n && k.at[k.index(i)] < to; i++ {
		if p := k.price[k.index(i)]; p <= floor || p >= ceil {
			return k.at[k.index(i)]
		}
	}
	return 0
}
