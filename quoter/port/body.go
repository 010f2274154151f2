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

// NoUnit is the Unit index that names no unit.
const NoUnit = 255

// A Unit is the standing of what an agreement judges as one (考核单元): a
// product's contracts each for itself, a pool of options, the answers to
// requests for quote. Months' figures, after the day Date.
type Unit struct {
	Unit       uint8 // index into the unit list: continuous units first, then response units
	By         uint8 // obligation.Aggregation
	Final      uint8 // 1: the day is over and proven
	Verdict    uint8 // obligation.Verdict
	Date       market.Date
	Name       market.Ref
	Contracts  int32 // that owe something in the month
	Passed     int32 // of them, those at or over their target so far
	Days       int32 // trading days that count so far
	DaysPassed int32
	Target     int64       // parts per million
	D, R       market.Time // obliged so far, obliged left
	Low, High  market.Time // effective
	Slack      market.Time
	NeedRest   int64 // ppm, rounded up; -1 = nothing left
	// Requests for quote (询价) of the month, for response units.
	Requests     int64 // in the denominator
	Excluded     int64 // heard, not in the denominator
	AnsweredLow  int64 // provably answered
	AnsweredHigh int64 // possibly answered
	Missed       int64 // provably not answered
	Open         int64 // not decided yet
}

// A Request is a request for quote (询价) that is decided.
type Request struct {
	Contract     market.Contract
	Unit         uint8
	Low          uint8 // request.Verdict, provable
	High         uint8 // request.Verdict, possible
	Cause        uint8 // obligation.Cause bits of the loop when it was decided
	Rule         uint8 // risk.Rule that refused its answer last; 0 = none did
	Purpose      uint8 // market.Purpose of QuoteID; 0 = none
	Date         market.Date
	_            [4]byte
	Ref          market.Ref
	At           market.Time // when it was made: the exchange's stamp, else receipt
	Seen         market.Time // when we received it
	Due          market.Time // an answer standing later is late
	AnsweredLow  market.Time // since when an answer provably stood; 0 never
	AnsweredHigh market.Time // since when one may have stood; 0 never
	HeldLow      market.Time // how long it stood
	HeldHigh     market.Time
	Decided      market.Time
	QuoteID      uint64 // the first answer; 0 none
}

// A Member is a move of a series' continuous-quote set (平值及附近合约).
type Member struct {
	Series     uint8 // index into obligation.Params.Series
	Why        uint8 // obligation.Restrike: what gave the reference
	Underlying market.Contract
	First      int16 // rows of the series' strikes that are in the set
	Last       int16
	Row        int16 // the at-the-money row (平值); -1 = not known, the set is empty
	_          [2]byte
	_          [4]byte
	At         market.Time  // holds from here on
	Reference  market.Price // of the underlying
	Strike     market.Price // at the money
}

// A Need is a change of how badly a unit, or one contract of it, needs to be
// quoted, with the arithmetic behind it. With Was = Now it is the arithmetic of a
// contract whose quote limits take away, or give back: what that cost in Slack.
type Need struct {
	Unit     uint8
	Was      uint8 // steering.Need
	Now      uint8
	_        uint8
	Contract market.Contract // NoContract = the unit as a whole
	_        [2]byte
	Target   int64
	D, R, E  market.Time // obliged so far and to come, effective (low)
	Slack    market.Time
	NeedRest int64
	Reserve  market.Time // the thresholds in force
	Watch    market.Time
	Critical int64
}

// A Quality is one contract's trading day seen by what incentives are paid on.
// Times are those in which an effective quote provably stood.
type Quality struct {
	Contract   market.Contract
	Final      uint8
	_          uint8
	Date       market.Date
	Effective  market.Time // measured time, the denominator of the next three
	AtBest     market.Time // both sides at the best price
	AtBestBid  market.Time
	AtBestAsk  market.Time
	SpreadTime int64      // sum of spread in ticks × nanoseconds
	Passive    market.Qty // lots filled that took no liquidity (被动成交)
	Aggressive market.Qty
	Oversize   market.Qty // of them, from orders over the agreement's size
	SelfTrade  market.Qty // of them, against ourselves
	Market     market.Qty // lots traded by everybody; -1 = not known
	OpenInt    market.Qty // open interest at the end; -1 = not known
	Orders     int64      // instructions that add exposure
	Cancels    int64
	Cancelled  market.Qty // lots cancelled
	Requests   int64      // requests for quote
}
