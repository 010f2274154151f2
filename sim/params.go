package sim

import "quotient/market"

// A PhaseAt is one line of the plain list of phases that the exchange announces:
// from At on, until the contract's next line.
type PhaseAt struct {
	At       market.Time
	Contract market.Contract // NoContract = every contract
	Phase    market.Phase
	Date     market.Date // the trading day it belongs to; 0 = At's own date
}

// A Hole is a time in which the feed publishes no snapshot and no request for quote
// (行情中断). Phases are still announced; the first change after it is published.
type Hole struct {
	From, To market.Time
}

// A Holding is a position that a maker has at the start, all of it yesterday's.
type Holding struct {
	Maker    uint8
	Contract market.Contract
	Side     market.Side // Bid = long
	Qty      market.Qty
}

// Rules are the profile of the exchange that both machines enforce. The zero
// Rules are ZCE's with no size or rate limit.
type Rules struct {
	MaxQty             market.Qty   // of one leg or order; 0 = no limit
	MaxSpread          market.Price // of a quote, ticks; 0 = no limit
	MaxPerSecond       int          // instructions of one maker; 0 = no limit
	CancelOnDisconnect bool         // ZCE does not: quotes outlive the session
	Unequal            bool         // allow unequal quantities of the two legs
	Pending            bool         // say EventQuotePending before EventQuoteLive
	QuietLegs          bool         // do not repeat each leg of a quote that was taken: EventQuoteLive says it
}

// Delays are how long things take. All are fixed, so a run can be repeated.
type Delays struct {
	Order market.Time // from Handle to the matching
	Reply market.Time // from the matching to the maker's Pop
	Feed  market.Time // from a snapshot to its Pop
}

// Params are what an Exchange is made of.
type Params struct {
	Seed        uint64
	Makers      int // accounts; 0 counts as 1
	Instruments []market.Instrument
	Contracts   []ContractParams // by contract, as many as Instruments
	Phases      []PhaseAt        // ascending by At
	Terms       []MakerTerms
	Grants      []Grant
	Holdings    []Holding
	Holes       []Hole // ascending
	Script      []Act  // ascending by At
	Rules       Rules
	Delays      Delays
	Relogon     bool // a maker cut off by the script logs on again by itself when it may
	Series      []Series
	Responses   []ResponseTerms
}

// TapeParams are what a Tape is made of: the same but for the market, which is recorded.
type TapeParams struct {
	Makers      int
	Instruments []market.Instrument
	Phases      []PhaseAt
	Terms       []MakerTerms
	Grants      []Grant
	Holdings    []Holding
	Script      []Act // disconnect, reconnect, refuse, slow, cancel, grant, halt and resume
	Rules       Rules
	Delays      Delays
	Relogon     bool
	Series      []Series
	Responses   []ResponseTerms
	booked      bool // an Exchange's: the script may do everything
}
