package venue

import (
	"time"

	"github.com/quickfixgo/quickfix"
	"github.com/rs/zerolog"
	"go.uber.org/atomic"

	"quotient/market"
	"quotient/sim"
)

// A maker is one account's end of its session. Reports are written by the
// floor's goroutine and sent by the maker's own, so that a session that is slow
// never holds up the exchange.
type maker struct {
	number  uint8
	guard   bool // a second session of the account, which may only cancel all
	name    string
	session quickfix.SessionID
	scribe  scribe
	log     zerolog.Logger
	out     chan report
	hangUp  func() // closes the maker's socket
	quit    chan struct{}

	visit       uint64        // counts connections; the floor's
	admitted    atomic.Uint64 // the visit that the floor has let in
	live        atomic.Uint64 // the visit that is logged on, 0 = none
	undelivered atomic.Uint64
	cut         atomic.Uint64
}

// A report is a message for one visit: what was meant for an earlier one is not
// sent to a later one.
type report struct {
	visit uint64
	msg   *quickfix.Message
}

// tell queues what e says to the maker and returns how many messages that makes.
// Floor's goroutine.
func (m *maker) tell(e *market.Event) int {
	if e.Kind == market.EventDown {
		m.hangUp()
		return 0
	}
	messages := m.scribe.write(e)
	for _, msg := range messages {
		select {
		case m.out <- report{m.visit, msg}:
		default:
			m.cut.Inc()
			m.log.Warn().Str("maker", m.name).Int("queue", cap(m.out)).Msg("exchange: maker reads its session too slowly: cut off; it may log on again")
			m.hangUp()
			return 0
		}
	}
	return len(messages)
}

// cancelAll does what a guard may ask for and refuses everything else. Floor's
// goroutine.
func (m *maker) cancelAll(x *sim.Exchange, in *market.Instruction, now market.Time) {
	e := market.Event{Kind: market.EventMassReject, ID: in.ID, Contract: market.NoContract, Time: now, Code: market.RejectOther}
	if in.Kind == market.InstructMassQuotes || in.Kind == market.InstructMassOrders {
		x.CancelAll(m.number, in.Kind, now)
		e.Kind, e.Code = market.EventMassCancel, 0
		if in.Kind == market.InstructMassOrders {
			e.Flags = market.FlagOrder
		}
	}
	m.tell(&e)
}

// send is the maker's goroutine.
func (m *maker) send() {
	for {
		select {
		case r := <-m.out:
			if !m.wait(r.visit) || quickfix.SendToTarget(r.msg, m.session) != nil {
				m.undelivered.Inc()
			}
		case <-m.quit:
			return
		}
	}
}

// wait returns when the report's visit is logged on; false when it never will be.
func (m *maker) wait(visit uint64) bool {
	for range 1000 {
		live := m.live.Load()
		switch {
		case live == visit:
			return true
		case live > visit || m.admitted.Load() != visit:
			return false
		}
		select {
		case <-time.After(time.Millisecond):
		case <-m.quit:
			return false
		}
	}
	return false
}
