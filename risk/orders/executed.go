package orders

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// maxExecuted is how many execution ids of a trading day are remembered.
const maxExecuted = 1 << 16

// An execution is what tells one fill from another. Both sides of a trade can
// carry the same id.
type execution struct {
	Ref  market.Ref
	Side market.Side
}

// executed is the set of executions counted this trading day: the executions in
// the order of arrival, and an open-addressed index of them, at most half full.
type executed struct {
	list  []execution
	index []int32
	n     int
}

// What add found.
const (
	fresh = iota
	seen
	full
)

func (x *executed) init() {
	x.list = make([]execution, maxExecuted)
	x.index = make([]int32, 2*maxExecuted)
	x.clear()
}

func (x *executed) clear() {
	x.n = 0
	for i := range x.index {
		x.index[i] = nowhere
	}
}

// add enters the fill e unless it is there already.
func (x *executed) add(e *market.Event) int {
	key := execution{Ref: e.Ref, Side: e.Side}
	h := x.place(&key)
	switch {
	case x.index[h] != nowhere:
		return seen
	case x.n == maxExecuted:
		return full
	}
	x.index[h], x.list[x.n] = int32(x.n), key
	x.n++
	return fresh
}

// place returns where key is in the index, or the hole where it belongs.
func (x *executed) place(key *execution) int {
	mask := len(x.index) - 1
	h := int(key.hash()) & mask
	for x.index[h] != nowhere && x.list[x.index[h]] != *key {
		h = (h + 1) & mask
	}
	return h
}

func (k *execution) hash() uint64 {
	h := uint64(k.Side)
	for i := 0; i < len(k.Ref); i += 8 {
		b := k.Ref[i : i+8 : i+8]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		high, low := bits.Mul64(h^w^0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)
		h = high ^ low
	}
	return h
}

func (x *executed) save(dst []byte) []byte {
	n := uint64(x.n)
	dst = flat.Append(dst, &n)
	return flat.AppendSlice(dst, x.list[:x.n])
}

func (x *executed) load(src []byte) (rest []byte, ok bool) {
	var n uint64
	if src, ok = flat.Load(&n, src); !ok || n > maxExecuted {
		return src, false
	}
	x.clear()
	if src, ok = flat.LoadSlice(x.list[:n], src); !ok {
		return src, false
	}
	for i := range int32(n) {
		x.index[x.place(&x.list[i])] = i
	}
	x.n = int(n)
	return src, true
}
