package obligation

import "quotient/market"

// A rank is one contract of a unit while the unit is read.
type rank struct {
	account
	ahead    account // of it, what the days after the running one ask
	slack    market.Time
	need     int64
	contract market.Contract
	verdict  Verdict
	_        [5]byte
}

// sortRanks sorts indices into ranks by slack, then by contract (heap sort).
func (m *Meter) sortRanks(list []int32) {
	for i := len(list)/2 - 1; i >= 0; i-- {
		m.sink(list, i)
	}
	for n := len(list) - 1; n > 0; n-- {
		list[0], list[n] = list[n], list[0]
		m.sink(list[:n], 0)
	}
}

// sink restores the heap, largest first, from element i down.
func (m *Meter) sink(list []int32, i int) {
	for {
		big := i
		for k := 2*i + 1; k <= 2*i+2 && k < len(list); k++ {
			if m.stands(list[big], list[k]) {
				big = k
			}
		}
		if big == i {
			return
		}
		list[i], list[big] = list[big], list[i]
		i = big
	}
}

// stands reports whether rank a stands worse than rank b.
func (m *Meter) stands(a, b int32) bool {
	x, y := &m.ranks[a], &m.ranks[b]
	return x.slack < y.slack || x.slack == y.slack && x.contract < y.contract
}
