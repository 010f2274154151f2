package sim

import "quotient/market"

// maxEntries is how many quotes and orders of all makers can be live at once.
const maxEntries = 4096

// A leg is one side of a quote, or an order.
type leg struct {
	entry    int32 // index of its entry
	side     market.Side
	offset   market.Offset
	passive  bool // entered without crossing the book
	price    market.Price
	declared market.Qty
	leaves   market.Qty
	node     int32      // Exchange: its place in the book; -1 = none
	ahead    market.Qty // Tape: lots that stand before it; unseen = not known yet
}

// An entry is a live quote or order of a maker. An order has one leg only.
type entry struct {
	id       uint64
	contract market.Contract
	maker    uint8
	quote    bool
	live     bool
	legs     [2]leg // bid, ask
}

func (e *entry) leg(s market.Side) *leg { return &e.legs[s-market.Bid] }

// left returns what both legs together still have to fill.
func (e *entry) left() market.Qty { return e.legs[0].leaves + e.legs[1].leaves }

// A table holds the entries in fixed places; live lists them by age.
type table struct {
	slots []entry
	free  []int32
	live  []int32
}

func newTable() table {
	t := table{slots: make([]entry, maxEntries), free: make([]int32, 0, maxEntries), live: make([]int32, 0, maxEntries)}
	for i := maxEntries - 1; i >= 0; i-- {
		t.free = append(t.free, int32(i))
	}
	return t
}

// add returns a cleared live entry, or nil when the table is full.
func (t *table) add() *entry {
	if len(t.free) == 0 {
		return nil
	}
	i := t.free[len(t.free)-1]
	t.free = t.free[:len(t.free)-1]
	t.live = append(t.live, i)
	e := &t.slots[i]
	*e = entry{live: true}
	for s := range e.legs {
		e.legs[s] = leg{entry: i, side: market.Bid + market.Side(s), node: -1}
	}
	return e
}

func (t *table) remove(e *entry) {
	e.live = false
	for k, i := range t.live {
		if &t.slots[i] == e {
			t.live = append(t.live[:k], t.live[k+1:]...)
			t.free = append(t.free, i)
			return
		}
	}
}

// find returns the maker's live quote or order with the id, or nil.
func (t *table) find(maker uint8, id uint64, quote bool) *entry {
	for _, i := range t.live {
		if e := &t.slots[i]; e.id == id && e.maker == maker && e.quote == quote {
			return e
		}
	}
	return nil
}

// standing returns the maker's live quote on the contract, or nil.
func (t *table) standing(maker uint8, c market.Contract) *entry {
	for _, i := range t.live {
		if e := &t.slots[i]; e.quote && e.contract == c && e.maker == maker {
			return e
		}
	}
	return nil
}
