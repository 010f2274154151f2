package orders

import "math/bits"

// The index finds a slot by its instruction's ID: open addressing with linear
// probing, at most half full, deletion by shifting back.

// indexSize is the power of two that keeps n slots at most half of the index.
func indexSize(n int) int { return 1 << bits.Len(uint(2*n-1)) }

// home is where id belongs in the index.
func (t *Table) home(id uint64) uint64 {
	return (id * 0x9e3779b97f4a7c15) >> (64 - uint(bits.Len(uint(len(t.index)-1))))
}

// find returns the slot of id, nowhere when the table does not know it.
func (t *Table) find(id uint64) int32 {
	mask := uint64(len(t.index) - 1)
	for h := t.home(id); ; h = (h + 1) & mask {
		i := t.index[h]
		if i == nowhere || t.slots[i].ID == id {
			return i
		}
	}
}

// remember enters slot i under its ID, which must be new.
func (t *Table) remember(i int32) {
	mask := uint64(len(t.index) - 1)
	h := t.home(t.slots[i].ID)
	for t.index[h] != nowhere {
		h = (h + 1) & mask
	}
	t.index[h] = i
}

// forget takes id out of the index.
func (t *Table) forget(id uint64) {
	mask := uint64(len(t.index) - 1)
	h := t.home(id)
	for t.slots[t.index[h]].ID != id {
		h = (h + 1) & mask
	}
	for next := (h + 1) & mask; t.index[next] != nowhere; next = (next + 1) & mask {
		want := t.home(t.slots[t.index[next]].ID)
		if (next-want)&mask >= (next-h)&mask {
			t.index[h] = t.index[next]
			h = next
		}
	}
	t.index[h] = nowhere
}
