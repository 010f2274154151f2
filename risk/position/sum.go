package position

import "quotient/market"

// MaxWeight bounds what a lot may count, so that sums of weighted lots cannot
// overflow with up to 2048 contracts of as many as maxWeighed lots.
const (
	MaxWeight             = 1 << 29
	maxWeighed market.Qty = 1 << 22
)

// A Sum is what the positions of several contracts add up to.
type Sum struct {
	Net         market.Qty
	Lots        market.Qty // long and short
	Delta, Vega int64      // net, in the weights' units
}

// A weight is what one lot of a contract counts.
type weight struct{ delta, vega int64 }

// Weigh says what a lot of c counts in delta and vega from now on.
func (l *Ledger) Weigh(c market.Contract, delta, vega int64) {
	if int(c) >= len(l.rows) {
		return
	}
	within := func(v int64) int64 { return min(max(v, -MaxWeight), MaxWeight) }
	l.count(c, -1)
	l.weights[c] = weight{within(delta), within(vega)}
	l.count(c, 1)
}

// Sum returns the sum over the contracts of a group.
func (l *Ledger) Sum(group int) *Sum { return &l.sums[group] }

// Account returns the sum over all contracts.
func (l *Ledger) Account() *Sum { return &l.total }

// count adds c's position to the sums, or, with sign -1, takes it out.
func (l *Ledger) count(c market.Contract, sign int64) {
	h, w := &l.rows[c], &l.weights[c]
	net, q := l.Net(c), market.Qty(sign)
	n := sign * int64(min(max(net, -maxWeighed), maxWeighed))
	for _, sum := range [...]*Sum{&l.sums[l.group[c]], &l.total} {
		sum.Net += q * net
		sum.Lots += q * (h.side[0].total + h.side[1].total)
		sum.Delta += n * w.delta
		sum.Vega += n * w.vega
	}
}
