package report

import (
	"quotient/market"
	"quotient/quoter/port"
)

// split is a row's scheduled time in whole seconds. Its parts add up to it, as
// the nanoseconds do: a second that roundings leave over goes to what counts
// against us first.
type split struct {
	scheduled, effective, exempts, ineffective int64
	exempt                                     [port.MaxExempts]int64
	reasons                                    [port.MaxReasons]int64
}

// seconds splits the row's scheduled time.
func (r *Row) seconds() (s split) {
	s.scheduled = int64(r.Scheduled / market.Second)
	s.effective = int64(r.Low / market.Second)
	left := s.scheduled - s.effective
	for i, v := range r.Exempt {
		s.exempt[i] = int64(v / market.Second)
		left -= s.exempt[i]
	}
	for i, v := range r.Ineffective {
		s.reasons[i] = int64(v / market.Second)
		left -= s.reasons[i]
	}
	left = raise(s.reasons[:], r.Ineffective[:], left)
	raise(s.exempt[:], r.Exempt[:], left) // takes the rest: broken seconds are one more than leave a whole one
	for _, v := range s.exempt {
		s.exempts += v
	}
	for _, v := range s.reasons {
		s.ineffective += v
	}
	return s
}

// raise gives a second each to the times with the largest broken seconds, as far
// as left goes, and returns what is left.
func raise(whole []int64, exact []market.Time, left int64) int64 {
	var raised [max(port.MaxExempts, port.MaxReasons)]bool
	for ; left > 0; left-- {
		best := -1
		for i, v := range exact {
			if !raised[i] && v%market.Second > 0 && (best < 0 || v%market.Second > exact[best]%market.Second) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		whole[best]++
		raised[best] = true
	}
	return left
}

// clockText returns seconds as h:mm:ss.
func clockText(seconds int64) string { return spanText(market.Time(seconds) * market.Second) }
