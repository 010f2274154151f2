package sim

import "quotient/market"

// A Recount is what the exchange counted for one maker, contract and trading
// day, in nanoseconds on its own event clock. Scheduled = Effective + the sum of
// Exempt + Ineffective. Of a contract in a series only the time in its set counts.
type Recount struct {
	Maker       uint8
	Contract    market.Contract
	Date        market.Date
	Scheduled   market.Time // opening auction and continuous trading, as announced
	Effective   market.Time // both legs remain, each at least the minimum by what remains
	Declared    market.Time // the same with the minimum held against the declared size
	Ineffective market.Time
	Exempt      [ReasonCount]market.Time

	ExemptEffective market.Time // of the exempt time, in which a good quote stood by what remains
	ExemptDeclared  market.Time // and by the declared size
}

// A UnitCount sums a maker's contracts of one unit over one trading day: what a
// pooled ratio (全部合约有效持续报价时间 ÷ 全部合约交易时间) is made of.
type UnitCount struct {
	Maker     uint8
	Unit      uint8
	Date      market.Date
	Contracts int // with scheduled time
	Scheduled market.Time
	Effective market.Time
	Declared  market.Time
	Exempt    market.Time

	ExemptEffective market.Time
	ExemptDeclared  market.Time
}

// An Outcome is what became of a request for quote.
type Outcome uint8

// The outcomes. Those from Excluded on are not in the denominator.
const (
	OutcomeOpen Outcome = iota // not decided yet
	Answered                   // effectively (有效回应报价)
	NotAnswered                // no quote for it in time
	Late                       // the same; a good one came after
	OneSided                   // the quote in time had one side only
	TooSmall
	TooWide
	HeldShort // a good quote stood in time, not for long enough
	Excluded  // during an exemption
	Merged    // one with an earlier request
	NotOwed   // out of the agreement's scope
	OutcomeCount
)

// String returns the outcome's name as reports write it.
func (o Outcome) String() string {
	if o >= OutcomeCount {
		return "invalid"
	}
	return [OutcomeCount]string{"undecided", "answered", "not_answered", "late", "one_sided", "too_small",
		"too_wide", "held_short", "excluded", "merged", "not_owed"}[o]
}

// Counts reports whether the request is in the denominator.
func (o Outcome) Counts() bool { return o < Excluded }

// A Response is what the exchange counted for one maker and request for quote
// (询价), on its own event clock.
type Response struct {
	Maker    uint8
	Unit     uint8
	Outcome  Outcome
	Contract market.Contract
	Date     market.Date
	Ref      market.Ref
	At       market.Time // when it was announced
	Due      market.Time // the last instant at which an answer is in time
	Since    market.Time // when the first good answer began to stand; 0 = never
	Held     market.Time // how long the last chain of good answers stood, at most the holding time
	Decided  market.Time // 0 = open
	Quote    uint64      // the first good answer; 0 = none
}

// A ResponseCount sums a maker's requests of one unit over one trading day.
type ResponseCount struct {
	Maker    uint8
	Unit     uint8
	Date     market.Date
	Requests int // in the denominator
	Answered int
	Open     int // of the requests, those not decided yet
	Excluded int
	Merged   int
	NotOwed  int
}

// A Move is a change of a series' continuous-quote set: from At on it is the
// strikes First to Last around the at-the-money Row.
type Move struct {
	Series      uint8    // index into Params.Series
	Why         Restrike // RestrikeNone = nothing is known
	Underlying  market.Contract
	First, Last int16 // rows of the series' strikes
	Row         int16 // -1 = not known: the set is empty, and so are First to Last
	Date        market.Date
	At          market.Time
	Reference   market.Price // of the underlying, a middle rounded down; 0 = not known
	Strike      market.Price // at the money
}
