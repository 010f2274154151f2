package award

import (
	"quotient/market"
	"quotient/obligation"
)

// Caps are what forfeits the options' incentives when exceeded; 0 = no cap.
type Caps struct {
	Orders   int64 // 报单量
	Requests int64 // 询价量: requests for quote
}

// Ranked is a month's time at the best price, and the rank that the exchange gave it.
type Ranked struct {
	Rank             int32       // from 1; 0 = the exchange has not said
	AtBest, Measured market.Time // package quality
	Orders, Requests int64       // held against Caps
}

// RankingOptions estimates the incentive by rank of the time at the best price of
// continuous quotes (持续报价最优买卖时间比例排名), which too many orders or requests forfeit
// (32). The rank is known from the exchange alone.
func RankingOptions(s *Scheme, month obligation.Verdict, r *Ranked) (e Estimate) {
	e.Formula = FormulaRankOpt
	switch {
	case negative(int64(r.Rank), int64(r.AtBest), int64(r.Measured-r.AtBest), r.Orders, r.Requests):
		e.Outcome = Contradicted
		return e
	case len(s.Ranking) == 0, r.Measured == 0:
		return e
	}
	var k calc
	e.note(FigMonth, int64(month))
	e.note(FigRank, int64(r.Rank))
	e.note(FigAtBest, k.part(int64(r.AtBest), million, int64(r.Measured)))
	switch {
	case e.forfeit(&s.Caps, r.Orders, r.Requests):
	case r.Rank == 0:
		e.Outcome = Unknown
	case int(r.Rank) > len(s.Ranking):
		e.due(month, !s.OnlyMet, 0, false)
	default:
		e.due(month, !s.OnlyMet, int64(s.Ranking[r.Rank-1]), false)
	}
	return e
}

// forfeit reports whether a cap is exceeded.
func (e *Estimate) forfeit(c *Caps, orders, requests int64) bool {
	e.note(FigOrders, orders)
	e.note(FigOrdersCap, c.Orders)
	e.note(FigRequests, requests)
	e.note(FigRequestsCap, c.Requests)
	if c.Orders != 0 && orders > c.Orders || c.Requests != 0 && requests > c.Requests {
		e.Outcome = Forfeited
		return true
	}
	return false
}
