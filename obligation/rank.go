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
	for i := range list {
		m.sink(list, len(list)-1-i)
	}
	for len(list) > 0 {
		last := len(list) - 1
		list[0], list[last] = list[last], list[0]
		list = list[:last]
		m.sink(list, 0)
	}
}

// sink restores the heap, largest first, from element i down.
func (m *Meter) sink(list []int32, i int) {
	for k := 2*i + 1; k < len(list); k = 2*i + 1 {
		if k+1 < len(list) && m.stands(list[k], list[k+1]) {
			k++
		}
		if m.stands(list[k], list[i]) {
			return
		}
		list[i], list[k] = list[k], list[i]
		i = k
	}
}

// stands reports whether rank a stands worse than rank b.
func (m *Meter) stands(a, b int32) bool {
	x, y := &m.ranks[a], &m.ranks[b]
	return x.slack < y.slack || x.slack == y.slack && x.contract < y.contract
}
