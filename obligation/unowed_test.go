package obligation

import (
	"testing"

	"quotient/market"
)

// tell sends a quote on a contract and everything that can become of one.
func tell(m *Meter, c market.Contract, id uint64, now market.Time) {
	in := market.Instruction{ID: id, Bid: 7000, Ask: 7004, BidQty: 10, AskQty: 10}
	m.QuoteSent(c, &in, now)
	m.QuoteLive(c, id, now, now)
	m.QuoteLeaves(c, id, market.Bid, 11, now, now)
	m.Why(c, CausePaused, true, now)
	m.QuoteEnding(c, id, now)
	m.QuoteEnded(c, id, now, now)
	m.QuoteRejected(c, id, now, now)
}

// TestNothingOwed: what is told of contracts without an account, and of a day on
// which nothing is owed, counts nowhere.
func TestNothingOwed(t *testing.T) {
	first, second := futures(), futures()
	first.To, second.From = 20260105, 20260202
	m := New(Params{Contracts: 3, Terms: []Terms{second, first}}, storyDays())
	m.Up(clock(8, 50))
	for c := range market.Contract(5) {
		if _, owed := m.Demand(c, 20260105); owed != (c == 0) {
			t.Errorf("contract %d: owed %v", c, owed)
		}
		if c > 0 {
			tell(m, c, 1, clock(9, 0))
			checkRead(t, m, c, clock(9, 1))
		}
	}
	m.Advance(clock(24, 0))
	now := market.Date(20260106).At(9*market.Hour + market.Minute)
	m.Phase(0, market.PhaseContinuous, now, now)
	tell(m, 0, 2, now)
	if _, ok := m.Row(0, now); ok || m.Member(0) {
		t.Error("something is owed on a day without terms")
	}
	if r := m.Read(0, now); r.State != Off || r.Obliged || r.Member {
		t.Errorf("%+v", r)
	}
}

// TestNotOurs: a quote that is not known, and a side that is none, change nothing.
func TestNotOurs(t *testing.T) {
	m, now := busy(1)
	now += market.Second
	was := m.Read(0, now)
	m.QuoteEnding(0, 99, now)
	m.QuoteEnded(0, 99, now, now)
	m.QuoteRejected(0, 99, now, now)
	m.QuoteLeaves(0, 99, market.Bid, 0, now, now)
	for _, side := range []market.Side{market.Bid - 1, market.Ask + 1} {
		m.QuoteLeaves(0, 1, side, 0, now, now)
	}
	if r := m.Read(0, now); r != was || r.State != Effective {
		t.Errorf("was %+v\nis  %+v", was, r)
	}
}
