package orders

import "quotient/market"

// model is the naive twin of Table: every instruction ever sent is kept in a map
// with the facts told about it, and every answer is worked out from those facts
// by looking at all of them. It shares no list, sum or status with the table.
type model struct {
	contracts int
	recs      map[uint64]*rec
	seen      map[execution]bool
	seq       int
}

type rec struct {
	in       market.Instruction
	at       market.Contract // of a cancel: its target's, when known at sending
	seq      int
	sentAt   market.Time
	endAskAt market.Time
	acked    bool
	lost     bool
	denied   bool
	late     bool // timed out
	beaten   bool // a newer quote was confirmed or has ended at the exchange
	void     bool // rejected or never sent; for cancels and queries: closed
	ended    bool
	settled  bool
	overAt   market.Time
	told     [2]market.Qty
	filled   [2]market.Qty
}

func newModel(contracts int) *model {
	return &model{contracts: contracts, recs: map[uint64]*rec{}, seen: map[execution]bool{}}
}

func (r *rec) declared() (d [2]market.Qty) {
	for i := range d {
		if r.in.Kind == market.InstructQuote || r.in.Kind == market.InstructOrder && r.in.Side == side(i) {
			d[i] = r.in.Qty(side(i))
		}
	}
	return d
}

func (r *rec) full() bool {
	d := r.declared()
	return r.filled[0] >= d[0] && r.filled[1] >= d[1]
}

// owes: lots that must still be reported although the entry has ended.
func (r *rec) owes(i int) market.Qty {
	return max(0, r.declared()[i]-r.filled[i]-r.told[i])
}

func (m *model) status(r *rec) Status {
	switch {
	case r.void:
		return Done
	case !r.in.Kind.Adds():
		if r.late {
			return Unknown
		}
		return Sent
	case r.ended && !r.settled && (r.owes(0) > 0 || r.owes(1) > 0):
		return Owed
	case r.ended:
		return Done
	case r.lost || r.denied || r.late:
		return Unknown
	case m.ender(r):
		return Ending
	case r.acked:
		return Live
	}
	return Sent
}

func (m *model) over(r *rec) bool { s := m.status(r); return s == Owed || s == Done }

// ender: does anything still try to end r?
func (m *model) ender(r *rec) bool {
	if r.beaten {
		return true
	}
	for _, o := range m.recs {
		if o.void || o.ended {
			continue
		}
		switch o.in.Kind {
		case market.InstructQuoteEnd, market.InstructOrderEnd:
			if o.in.Target == r.in.ID && cancels(o.in.Kind) == r.in.Kind && o.seq > r.seq {
				return true
			}
		case market.InstructMassQuotes, market.InstructMassOrders:
			if cancels(o.in.Kind) == r.in.Kind && o.seq > r.seq {
				return true
			}
		case market.InstructQuote:
			if r.in.Kind == market.InstructQuote && o.in.Contract == r.in.Contract && o.seq > r.seq {
				return true
			}
		}
	}
	return false
}

func cancels(k market.InstructionKind) market.InstructionKind {
	if k == market.InstructQuoteEnd || k == market.InstructMassQuotes {
		return market.InstructQuote
	}
	return market.InstructOrder
}

// settle brings the two facts that lapse by themselves up to date.
func (m *model) settle(now market.Time) {
	for _, r := range m.recs {
		if m.over(r) && r.overAt == 0 {
			r.overAt = now
		}
		if !r.in.Kind.Adds() || m.over(r) {
			continue
		}
		if !m.ender(r) {
			r.endAskAt = 0
			if r.late && r.acked {
				r.late = false
			}
		} else if r.endAskAt == 0 {
			r.endAskAt = now
		}
	}
}

