package sim

import "quotient/market"

// nobody marks a resting lot of the generated flow.
const nobody = int32(-1)

// A node is one resting order in a level's queue, the maker's or of the flow.
type node struct {
	qty        market.Qty
	price      int32 // level index
	prev, next int32
	entry      int32 // of the table; nobody = generated flow
	side       market.Side
}

// A level is the queue at one price, first come first served.
type level struct {
	head, tail int32
	qty        market.Qty
}

// A book is one contract's price-time book between the day's limits. It never
// stands crossed: what would cross has traded.
type book struct {
	lower  market.Price
	levels []level // by price - lower
	nodes  []node
	free   []int32
	best   [2]int32 // level index of best bid and ask; -1 = none
	count  [2]int   // resting orders a side
}

func (b *book) reset(lower, upper market.Price) {
	n := int(upper - lower + 1)
	if cap(b.levels) < n {
		b.levels = make([]level, n)
	}
	b.levels = b.levels[:n]
	for i := range b.levels {
		b.levels[i] = level{head: -1, tail: -1}
	}
	b.lower, b.nodes, b.free = lower, b.nodes[:0], b.free[:0]
	b.best, b.count = [2]int32{-1, -1}, [2]int{}
}

func (b *book) price(level int32) market.Price { return b.lower + market.Price(level) }

// index returns the level of p, cut to the limits.
func (b *book) index(p market.Price) int32 {
	return int32(min(max(p-b.lower, 0), market.Price(len(b.levels)-1)))
}

// add rests qty at the level's end of the queue and returns its node.
func (b *book) add(s market.Side, at int32, qty market.Qty, owner int32) int32 {
	var i int32
	if n := len(b.free); n > 0 {
		i = b.free[n-1]
		b.free = b.free[:n-1]
	} else {
		i = int32(len(b.nodes))
		b.nodes = append(b.nodes, node{})
	}
	v := &b.levels[at]
	b.nodes[i] = node{qty: qty, price: at, prev: v.tail, next: -1, entry: owner, side: s}
	if v.tail >= 0 {
		b.nodes[v.tail].next = i
	} else {
		v.head = i
	}
	v.tail = i
	v.qty += qty
	k := s - market.Bid
	b.count[k]++
	if b.best[k] < 0 || s == market.Bid && at > b.best[k] || s == market.Ask && at < b.best[k] {
		b.best[k] = at
	}
	return i
}

// remove takes the node out, whatever is left of it.
func (b *book) remove(i int32) {
	n := &b.nodes[i]
	v := &b.levels[n.price]
	if n.prev >= 0 {
		b.nodes[n.prev].next = n.next
	} else {
		v.head = n.next
	}
	if n.next >= 0 {
		b.nodes[n.next].prev = n.prev
	} else {
		v.tail = n.prev
	}
	v.qty -= n.qty
	k := n.side - market.Bid
	b.count[k]--
	if v.head < 0 && b.best[k] == n.price {
		b.best[k] = b.worse(n.side, n.price)
	}
	b.free = append(b.free, i)
}

// worse returns the next level behind at that holds orders of side s, -1 = none.
func (b *book) worse(s market.Side, at int32) int32 {
	if b.count[s-market.Bid] == 0 {
		return -1
	}
	step := int32(1)
	if s == market.Bid {
		step = -1
	}
	for at += step; at >= 0 && int(at) < len(b.levels); at += step {
		if b.levels[at].head >= 0 {
			return at
		}
	}
	return -1
}

// better reports whether level at of side s is better than level other.
func better(s market.Side, at, other int32) bool {
	if s == market.Bid {
		return at > other
	}
	return at < other
}
