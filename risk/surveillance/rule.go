package surveillance

import "quotient/market"

// Counts says what weighs as a message or a cancel.
type Counts uint8

// What may count. A quote or order that adds counts where CountOrders is set, a
// cancel where CountCancels is; CountReplaced makes the quote that another replaces
// a cancelled one.
const (
	CountOrders Counts = 1 << iota
	CountCancels
	CountReplaced
)

// A Rule is one threshold between two dates. Which fields mean something follows
// from the Kind, and Check says what is missing.
type Rule struct {
	Kind        Kind
	Counts      Counts      // of Burst, Messages and everything that counts cancels
	QuoteWeight uint8       // a two-sided quote is so many orders, and so many cancels: 1 or 2
	Product     market.Code // zero = every product
	From, Until market.Date // inclusive
	Source      market.Ref  // who says so: a notice's number
	Limit       int64       // the exchange's threshold: a count, lots or, of CloseShare, ppm
	Messages    int64       // Burst, PriceBurst: messages of one burst
	Window      market.Time // Burst: its second; CloseShare: the closing period; others: how near in time two things are
	Lots        market.Qty  // LargeCancels, Layering: from so many lots on; CloseShare: own lots that are assessed
	Small       market.Qty  // Layering: the opposite fill has at most so many lots
	Ticks       market.Price
	Ratio       int64 // ppm; CancelRatio: traded to cancelled lots; Messages: OTR, 0 = any
	Rate        int64 // ppm of the trading fee that the extra fee (超额费用) starts from; 0 = none
}

// holds reports whether r is in force on a date.
func (r *Rule) holds(on market.Date) bool { return r.From <= on && on <= r.Until }

// messages is what an instruction weighs; queries weigh nothing.
func (r *Rule) messages(in *market.Instruction) (n int64) {
	weight := int64(1)
	if in.Kind == market.InstructQuote || in.Kind == market.InstructQuoteEnd {
		weight = int64(r.QuoteWeight)
	}
	if in.Kind.Adds() && r.Counts&CountOrders != 0 {
		n = weight
	}
	if in.Kind.Cancels() && r.Counts&CountCancels != 0 ||
		in.Kind == market.InstructQuote && in.Target != 0 && r.Counts&CountReplaced != 0 {
		n += weight
	}
	return n
}

// orders is how many orders an instruction is.
func (r *Rule) orders(in *market.Instruction) int64 {
	switch in.Kind {
	case market.InstructQuote:
		return int64(r.QuoteWeight)
	case market.InstructOrder:
		return 1
	}
	return 0
}

// cancels is how many cancels so many legs of one quote or order are.
func (r *Rule) cancels(legs int64) int64 { return min(legs, int64(r.QuoteWeight)) }