func (m *model) send(in *market.Instruction, now market.Time) {
	m.seq++
	r := &rec{in: *in, seq: m.seq, sentAt: now}
	r.told = r.declared()
	r.at = in.Contract
	if target := m.recs[in.Target]; target != nil && !in.Kind.Adds() {
		if at, ok := m.home(target); ok {
			r.at = at
		} else {
			r.at = market.NoContract
		}
	}
	m.recs[in.ID] = r
	m.settle(now)
}

func (m *model) beat(r *rec) {
	for _, o := range m.recs {
		if o.in.Kind == market.InstructQuote && o.in.Contract == r.in.Contract && o.seq < r.seq && !m.over(o) {
			o.beaten = true
		}
	}
}

func (m *model) end(r *rec, code uint8, byMass bool) {
	if r.in.Kind == market.InstructQuote && !byMass {
		m.beat(r)
	}
	if code == market.EndFilled || r.lost {
		r.told = [2]market.Qty{}
	}
	r.ended = true
	m.close(r)
}

func (m *model) close(r *rec) {
	for _, o := range m.recs {
		if o.in.Target == r.in.ID && (o.in.Kind == market.InstructQuoteEnd || o.in.Kind == market.InstructOrderEnd) &&
			cancels(o.in.Kind) == r.in.Kind && o.seq > r.seq {
			o.void = true
		}
	}
}

func (m *model) apply(e *market.Event, now market.Time) {
	defer m.settle(now)
	r := m.recs[e.ID]
	switch e.Kind {
	case market.EventFill:
		m.fill(e, r)
		return
	case market.EventSynced:
		for _, o := range m.recs {
			if m.status(o) == Owed {
				o.overAt = now
			}
			o.settled = o.settled || o.ended
			if o.in.Kind == market.InstructPositions || o.in.Kind == market.InstructTrades {
				o.void = true
			}
		}
		return
	}
	if r == nil || m.over(r) {
		return
	}
	quote := r.in.Kind == market.InstructQuote
	order := r.in.Kind == market.InstructOrder
	switch e.Kind {
	case market.EventQuoteLive, market.EventOrderLive:
		if quote == (e.Kind == market.EventQuoteLive) && (quote || order) && !r.acked && !r.lost {
			r.acked = true
			if order {
				m.lower(r, e)
			}
			if quote {
				m.beat(r)
			}
			r.late = false
		}
	case market.EventLegState:
		if quote || order {
			m.lower(r, e)
		}
	case market.EventQuoteEnded, market.EventOrderEnded:
		if quote && e.Kind == market.EventQuoteEnded || order && e.Kind == market.EventOrderEnded {
			m.end(r, e.Code, false)
		}
	case market.EventQuoteReject, market.EventOrderReject:
		if quote && e.Kind == market.EventQuoteReject || order && e.Kind == market.EventOrderReject {
			m.reject(r, e.Code)
		}
	case market.EventNotSent:
		if !r.acked && r.filled == [2]market.Qty{} {
			r.void = true
			if r.in.Kind.Adds() {
				m.close(r)
			}
		}
	case market.EventCancelReject:
		if r.in.Kind == market.InstructQuoteEnd || r.in.Kind == market.InstructOrderEnd {
			r.void = true
			target := m.recs[r.in.Target]
			if target != nil && target.in.Kind == cancels(r.in.Kind) && !m.over(target) &&
				e.Code != market.RejectRate && e.Code != market.RejectClosed {
				target.denied = true
			}
		}
	case market.EventMassReject:
		if r.in.Kind == market.InstructMassQuotes || r.in.Kind == market.InstructMassOrders {
			r.void = true
		}
	case market.EventQueryReject:
		if r.in.Kind == market.InstructPositions || r.in.Kind == market.InstructTrades {
			r.void = true
		}
	case market.EventMassCancel:
		if r.in.Kind == market.InstructMassQuotes || r.in.Kind == market.InstructMassOrders {
			m.mass(r)
		}
	}
}

func (m *model) lower(r *rec, e *market.Event) {
	if i, ok := leg(e.Side); ok && e.Leaves >= 0 {
		r.told[i] = min(r.told[i], e.Leaves)
	}
}

