package risk

import "quotient/market"

// Limits bound what may be live on one contract. A limit that is zero or
// negative blocks the contract: there is no "unlimited". What every instruction is
// judged by comes first, in one cache line.
type Limits struct {
	MaxOrderQty  market.Qty   // lots of one leg or order
	MinOrderQty  market.Qty   // lots; 1 allows all
	MaxLong      market.Qty   // worst-case net long: position + everything that may still buy
	MaxShort     market.Qty   // worst-case net short, as a positive number
	MaxSpread    market.Price // widest own two-sided quote, ticks
	StaleAfter   market.Time  // market data older than this blocks
	MaxPerWindow int64        // messages of this contract in Params.Window, without cancels
	QuotePhases  uint16       // bit 1<<phase: phases in which quotes pass
	OrderPhases  uint16       // bit 1<<phase: phases in which orders pass
	Code         uint8        // trading code filed for the contract: its place in Params.Codes, from 1

	MaxValue      market.Money // fen, of one leg or order
	CollarTicks   market.Price // farthest from the reference price a price may lie
	MoveTicks     market.Price // farthest from any reference of the last Params.MoveOver
	BoundTicks    market.Price // of an option: leeway beyond intrinsic value and underlying
	ParityTicks   market.Price // of an option: leeway around call and put parity (平价)
	ExchangeLong  market.Qty   // the exchange's limit on lots held long (持仓限额), before head-room
	ExchangeShort market.Qty
	RampFloor     market.Qty // no ramp goes below this: the least size of the obligation
}

// A ProductLimit bounds the sum over a product's contracts.
type ProductLimit struct {
	Product  market.Code
	MaxNet   market.Qty   // worst-case |net| over the product
	MaxDelta int64        // worst-case |delta|, in the units of Gate.Greeks
	MaxVega  int64        // worst-case |vega|
	MaxLoss  market.Money // of the day; reached, nothing opens any more
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

	InForce    Rules        // of the Extended rules; one whose limit is missing blocks
	Codes      []Filed      // trading codes filed with the exchange
	MoveOver   market.Time  // how long a reference binds: Limits.MoveTicks
	StrikeOver market.Time  // over how long Strikes counts
	Headroom   int64        // parts per million of the exchange's limits that we use
	MaxLots    market.Qty   // worst-case lots held long and short over the account
	MaxDelta   int64        // over the account
	MaxVega    int64        // over the account
	MaxLoss    market.Money // over the account
	Repeats    int64        // one and the same instruction in RepeatOver on an unchanged market
	Refreshes  int64        // quotes and orders of a contract in RepeatOver on an unchanged market
	RepeatOver market.Time
}
