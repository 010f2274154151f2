package sim

import "quotient/market"

// ResponseTerms are what the exchange asks of a maker's answers to requests for
// quote (回应报价) on one contract. The switches are what the guide leaves open.
type ResponseTerms struct {
	Maker     uint8
	Unit      uint8 // the unit the answers are judged in, as the caller numbers them
	Contract  market.Contract
	From, To  market.Date // inclusive; 0 = open
	Respond   market.Time // response time (响应时间): an answer stands within it
	Hold      market.Time // holding time (持续时间)
	MaxSpread market.Price
	Tiers     Tiers      // the widest spread by price; none = MaxSpread
	MinSize   market.Qty // lots, each side
	Imbalance int64      // ppm of the larger side by which the sides may differ; 0 = any

	All        bool            // contracts in the continuous-quote set are owed too
	Declared   bool            // a leg's declared size counts, else what remains
	Filled     bool            // one side filled completely ends the holding as kept
	Resting    bool            // a good quote that already stands answers
	AnyQuote   bool            // a quote without the request's id answers too
	Exempt     bool            // requests during an exemption are in the denominator
	Breaks     bool            // a break or a halt counts as held; else neither adds, nor breaks anything
	Merge      bool            // a request less than Apart after one that counts is one with it
	Apart      market.Time     // (询价间隔)
	Moved      market.Price    // a move of Underlying's last price by so many ticks ends the holding as kept; 0 = never
	Underlying market.Contract // for Moved; NoContract = none
}