func (m *model) reject(r *rec, code uint8) {
	switch {
	case r.acked && code == market.RejectDuplicate:
	case r.acked || r.filled != [2]market.Qty{} || code == market.RejectDuplicate:
		r.denied = true
	default:
		r.void = true
		m.close(r)
	}
}

func (m *model) mass(r *rec) {
	for _, o := range m.recs {
		switch {
		case o.in.Kind == r.in.Kind && o.seq <= r.seq:
			o.void = true
		case o.in.Kind == cancels(r.in.Kind) && o.seq < r.seq && !m.over(o):
			m.end(o, market.EndMass, true)
		}
	}
}

func (m *model) fill(e *market.Event, r *rec) {
	i, ok := leg(e.Side)
	if !ok || int(e.Contract) >= m.contracts || e.Qty <= 0 || e.Ref == (market.Ref{}) || m.seen[execution{e.Ref, e.Side}] {
		return
	}
	m.seen[execution{e.Ref, e.Side}] = true
	if r == nil || r.in.Contract != e.Contract || r.declared()[i] == 0 {
		return
	}
	over := m.over(r)
	r.filled[i] += e.Qty
	if over {
		return
	}
	r.told[i] = min(r.told[i], max(0, r.declared()[i]-r.filled[i]))
	if e.Flags&market.FlagRecovered == 0 {
		m.lower(r, e)
	}
	if r.full() {
		m.end(r, market.EndFilled, false)
	}
}

func (m *model) down(now market.Time) {
	for _, r := range m.recs {
		if !r.in.Kind.Adds() {
			r.void = true
		} else if !m.over(r) {
			r.lost = true
		}
	}
	m.settle(now)
}

func (m *model) waiting(r *rec) (since market.Time, ok bool) {
	switch m.status(r) {
	case Sent:
		return r.sentAt, true
	case Ending:
		if r.acked {
			return r.endAskAt, true
		}
		return r.sentAt, true
	}
	return 0, false
}

func (m *model) timeout(now, after market.Time) {
	var due []*rec
	for _, r := range m.recs {
		if since, ok := m.waiting(r); ok && now-since >= after {
			due = append(due, r)
		}
	}
	for _, r := range due {
		r.late = true
		if r.in.Kind == market.InstructQuoteEnd || r.in.Kind == market.InstructOrderEnd {
			if target := m.recs[r.in.Target]; target == nil || m.over(target) || target.in.Kind != cancels(r.in.Kind) {
				r.void = true
			}
		}
	}
	m.settle(now)
}

// lots that fills may still bring, and those of them that close.
type lots struct{ all, closes, today market.Qty }

// possible: the most lots that fills may still bring, leaving out one id.
func (m *model) possible(c market.Contract, i int, but uint64) (sum lots) {
	for _, r := range m.recs {
		if r.in.Contract != c || !r.in.Kind.Adds() || r.in.ID == but {
			continue
		}
		n := max(0, r.declared()[i]-r.filled[i])
		switch m.status(r) {
		case Done:
			n = 0
		case Owed:
			n = r.owes(i)
		}
		sum.all += n
		switch []market.Offset{r.in.BidOffset, r.in.AskOffset}[i] {
		case market.CloseToday:
			sum.closes, sum.today = sum.closes+n, sum.today+n
		case market.Close:
			sum.closes += n
		}
	}
	return sum
}

// best: the most aggressive price that may still match, leaving out one id.
func (m *model) best(c market.Contract, i int, but uint64) (p market.Price, ok bool) {
	for _, r := range m.recs {
		if r.in.Contract != c || !r.in.Kind.Adds() || m.over(r) || r.told[i] <= 0 || r.in.ID == but {
			continue
		}
		q := r.in.Price(side(i))
		if !ok || i == BidLeg && q > p || i == AskLeg && q < p {
			p, ok = q, true
		}
	}
	return p, ok
}
