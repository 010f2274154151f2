package position

import "quotient/market"

// A Fee is what one lot costs by how it is done. PerLot amounts are in fen; Rate
// amounts are parts per 10 million of the traded value. Both add.
type Fee struct {
	OpenPerLot, ClosePerLot, CloseTodayPerLot market.Money
	OpenRate, CloseRate, CloseTodayRate       int64
}

// Params are the room's parameters, by contract.
type Params struct {
	Instruments []market.Instrument
	Multiplier  []int64 // units per lot, for fees by value
	Fees        []Fee

	// TodayApart says where the exchange takes CloseToday (平今), so that whoever
	// closes chooses which lots go. Elsewhere, as at ZCE, a close takes yesterday's
	// first whatever it says. Empty: nowhere.
	TodayApart []bool
}
