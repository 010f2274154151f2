package quoter

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/steering"
	"quotient/quoter/pricing"
)

// ContractParams are one contract's quoting parameters.
type ContractParams struct {
	Quote      bool            // quote this contract
	Lead       market.Contract // the dominant contract that prices lean on; NoContract = none
	Comply     bool            // clamp width and size to the obligation's terms
	Size       market.Qty      // lots per side
	MinMove    market.Price    // ticks that a side must move before a requote
	RefillAt   market.Qty      // a leg at or below this many lots is quoted anew at once
	MinRest    market.Time     // least time between two messages of the contract
	StaleAfter market.Time     // own and lead data older than this pulls the quote
	AckTimeout market.Time     // an instruction unanswered for this long is unknown
	Pricing    pricing.Params
	StepWide   market.Price       // ticks beyond the widest that counts while stepped back wide
	Loss       pricing.LossParams // what a bad time to quote is
}

// Params are the room's parameters.
type Params struct {
	Contracts    []ContractParams  // by contract
	AutoStart    bool              // leave CANCEL_ONLY by itself when synced and clean
	MaxPerPoll   int               // contracts priced in one Poll
	AnswerWithin market.Time       // a mass cancel or a query unanswered for so long is asked anew; 0 = 5 s
	Version      uint64            // of the configuration, into every Decision
	OwnInBook    bool              // the feed's snapshots contain our own quotes
	Steering     steering.Schedule // how needs decide how to quote; none = always as the models want
	Units        []obligation.Unit
}
