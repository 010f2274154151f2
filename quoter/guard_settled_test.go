package quoter

import (
	"testing"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/breaker"
)

// tellSettled tells the stage's first contract a settlement by a file; lots below
// 0 are not said.
func (s *stage) tellSettled(day market.Date, price market.Price, long market.Qty) {
	c := port.Command{Kind: port.CommandSettled, First: uint64(price), From: day.At(0)}
	if long >= 0 {
		c.Value, c.Epoch = 1, uint64(long)
	}
	s.command(c)
}

// jumps counts the trips that a settlement's position has caused.
func (s *stage) jumps() (nth uint16) {
	if t, on := s.loop.r.Breaker.InForce(breaker.Account, 0, breaker.Jump); on {
		return t.Nth
	}
	return 0
}

// A file's settlement takes the place of a guess, is not guessed over, and gives
// way to none that is older. Its lots are compared while nothing was filled.
func TestSettlementOfAFile(t *testing.T) {
	s := newStage(t)
	for _, kind := range []string{"protection", "money"} {
		s.guard(kind)
	}
	s.loop, s.rings = newLoop(s.desk, 1<<15)
	for _, line := range [][]string{{"start"}, {"balance", "1000000"}, {"feed", "up"}, {"phase", "AP101", "continuous"},
		{"depth", "AP101", "7260x5", "7264x5"}, {"up"}, {"sync"}, {"sync"}, {"live"}} {
		s.do(line)
	}
	k, today := &s.loop.contracts[0], s.loop.st.date
	before := market.DateOfDays(today.Days() - 1)
	for len(s.loop.r.Calendar.Stretches(s.loop.r.Hours[0], before, nil)) == 0 {
		before = market.DateOfDays(before.Days() - 1)
	}
	s.tellSettled(before, 7250, 0)
	if k.toldOn != before || !s.loop.fresh(0) || s.loop.dayBefore(0) != before {
		t.Errorf("told on %d, fresh %v", k.toldOn, s.loop.fresh(0))
	}
	if s.jumps() != 0 || s.loop.st.differences != 0 {
		t.Error("lots that agree are a jump")
	}
	older := market.DateOfDays(before.Days() - 3)
	s.tellSettled(older, 7000, 9)
	if k.toldOn != before || s.jumps() != 0 {
		t.Error("an older day is taken over")
	}
	s.do([]string{"fill", "bid", "1"})
	s.tellSettled(before, 7252, 9)
	if s.jumps() != 0 {
		t.Error("lots are compared over a fill")
	}
	k.toldOn = older
	if s.loop.fresh(0) || s.loop.dayBefore(0) != market.DateOfDays(today.Days()-1) {
		t.Error("an older day counts as the day before")
	}
	s.tellSettled(today, 7255, s.loop.r.Ledger.Long(0)+2)
	if s.jumps() != 1 || s.loop.st.differences != 1 {
		t.Errorf("lots that differ: %d jumps, %d differences", s.jumps(), s.loop.st.differences)
	}
}
