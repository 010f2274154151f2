package report

import (
	"math/bits"

	"quotient/market"
	"quotient/quoter/port"
)

// addQuality adds a day's quality to the month's. Shares of the market's volume
// need every day's: one that is not known makes the sum not known.
func (t *Total) addQuality(q *port.Quality, there bool) {
	if !there {
		return
	}
	s := &t.Quality
	if !t.HasQuality {
		*s, t.HasQuality = *q, true
		return
	}
	s.Effective += q.Effective
	s.AtBest += q.AtBest
	s.AtBestBid += q.AtBestBid
	s.AtBestAsk += q.AtBestAsk
	s.SpreadTime += q.SpreadTime
	s.Passive += q.Passive
	s.Aggressive += q.Aggressive
	s.Oversize += q.Oversize
	s.SelfTrade += q.SelfTrade
	if s.Market < 0 || q.Market < 0 {
		s.Market = -1
	} else {
		s.Market += q.Market
	}
	s.OpenInt = q.OpenInt
	s.Orders += q.Orders
	s.Cancels += q.Cancels
	s.Cancelled += q.Cancelled
	s.Requests += q.Requests
	s.Date, s.Final = q.Date, s.Final&q.Final
}

// meanSpread is the time-weighted mean of the effective spread in 1/100 tick,
// rounded up: against us.
func meanSpread(q *port.Quality) (centiticks int64, ok bool) {
	if q.Effective <= 0 || q.SpreadTime < 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(q.SpreadTime), 100)
	lo, carry := bits.Add64(lo, uint64(q.Effective-1), 0)
	if hi += carry; hi >= uint64(q.Effective) {
		return 0, false
	}
	n, _ := bits.Div64(hi, lo, uint64(q.Effective))
	return int64(n), true
}

// spreadText is meanSpread for people.
func spreadText(q *port.Quality) string {
	n, ok := meanSpread(q)
	if !ok {
		return "–"
	}
	return centiText(n)
}

// lotsText is a quantity that may not be known.
func lotsText(q market.Qty) string {
	if q < 0 {
		return "–"
	}
	return countText(int64(q))
}
