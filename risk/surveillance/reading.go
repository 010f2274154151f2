package surveillance

import (
	"math/bits"

	"quotient/market"
)

// A Reading is one counter with what it is held against. Ratios are -1 where their
// denominator is zero: not assessed.
type Reading struct {
	Kind     Kind
	Scope    Scope
	Level    Level
	InForce  bool            // today
	Assessed bool            // false: a ratio without a denominator
	Contract market.Contract // NoContract unless the scope is a contract
	Product  market.Code     // zero when the scope is the account
	Value    int64           // in Limit's unit
	Seen     int64           // orders_…: combinations seen today
	Warn     int64           // where each level begins
	Throttle int64
	Stop     int64
	Limit    int64      // the exchange's threshold
	Ratio    int64      // ppm
	Bound    int64      // ppm: the exchange's threshold of Ratio; 0 = none
	Source   market.Ref // of the rule
	Exempt   market.Ref // the source of what takes it off; zero = nothing does
}

// Rules is how many rules there are, in force or not.
func (w *Watch) Rules() int { return len(w.p.Rules) }

// Reading reads a rule's counter for a contract, its product or the account; false
// when the rule is not for the contract.
func (w *Watch) Reading(rule int, c market.Contract) (r Reading, ok bool) {
	if w.bad || rule < 0 || rule >= len(w.p.Rules) || int(c) >= len(w.product) {
		return Reading{}, false
	}
	i, ok := w.unit(uint16(rule), c)
	if ok {
		w.read(&r, i)
	}
	return r, ok
}

// read fills in the reading of a cell.
func (w *Watch) read(out *Reading, i int) {
	x, rule := &w.cells[i], w.owner[i]
	r := &w.p.Rules[rule]
	*out = Reading{Kind: r.Kind, Scope: r.Kind.Scope(), Level: x.level, InForce: r.holds(w.st.date),
		Assessed: x.assessed(r), Contract: market.NoContract, Value: x.value,
		Warn: begins(r.Limit, w.p.Warn), Throttle: begins(r.Limit, w.p.Throttle), Stop: begins(r.Limit, w.p.Stop),
		Limit: r.Limit, Ratio: -1, Bound: r.Ratio, Source: r.Source}
	switch n := i - w.first[rule]; out.Scope {
	case Contract:
		out.Contract, out.Product = market.Contract(n), w.names[w.product[n]]
	case Product:
		out.Product = w.names[n]
	}
	if x.exempt != 0 {
		out.Exempt = w.p.Exemptions[x.exempt-1].Source
	}
	switch {
	case r.Kind.combined():
		out.Seen = x.seen
	case r.Kind == CancelRatio && x.of > 0:
		out.Ratio = ratio(x.seen, x.of)
	case r.Kind == Messages && x.of > 0:
		out.Ratio = ratio(x.value-x.of, x.of)
	case r.Kind == CloseShare:
		out.Value = ratio(x.value, max(1, x.of))
	}
}

// ratio is a / b in ppm, rounded down; b is positive, and what does not fit is the
// greatest number.
func ratio(a, b int64) int64 {
	high, low := bits.Mul64(uint64(max(0, a)), million)
	if high >= uint64(b) {
		return 1<<63 - 1
	}
	q, _ := bits.Div64(high, low, uint64(b))
	return int64(min(q, 1<<63-1))
}

// ExtraFee is what a rule on the trade-to-cancel ratio costs a contract as the day
// stands: fees × rate ÷ ratio (超额费用, art. 40), rounded up, where both thresholds are
// passed, and 0 where they are not or it is exempt. fees are what the exchange
// charges on the day's trades. ok is false where that cannot be said: nothing was
// traded, so that the ratio is 0, or the fee fits no amount.
func (w *Watch) ExtraFee(rule int, c market.Contract, fees market.Money) (fee market.Money, ok bool) {
	if read, _ := w.Reading(rule, c); read.Kind != CancelRatio || fees < 0 {
		return 0, false
	}
	i, _ := w.unit(uint16(rule), c)
	x, r := &w.cells[i], &w.p.Rules[rule]
	switch {
	case x.exempt != 0 || r.Rate == 0 || x.value <= r.Limit || !less(x.seen, million, x.of, r.Ratio):
		return 0, true
	case x.seen == 0:
		return 0, false
	}
	charged, fits := market.MulMoney(int64(fees), r.Rate)
	if !fits {
		return 0, false
	}
	over, under := bits.Mul64(uint64(x.seen), million)
	high, low := bits.Mul64(uint64(charged), uint64(x.of))
	if over != 0 || high >= under {
		return 0, false
	}
	q, rest := bits.Div64(high, low, under)
	if rest > 0 {
		q++
	}
	return market.Money(q), q < 1<<63
}
