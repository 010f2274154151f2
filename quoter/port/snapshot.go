package port

import "quotient/market"

// Limits of a Snapshot.
const (
	MaxContracts = 512
	StripCells   = 480
	MaxRules     = 64
	MaxUnits     = 32
	RequestViews = 64
	NoNeed       = 255 // the Need of a desk without thresholds
)

// A Snapshot is what the outside may see of the loop: fixed layout, copied whole.
type Snapshot struct {
	Version   uint32
	Contracts uint32 // how many of Contract are in use
	Seq       uint64 // last record's sequence number
	Now       market.Time
	Date      market.Date // trading day
	Mode      uint8       // risk.Mode
	Stage     uint8       // quoter.Stage
	FeedUp    uint8
	VenueUp   uint8
	Latch     uint64
	LatchBy   market.Ref

	FeedAt    market.Time // last inbound market data; 0 = never
	VenueAt   market.Time // last inbound session message; 0 = never
	Polls     uint64      // working polls
	Events    uint64
	Decisions uint64
	Approved  uint64
	Messages  uint64 // handed to the session today
	NotSent   uint64
	Fills     uint64
	Refusals  [MaxRules]uint64 // by risk.Rule
	Digest    uint64
	IDsLeft   uint64

	Units    uint32 // how many of Unit are in use
	Asked    uint32 // how many of Request are in use
	Budgets  uint32 // how many of Budget are in use
	Trips    uint32 // how many of Trip are in use
	Rules    uint64 // bit 1<<risk.Rule: extended rules of the gate in force
	Guards   uint8  // Guard... bits: what is in force
	Seat     uint8  // seat (席位) in use; 0 = none
	Halt     uint8  // surveillance.Halt: why our own flow stands at stop, if it does
	_        [5]byte
	Funds    Funds
	Outlook  Outlook
	Trip     [MaxTrips]Trip     // in force, the account's first
	Budget   [MaxBudgets]Budget // by rule, then product
	Unit     [MaxUnits]UnitView
	Request  [RequestViews]RequestView // open ones first, then the last decided, newest first
	Contract [MaxContracts]ContractView
}

// A UnitView is one unit's standing, and how badly it needs to be quoted.
type UnitView struct {
	Unit
	Need  uint8 // steering.Need
	_     [7]byte
	Since market.Time // when Need began
	// The contracts that stand worst, worst first; NoContract where there are fewer.
	Worst [4]market.Contract
}

// A RequestView is one request for quote.
type RequestView struct {
	Request
	Open  uint8 // 1: not decided yet
	_     [7]byte
	Until market.Time // an open one's answer must stand up to here; 0 = no answer stands
}

// A ContractView is one contract's part of a Snapshot.
type ContractView struct {
	Symbol   market.Symbol
	Obliged  uint8 // 1: has terms today
	State    uint8 // obligation.State
	Exempt   uint8 // obligation.Exempt
	Phase    market.Phase
	Paused   uint8
	Scope    uint8 // risk.Mode that the latch sets on the product or the contract
	Unsure   uint8 // 1: something may be live that shall not be, and the exchange has not confirmed its end
	_        [1]byte
	Since    market.Time // when State began
	Book     market.Depth
	BookAt   market.Time
	Fair     int64 // 1/1000 tick
	Vol      int64 // standard deviation per minute, 1/1000 tick
	QuoteID  uint64
	Bid, Ask market.Price
	BidQty   market.Qty // leaves of the standing quote
	AskQty   market.Qty

	MaxSpread market.Price
	MinSize   market.Qty
	Target    int64 // parts per million

	// The trading day.
	Scheduled   market.Time
	Low, High   market.Time
	Exempts     [MaxExempts]market.Time
	Ineffective [MaxReasons]market.Time
	// The month.
	MonthLow, MonthHigh market.Time
	MonthElapsed        market.Time
	MonthLeft           market.Time
	Slack               market.Time
	NeedRest            int64 // ppm, rounded up; -1 = nothing left

	Quotes, Messages int64
	Cancels          int64
	Fills            int64
	Bought, Sold     market.Qty
	Long, Short      market.Qty
	PnL, Fees        market.Money
	StripFrom        market.Time       // scheduled time starts here
	StripCell        market.Time       // length of one cell of scheduled time
	Strip            [StripCells]uint8 // obligation.State + 1 per cell; 0 = not yet

	Unit       uint8 // the continuous unit; NoUnit = none
	AnswerUnit uint8 // the response unit; NoUnit = none
	Member     uint8 // 1: in the continuous-quote set now
	Need       uint8 // steering.Need
	Stance     uint8 // steering.Stance
	_          [3]byte
	AnswerDue  market.Time // the earliest open request's deadline; 0 = none is open
	Loss       int64       // the loss signal, 1/1000 tick; negative = quoting loses
	Quality    Quality     // the trading day so far
	Guard      GuardView
}
