package sim

import "quotient/market"

// An agenda says whose turn is next: a heap of indexes by time, at the same time
// the lower index first.
type agenda struct {
	at    []market.Time // by index; never = nothing to do
	order []int32       // the heap
	place []int32       // by index, where it stands in order
}

func newAgenda(n int) agenda {
	a := agenda{at: make([]market.Time, n), order: make([]int32, n), place: make([]int32, n)}
	for i := range a.at {
		a.at[i], a.order[i], a.place[i] = never, int32(i), int32(i)
	}
	return a
}

// next returns the earliest time; never when nobody has anything to do.
func (a *agenda) next() market.Time {
	if len(a.order) == 0 {
		return never
	}
	return a.at[a.order[0]]
}

// first returns the index whose turn is next; there must be one.
func (a *agenda) first() int32 { return a.order[0] }

// set says when index i has its turn.
func (a *agenda) set(i int32, at market.Time) {
	was := a.at[i]
	a.at[i] = at
	if at < was {
		a.up(a.place[i])
	} else if at > was {
		a.down(a.place[i])
	}
}

func (a *agenda) before(i, j int32) bool {
	return a.at[i] < a.at[j] || a.at[i] == a.at[j] && i < j
}

func (a *agenda) swap(p, q int32) {
	i, j := a.order[p], a.order[q]
	a.order[p], a.order[q], a.place[i], a.place[j] = j, i, q, p
}

func (a *agenda) up(p int32) {
	for p > 0 && a.before(a.order[p], a.order[(p-1)/2]) {
		a.swap(p, (p-1)/2)
		p = (p - 1) / 2
	}
}

func (a *agenda) down(p int32) {
	for {
		least := p
		for child := 2*p + 1; child <= 2*p+2 && int(child) < len(a.order); child++ {
			if a.before(a.order[child], a.order[least]) {
				least = child
			}
		}
		if least == p {
			return
		}
		a.swap(p, least)
		p = least
	}
}
