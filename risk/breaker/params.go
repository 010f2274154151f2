package breaker

import "quotient/market"

// Spans of time in which is counted: indexes of Params.Spans and of Flow's fields.
const (
	Short = iota // 1 s by the usual profile
	Long         // 10 s
	spans
)

// A Flow bounds what may be done in a group within Params.Spans, each figure the
// first that trips.
type Flow struct {
	Fills [spans]int64
	Lots  [spans]int64
	Delta [spans]int64 // sum of |delta|, in the weights that Fill is told
	Vega  [spans]int64 // sum of |vega|; a group without options needs one as well
}

// A Storm bounds rejects. Both figures are the first that trips.
type Storm struct {
	Count int64 // rejects within Spans[Short]
	Share int64 // ppm of the messages sent within Spans[Long]
	Least int64 // messages in Spans[Long] below which a share says nothing
}

// A Purse bounds losses, each figure the first that trips.
type Purse struct {
	Floor    market.Money // fen lost since the day began
	Drawdown market.Money // fen below the best within Params.FallOver
}

// Limits are those of a group.
type Limits struct {
	Flow     Flow
	OneSided int64 // fills of one contract on one side that no fill of the other offsets
	Storm    Storm
	Purse    Purse
}

// A Strike counts refusals of the gate on one contract.
type Strike struct {
	Rules uint64      // bit 1<<rule: refusals that count
	Most  int64       // refusals within Over that trip
	Over  market.Time // length of the stretch, ends included
}

// A Policy says how a trip ends.
type Policy struct {
	Rearm  Authority
	Pause  market.Time // not before; ByItself needs one
	ToRisk int64       // from this trip of a scope and a day on, only risk may
}

// Params are the room's parameters. They are data in force on a day: whoever
// reads them gives those of the day to New.
type Params struct {
	Of     []uint16 // by contract: its group
	Groups []Limits // by group
	Storm  Storm    // of the account
	Purse  Purse    // of the account

	Spans    [spans]market.Time // Short, Long
	Messages int64              // most messages that leave within Spans[Long]: memory for shares
	Codes    uint64             // bit 1<<code: rejects that count towards a storm
	Collar   Strike             // P3
	Repeat   Strike             // P10

	UnackedWarn market.Time // an instruction unanswered so long is warned of
	Unacked     market.Time // so long: its state is unknown, nothing is added
	FallOver    market.Time // stretch of a drawdown
	Unmarked    market.Time // P&L may be unknown for less than this
	Late        market.Time // lateness of the loop that pulls quotes

	Policies [KindCount]Policy // of the kinds that Ends says need one
}

// Ends returns the least Authority that may end a trip of kind k, whatever the
// Policy says; Unset for the kinds that have no Policy: Limit, which nobody ends,
// Unacked and Unmarked, which last as long as their cause.
func (k Kind) Ends() Authority {
	switch k {
	case Rejects, Late:
		return ByItself
	case Protection, OneSided, Collar, Repeat, Jump:
		return ByTrader
	case Loss, Drawdown:
		return ByRisk
	}
	return Unset
}
