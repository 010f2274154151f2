package award

import (
	"quotient/market"
	"quotient/obligation"
)

// A Formula names the arithmetic of an estimate; a report words it.
type Formula uint8

// The formulas, with the clause of the guide they come from. Lots are those that
// count: without self-trades and whatever else the clause excludes.
const (
	NoFormula        Formula = iota
	FormulaReliefFut         // 29: own fees × rate + other fees × rate × min(own lots, other lots) ÷ other lots
	FormulaReliefOpt         // 30: the same for the options and their underlying
	FormulaQuoting           // 31: the highest step whose ratio and effective spread are both reached
	FormulaTradeFut          // 31: pool × (volume weight × own ÷ all volume + open weight × own ÷ all open interest)
	FormulaRankOpt           // 32: the amount of the rank by time at the best price
	FormulaTradeOpt          // 32: pool × volume weight × own ÷ all volume
	FormulaExtra             // 50: fees × rate × cancelled ÷ traded lots, where cancels and ratio are both beyond the bounds
	FormulaOrderFee          // 27: sum over the messages of the rate of the tier each falls into
	FormulaCount
)

var formulaNames = [FormulaCount]string{"none", "relief_futures", "relief_options", "quoting", "trading_futures",
	"ranking_options", "trading_options", "extra_fee", "order_fee"}

// String returns the formula's name.
func (f Formula) String() string {
	if f >= FormulaCount {
		return "invalid"
	}
	return formulaNames[f]
}

// An Outcome says what an estimate's amount is worth.
type Outcome uint8

// The outcomes. Amount is 0 but for Estimated and Conditional.
const (
	NotAssessed  Outcome = iota // nothing to divide by, or no terms say so (不予考核)
	Estimated                   // Amount is what the inputs come to
	Conditional                 // the same, if the month turns out to be met
	NotDone                     // the month was missed: nothing is paid
	Forfeited                   // a cap on orders or requests was exceeded
	Excused                     // a market maker does not pay this
	Unknown                     // a figure that it takes is not known
	Contradicted                // the inputs cannot all be true
	TooLarge                    // the amount does not fit
	OutcomeCount
)

var outcomeNames = [OutcomeCount]string{"not_assessed", "estimated", "conditional", "not_done", "forfeited",
	"excused", "unknown", "contradicted", "too_large"}

// String returns the outcome's name.
func (o Outcome) String() string {
	if o >= OutcomeCount {
		return "invalid"
	}
	return outcomeNames[o]
}

// MaxInputs is how many figures an estimate shows.
const MaxInputs = 12

// An Input is one figure that an estimate was made from.
type Input struct {
	Figure Figure
	Value  int64
}

// An Estimate is an amount of money with what it was made from. The zero Estimate
// is not assessed.
type Estimate struct {
	Formula Formula
	Outcome Outcome
	N       uint8 // inputs
	Amount  market.Money
	In      [MaxInputs]Input
}

// Inputs are the figures in the order in which the formula uses them. The slice is
// a view of e.
func (e *Estimate) Inputs() []Input { return e.In[:e.N] }

// note shows a figure.
func (e *Estimate) note(f Figure, v int64) {
	e.In[e.N] = Input{f, v}
	e.N++
}

// due fills in an amount that the month's verdict decides on; any = whatever it is.
func (e *Estimate) due(month obligation.Verdict, any bool, amount int64, over bool) {
	switch {
	case over:
		e.Outcome = TooLarge
	case any, month == obligation.Met:
		e.Outcome, e.Amount = Estimated, market.Money(amount)
	case month == obligation.Missed:
		e.Outcome = NotDone
	case month == obligation.Open, month == obligation.InBand:
		e.Outcome, e.Amount = Conditional, market.Money(amount)
	}
}

// Sum adds the amounts of the estimates that have one; ok is false when it does
// not fit.
func Sum(list []Estimate) (total market.Money, ok bool) {
	for i := range list {
		sum := total + list[i].Amount
		if (list[i].Amount < 0) != (sum < total) {
			return 0, false
		}
		total = sum
	}
	return total, true
}
