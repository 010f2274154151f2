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
	weighed  uint8         // Greeks were told
	_        [15]byte

	last   digest
	linked [2]market.Price // as Linked told
	_      [16]byte
}
