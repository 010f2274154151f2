package request

import (
	"quotient/market"
	"quotient/obligation/rule"
)

// A Policy decides what the guide leaves open. The zero Policy is not set and is
// refused.
type Policy uint8

// The policies.
const (
	PolicyUnset Policy = iota
	PolicyNo
	PolicyYes
)

// A Scope says which requests are owed an answer.
type Scope uint8

// The scopes. The zero Scope is not set and is refused.
const (
	ScopeUnset Scope = iota
	ScopeRest        // on contracts outside the continuous-quote set (ZCE)
	ScopeAll
)

// Terms are what the agreement asks of the answers on one contract between two
// dates. Times are in nanoseconds.
type Terms struct {
	Contract  market.Contract
	Hours     uint8 // index into the calendar's hours
	Unit      uint8 // index into Params.Units
	Tiers     uint8 // index into Params.Tiers + 1; 0 = Spread
	Scope     Scope
	From, To  market.Date // inclusive
	Respond   market.Time // response time (响应时间): the answer stands within it
	Hold      market.Time // holding time (持续时间)
	Spread    market.Price
	MinSize   market.Qty
	Imbalance int64 // ppm of the larger side; 0 = any

	Declared   Policy          // yes: a leg's declared size counts while lots remain, no: what remains
	Filled     Policy          // yes: one side filled completely ends the holding as kept
	Resting    Policy          // yes: a good quote that stood when the request was made answers
	AnyQuote   Policy          // yes: a quote inserted since then without the request's id answers too
	Exempt     Policy          // yes: requests made during an exemption are in the denominator
	Breaks     Policy          // yes: time in a section break counts as held; no: it neither adds nor breaks
	Merge      Policy          // yes: a request less than Apart after an earlier one on the contract is one with it
	Apart      market.Time     // (询价间隔)
	Moved      market.Price    // a move of the underlying's last price by so many ticks since the answer began ends the holding as kept; 0 = never
	Underlying market.Contract // for Moved; NoContract = none
}

// A Unit is a product's answers, judged as one.
type Unit struct {
	Name    market.Ref
	Product market.Code
	Target  int64 // parts per million of the requests in the denominator
}

// Params are the room's parameters. At most one Terms may be in force for a
// contract on a date.
type Params struct {
	Contracts int
	Terms     []Terms
	Units     []Unit
	Tiers     []rule.Tiers
}
