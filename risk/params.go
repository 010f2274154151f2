package risk

import "quotient/market"

// Limits bound what may be live on one contract. A limit that is zero or
// negative blocks the contract: there is no "unlimited".
type Limits struct {
	MaxOrderQty  market.Qty   // lots of one leg or order
	MinOrderQty  market.Qty   // lots; 1 allows all
	MaxLong      market.Qty   // worst-case net long: position + everything that may still buy
	MaxShort     market.Qty   // worst-case net short, as a positive number
	MaxValue     market.Money // fen, of one leg or order
	CollarTicks  market.Price // farthest from the reference price a price may lie
	MaxSpread    market.Price // widest own two-sided quote, ticks
	StaleAfter   market.Time  // market data older than this blocks
	QuotePhases  uint16       // bit 1<<phase: phases in which quotes pass
	OrderPhases  uint16       // bit 1<<phase: phases in which orders pass
	MaxPerWindow int64        // messages of this contract in Params.Window, without cancels
}

// A ProductLimit bounds the sum over a product's contracts.
type ProductLimit struct {
	Product market.Code
	MaxNet  market.Qty // worst-case |net| over the product
}

// Params are the room's parameters.
type Params struct {
	Instruments []market.Instrument // by contract
	Limits      []Limits            // by contract
	Products    []ProductLimit
	Window      market.Time // length of the sliding message window
	MaxMessages int64       // messages of the account in any Window, cancels included
	ForCancels  int64       // of those, reserved for cancels and queries
	MaxDay      int64       // messages in a trading day, cancels excepted
}
