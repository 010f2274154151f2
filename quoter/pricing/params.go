package pricing

import "quotient/market"

// Params are one contract's pricing parameters. Integer keys carry a scale in
// their doc so that configuration never parses a float.
type Params struct {
	// Fair value (quant: own book while alive, the dominant as it goes thin).
	LeadBetaFast   int64        // ppm: weight of the dominant's move over the last LeadFast
	LeadFast       market.Time  // such as 5 s
	ImbalanceGain  int64        // ppm of the own spread times (imbalance - 1/2)
	ThinSpread     market.Price // own spread at which the own book's weight is 1/2
	ThinAge        market.Time  // own book age at which the own book's weight is 1/2
	SpreadHalfLife market.Time  // filter of own mid - dominant mid
	// Width.
	VolHalfLife market.Time  // of the squared-move average
	WidthVol    int64        // ppm: half width per standard deviation over one minute
	MinWidth    market.Price // ticks, full width
	MaxWidth    market.Price // ticks, full width when not complying
	// Inventory.
	SkewPerLot int64      // 1/1000 tick by which fair moves per lot held
	MaxSkew    int64      // 1/1000 tick
	Target     market.Qty // inventory aimed at
}
