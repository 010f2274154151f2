package quoter_test

import (
	"testing"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
)

// tellSettled tells AP101 a settlement by a file.
func (s *stage) tellSettled(day market.Date, price market.Price, long market.Qty) {
	s.command(port.Command{Kind: port.CommandSettled, Contract: s.contract("AP101"), First: uint64(price), From: day.At(0), Value: 1, Epoch: uint64(long)})
}

// jumps counts the trips that a settlement's position has caused.
func (s *stage) jumps() (n int) {
	var shown port.Snapshot
	s.loop.Snapshot(&shown)
	for i := range shown.Trips {
		if breaker.Kind(shown.Trip[i].Kind) == breaker.Jump {
			n++
		}
	}
	return n
}

// A statement's lots are compared while nothing was filled since: of the trading
// day before, of the present day, and of no older one.
func TestSettlementOfAFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		back  int32 // days before the trading day
		long  market.Qty
		fill  bool
		jumps int
	}{
		{"agrees", 0, 0, false, 0},
		{"differs", 0, 2, false, 1},
		{"differs from what was filled today", 0, 2, true, 1},
		{"agrees with what was filled today", 0, 1, true, 0},
		{"the day before differs", 1, 2, false, 1},
		{"the day before, and filled since", 1, 2, true, 0},
		{"the day before, the weekend past", 3, 2, false, 1},
		{"an older day", 4, 2, false, 0},
		{"longer ago than any holiday", 30, 2, false, 0},
	} {
		s := newStage(t)
		for _, kind := range []string{"protection", "money"} {
			s.guard(kind)
		}
		s.loop, s.rings = newLoop(s.desk, 1<<15)
		for _, line := range [][]string{{"start"}, {"balance", "1000000"}, {"feed", "up"}, {"phase", "AP101", "continuous"},
			{"depth", "AP101", "7260x5", "7264x5"}, {"up"}, {"sync"}, {"sync"}, {"live"}} {
			s.do(line)
		}
		if c.fill {
			s.do([]string{"fill", "bid", "1"})
		}
		var shown port.Snapshot
		s.loop.Snapshot(&shown)
		s.tellSettled(market.DateOfDays(shown.Date.Days()-c.back), 7250, c.long)
		if got := s.jumps(); got != c.jumps {
			t.Errorf("%s: %d jumps, want %d (trading day %d)", c.name, got, c.jumps, shown.Date)
		}
	}
}
