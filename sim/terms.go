package sim

import "quotient/market"

// A LimitRule says when the exchange holds a contract to be at its price limit
// (涨跌停板), judged on the snapshots that it published.
type LimitRule uint8

// The rules.
const (
	LimitOneSided LimitRule = iota // only bids, at the upper limit; or only asks, at the lower
	LimitLast                      // the last price is a limit price
	LimitTouched                   // a bid, an ask or the last price stands at a limit price
)

// A FloorRule says which price of an option is held against the floor.
type FloorRule uint8

// The rules. What is not known, but for the best bid of a known book, is below
// no floor.
const (
	FloorNone       FloorRule = iota // nothing: no option is too cheap
	FloorBid                         // the best bid; a book without one is below every floor
	FloorLast                        // the last price of the day
	FloorSettlement                  // the settlement price of the day before
)

// MakerTerms are what the exchange holds one maker to on one contract: its own
// copy of the agreement (做市协议).
type MakerTerms struct {
	Maker     uint8
	Contract  market.Contract
	Dominant  market.Contract // whose limit exempts this contract; NoContract = none
	From, To  market.Date     // inclusive; 0 = open
	MaxSpread market.Price    // ticks
	MinSize   market.Qty      // lots, each side
	Limit     LimitRule

	Unit       uint8           // the unit it is judged in, as the caller numbers them
	Series     uint8           // index into Params.Series + 1: owed while in its set; 0 = all the time
	Tiers      Tiers           // the widest spread by price; none = MaxSpread
	Imbalance  int64           // ppm of the larger side by which the sides may differ; 0 = any
	Option     bool            // what follows holds
	Call       bool            // else a put
	Underlying market.Contract // whose limit exempts the option (标的期货); NoContract = none
	Strike     market.Price    // in ticks of Underlying
	Floor      market.Price    // out of the money and cheaper than this is exempt; 0 = none
	FloorBy    FloorRule
	Watch      bool // nothing is owed: its exemptions matter for requests for quote alone
}

// Tiers are the widest spreads by price (最大买卖价差分档), ascending by From. A
// price below the first row has no allowance.
type Tiers struct {
	ByMid bool // rows are chosen by the middle of bid and ask, rounded down; else by the bid
	Rows  []Tier
}

// A Tier holds from price From up to the next row's: as wide as the larger of
// Ticks and PPM parts per million of the price, in whole ticks.
type Tier struct {
	From, Ticks market.Price
	PPM         int64
}

// A Grant is an exemption the exchange gave on application (豁免).
type Grant struct {
	Maker    uint8
	Contract market.Contract // NoContract = every contract
	From, To market.Time
	Ref      market.Ref
	Relax    int64 // ppm above 1,000,000: not exempt, but spread × Relax and size ÷ Relax (stressed market); 0 = exempt
}

// A Reason is why obliged time was exempt. An instant that has several counts for
// the first of: auction, own limit, dominant's, underlying's, floor, grant.
type Reason uint8

// The reasons.
const (
	ExemptAuction         Reason = iota // opening call auction (开盘集合竞价)
	ExemptOwnLimit                      // the contract at its price limit
	ExemptDominantLimit                 // the dominant contract at its price limit
	ExemptGrant                         // granted on application
	ExemptUnderlyingLimit               // the option's underlying at its price limit
	ExemptFloor                         // an out-of-the-money option below the floor
	ReasonCount
)

// String returns the reason's name as reports write it.
func (r Reason) String() string {
	if r >= ReasonCount {
		return "invalid"
	}
	return [ReasonCount]string{"auction", "own_limit", "dominant_limit", "manual", "underlying_limit", "floor"}[r]
}
