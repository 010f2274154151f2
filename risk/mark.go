package risk

import (
	"quotient/market"
	"quotient/risk/orders"
)

// A mark is what else the gate has been told, or has done, of one contract; two
// cache lines, the first for every instruction.
type mark struct {
	weight   orders.Weight
	exchange [2]market.Qty // head-room taken off
	delta    bool          // known, and no more than sums can hold
	vega     bool          // the same
	freezes  [2]bool       // of weight.Margin the same
	_        [12]byte

	last   digest
	again  int64           // how often the last was the same since the market changed
	linked [2]market.Price // as Linked told
	_      [8]byte
}
