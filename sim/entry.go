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
	request  market.Ref
	all      link // among all entries
	same     link // among those on the contract
}

func (e *entry) leg(s market.Side) *leg { return &e.legs[s-market.Bid] }

// left returns what both legs together still have to fill.
func (e *entry) left() market.Qty { return e.legs[0].leaves + e.legs[1].leaves }
