package dialect

// BeginString and DefaultApplVerID of every session.
const (
	BeginString      = "FIXT.1.1"
	DefaultApplVerID = "9" // FIX 5.0 SP2
)

// Values of Side.
const (
	SideBuy  = '1'
	SideSell = '2'
)

// Values of PositionEffect and of the two user tags for a quote's sides.
const (
	EffectOpen       = 'O'
	EffectClose      = 'C'
	EffectCloseToday = 'T' // where an exchange tells today's position from yesterday's
)

// Values of OrdType.
const (
	OrdTypeLimit  = '2' // an order
	OrdTypeQuoted = 'D' // a leg of a quote
)

// Values of ExecType.
const (
	ExecNew      = '0'
	ExecCanceled = '4'
	ExecRejected = '8'
	ExecExpired  = 'C'
	ExecTrade    = 'F'
	ExecStatus   = 'I'
)

// Values of OrdStatus that a reader needs.
const (
	StatusFilled   = '2'
	StatusCanceled = '4'
	StatusExpired  = 'C'
)

// Values of QuoteStatus.
const (
	QuoteCanceledAll = 4
	QuoteRejected    = 5
	QuoteExpired     = 7
	QuotePending     = 10
	QuoteActive      = 16
	QuoteCanceled    = 17
)

// Values of QuoteCancelType.
const (
	CancelAll = 4
	CancelOne = 5 // the one named by QuoteID
)

// Values of QuoteRejectReason.
const (
	QuoteRejectSymbol    = 1
	QuoteRejectClosed    = 2
	QuoteRejectSize      = 3
	QuoteRejectTooLate   = 4
	QuoteRejectUnknown   = 5
	QuoteRejectDuplicate = 6
	QuoteRejectSpread    = 7
	QuoteRejectPrice     = 8
	QuoteRejectBand      = 10
	RejectReasonOther    = 99 // of every reason field
)

// Values of OrdRejReason.
const (
	OrdRejectSymbol    = 1
	OrdRejectClosed    = 2
	OrdRejectLimit     = 3
	OrdRejectTooLate   = 4
	OrdRejectUnknown   = 5
	OrdRejectDuplicate = 6
	OrdRejectQty       = 13
	OrdRejectBand      = 16
	OrdRejectTick      = 18
)

// Values of CxlRejReason.
const (
	CxlRejectTooLate   = 0
	CxlRejectUnknown   = 1
	CxlRejectDuplicate = 6
)

// Values of TradSesStatus.
const (
	SessionUnknown = 0
	SessionHalted  = 1
	SessionOpen    = 2
	SessionClosed  = 3
	SessionPreOpen = 4
)

// Values of TradingSessionSubID.
const (
	SubAuction    = 2
	SubContinuous = 3
	SubQuiescent  = 7
)

// Values of TradeRequestStatus and PosReqStatus.
const (
	TradesAccepted     = 0
	TradesCompleted    = 1
	PositionsCompleted = 0
	RequestRejected    = 2
)

// LiquidityAdded is the value of LastLiquidityInd for a passive fill.
const LiquidityAdded = 1
