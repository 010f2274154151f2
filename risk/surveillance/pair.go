package surveillance

import "quotient/market"

// A pair remembers the last two different keys and when each was last seen. Keys
// are from 1 on; 0 is nothing.
type pair struct {
	key  [2]uint32
	time [2]market.Time
}

// note takes key to the front.
func (p *pair) note(key uint32, now market.Time) {
	if p.key[0] != key {
		p.key[1], p.time[1] = p.key[0], p.time[0]
	}
	p.key[0], p.time[0] = key, now
}

// other returns when a key other than this one was last seen; ok is false for never.
func (p *pair) other(key uint32) (at market.Time, ok bool) {
	i := 0
	if p.key[0] == key {
		i = 1
	}
	return p.time[i], p.key[i] != 0
}
