package quoter

import (
	"quotient/internal/alarm"
	"quotient/internal/ring"
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/calendar"
	"quotient/obligation/quality"
	"quotient/obligation/request"
	"quotient/quoter/port"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/margin"
	"quotient/risk/orders"
	"quotient/risk/position"
	"quotient/risk/surveillance"
)

// Limits of one Poll. What is left waits for the next, which is due at once.
const (
	drainCommands = 16
	drainVenue    = 256
	drainFeed     = 256
	// RecordsPerPoll bounds what one Poll writes: each input with the state
	// change, the tallies and the decision it may cause, and the Poll itself.
	RecordsPerPoll = 8192
)

// Rings are what the loop reads and writes. Each has one other end.
type Rings struct {
	Commands *ring.SPSC[port.Command]  // from the desk
	Venue    *ring.SPSC[market.Event]  // from the trading session
	Feed     *ring.SPSC[market.Event]  // from market data
	Out      *ring.SPSC[risk.Approved] // to the trading session
	Records  *ring.SPSC[port.Record]   // to the journaler
}

// Rooms are the parts that the loop owns and nobody else touches.
type Rooms struct {
	Instruments []market.Instrument
	Hours       []uint8 // by contract: index into the calendar's hours
	Calendar    *calendar.Table
	Gate        *risk.Gate
	Orders      *orders.Table
	Ledger      *position.Ledger
	Meter       *obligation.Meter
	Requests    *request.Meter
	Quality     *quality.Meter
	Breaker     *breaker.Breaker    // nil = not in force, as the three below
	Conduct     *surveillance.Watch // counts our own flow
	Limits      *position.Limits
	Account     *margin.Account
	Risk        risk.Params    // the Gate's own, to read
	Protection  breaker.Params // the Breaker's own, to read
	Pairs       []margin.Pair  // the Account's own, to read
}

// A Loop turns inputs into quotes. Make one with New.
type Loop struct {
	p     Params
	r     Rooms
	ring  Rings
	pages *port.Pages
	now   market.Time // of the running Poll

	st        state
	contracts []contract
	due       alarm.List // by contract: when it must be looked at again
	followers []market.Contract
	follow    []span // by contract: its followers within followers
	units     []need // by unit of continuous quoting
	pairs     []pair // by pair of the desk

	product []uint16        // by contract
	earned  []result        // by product
	groups  []result        // by group of protection
	total   result          // of the account
	spans   []calendar.Span // scratch
	budgets []port.Budget   // as read last, for the page
	drawing []port.Budget   // as being read
	drawn   int             // rules read so far
	outlook outlook         // as worked out last, for the page

	shown   market.Time            // when the last snapshot was published
	reading obligation.Reading     // of the contract being shown
	unit    obligation.UnitReading // of the unit being looked at
	asked   request.UnitReading
	list    []request.View
	quality quality.Row
}

type span struct{ from, to int32 }

// New makes a Loop. Pages may be nil where nobody looks.
func New(p Params, r Rooms, rings Rings, pages *port.Pages) *Loop {
	n := len(r.Instruments)
	l := &Loop{p: p, r: r, ring: rings, pages: pages,
		contracts: make([]contract, n), due: alarm.New(n), follow: make([]span, n), units: pools(p.Units)}
	for c := range l.contracts {
		from := len(l.followers)
		for f := range p.Contracts {
			if p.Contracts[f].Quote && p.Contracts[f].Lead == market.Contract(c) {
				l.followers = append(l.followers, market.Contract(f))
			}
		}
		l.follow[c] = span{int32(from), int32(len(l.followers))}
	}
	l.list = make([]request.View, 0, port.RequestViews)
	l.st.journal = 1
	l.guards()
	l.unscoped()
	return l
}

// Poll takes one step at now and says how much it did and when it wants to be
// called again at the latest (0 = not before the next input). The caller hands
// over what Out holds, then polls again until work is 0.
func (l *Loop) Poll(now market.Time) (work int, next market.Time) {
	if !l.ring.Records.Room(RecordsPerPoll) {
		return 0, now + market.Millisecond
	}
	l.now = max(now, l.st.now)
	work = l.roll()
	l.late()
	p := port.Poll{}
	p.Drained[port.RingCommand] = l.commands()
	p.Drained[port.RingVenue] = l.venue()
	p.Drained[port.RingFeed] = l.feed()
	work += int(p.Drained[0] + p.Drained[1] + p.Drained[2])
	work += l.deadlines()
	work += l.synchronise()
	l.tellFunds()
	work += l.guard()
	work += l.sweep()
	work += l.price()
	work += l.guard()
	if work == 0 {
		l.show(true)
		return 0, l.next()
	}
	l.account()
	p.Work, p.Next = uint32(work), l.next()
	l.st.next = p.Next
	l.close(&p)
	l.show(false)
	return work, p.Next
}

// close ends a working Poll: the clock moves, and the Poll goes on record.
func (l *Loop) close(p *port.Poll) {
	l.st.now = l.now
	l.st.polls++
	l.mix(uint64(l.now))
	p.Digest = l.st.digest
	*l.record(port.RecordPoll).NewPoll() = *p
	l.ring.Records.Commit()
}

// Done reports whether a stop was asked for and there is nothing more to wait
// for; sure, whether the exchange has confirmed that nothing of ours is left.
func (l *Loop) Done() (done, sure bool) { return l.st.stage == StageStopped, l.st.unsure == 0 }

// Owes reports whether the exchange is owed a cancel: something of ours may be live
// there, or a life before this one left a kill whose end nobody has confirmed.
func (l *Loop) Owes() bool {
	return l.r.Orders.Used() > 0 && l.exposed() || killed(l.st.latched) && l.st.synced == 0
}

// Digest is the running digest over every input and pricing decision.
func (l *Loop) Digest() uint64 { return l.st.digest }

// Approved counts the instructions handed to the session so far.
func (l *Loop) Approved() uint64 { return l.st.approved }

// Latch is the epoch of the last setting of the latch that the loop was told.
func (l *Loop) Latch() uint64 { return l.st.epoch }

// Funded reports whether the account's money is known.
func (l *Loop) Funded() bool { return l.st.funded != 0 }

// Paired reports whether it was told what is confirmed as spread positions.
func (l *Loop) Paired() bool { return l.st.paired != 0 }

// Now is the time of the last working Poll.
func (l *Loop) Now() market.Time { return l.st.now }
