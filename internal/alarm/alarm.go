package alarm

import (
	"math"

	"quotient/internal/flat"
	"quotient/market"
)

// never stands in the tree for what has no alarm, so that the earliest is a minimum.
const never = market.Time(math.MaxInt64)

// A List is a tree over its indexes: every node holds the earlier of the two
// below it, the leaves are the alarms. Setting one costs a way up, the earliest
// nothing, and every index that is due a way down.
type List struct {
	leaves int // a power of two
	node   []market.Time
}

// New returns a List of n alarms, none of which is set.
func New(n int) List {
	l := List{leaves: 1}
	for l.leaves < n {
		l.leaves *= 2
	}
	l.node = make([]market.Time, 2*l.leaves)
	for i := range l.node {
		l.node[i] = never
	}
	return l
}

// Set sets alarm i to t; 0 takes it away.
func (l *List) Set(i int, t market.Time) {
	if t == 0 {
		t = never
	}
	i += l.leaves
	if l.node[i] == t {
		return
	}
	for l.node[i] = t; i > 1; i /= 2 {
		t = min(t, l.node[i^1])
		if l.node[i/2] == t {
			return
		}
		l.node[i/2] = t
	}
}

// Get returns alarm i, 0 if it is not set.
func (l *List) Get(i int) market.Time { return orZero(l.node[l.leaves+i]) }

// First returns the earliest alarm, 0 for none.
func (l *List) First() market.Time { return orZero(l.node[1]) }

// Due returns the lowest index from i on whose alarm is not after now, or -1.
func (l *List) Due(i int, now market.Time) int {
	if i >= l.leaves || l.node[1] > now {
		return -1
	}
	i += l.leaves
	for l.node[i] > now { // up and to the right until something is due
		for i&1 == 1 {
			i /= 2
		}
		if i == 0 {
			return -1
		}
		i++
	}
	for i < l.leaves { // down to the first of it
		if i *= 2; l.node[i] > now {
			i++
		}
	}
	return i - l.leaves
}

// Save appends the alarms to dst.
func (l *List) Save(dst []byte) []byte { return flat.AppendSlice(dst, l.node) }

// Load takes over what a List of the same length has saved, and returns the rest
// of src; ok is false when src is too short.
func (l *List) Load(src []byte) (rest []byte, ok bool) { return flat.LoadSlice(l.node, src) }

func orZero(t market.Time) market.Time {
	if t == never {
		return 0
	}
	return t
}
