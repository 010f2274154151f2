package sim

import "quotient/market"

// never is a time that does not come.
const never = market.Time(1<<63 - 1)

// A matcher decides what trades with what. The book of generated flow and the
// recorded market are the two there are.
type matcher interface {
	due() market.Time       // when it has something to do by itself, or never
	run(now market.Time)    // do it
	enter(l *leg, e *entry) // match and rest a new leg
	leave(l *leg, e *entry) // take a resting leg out
	limits(c market.Contract) (lower, upper market.Price)
	phased(c market.Contract) // the contract's announced phase changed
	rolled()                  // a new trading day has begun
	act(a *Act)               // do an act of the script that touches the market
	settlement(c market.Contract) market.Price
}

// A Floor is what Exchange and Tape have in common: sessions, instructions and
// what becomes of them, phases, positions, the script and the recount.
type Floor struct {
	makers   []account
	table    table
	count    counter
	rules    Rules
	delays   Delays
	reply    market.Time // the reply delay in force
	relogon  bool
	refuse   market.Time // quotes and orders are refused before this
	match    matcher
	now      market.Time
	date     market.Date
	phases   []PhaseAt
	script   []Act
	listed   []market.Phase // by contract, of the plain list
	phase    []market.Phase // by contract, announced
	halted   []bool         // by contract, by the script
	inbound  fifo[arrival]
	toFeed   fifo[Out]
	toMakers fifo[Out]
	trades   uint64 // makers' fills so far, names them
	matches  uint64 // trades so far, numbers them
	requests uint64

	options   bool           // there are options: settlement prices are told
	announced market.Time    // of the last line of the plain list
	settled   market.Date    // the trading day whose settlement prices have been told
	fixed     []market.Price // by contract, the next one by the script; 0 = the market's
}

func (f *Floor) init(p *TapeParams, m matcher) {
	n := len(p.Instruments)
	f.match, f.rules, f.delays, f.reply, f.relogon = m, p.Rules, p.Delays, p.Delays.Reply, p.Relogon
	f.phases, f.script = p.Phases, p.Script
	f.listed, f.phase, f.halted = make([]market.Phase, n), make([]market.Phase, n), make([]bool, n)
	f.table = newTable(n)
	f.makers = make([]account, max(p.Makers, 1))
	for i := range f.makers {
		f.makers[i] = newAccount(n, p.Rules.MaxPerSecond)
	}
	for _, h := range p.Holdings {
		f.makers[h.Maker].holdings[h.Contract].total[h.Side-market.Bid] += h.Qty
	}
	f.count = newCounter(p)
	f.fixed = make([]market.Price, n)
	for i := range p.Instruments {
		f.options = f.options || p.booked && p.Instruments[i].Option()
	}
}

// Now returns the latest time seen.
func (f *Floor) Now() market.Time { return f.now }

// Date returns the trading day of the last announced phase.
func (f *Floor) Date() market.Date { return f.date }

// Phase returns the contract's announced phase.
func (f *Floor) Phase(c market.Contract) market.Phase { return f.phase[c] }

// Messages returns how many instructions of the maker have been handled.
func (f *Floor) Messages(maker uint8) uint64 { return f.makers[maker].messages }

// Handle takes an instruction of a maker that arrives at now. Without a session
// nothing arrives.
func (f *Floor) Handle(maker uint8, in *market.Instruction, now market.Time) {
	f.Advance(now)
	if int(maker) >= len(f.makers) || !f.makers[maker].up {
		return
	}
	*f.inbound.push() = arrival{due: f.now + f.delays.Order, maker: maker, in: *in}
	f.Advance(f.now)
}

// Advance runs everything that is due up to and including now.
func (f *Floor) Advance(now market.Time) {
	for {
		at, do := f.first()
		if at > now || at == never {
			break
		}
		f.now = max(f.now, at)
		do(f)
	}
	f.now = max(f.now, now)
}

// Next returns when there will be something to do or to Pop; 0 = never.
func (f *Floor) Next() market.Time {
	at, _ := f.first()
	if f.toMakers.count > 0 {
		at = min(at, f.toMakers.front().At)
	}
	if f.toFeed.count > 0 {
		at = min(at, f.toFeed.front().At)
	}
	if at == never {
		return 0
	}
	return max(at, f.now)
}

// first returns the earliest thing to do. At the same instant settlement prices
// and announcements come first, then the script, then the market, then instructions.
func (f *Floor) first() (at market.Time, do func(*Floor)) {
	at = never
	if len(f.phases) > 0 {
		at, do = f.phases[0].At, (*Floor).announce
	}
	if due := f.settles(); due <= at && due != never {
		at, do = due, (*Floor).settle
	}
	if len(f.script) > 0 && f.script[0].At < at {
		at, do = f.script[0].At, (*Floor).play
	}
	if due := f.match.due(); due < at {
		at, do = due, (*Floor).market
	}
	if f.inbound.count > 0 && f.inbound.front().due < at {
		at, do = f.inbound.front().due, (*Floor).receive
	}
	return at, do
}

func (f *Floor) market() { f.match.run(f.now) }

func (f *Floor) receive() {
	a := *f.inbound.front()
	f.inbound.drop()
	f.instruct(a.maker, &a.in)
}

// Pop fills *o with the next event that has left by now, a maker's before the feed's.
func (f *Floor) Pop(o *Out) bool {
	q := &f.toMakers
	if q.count == 0 || f.toFeed.count > 0 && f.toFeed.front().At < q.front().At {
		q = &f.toFeed
	}
	if q.count == 0 || q.front().At > f.now {
		return false
	}
	*o = *q.front()
	q.drop()
	return true
}

// tell queues an event for a maker and returns it to be filled in; nil when the
// maker has no session: what is said then is lost.
func (f *Floor) tell(maker uint8, kind market.EventKind, c market.Contract) *market.Event {
	if !f.makers[maker].up {
		return nil
	}
	at := f.now + f.reply
	if n := f.toMakers.count; n > 0 {
		at = max(at, f.toMakers.at(n-1).At)
	}
	o := f.toMakers.push()
	*o = Out{To: ToMaker, Maker: maker, At: at}
	o.Event.Kind, o.Event.Contract, o.Event.Time = kind, c, f.now
	return &o.Event
}

// publish queues an event for the feed and returns it to be filled in.
func (f *Floor) publish(kind market.EventKind, c market.Contract) *market.Event {
	o := f.toFeed.push()
	*o = Out{To: ToFeed, At: f.now + f.delays.Feed}
	o.Event.Kind, o.Event.Contract, o.Event.Time = kind, c, f.now
	return &o.Event
}
