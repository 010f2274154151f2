package surveillance

import "quotient/market"

// A burst counts disjoint stretches of Window, begin included and end not, that
// hold at least Messages messages. Each is taken as early as possible, so that no
// other way to cut the day, by the exchange's clock for one, finds more.
type burst struct {
	end market.Time // what left before here belongs to a stretch that counted
	n   uint64      // messages since
	at  int         // of its ring in Watch.times
}

// add notes a message and reports whether it completes a stretch.
func (b *burst) add(times []market.Time, r *Rule, now market.Time) bool {
	if now < b.end {
		return false
	}
	ring := times[b.at : b.at+int(r.Messages)]
	ring[b.n%uint64(r.Messages)] = now
	b.n++
	if b.n < uint64(r.Messages) || now-ring[b.n%uint64(r.Messages)] >= r.Window {
		return false
	}
	b.end, b.n = max(b.end, now-r.Window+1)+r.Window, 0
	return true
}

// spare is how many messages may leave at now without completing a stretch; within
// one that counted, none.
func (b *burst) spare(times []market.Time, r *Rule, now market.Time) int64 {
	if now < b.end {
		return 0
	}
	ring, have := times[b.at:b.at+int(r.Messages)], int64(0)
	for have < int64(min(b.n, uint64(r.Messages))) && now-ring[(b.n-1-uint64(have))%uint64(r.Messages)] < r.Window {
		have++
	}
	return max(0, r.Messages-1-have)
}
