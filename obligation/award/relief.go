package award

import (
	"quotient/market"
	"quotient/obligation"
)

// Trades are what was traded on one contract under one rate.
type Trades struct {
	Lots     market.Qty
	Excluded market.Qty   // of them, never waived: self-trades (自成交), hedges after the close (盘后对冲交易)
	Fees     market.Money // paid on Lots
	Rate     int64        // ppm of the fee that is waived
}

// ReliefFutures estimates the fees waived on futures for a month that is met: on
// the assigned contracts, and on others up to the lots done on the assigned (29).
func ReliefFutures(month obligation.Verdict, assigned, others []Trades) Estimate {
	return relief(FormulaReliefFut, month, assigned, others)
}

// ReliefOptions estimates the fees waived on options for a month that is met: on
// the options, and on their underlying up to the lots done in the options (30).
func ReliefOptions(month obligation.Verdict, options, underlying []Trades) Estimate {
	return relief(FormulaReliefOpt, month, options, underlying)
}

func relief(f Formula, month obligation.Verdict, own, others []Trades) (e Estimate) {
	e.Formula = f
	a, b := gather(own), gather(others)
	if a.wrong || b.wrong {
		e.Outcome = Contradicted
		return e
	}
	k := calc{a.over || b.over}
	allowed, waived := min(a.lots, b.lots), int64(0)
	if b.lots != 0 {
		waived = k.part(b.waived, allowed, b.lots)
	}
	total := k.add(a.waived, waived)
	most := max(a.most, b.most)
	e.note(FigMonth, int64(month))
	e.note(FigOwnLots, a.lots)
	e.note(FigOwnFees, a.fees)
	e.note(FigOwnWaived, a.waived)
	e.note(FigOtherLots, b.lots)
	e.note(FigOtherFees, b.fees)
	e.note(FigOtherLotsCap, allowed)
	e.note(FigOtherWaived, waived)
	e.note(FigRateLeast, min(a.least, b.least, most))
	e.note(FigRateMost, most)
	e.due(month, false, total, k.over)
	return e
}

// heap is the sum over trades.
type heap struct {
	calc
	lots, fees, waived int64
	least, most        int64 // rates
	wrong              bool
}

func gather(list []Trades) heap {
	h := heap{least: million}
	for i := range list {
		h.add(&list[i])
	}
	return h
}

// add takes one contract's trades in; each contract's waiver is rounded down. Once
// something is wrong the sums mean nothing.
func (h *heap) add(t *Trades) {
	lots, fees, valid := int64(t.Lots), int64(t.Fees), int64(t.Lots-t.Excluded)
	h.wrong = h.wrong || negative(lots, fees, valid, int64(t.Excluded), t.Rate, million-t.Rate)
	h.least, h.most = min(h.least, t.Rate), max(h.most, t.Rate)
	h.lots = h.calc.add(h.lots, valid)
	h.fees = h.calc.add(h.fees, fees)
	if lots != 0 {
		h.waived = h.calc.add(h.waived, h.part(fees, h.mul(valid, t.Rate), h.mul(lots, million)))
	}
}
