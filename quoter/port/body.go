package port

import "quotient/market"

// Sizes that obligation's causes and reasons must fit in.
const (
	MaxExempts = 8
	MaxReasons = 16
)

// A Decision is one instruction and what the gate said about it. Rule 0 means
// approved, and only then was Instruction handed to the session.
type Decision struct {
	Instruction market.Instruction
	Rule        uint8 // risk.Rule
	Mode        uint8 // risk.Mode at the decision
	_           [6]byte
	Value       int64  // what the rule measured
	Limit       int64  // what the rule allows
	Latch       uint64 // latch epoch the approval holds for
	Table       uint64 // version of the parameters and limits in force
	// The market the decision was taken on.
	BookBid, BookAsk       market.Price
	BookBidQty, BookAskQty market.Qty
	Upper, Lower           market.Price
	Phase                  market.Phase
	_                      [7]byte
	Fair                   int64 // fair value in 1/1000 tick; 0 when the instruction needs none
}

// A Mode is a change of what the loop may do.
type Mode struct {
	Mode  uint8 // risk.Mode
	Stage uint8 // quoter.Stage
	_     [6]byte
	Epoch uint64
	Actor market.Ref
}

// A State is a change of a contract's obligation state, with the sums of the
// trading day up to Now.
type State struct {
	Contract  market.Contract
	State     uint8 // obligation.State after the change
	Was       uint8 // and before
	Exempt    uint8 // obligation.Exempt when exempt
	Phase     market.Phase
	_         [2]byte
	QuoteID   uint64 // the quote the state was measured on; 0 = none
	Bid, Ask  market.Price
	BidLeaves market.Qty
	AskLeaves market.Qty
	Scheduled market.Time
	Low, High market.Time
	// The market at the change.
	BookBid, BookAsk       market.Price
	BookBidQty, BookAskQty market.Qty
	Last                   market.Price
	Upper, Lower           market.Price
}

// A TallyTime is where one contract's scheduled time of one trading day went.
// Always Scheduled = Low + sum(Exempt) + sum(Ineffective).
type TallyTime struct {
	Contract    market.Contract
	Final       uint8 // 1: the day is over and every interval is proven
	_           uint8
	Date        market.Date
	Scheduled   market.Time
	Low, High   market.Time
	Exempt      [MaxExempts]market.Time
	Ineffective [MaxReasons]market.Time
}

// A Tally is the rest of the row: trades, and the month's standing after the day.
type Tally struct {
	Contract      market.Contract
	Final         uint8
	Effect        uint8 // obligation.Effect of the terms: what exempt time does; 0 = EffectLeaves
	Date          market.Date
	Target        int64 // parts per million
	Quotes        int64
	Messages      int64
	Fills         int64
	Bought, Sold  market.Qty
	Position      market.Qty
	PnL           market.Money // after fees
	Fees          market.Money
	MonthLow      market.Time // effective this month, low
	MonthHigh     market.Time
	MonthElapsed  market.Time // obliged this month so far (D)
	MonthLeft     market.Time // obliged left in the month (R)
	Slack         market.Time
	NeedRest      int64 // required ratio for the rest, ppm, rounded up; -1 = nothing left
	RefusalsByAny int64 // gate refusals today
}

// A Poll closes the records of one working Poll: what was drained, what comes
// next, and a running digest over every pricing decision and its evidence.
type Poll struct {
	Drained [4]uint32 // by ring
	Work    uint32
	_       uint32
	Next    market.Time // the next deadline; 0 = none
	Digest  uint64
}

// An Exempt is one line of the exemption ledger: a contract's time that was
// exempt, why, and on what evidence.
type Exempt struct {
	Contract market.Contract
	Witness  market.Contract // whose market or phase says so
	Exempt   uint8           // obligation.Exempt
	_        [3]byte
	Date     market.Date
	_        [4]byte
	From, To market.Time
	Price    market.Price // the price limit it stood at
	Ref      market.Ref   // of a grant
}
