package feed

import "quotient/market"

// Counts counts problems by code and says which of them to log, so that a feed
// gone mad fills counters and not the disk. The zero Counts logs everything;
// set Every first.
type Counts struct {
	Every market.Time // log a code at most once in this time; 0 = always
	Seen  [CodeCount]uint64
	quiet [CodeCount]market.Time // until when the code is not logged
	held  [CodeCount]uint64      // not logged since the last log
}

// Note counts a problem. log says whether to log it now, and held how many of
// the same code were not logged since the last one that was.
func (c *Counts) Note(code Code, now market.Time) (held uint64, log bool) {
	if code >= CodeCount {
		return 0, false
	}
	c.Seen[code]++
	if c.Every > 0 && now < c.quiet[code] {
		c.held[code]++
		return 0, false
	}
	held = c.held[code]
	c.held[code] = 0
	c.quiet[code] = now + c.Every
	return held, true
}

// Total returns the number of problems of all codes.
func (c *Counts) Total() (n uint64) {
	for code := OK + 1; code < CodeCount; code++ {
		n += c.Seen[code]
	}
	return n
}
