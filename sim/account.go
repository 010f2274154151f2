package sim

import "quotient/market"

// recentIDs is how many of a maker's last ids are held against a new one.
const recentIDs = 1 << 16

// A holding is one maker's position in one contract.
type holding struct {
	total, today [2]market.Qty // long, short
}

// open adds lots opened today.
func (h *holding) open(s market.Side, qty market.Qty) {
	h.total[s-market.Bid] += qty
	h.today[s-market.Bid] += qty
}

// shut takes lots off the position on side s: yesterday's first, as ZCE does,
// or today's first.
func (h *holding) shut(s market.Side, qty market.Qty, todayFirst bool) {
	i := s - market.Bid
	yesterday := h.total[i] - h.today[i]
	fromToday := max(qty-yesterday, 0)
	if todayFirst {
		fromToday = min(qty, h.today[i])
	}
	h.total[i] -= qty
	h.today[i] -= fromToday
}

func (h *holding) roll() { h.today = [2]market.Qty{} }

// Bits of account.asked.
const (
	askedTrades = 1 << iota
	askedPositions
	askedBoth = askedTrades | askedPositions
)

// An account is one maker as the exchange knows it.
type account struct {
	up       bool // its session is open
	barred   bool // the script keeps it out
	asked    uint8
	messages uint64
	holdings []holding      // by contract
	fills    []market.Event // of the trading day
	ids      []uint64       // by id modulo recentIDs
	places   []int32        // likewise: where the entry of that id was put
	sent     []market.Time  // ring of the last MaxPerSecond arrivals
	sentAt   int
}

func newAccount(contracts, perSecond int) account {
	a := account{
		holdings: make([]holding, contracts),
		fills:    make([]market.Event, 0, 1024),
		ids:      make([]uint64, recentIDs),
		places:   make([]int32, recentIDs),
		sent:     make([]market.Time, perSecond),
	}
	for i := range a.sent {
		a.sent[i] = -market.Second
	}
	return a
}

// fresh notes the id and reports whether it was not used before.
func (a *account) fresh(id uint64) bool {
	slot := &a.ids[id%recentIDs]
	if *slot == id {
		return false
	}
	*slot = id
	return true
}

// paced notes an arrival and reports whether it keeps within the rate.
func (a *account) paced(now market.Time) bool {
	if len(a.sent) == 0 {
		return true
	}
	ok := a.sent[a.sentAt] <= now-market.Second
	if ok {
		a.sent[a.sentAt] = now
		a.sentAt = (a.sentAt + 1) % len(a.sent)
	}
	return ok
}
