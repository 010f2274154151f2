package orders

import "quotient/market"

// A Reading is what the gate reads of a contract for every instruction, side by
// side: all of ours that may still match or fill there, by leg.
type Reading struct {
	Possible [2]market.Qty   // lots that may still fill, as Table.Possible says
	Opens    [2]market.Qty   // of those, lots that are not marked as closing
	Best     [2]market.Price // most aggressive price at which something may still match, else NoBid, NoAsk
	InFlight int32           // answers that are awaited
}

// The Best of a side on which nothing is: every price is more aggressive.
const (
	NoBid market.Price = -1 << 63
	NoAsk market.Price = 1<<63 - 1
)

// Reading returns c's own; it is to be read before the next instruction or event.
func (t *Table) Reading(c market.Contract) *Reading { return &t.at(c).Reading }
