package venue

import (
	"sync"

	"quotient/market"
)

// A Seen is an application message that arrived at the exchange.
type Seen struct {
	ID      uint64 // the instruction's id
	MsgType string
	Maker   uint8
	At      market.Time // on the exchange's clock
}

// A seenList keeps the newest messages up to its limit.
type seenList struct {
	mu        sync.Mutex
	limit     int
	list      []Seen
	forgotten int
}

func (l *seenList) add(s Seen) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.list) < l.limit {
		l.list = append(l.list, s)
		return
	}
	l.list[l.forgotten%l.limit] = s
	l.forgotten++
}

// all returns a copy, oldest first.
func (l *seenList) all() ([]Seen, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	cut := 0
	if l.forgotten > 0 {
		cut = l.forgotten % l.limit
	}
	out := append([]Seen(nil), l.list[cut:]...)
	return append(out, l.list[:cut]...), l.forgotten
}
