package quoter_test

import (
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

// quoting is a stage with a live quote on AP101 and lots held long before.
func quoting(t *testing.T, lots uint64) *stage { return newStage(t).quoting(lots) }

func (s *stage) quoting(lots uint64) *stage {
	for _, line := range [][]string{{"start"}, {"feed", "up"}, {"phase", "AP010", "continuous"}, {"phase", "AP101", "continuous"},
		{"depth", "AP010", "7100x10", "7101x10"}, {"depth", "AP101", "7260x15", "7264x15"}, {"up"}} {
		s.do(line)
	}
	s.command(port.Command{Kind: port.CommandIDs, First: 1001, Count: 1 << 20})
	s.cancelled()
	positions := s.out[len(s.out)-1]
	for c, q := range []market.Qty{0, market.Qty(lots)} {
		s.venue(market.Event{Kind: market.EventPosition, ID: positions.ID, Contract: market.Contract(c), Side: market.Bid, Qty: q})
	}
	s.do([]string{"synced"})
	return s
}

// cancelled answers the two mass cancels, and nothing else.
func (s *stage) cancelled() {
	for _, in := range s.out[len(s.out)-2:] {
		s.venue(market.Event{Kind: market.EventMassCancel, ID: in.ID, Contract: market.NoContract})
	}
}

func (s *stage) newest() *market.Instruction { return &s.out[len(s.out)-1] }

// An order that takes inventory down does not outlive a pause.
func TestPausePullsTheReducingOrder(t *testing.T) {
	s := quoting(t, 195)
	order := *s.newest()
	if order.Kind != market.InstructOrder || order.Side != market.Ask {
		t.Fatalf("at the limit it sends %s", describe(&order))
	}
	s.venue(market.Event{Kind: market.EventOrderLive, ID: order.ID, Contract: order.Contract, Side: order.Side, Leaves: order.AskQty})
	s.do([]string{"pause"})
	if in := s.newest(); in.Kind != market.InstructOrderEnd || in.Target != order.ID {
		t.Fatalf("the newest instruction is %s", describe(in))
	}
}

// A cancel that is refused as unknown leaves a quote in doubt: only cancelling
// everything tells what is left.
func TestDoubtIsCleared(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	s.do([]string{"pause"})
	end := *s.newest()
	s.venue(market.Event{Kind: market.EventCancelReject, ID: end.ID, Contract: end.Contract, Code: market.RejectUnknown})
	if in := s.newest(); end.Kind != market.InstructQuoteEnd || in.Kind != market.InstructMassOrders {
		t.Fatalf("after a denied cancel it sends %s", describe(in))
	}
}

// However often the exchange refuses a mass cancel, the one it takes counts, and
// the table does not fill up with those it refused.
func TestRefusedMassCancelsAreForgotten(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	s.do([]string{"down"})
	s.do([]string{"up"})
	for range 600 {
		s.venue(market.Event{Kind: market.EventMassReject, ID: s.asked(1)[0].ID, Contract: market.NoContract, Code: market.RejectClosed})
		if s.newest().Kind == market.InstructQuoteEnd { // so is the single cancel
			s.do([]string{"cancel-refused"})
		}
		s.wait(2 * market.Second)
	}
	if s.newest().Kind == market.InstructQuoteEnd {
		s.do([]string{"cancel-refused"})
	}
	s.do([]string{"sync"})
	s.do([]string{"sync"})
	s.wait(2 * market.Second)
	s.do([]string{"depth", "AP101", "7260x15", "7264x15"})
	if in := s.newest(); in.Kind != market.InstructQuote {
		t.Fatalf("after 600 refusals it ends with %s", describe(in))
	}
	if s.loop.Snapshot(&snapshot); snapshot.Contract[1].QuoteID != 0 {
		t.Fatal("a quote stands before the exchange said so")
	}
}

var snapshot port.Snapshot

// An answer to the queries that tells no position while we hold some is no answer.
func TestNoPositionIsNoAnswer(t *testing.T) {
	s := quoting(t, 50)
	s.do([]string{"live"})
	s.do([]string{"down"})
	s.do([]string{"up"})
	s.cancelled()
	s.do([]string{"synced"})
	if s.loop.Snapshot(&snapshot); snapshot.Contract[1].Long != 50 {
		t.Fatalf("an empty answer makes 50 lots %d", snapshot.Contract[1].Long)
	}
	if in := s.newest(); in.Kind.Adds() {
		t.Fatalf("on an empty answer it sends %s", describe(in))
	}
}

// Blocks of ids are used in the order of their grant.
func TestIDsInOrder(t *testing.T) {
	s := newStage(t)
	for i, n := range []uint64{2, 2, 100} {
		s.command(port.Command{Kind: port.CommandIDs, First: uint64(1 + 10*i), Count: n})
		if i == 1 {
			s.do([]string{"up"}) // takes the first block
		}
	}
	s.sync(false)
	s.sync(false)
	for i := 1; i < len(s.out); i++ {
		if s.out[i].ID <= s.out[i-1].ID {
			t.Fatalf("id %d after %d", s.out[i].ID, s.out[i-1].ID)
		}
	}
	if len(s.out) < 4 || s.out[2].ID != 11 {
		t.Fatalf("the second block is not used: %v", s.out)
	}
}
