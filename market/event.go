package market

// An EventKind says what an Event is.
type EventKind uint8

// The events. Each names the fields it fills beside Kind, Contract, Time, Edge.
const (
	EventNone EventKind = iota

	// From a market data feed.
	EventDepth    // Bid…Lower; Flags may hold FlagConflated
	EventPhase    // Phase; Contract is one contract, the decoder fans a product out
	EventRequest  // a request for quote (询价): Ref is its id
	EventFeedUp   // the feed is connected
	EventFeedDown // the feed is lost; books are stale from here on

	// From a trading session.
	EventUp           // logged on: nothing is known yet
	EventDown         // the session is lost: everything of ours is unknown
	EventAlive        // a message of the session layer arrived: proof that the link lives
	EventSynced       // every reply to the position and trade queries has arrived; ID of the position query, 0 = not said
	EventQuotePending // ID
	EventQuoteLive    // ID; the two-sided quote stands
	EventQuoteEnded   // ID; Code says why (EndCancelled, EndReplaced, EndFilled, EndExpired)
	EventQuoteReject  // ID, Code (Reject…)
	EventLegState     // ID, Side, Price, Leaves
	EventFill         // ID, Side, Price, Qty, Leaves, Ref = ExecID, Offset, Trade; FlagPassive, FlagRecovered
	EventOrderLive    // ID, Side, Price, Leaves
	EventOrderEnded   // ID, Code
	EventOrderReject  // ID, Code
	EventCancelReject // ID of the cancel, Code
	EventMassCancel   // ID of the mass cancel: the exchange says no quote or order of that class is left
	EventMassReject   // ID of the mass cancel, Code
	EventPosition     // Side = Bid for long, Ask for short; Qty total, Leaves = of today
	EventNotSent      // ID: the session dropped an approved instruction unsent, Code says why
	EventQueryReject  // ID of the query, Code

	EventSettlement // from a feed: Price is the settlement price of the trading day before (上日结算价)
	EventGap        // from a feed: something of Contract is missing, or with NoContract of every contract
	EventCount
)

var eventNames = [EventCount]string{"none", "depth", "phase", "request", "feed_up", "feed_down",
	"up", "down", "alive", "synced", "quote_pending", "quote_live", "quote_ended", "quote_reject",
	"leg_state", "fill", "order_live", "order_ended", "order_reject", "cancel_reject", "mass_cancel",
	"mass_reject", "position", "not_sent", "query_reject", "settlement", "gap"}

// String returns the kind's name as the journal writes it.
func (k EventKind) String() string {
	if k >= EventCount {
		return "invalid"
	}
	return eventNames[k]
}

// Event.Code of EventQuoteEnded and EventOrderEnded.
const (
	EndCancelled uint8 = iota + 1 // by our cancel
	EndReplaced                   // by our next quote on the contract
	EndFilled                     // both legs, or the order, filled
	EndExpired                    // by the exchange: close of the session, or its own act
	EndMass                       // by a mass cancel
)

// Event.Code of the rejects and of EventNotSent.
const (
	RejectOther     uint8 = iota + 1
	RejectUnknown         // unknown contract, order or quote
	RejectClosed          // not in a phase that takes it
	RejectPrice           // outside the price limits or off-tick
	RejectSize            // quantity not allowed, or unequal sides
	RejectSpread          // too wide or crossed
	RejectDuplicate       // id already used
	RejectFunds           // funds or position insufficient
	RejectRate            // too many messages
	RejectLatch           // NotSent: approved under an older latch
	RejectDown            // NotSent: the session is not up
	RejectLate            // NotSent: waited longer than the session's age limit
)

// Event.Flags.
const (
	FlagConflated uint16 = 1 << iota // snapshots of this contract were merged before this one
	FlagPassive                      // the fill took no liquidity
	FlagRecovered                    // the fill was told again in answer to a query
	FlagOrder                        // the fill, end or state belongs to an order, not to a quote's leg
	FlagOwn                          // the request for quote is one of our own
)

// An Event is one thing that arrived, in a fixed layout without pointers. Which
// fields mean something is said at its kind; the others are zero. Fields that
// only some kinds use come last, so that a journal can cut trailing zeros.
type Event struct {
	Kind     EventKind
	Side     Side
	Phase    Phase
	Code     uint8
	Contract Contract
	Flags    uint16
	Time     Time // the exchange's stamp; 0 = none
	Edge     Time // stamped by the edge at receipt: diagnostic, decides nothing

	Bid, Ask       Price
	BidQty, AskQty Qty
	Last           Price
	Volume         Qty
	Turnover       int64
	OpenInterest   Qty
	Upper, Lower   Price

	ID     uint64 // our instruction's id
	Price  Price
	Qty    Qty
	Leaves Qty
	Ref    Ref
	Offset Offset
	_      [7]byte
	Trade  uint64 // of a fill: the exchange's number of the trade (成交编号), the same for both sides; 0 = not told
}
