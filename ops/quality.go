package ops

import (
	"math/bits"

	"quotient/market"
	"quotient/quoter/port"
)

// Quality is the trading day seen by what incentives are paid on. Times are those
// in which an effective quote provably stood.
type Quality struct {
	EffectiveNs market.Time `json:"effective_ns"`
	AtBestNs    market.Time `json:"at_best_ns"` // both sides at the best price
	AtBestBidNs market.Time `json:"at_best_bid_ns"`
	AtBestAskNs market.Time `json:"at_best_ask_ns"`
	AtBest      *string     `json:"at_best"`      // share of the effective time, rounded down
	Spread      *string     `json:"spread_ticks"` // mean over the effective time, rounded up
	Passive     market.Qty  `json:"passive"`
	Aggressive  market.Qty  `json:"aggressive"`
	Oversize    market.Qty  `json:"oversize"`
	SelfTrade   market.Qty  `json:"self_trade"`
	Market      *market.Qty `json:"market"`        // null = not known
	OpenInt     *market.Qty `json:"open_interest"` // null = not known
	Orders      int64       `json:"orders"`
	Cancels     int64       `json:"cancels"`
	Cancelled   market.Qty  `json:"cancelled"`
	Requests    int64       `json:"requests"`
}

func qualityOf(q *port.Quality) *Quality {
	return &Quality{
		EffectiveNs: q.Effective, AtBestNs: q.AtBest, AtBestBidNs: q.AtBestBid, AtBestAskNs: q.AtBestAsk,
		AtBest: ratioText(q.AtBest, q.Effective), Spread: meanText(q.SpreadTime, q.Effective),
		Passive: q.Passive, Aggressive: q.Aggressive, Oversize: q.Oversize, SelfTrade: q.SelfTrade,
		Market: known(q.Market), OpenInt: known(q.OpenInt),
		Orders: q.Orders, Cancels: q.Cancels, Cancelled: q.Cancelled, Requests: q.Requests,
	}
}

// known is a number of lots, nil for the -1 that says nobody knows.
func known(v market.Qty) *market.Qty {
	if v < 0 {
		return nil
	}
	return &v
}

// meanText returns sum/time with three decimals, rounded up, or nil where no time
// was measured.
func meanText(sum int64, time market.Time) *string {
	if time <= 0 || sum < 0 {
		return nil
	}
	hi, lo := bits.Mul64(uint64(sum), 1000)
	if hi >= uint64(time) {
		return nil
	}
	q, rest := bits.Div64(hi, lo, uint64(time))
	if rest > 0 {
		q++
	}
	s := fixed(int64(q), 3)
	return &s
}
