package quoter_test

import (
	"fmt"
	"testing"

	"quotient/config"
	"quotient/market"
	"quotient/obligation/request"
	"quotient/quoter"
	"quotient/quoter/port"
	"quotient/risk"
)

// storm is how many series are asked for, and how often in its one second.
const (
	stormSeries   = 500
	stormRequests = 5000
)

// stormDesk is a desk of 500 series that owe answers only.
func stormDesk(t *testing.T, perSecond int64) *config.Desk {
	desk := loadDesk(t)
	second := desk.Instruments[1]
	q, rail := desk.Quoter.Contracts[1], desk.Risk.Limits[1]
	q.Lead = market.NoContract
	fee, multiplier := desk.Position.Fees[1], desk.Position.Multiplier[1]
	desk.Instruments, desk.Hours, desk.Quoter.Contracts, desk.Risk.Limits = nil, nil, nil, nil
	desk.Position.Fees, desk.Position.Multiplier = nil, nil
	var owed []market.Contract
	for c := range stormSeries {
		in := second
		in.Symbol, _ = market.MakeSymbol(fmt.Sprintf("AP1%03d", c))
		desk.Instruments = append(desk.Instruments, in)
		desk.Hours = append(desk.Hours, 0)
		desk.Quoter.Contracts = append(desk.Quoter.Contracts, q)
		desk.Risk.Limits = append(desk.Risk.Limits, rail)
		desk.Position.Fees = append(desk.Position.Fees, fee)
		desk.Position.Multiplier = append(desk.Position.Multiplier, multiplier)
		owed = append(owed, market.Contract(c))
	}
	desk.Risk.Instruments, desk.Position.Instruments = desk.Instruments, desk.Instruments
	for i := range desk.Risk.Products {
		desk.Risk.Products[i].MaxNet = 1 << 20
	}
	desk.Risk.MaxMessages, desk.Risk.MaxDay = perSecond, 1<<20
	desk.Obligation.Contracts, desk.Obligation.Terms = stormSeries, nil
	desk.Requests = answers(stormSeries, owed...)
	return desk
}

// TestStorm asks for 500 series ten times each within one second. With the
// messages to do so every request is answered in time; with too few, each one
// that is not says on record that the message rate refused it.
func TestStorm(t *testing.T) {
	for _, c := range []struct {
		name      string
		perSecond int64
		all       bool
	}{{"enough messages", 2000, true}, {"20 messages a second", 20, false}} {
		t.Run(c.name, func(t *testing.T) {
			verdicts, silent := weather(t, c.perSecond)
			total := 0
			for _, n := range verdicts {
				total += n
			}
			if total != stormRequests {
				t.Errorf("%d of %d requests are on record: %v", total, stormRequests, verdicts)
			}
			if silent > 0 {
				t.Errorf("%d requests were missed without a reason", silent)
			}
			answered := verdicts[request.Answered] + verdicts[request.Merged]
			if c.all && (answered != stormRequests || verdicts[request.Answered] != stormSeries) || !c.all && answered == stormRequests {
				t.Errorf("verdicts %v", verdicts)
			}
		})
	}
}

// weather runs the storm and its aftermath; silent counts misses without a cause.
func weather(t *testing.T, perSecond int64) (verdicts map[request.Verdict]int, silent int) {
	s := &stage{t: t, desk: stormDesk(t, perSecond), now: market.Date(20200803).At(9 * market.Hour), volume: map[market.Contract]market.Qty{}}
	s.loop, s.rings = newLoop(s.desk, 4*quoter.RecordsPerPoll)
	s.do([]string{"start"})
	s.command(port.Command{Kind: port.CommandIDs, First: 1000, Count: 1 << 20})
	s.do([]string{"feed", "up"})
	for c := range s.desk.Instruments {
		s.feed(market.Event{Kind: market.EventPhase, Contract: market.Contract(c), Phase: market.PhaseContinuous, Time: s.now})
	}
	for _, w := range [][]string{{"up"}, {"sync"}, {"sync"}} {
		s.do(w)
	}
	verdicts = map[request.Verdict]int{}
	tell := func(r *port.Record) {
		if r.Kind != port.RecordRequest {
			return
		}
		q := r.Request()
		verdicts[request.Verdict(q.Low)]++
		if v := request.Verdict(q.Low); v != request.Answered && v != request.Merged && q.Cause == 0 && risk.Rule(q.Rule) == risk.OK {
			silent++
		}
	}
	begin := s.now
	for ms := range 25_000 {
		s.now = begin + market.Time(ms)*market.Millisecond
		s.stormAt(ms)
		seen := len(s.records)
		s.poll()
		s.acknowledge()
		for i := range s.records[seen:] {
			tell(&s.records[seen+i])
		}
		s.records = s.records[:0]
	}
	return verdicts, silent
}

// stormAt feeds what arrives in one millisecond: five requests while the storm
// lasts, and a book of each series once a second.
func (s *stage) stormAt(ms int) {
	for c := ms % 1000; c < stormSeries; c += 1000 {
		s.rings.Feed.Push(&market.Event{Kind: market.EventDepth, Contract: market.Contract(c), Time: s.now, Bid: 7260, BidQty: 20,
			Ask: 7264, AskQty: 20, Last: 7262, Upper: 7799, Lower: 6915, Volume: market.Qty(ms)})
	}
	if ms < 1000 || ms >= 2000 {
		return
	}
	for i := range stormRequests / 1000 {
		n := (ms-1000)*stormRequests/1000 + i
		e := market.Event{Kind: market.EventRequest, Contract: market.Contract(n * 7 % stormSeries), Time: s.now}
		e.Ref, _ = market.MakeRef(fmt.Sprint("Q", n))
		s.rings.Feed.Push(&e)
	}
}

// acknowledge answers everything that was sent as a sound exchange does.
func (s *stage) acknowledge() {
	sent := s.out
	s.out = s.out[:0]
	for i := range sent {
		switch in := sent[i]; in.Kind {
		case market.InstructQuote:
			if in.Target != 0 {
				s.rings.Venue.Push(&market.Event{Kind: market.EventQuoteEnded, Contract: in.Contract, ID: in.Target, Time: s.now, Code: market.EndReplaced})
			}
			s.rings.Venue.Push(&market.Event{Kind: market.EventQuoteLive, Contract: in.Contract, ID: in.ID, Time: s.now})
		case market.InstructQuoteEnd:
			s.rings.Venue.Push(&market.Event{Kind: market.EventQuoteEnded, Contract: in.Contract, ID: in.Target, Time: s.now, Code: market.EndCancelled})
		}
	}
}
