package award

import "quotient/market"

// Extra is the extra fee on cancelling much and trading little (超额费用). The numbers
// are from the draft of 2015 and are set by the exchange.
type Extra struct {
	Cancels int64 // more than so many on a contract in a day
	Ratio   int64 // ppm: and traded to cancelled lots (成交撤单比) below this
	Rate    int64 // ppm of the trading fee; 0 = no such fee
	Excused bool  // market makers do not pay it
}

// Cancelling is an account's day on one contract.
type Cancelling struct {
	Cancels   int64
	Traded    market.Qty
	Cancelled market.Qty
	Fees      market.Money // paid on Traded
}

// ExtraFee estimates the extra fee of one contract and day: fees × rate ÷ (traded ÷
// cancelled), where both bounds are exceeded (50).
func ExtraFee(s *Scheme, c *Cancelling) (e Estimate) {
	e.Formula = FormulaExtra
	switch {
	case negative(c.Cancels, int64(c.Traded), int64(c.Cancelled), int64(c.Fees)):
		e.Outcome = Contradicted
		return e
	case s.Extra.Rate == 0:
		return e
	}
	var k calc
	traded, cancelled := int64(c.Traded), int64(c.Cancelled)
	e.note(FigCancels, c.Cancels)
	e.note(FigCancelsBound, s.Extra.Cancels)
	e.note(FigTradedLots, traded)
	e.note(FigCancelledLots, cancelled)
	e.note(FigRatioBound, s.Extra.Ratio)
	e.note(FigFees, int64(c.Fees))
	e.note(FigRate, s.Extra.Rate)
	switch {
	case c.Cancels <= s.Extra.Cancels, !below(traded, million, cancelled, s.Extra.Ratio):
		e.charge(0, false)
	case s.Extra.Excused:
		e.Outcome = Excused
	case traded != 0:
		fee := k.partUp(int64(c.Fees), k.mul(cancelled, s.Extra.Rate), k.mul(traded, million))
		e.charge(fee, k.over)
	}
	return e
}

// charge fills in an amount that we pay.
func (e *Estimate) charge(amount int64, over bool) {
	if over {
		e.Outcome = TooLarge
		return
	}
	e.Outcome, e.Amount = Estimated, market.Money(-amount)
}

// OrderFee is the fee on messages (申报费): each order and cancel of a day costs what
// its tier says.
type OrderFee struct {
	Ratio   int64       // 1/1000: messages per order with a trade, less 1; more pays Over
	Tiers   []OrderTier // ascending; none = no such fee
	Excused bool        // what market making sends is exempt (27)
}

// An OrderTier is what messages from the From-th of the day on cost, in fen each.
type OrderTier struct {
	From       int64 // from 1
	Each, Over market.Money
}

// Messaging is an account's day on one contract.
type Messaging struct {
	Messages int64 // orders and cancels
	Dealt    int64 // orders with a trade
	Making   bool  // sent to make a market, under a market maker's code
}

// SubmissionFee estimates the order fee of one contract and day. Market making is
// exempt from it (27); hedges on other accounts are not.
func SubmissionFee(s *Scheme, m *Messaging) (e Estimate) {
	e.Formula = FormulaOrderFee
	switch {
	case negative(m.Dealt, m.Messages-m.Dealt):
		e.Outcome = Contradicted
		return e
	case len(s.Order.Tiers) == 0:
		return e
	}
	var k calc
	ratio := int64(-1)
	if m.Dealt != 0 {
		ratio = k.partUp(m.Messages, 1000, m.Dealt) - 1000
	}
	e.note(FigMessages, m.Messages)
	e.note(FigDealt, m.Dealt)
	e.note(FigOrderRatio, ratio)
	if m.Making && s.Order.Excused {
		e.Outcome = Excused
		return e
	}
	fee := s.Order.fee(&k, m.Messages, below(m.Dealt, 1000+s.Order.Ratio, m.Messages, 1000))
	e.charge(fee, k.over)
	return e
}

// fee sums over the tiers.
func (o *OrderFee) fee(k *calc, messages int64, over bool) (fee int64) {
	for i, tier := range o.Tiers {
		last := messages
		if i+1 < len(o.Tiers) {
			last = min(last, o.Tiers[i+1].From-1)
		}
		each := tier.Each
		if over {
			each = tier.Over
		}
		fee = k.add(fee, k.mul(max(0, last-tier.From+1), int64(each)))
	}
	return fee
}
