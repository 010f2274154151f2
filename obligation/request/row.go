package request

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/rule"
)

// NoUnit is the Unit of a request on a contract that has no terms.
const NoUnit = 255

// A Row is a request for quote that is decided.
type Row struct {
	Contract     market.Contract
	Unit         uint8   // index into Params.Units, or NoUnit
	Low          Verdict // provable
	High         Verdict // possible
	Date         market.Date
	Ref          market.Ref
	At           market.Time // when it was made: the exchange's stamp, else receipt
	Seen         market.Time // when we received it
	Due          market.Time // an answer standing later is late
	AnsweredLow  market.Time // since when an answer provably stood; 0 never
	AnsweredHigh market.Time // since when one may have stood; 0 never
	HeldLow      market.Time // how long it stood, the longest chain
	HeldHigh     market.Time
	Decided      market.Time
	QuoteID      uint64 // the first answer; 0 none
}

// A View is a request as the page shows it.
type View struct {
	Row
	Open  bool        // not decided yet
	Until market.Time // an open one's answer must stand up to here; 0 = no answer stands
	place int32
}

// An Ask is what a contract's open request wants now.
type Ask struct {
	Ref    market.Ref
	At     market.Time // when it was made
	Due    market.Time // a good answer must stand by then
	Until  market.Time // it must stand up to here; 0 = no answer stands
	Demand rule.Demand
}

// A UnitReading is the month of a unit of answers.
type UnitReading struct {
	Unit         uint8 // index into Params.Units
	Verdict      obligation.Verdict
	Date         market.Date // the trading day
	Name         market.Ref
	Contracts    int32 // that owe answers on the day
	Target       int64 // parts per million
	Requests     int64 // in the denominator, those not decided included
	Excluded     int64 // heard, not in the denominator
	AnsweredLow  int64 // provably answered
	AnsweredHigh int64 // possibly answered
	Missed       int64 // provably not answered
	Open         int64 // not decided yet
	Slack        int64 // requests that may still be missed, by low; negative: the share is below target
	NeedRest     int64 // ppm of the open ones that must be answered, rounded up; -1 = none is open
}
