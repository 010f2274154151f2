package orders

import "quotient/internal/flat"

// shape tells a table of another size or layout apart.
type shape struct {
	contracts, slots uint64
	seq              uint64
	queue            [2]int32
	used             int32
	_                int32
}

// Save appends the table's state to dst.
func (t *Table) Save(dst []byte) []byte {
	h := shape{uint64(t.contracts), uint64(len(t.slots)), t.seq, t.queue, t.used, 0}
	dst = flat.Append(dst, &h)
	dst = flat.AppendSlice(dst, t.slots)
	for b := range t.books {
		dst = flat.Append(dst, &t.books[b].head)
	}
	return t.executed.save(dst)
}

// Load takes over what Save wrote, by a table for as many contracts. When ok is
// false src is not that, and the table must not be used.
func (t *Table) Load(src []byte) (rest []byte, ok bool) {
	var h shape
	if src, ok = flat.Load(&h, src); !ok || h.contracts != uint64(t.contracts) || h.slots != uint64(len(t.slots)) {
		return src, false
	}
	t.seq, t.queue, t.used = h.seq, h.queue, h.used
	if src, ok = flat.LoadSlice(t.slots, src); !ok {
		return src, false
	}
	for b := range t.books {
		t.books[b] = book{}
		if src, ok = flat.Load(&t.books[b].head, src); !ok {
			return src, false
		}
	}
	if src, ok = t.executed.load(src); !ok || !t.linked() {
		return src, false
	}
	t.rebuild()
	return src, true
}

// linked reports whether every link of the loaded lists names a slot.
func (t *Table) linked() bool {
	n := int32(len(t.slots))
	inside := func(i int32) bool { return i >= nowhere && i < n }
	ok := inside(t.queue[0]) && inside(t.queue[1])
	for b := range t.books {
		ok = ok && inside(t.books[b].head)
	}
	for i := range t.slots {
		s := &t.slots[i]
		ok = ok && inside(s.prev) && inside(s.next) && s.Status < StatusCount && s.cursor >= 0
	}
	return ok
}

// rebuild makes the index and the sums from the slots.
func (t *Table) rebuild() {
	for i := range t.index {
		t.index[i] = nowhere
	}
	for i := range t.slots {
		if t.slots[i].Status != Free {
			t.remember(int32(i))
		}
	}
	t.live, t.unknown = 0, 0
	clear(t.sums)
	t.total = Sum{}
	for b := range t.books {
		t.refresh(b)
	}
}
