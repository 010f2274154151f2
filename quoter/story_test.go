package quoter_test

import (
	"fmt"
	"io"
	"strconv"
	"testing"
	"time"

	"quotient/internal/stories"
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk"
)

// TestStories plays testdata/*.txt: commands, ----, and what the loop did.
func TestStories(t *testing.T) {
	stories.Play(t, 52, func(at *stories.Story) func([]string) {
		s, silent := newStage(at), true
		at.AtCheck(func() {
			if silent {
				io.WriteString(at, "nothing\n")
			}
			silent = true
		})
		return func(w []string) {
			s.do(w)
			silent = silent && s.text.Len() == 0
			io.WriteString(at, s.text.String())
			s.text.Reset()
		}
	})
}

func (s *stage) do(w []string) {
	switch w[0] {
	case "desk":
		s.arrange(w[1], w[2:])
		s.loop, s.rings = newLoop(s.desk, 1<<15)
	case "start": // ids, journal, latch, start
		s.command(port.Command{Kind: port.CommandIDs, First: uint64(1 + s.lives*1000), Count: 1000})
		s.command(port.Command{Kind: port.CommandJournal, Value: 1})
		s.command(port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Run), Epoch: max(1, s.epoch)})
		s.command(port.Command{Kind: port.CommandStart})
	case "pause", "resume", "kill", "latch", "watchdog", "stop", "journal-fails", "grant", "stress":
		s.act(w)
	case "at":
		s.now = s.day.At(clock(s.t, w[1]))
	case "holds": // holds SYMBOL long|short LOTS, in answer to the query
		q := s.asked(1)[0]
		n, _ := strconv.Atoi(w[3])
		side := map[string]market.Side{"long": market.Bid, "short": market.Ask}[w[2]]
		s.venue(market.Event{Kind: market.EventPosition, ID: q.ID, Contract: s.contract(w[1]), Side: side, Qty: market.Qty(n)})
	case "opening": // opening SYMBOL long|short LOTS, as the desk says
		n, _ := strconv.Atoi(w[3])
		side := map[string]market.Side{"long": market.Bid, "short": market.Ask}[w[2]]
		s.command(port.Command{Kind: port.CommandPosition, Contract: s.contract(w[1]), Side: side, First: uint64(n)})
	case "tomorrow":
		s.now = market.Date(20200804).At(clock(s.t, w[1]))
	case "wait":
		d, err := time.ParseDuration(w[1])
		if err != nil {
			s.t.Fatal(err)
		}
		s.wait(market.Time(d))
	case "up", "down", "alive", "synced":
		s.venue(market.Event{Kind: map[string]market.EventKind{"up": market.EventUp, "down": market.EventDown,
			"alive": market.EventAlive, "synced": market.EventSynced}[w[0]]})
	case "sync": // answers whatever is asked until the session is synchronised, or only the mass cancels
		s.sync(len(w) > 1)
	case "mass-refused": // the newest two mass cancels
		for _, in := range s.asked(2) {
			s.venue(market.Event{Kind: market.EventMassReject, ID: in.ID, Contract: market.NoContract, Code: market.RejectOther})
		}
	case "cancel-refused": // the newest, because the market is closed
		in := s.newest()
		s.venue(market.Event{Kind: market.EventCancelReject, ID: in.ID, Contract: in.Contract, Code: market.RejectClosed})
	case "rearm", "funds", "balance", "budgets", "pair", "limit", "outlook", "seat", "ramp", "other", "confirms", "over", "late", "day", "restart", "greeks":
		s.guarding(w)
	case "unsure": // what is said to be unconfirmed
		s.loop.Snapshot(&snapshot)
		fmt.Fprintf(&s.text, "unsure %d\n", snapshot.Contract[s.contract(w[1])].Unsure)
	case "owes": // whether the exchange is owed a cancel
		fmt.Fprintf(&s.text, "owes %v\n", s.loop.Owes())
	case "feed":
		s.feed(market.Event{Kind: map[string]market.EventKind{"up": market.EventFeedUp, "down": market.EventFeedDown}[w[1]], Contract: market.NoContract})
	case "gap": // of a contract, or of all
		e := market.Event{Kind: market.EventGap, Contract: market.NoContract, Time: s.now}
		if len(w) > 1 {
			e.Contract = s.contract(w[1])
		}
		s.feed(e)
	case "phase":
		for p := market.PhaseUnknown; p < market.PhaseCount; p++ {
			if p.String() == w[2] {
				s.feed(market.Event{Kind: market.EventPhase, Contract: s.contract(w[1]), Phase: p, Time: s.now})
			}
		}
	case "depth":
		s.depth(w)
	case "request":
		e := market.Event{Kind: market.EventRequest, Contract: s.contract(w[1]), Time: s.now}
		e.Ref, _ = market.MakeRef(w[2])
		if len(w) > 3 {
			e.Flags = market.FlagOwn
		}
		s.feed(e)
	case "again": // the last snapshot once more
		s.now += market.Second
		s.feed(s.last)
	default:
		s.answer(w)
	}
}

func (s *stage) act(w []string) {
	c := market.NoContract
	if len(w) > 1 && w[0] != "latch" && w[0] != "watchdog" {
		c = s.contract(w[1])
	}
	switch w[0] {
	case "pause":
		s.command(port.Command{Kind: port.CommandPause, Contract: c})
	case "resume":
		s.command(port.Command{Kind: port.CommandResume, Contract: c})
	case "kill":
		s.command(port.Command{Kind: port.CommandLatch, Mode: uint8(risk.Killed), Epoch: 2, Contract: c})
	case "watchdog": // watchdog there|gone
		there := int16(0)
		if w[1] == "there" {
			there = 1
		}
		s.command(port.Command{Kind: port.CommandWatchdog, Value: there, Contract: market.NoContract})
	case "latch": // latch MODE [product|contract SYMBOL]
		s.setLatch(w[1:])
	case "stop":
		s.command(port.Command{Kind: port.CommandStop, Contract: c})
	case "journal-fails":
		s.command(port.Command{Kind: port.CommandJournal, Value: 0, Contract: c})
	case "stress":
		s.command(port.Command{Kind: port.CommandGrant, Contract: c, From: s.now, To: s.now + 5*market.Second, First: 1_500_000})
	case "grant":
		s.command(port.Command{Kind: port.CommandGrant, Contract: c, From: s.now, To: s.now + market.Minute})
	}
}

// setLatch sets the latch of a scope under the next epoch.
func (s *stage) setLatch(w []string) {
	s.epoch = max(s.epoch, 2) + 1
	c := port.Command{Kind: port.CommandLatch, Epoch: s.epoch, Contract: market.NoContract}
	for m := range risk.ModeCount {
		if m.String() == w[0] {
			c.Mode = uint8(m)
		}
	}
	for scope := range risk.ScopeCount {
		if len(w) > 1 && scope.String() == w[1] {
			c.Value, c.Contract = int16(scope), s.contract(w[2])
		}
	}
	s.command(c)
}
