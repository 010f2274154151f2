package port

import "quotient/market"

// Limits of the guards' part of a Snapshot.
const (
	MaxBudgets = 192
	MaxTrips   = 32
)

// Guards that a desk may go without: bits of Snapshot.Guards.
const (
	GuardProtection uint8 = 1 << iota // at-trade protection (risk/breaker)
	GuardConduct                      // rules on our own flow (risk/surveillance)
	GuardLimits                       // the exchange's position limits (risk/position)
	GuardFunds                        // margin and funds (risk/margin)
	GuardAll        = GuardProtection | GuardConduct | GuardLimits | GuardFunds
)

// A Trip is a protection that tripped, warned or was re-armed.
type Trip struct {
	At       market.Time     // when it tripped
	Until    market.Time     // not before is it re-armed (0 = no such instant); of a rearmed one when that was
	Over     market.Time     // the stretch in which Value was counted; 0 = none
	Value    int64           // what was found, as said at breaker.Kind
	Limit    int64           // the value that trips
	Product  market.Code     // of what is stopped; zero = the account
	Contract market.Contract // stopped, or whose event it was; NoContract = none
	Nth      uint16          // how often this tripped here today
	Scope    uint8           // breaker.Scope
	Kind     uint8           // breaker.Kind
	Measure  uint8           // breaker.Measure
	Rearm    uint8           // breaker.Authority: who may end it
	State    uint8           // breaker.State
	Code     uint8           // of rejects: the last one's; of refusals: risk.Rule
	_        [6]byte
}

// An Alarm is a level of a rule on our own conduct that changed.
type Alarm struct {
	Kind     uint8 // surveillance.Kind; 0 = all rules together: Halt says why
	From, To uint8 // surveillance.Level
	Halt     uint8 // surveillance.Halt
	Rule     uint16
	Contract market.Contract // NoContract = the product's or the account's counter
	Product  market.Code     // zero = the account's
	At       market.Time
	Value    int64
	Stop     int64 // where we stop
	Limit    int64 // the exchange's threshold
	Source   market.Ref
}

// A Hold is a change of what holds one contract back.
type Hold struct {
	Contract  market.Contract
	Was, Now  uint8       // risk.Mode in force by all of what follows
	Latch     uint8       // risk.Mode that the latch sets on the product or the contract
	Trip      uint8       // breaker.Kind in force that needs the highest authority; 0 = none
	Restraint uint8       // position.Restraint bits
	Level     uint8       // surveillance.Level
	Long      market.Qty  // lots over the limit long
	Short     market.Qty  // and short
	Until     market.Time // by when they have to be gone (超仓); 0 = not over, or not known
}

// A Budget is one counter of our own flow with what it is held against: the
// product's own, or that of its contract that is nearest to the threshold.
type Budget struct {
	Kind     uint8 // surveillance.Kind
	Level    uint8 // surveillance.Level
	Scope    uint8 // surveillance.Scope
	Assessed uint8 // 0: a ratio without a denominator, or a counter that nothing feeds
	Rule     uint16
	Contract market.Contract // NoContract unless Scope is a contract
	Product  market.Code     // zero when Scope is the account
	Value    int64           // used
	Warn     int64           // where each of our levels begins
	Throttle int64
	Stop     int64
	Limit    int64      // the exchange's threshold
	Ratio    int64      // ppm, -1 = not assessed
	Bound    int64      // ppm, the exchange's threshold of Ratio; 0 = none
	Source   market.Ref // of the rule
	Exempt   market.Ref // the source of what takes it off; zero = nothing does
}

// Funds are the account's (资金), in fen. An amount counts only with its Known bit.
type Funds struct {
	Known     uint8 // FundsEquity...
	_         [7]byte
	Equity    market.Money // 权益
	Held      market.Money // margin of what is held (保证金占用)
	Frozen    market.Money // of what works (冻结资金), as the gate counts it
	Available market.Money // 可用资金
	Free      market.Money // may still be tied up by what opens
	Usage     int64        // ppm of equity (风险度)
	PnL       market.Money // of the day, after fees
}

// Bits of Funds.Known.
const (
	FundsEquity uint8 = 1 << iota
	FundsHeld
	FundsAvailable
	FundsFree
	FundsUsage
	FundsPnL
)

// A GuardView is what holds one contract back, and its position against limits.
type GuardView struct {
	Held      uint8 // risk.Mode in force, of latch, protection and limits together
	Trip      uint8 // breaker.Kind that blocks; 0 = none
	Restraint uint8 // position.Restraint bits
	Level     uint8 // surveillance.Level
	Known     uint8 // 1: a position limit of the exchange is known
	Strikes   uint8 // prices that the gate refused of late
	Delivery  uint8 // Delivery... bits
	_         [1]byte
	Worst     [2]market.Qty   // net lots long and short if all that may fill on that side does
	Stop      [2]market.Qty   // the gate's limit on Worst
	Counted   [2]market.Qty   // lots that count against the exchange's limit, long and short
	Spread    [2]market.Qty   // of them in spread positions (套利)
	Over      [2]market.Qty   // lots over it
	Until     market.Time     // by when they have to be gone; 0 = not over, or not known
	Limit     market.Qty      // the exchange's limit on speculation, one side (持仓限额)
	All       market.Qty      // on speculation and spread positions together
	Source    market.Ref      // of it
	OpensLeft market.Qty      // lots that may still be opened today; -1 = not known, or not limited
	Margin    market.Money    // of what is held; -1 = not known
	LotMargin [2]market.Money // what a lot that opens freezes, bought and sold; 0 = not known
	Days      int64           // trading days left with the last one (最后交易日); 0 = not held, or the last one is not known
	Unwind    int64           // days that getting out takes; 0 = no telling
}

// Bits of GuardView.Delivery.
const (
	DeliverySoon uint8 = 1 << iota // what is held is headed to delivery
	DeliveryLate                   // and there is not the time to get out, or no telling
)

// MaxExercises bounds how many futures an Outlook lists.
const MaxExercises = 16

// An Outlook is what the account's funds will or may come to, in fen. A part counts
// only with its Known bit.
type Outlook struct {
	Known     uint8 // Outlook... bits
	Up        uint8 // the limit days lead up; else down
	_         [2]byte
	Next      market.Date  // the trading day whose rates the forecast is at
	Margin    market.Money // of all that is held, at the marks, after the next settlement
	Raised    market.Money // the same where the exchange raises what it may
	Free      market.Money // equity less Margin; below 0 is the call (追加保证金)
	Worst     market.Money // equity less Raised
	Raising   int32        // contracts held that the exchange may raise
	Guessed   int32        // contracts held without a mark
	Price     int64        // of the worst scenario: move of prices, ppm
	Vol       int64        // and of volatility, thousandths of a point
	PnL       market.Money // and what it brings
	Left      market.Money // and leaves free
	Day       int64        // of the worst of consecutive limit days, from 1
	LockedPnL market.Money
	Locked    market.Money // left free then
	Exercises uint32       // how many of Exercise are in use
	_         [4]byte
	Exercise  [MaxExercises]Exercise
}

// Bits of Outlook.Known.
const (
	OutlookForecast uint8 = 1 << iota
	OutlookStress
	OutlookLocked
)

// An Exercise is what options in the money would bring into a future (行权, 履约).
type Exercise struct {
	Contract    market.Contract
	_           [6]byte
	Long, Short market.Qty
	Margin      market.Money // that they ask for beside what is held
}
