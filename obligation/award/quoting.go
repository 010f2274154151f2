package award

import (
	"quotient/market"
	"quotient/obligation"
)

// A Step is one row of the quoting incentive (报价激励): who reaches the ratio with
// an effective spread no wider than Spread is paid Amount for the contract's month.
type Step struct {
	Ratio  int64 // ppm of the obliged time, at least
	Spread int64 // 1/1000 tick, at most
	Amount market.Money
}

// Quoted is a contract's quoting in a month.
type Quoted struct {
	Obliged, Effective market.Time
	Measured           market.Time // time in SpreadTime
	SpreadTime         int64       // ticks × nanoseconds, package quality
}

// QuotingFutures estimates the quoting incentive on one contract: the narrower its
// effective spread and the higher its ratio, the more. Of the steps reached the
// highest amount is paid (31).
func QuotingFutures(s *Scheme, month obligation.Verdict, q *Quoted) (e Estimate) {
	e.Formula = FormulaQuoting
	switch {
	case negative(int64(q.Obliged), int64(q.Effective), int64(q.Measured), q.SpreadTime, int64(q.Obliged-q.Effective)):
		e.Outcome = Contradicted
		return e
	case len(s.Quoting) == 0, q.Obliged == 0, q.Measured == 0:
		return e
	}
	var k calc
	e.note(FigMonth, int64(month))
	e.note(FigObliged, int64(q.Obliged))
	e.note(FigEffective, int64(q.Effective))
	e.note(FigRatio, k.part(int64(q.Effective), million, int64(q.Obliged)))
	e.note(FigMeasured, int64(q.Measured))
	e.note(FigSpread, k.partUp(q.SpreadTime, 1000, int64(q.Measured)))
	best := Step{}
	for _, step := range s.Quoting {
		if q.reaches(&step) && step.Amount > best.Amount {
			best = step
		}
	}
	e.note(FigStepRatio, best.Ratio)
	e.note(FigStepSpread, best.Spread)
	e.due(month, !s.OnlyMet, int64(best.Amount), k.over)
	return e
}

// reaches holds both figures against the step, exactly.
func (q *Quoted) reaches(s *Step) bool {
	return !below(int64(q.Effective), million, int64(q.Obliged), s.Ratio) &&
		!below(int64(q.Measured), s.Spread, q.SpreadTime, 1000)
}
