package obligation

import (
	"quotient/market"
	"quotient/obligation/rule"
)

// An Effect is what exempt time does to the ratio.
type Effect uint8

// The effects. The zero Effect is not set and is refused.
const (
	EffectUnset  Effect = iota
	EffectLeaves        // exempt time leaves the denominator
	EffectCounts        // exempt time counts as effective
	EffectIgnored
)

// A LimitRule says when a contract is at its price limit (涨跌停板).
type LimitRule uint8

// The rules, from the narrowest. The zero LimitRule is not set and is refused.
const (
	LimitUnset    LimitRule = iota
	LimitOneSided           // one side only, standing at the limit price (单边)
	LimitLast               // the last price is the limit price
	LimitTouched            // bid or ask stands at the limit price, or the last price does
)

// A SizeBasis says which size of a leg is held against the minimum in the high
// reading; the low reading always uses what remains.
type SizeBasis uint8

// The bases. The zero SizeBasis is not set and is refused.
const (
	SizeUnset SizeBasis = iota
	SizeRemaining
	SizeDeclared
)

// Terms are what the agreement asks for one contract between two dates. Source
// names the agreement or notice; its text stands in the journal's header.
type Terms struct {
	Contract  market.Contract
	Dominant  market.Contract // whose limit exempts the product; NoContract = none
	Hours     uint8           // index into the calendar's Hours
	Source    uint8           // index into Params.Sources
	From, To  market.Date     // inclusive
	Target    int64           // parts per million of obliged time
	MaxSpread market.Price    // ticks
	MinSize   market.Qty      // lots, both sides
	Exempt    Effect
	Limit     LimitRule
	Basis     SizeBasis

	Unit       uint8           // index into Params.Units; the contract is judged in it
	Series     uint8           // index into Params.Series + 1: owed while in its set; 0 = all the time
	Tiers      uint8           // index into Params.Tiers + 1: the widest spread by price; 0 = MaxSpread
	FloorBy    FloorRule       // what of the option is held against Floor
	Option     bool            // Underlying, Strike and Call hold
	Call       bool            // else a put
	Underlying market.Contract // whose limit exempts the option (标的期货)
	Strike     market.Price    // in ticks of Underlying
	Floor      market.Price    // an out-of-the-money option cheaper than this is exempt; 0 = none
	Imbalance  int64           // ppm of the larger side by which the sides may differ; 0 = any
	Watch      bool            // nothing is owed: only the exemptions are followed, for answers to requests
}

// A FloorRule says which price of a cheap option is held against the floor.
type FloorRule uint8

// The rules. FloorSettlement uses the settlement price of the day before.
const (
	FloorUnset FloorRule = iota
	FloorBid             // the best bid; none is below every floor
	FloorLast            // the last price
	FloorSettlement
)

// An Aggregation is how a unit's month is judged from its contracts' time.
type Aggregation uint8

// The aggregations. The zero Aggregation is ZCE's for futures.
const (
	AggregateEvery    Aggregation = iota // every contract reaches the target
	AggregatePooled                      // effective over obliged, summed over contracts and days
	AggregateSome                        // at least Least contracts reach the target
	AggregateDays                        // on at least DayShare of the days every contract reaches the target
	AggregateResponse                    // share of requests for quote answered; package request counts them
	AggregationCount
)

// A Unit is what the agreement judges as one (考核单元).
type Unit struct {
	Name     market.Ref
	Product  market.Code
	By       Aggregation
	Target   int64 // parts per million, for show: what counts is the target of the contracts' terms, interval by interval
	Least    int32 // contracts, of AggregateSome
	DayShare int64 // ppm of the trading days, of AggregateDays
}

// A Verdict is what a month came to.
type Verdict uint8

// The verdicts. Nothing unknown flatters: without anything owed, or without a
// contract list, it is not assessed.
const (
	NotAssessed Verdict = iota
	Met                 // reached, by low
	Missed              // cannot be reached any more, even by high
	Open                // the month still runs
	InBand              // the month is over: reached by high, not by low
	VerdictCount
)

// A Restrike says what moves a series' at-the-money row.
type Restrike uint8

// The policies (平值合约的确定). The zero Restrike is not set and is refused.
// When the reference of the policy is not known, the underlying's last price of
// the day before stands in; when that is not known either, the set is empty and
// the time not assessed.
const (
	RestrikeUnset      Restrike = iota
	RestrikeSettlement          // once a day, from the underlying's settlement price of the day before
	RestrikeLast                // whenever the underlying's last price has been nearer another strike for Hold
	RestrikeMid                 // the same for the middle of its book
	RestrikeCarried             // never set: the reason given when a stand-in was used
)

// A StrikeRow is one strike of a series with its call and put; NoContract where
// one of them is not listed.
type StrikeRow struct {
	Strike    market.Price // in ticks of the underlying
	Call, Put market.Contract
}

// A Series is the options of one month from which a moving set is owed: the
// at-the-money row and Around rows on each side, calls and puts.
type Series struct {
	Underlying market.Contract
	Rows       []StrikeRow // ascending by Strike
	Around     int32
	By         Restrike
	TieHigh    bool        // halfway between two strikes the higher one is at the money
	Hold       market.Time // how long another strike must be nearest before the set moves
}

// A Grant is an exemption that the exchange gave for a time (人工豁免).
type Grant struct {
	Contract market.Contract // NoContract = every contract
	From, To market.Time
	Ref      market.Ref
	Relax    int64 // ppm: not exempt, but spread × Relax and size ÷ Relax (stressed market); 0 = exempt
}

// Params are the room's parameters. At most one Terms may be in force for a
// contract on a date.
type Params struct {
	Contracts int // size of the universe
	Terms     []Terms
	Grants    []Grant
	Sources   []market.Ref // shortened names of the agreements
	Units     []Unit       // none: every contract for itself
	Tiers     []rule.Tiers
	Series    []Series
	Unlisted  []Gap
}

// A Gap is a month that terms cover and that has no contract list. The meter
// keeps the last list and the verdict is NotAssessed.
type Gap struct {
	Unit  uint8
	Month market.Month
}
