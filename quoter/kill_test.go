package quoter_test

import (
	"fmt"
	"testing"

	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// refuseQuotesOnly answers the newest two mass cancels in one Poll: that of quotes is
// refused, that of orders confirmed.
func (s *stage) refuseQuotesOnly() {
	two := s.asked(2)
	for i, kind := range []market.EventKind{market.EventMassReject, market.EventMassCancel} {
		e := market.Event{Kind: kind, ID: two[i].ID, Contract: market.NoContract, Time: s.now}
		if kind == market.EventMassReject {
			e.Code = market.RejectOther
		}
		s.rings.Venue.Push(&e)
	}
	s.poll()
}

// The exchange refuses the mass cancel of quotes and takes that of orders, and says
// both at once: the quotes are cancelled one by one all the same.
func TestOneMassCancelRefused(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	live, _ := s.quoteSent()
	s.do([]string{"latch", risk.Killed.String()})
	s.refuseQuotesOnly()
	if in := s.newest(); in.Kind != market.InstructQuoteEnd || in.Target != live.ID {
		t.Fatalf("the quote stands, and the newest instruction is %s", describe(in))
	}
}

// A kill that comes while an earlier one runs begins anew: answers to the mass cancels
// that were given up end nothing, those to the newest end the kill.
func TestSecondKillWhileTheFirstRuns(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	s.do([]string{"latch", "killed"})
	first := s.asked(2)
	s.do([]string{"latch", "killed"})
	second := s.asked(2)
	if first[0].ID == second[0].ID {
		t.Fatal("the second kill sends nothing")
	}
	for i := range first {
		s.venue(market.Event{Kind: market.EventMassCancel, ID: first[i].ID, Contract: market.NoContract})
	}
	if got := s.unsure(1); got != 1 {
		t.Errorf("after the answers to the first kill unsure is %d", got)
	}
	s.do([]string{"sync"})
	if got := s.unsure(1); got != 0 {
		t.Errorf("after the answers to the second kill unsure is %d", got)
	}
}

// A clear while the exchange has not confirmed that the book is empty does not quote
// before it has.
func TestClearWhileOrdersAreUnknown(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	s.do([]string{"latch", "killed"})
	two := s.asked(2)
	s.do([]string{"latch", "run"})
	sent := len(s.out)
	for range 20 {
		s.do([]string{"depth", "AP101", "7270x15", "7274x15"})
		s.wait(100 * market.Millisecond)
	}
	for _, in := range s.out[sent:] {
		if in.Kind.Adds() {
			t.Fatalf("%s leaves while the old quote may live", describe(&in))
		}
	}
	s.venue(market.Event{Kind: market.EventMassCancel, ID: two[0].ID, Contract: market.NoContract})
	s.venue(market.Event{Kind: market.EventMassCancel, ID: two[1].ID, Contract: market.NoContract})
	s.do([]string{"sync"})
	s.do([]string{"depth", "AP101", "7271x15", "7275x15"})
	if in := s.newest(); in.Kind != market.InstructQuote {
		t.Errorf("once all is confirmed the newest instruction is %s", describe(in))
	}
}

// A fill that comes after the kill is booked, and the kill still ends with nothing that
// may live.
func TestFillRacesTheKill(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	s.do([]string{"latch", "killed"})
	s.do([]string{"fill", "bid", "5"})
	if got := s.unsure(1); got != 1 {
		t.Errorf("with a fill before the confirmation unsure is %d", got)
	}
	s.do([]string{"sync"})
	s.do([]string{"fill", "ask", "3"}) // told after the confirmation
	s.do([]string{"sync"})
	if s.loop.Snapshot(&snapshot); snapshot.Contract[1].Long != 5 || snapshot.Contract[1].Short != 3 {
		t.Errorf("held %d long, %d short", snapshot.Contract[1].Long, snapshot.Contract[1].Short)
	}
	if got := s.unsure(1); got != 0 {
		t.Errorf("in the end unsure is %d", got)
	}
	for _, in := range s.out[len(s.out)-4:] {
		if in.Kind.Adds() {
			t.Errorf("%s leaves under a kill", describe(&in))
		}
	}
}

// Answers that come late, after a restart, say nothing about what is asked now.
func TestLateAnswersAfterARestart(t *testing.T) {
	s := quoting(t, 0)
	s.do([]string{"live"})
	live, _ := s.quoteSent()
	s.do([]string{"latch", "killed"})
	two := s.asked(2)
	saved := s.loop.Save(nil)
	s.loop, s.rings = newLoop(s.desk, 1<<15)
	if !s.loop.Load(saved) {
		t.Fatal("not loaded")
	}
	s.loop.Resume()
	s.command(port.Command{Kind: port.CommandIDs, First: 1 << 30, Count: 1000, Contract: market.NoContract})
	s.command(port.Command{Kind: port.CommandJournal, Value: 1, Contract: market.NoContract})
	s.do([]string{"latch", "killed"})
	s.do([]string{"up"})
	s.venue(market.Event{Kind: market.EventMassCancel, ID: two[0].ID, Contract: market.NoContract})
	s.venue(market.Event{Kind: market.EventMassCancel, ID: two[1].ID, Contract: market.NoContract})
	s.venue(market.Event{Kind: market.EventQuoteLive, ID: live.ID, Contract: live.Contract})
	if got := s.unsure(1); got != 1 {
		t.Errorf("answers to the life before make unsure %d", got)
	}
	s.do([]string{"sync"})
	if got := s.unsure(1); got != 0 {
		t.Errorf("after the answers of this life unsure is %d", got)
	}
}

// unsure is what of the contract is said to be unconfirmed.
func (s *stage) unsure(c market.Contract) uint8 {
	s.loop.Snapshot(&snapshot)
	return uint8(snapshot.Contract[c].Unsure)
}

// A window that quotes and single cancels have used up still takes a kill's two mass
// cancels, at once.
func TestMassCancelsLeaveThroughAFullWindow(t *testing.T) {
	s := newStage(t)
	s.desk.Quoter.Contracts[0].Quote = true
	s.desk.Risk.MaxMessages, s.desk.Risk.ForCancels, s.desk.Risk.Window = 12, 3, 20*market.Second
	s.loop, s.rings = newLoop(s.desk, 1<<15)
	s.quoting(0)
	for p := 7260; s.refusedBy(risk.RuleRate) == 0; p += 3 {
		s.confirm()
		s.wait(300 * market.Millisecond)
		s.do([]string{"depth", "AP101", fmt.Sprintf("%dx15", p), fmt.Sprintf("%dx15", p+4)})
	}
	s.confirm()
	s.do([]string{"pause"}) // as many single cancels as the window takes
	at, sent := s.now, len(s.out)
	s.do([]string{"latch", "killed"})
	if late := s.now - at; len(s.out) != sent+2 || s.out[sent].Kind != market.InstructMassQuotes || s.out[sent+1].Kind != market.InstructMassOrders || late > market.Millisecond {
		t.Errorf("%d instructions after a kill, the newest %s, %d ns later", len(s.out)-sent, describe(s.newest()), late)
	}
}

// confirm answers every quote that was sent since the last call.
func (s *stage) confirm() {
	for ; s.confirmed < len(s.out); s.confirmed++ {
		in := s.out[s.confirmed]
		if in.Kind != market.InstructQuote {
			continue
		}
		s.venue(market.Event{Kind: market.EventQuoteLive, Contract: in.Contract, ID: in.ID, Time: s.now})
		if in.Target != 0 {
			s.venue(market.Event{Kind: market.EventQuoteEnded, Contract: in.Contract, ID: in.Target, Time: s.now, Code: market.EndReplaced})
		}
	}
}

func (s *stage) refusedBy(r risk.Rule) uint64 {
	s.loop.Snapshot(&snapshot)
	return snapshot.Refusals[r]
}
