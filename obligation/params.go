package obligation

import "quotient/market"

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
}

// A Grant is an exemption that the exchange gave for a time (人工豁免).
type Grant struct {
	Contract market.Contract // NoContract = every contract
	From, To market.Time
	Ref      market.Ref
}

// Params are the room's parameters. At most one Terms may be in force for a
// contract on a date.
type Params struct {
	Contracts int // size of the universe
	Terms     []Terms
	Grants    []Grant
	Sources   []market.Ref // shortened names of the agreements
}
