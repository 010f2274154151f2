package sim

import "quotient/market"

// none is the index of no entry.
const none = int32(-1)

// A link is an entry's place in a list by age.
type link struct{ older, newer int32 }

// A list is entries by age; the zero list is not valid, empty is.
type list struct{ oldest, newest int32 }

var empty = list{none, none}

// A table holds the entries in fixed places, listed by age.
type table struct {
	slots []entry
	free  []int32
	live  list
	on    []list // by contract
}

func newTable(contracts int) table {
	t := table{slots: make([]entry, maxEntries), free: make([]int32, 0, maxEntries), live: empty, on: make([]list, contracts)}
	for i := maxEntries - 1; i >= 0; i-- {
		t.free = append(t.free, int32(i))
	}
	for c := range t.on {
		t.on[c] = empty
	}
	return t
}

// add returns a cleared live entry on the contract, or nil when the table is full.
func (t *table) add(c market.Contract) *entry {
	if len(t.free) == 0 {
		return nil
	}
	i := t.free[len(t.free)-1]
	t.free = t.free[:len(t.free)-1]
	e := &t.slots[i]
	*e = entry{live: true, contract: c, all: link{t.live.newest, none}, same: link{t.on[c].newest, none}}
	for s := range e.legs {
		e.legs[s] = leg{entry: i, side: market.Bid + market.Side(s), node: -1}
	}
	if was := t.live.newest; was != none {
		t.slots[was].all.newer = i
	} else {
		t.live.oldest = i
	}
	t.live.newest = i
	if was := t.on[c].newest; was != none {
		t.slots[was].same.newer = i
	} else {
		t.on[c].oldest = i
	}
	t.on[c].newest = i
	return e
}

// remove takes the entry out. Its links stay, so that a walk can go on from it.
func (t *table) remove(e *entry) {
	i := e.legs[0].entry
	e.live = false
	t.free = append(t.free, i)
	if e.all.older != none {
		t.slots[e.all.older].all.newer = e.all.newer
	} else {
		t.live.oldest = e.all.newer
	}
	if e.all.newer != none {
		t.slots[e.all.newer].all.older = e.all.older
	} else {
		t.live.newest = e.all.older
	}
	on := &t.on[e.contract]
	if e.same.older != none {
		t.slots[e.same.older].same.newer = e.same.newer
	} else {
		on.oldest = e.same.newer
	}
	if e.same.newer != none {
		t.slots[e.same.newer].same.older = e.same.older
	} else {
		on.newest = e.same.older
	}
}

// standing returns the maker's live quote on the contract, or nil.
func (t *table) standing(maker uint8, c market.Contract) *entry {
	for i := t.on[c].oldest; i != none; i = t.slots[i].same.newer {
		if e := &t.slots[i]; e.quote && e.maker == maker {
			return e
		}
	}
	return nil
}

// find returns the maker's live quote or order with the id, or nil. place is
// where it was when it was last seen.
func (t *table) find(maker uint8, id uint64, quote bool, place int32) *entry {
	is := func(e *entry) bool { return e.live && e.id == id && e.maker == maker && e.quote == quote }
	if is(&t.slots[place]) {
		return &t.slots[place]
	}
	for i := t.live.oldest; i != none; i = t.slots[i].all.newer {
		if e := &t.slots[i]; is(e) {
			return e
		}
	}
	return nil
}
