package obligation

import (
	"quotient/market"
	"quotient/quoter/port"
)

// A DayRow is one contract's trading day. Always
// Scheduled = Low + sum(ExemptNs) + sum(Ineffective).
type DayRow struct {
	Contract    market.Contract
	Date        market.Date
	Scheduled   market.Time
	Low, High   market.Time
	ExemptNs    [port.MaxExempts]market.Time // by Exempt
	Ineffective [port.MaxReasons]market.Time // by State.Reason
	Target      int64                        // parts per million
	// The month after the day. Low and High are what the agreement compares with
	// D: exempt time is in them where it counts.
	MonthLow, MonthHigh market.Time
	D, R                market.Time // obliged so far, obliged left by the calendar
	Slack               market.Time
	NeedRest            int64 // parts per million, rounded up; -1 nothing left
}

// begin opens the trading day that at belongs to; the tail is one stretch, what was
// before is folded. It begins at its open: what lies before at has passed without us.
func (m *Meter) begin(d *duty, at market.Time) {
	closed, s := d.close, d.last()
	s.from, s.exempt, s.relax, s.high, s.slot, s.quote = at, 0, 0, 0, -1, NoQuote
	d.day, d.slots, d.edited = sums{}, [slots]slot{}, 0
	if !m.findDay(d, at) {
		d.date, d.terms = 0, -1
		m.run(d)
		m.wake(d, 0)
		return
	}
	s.from = min(at, d.open)
	s.boundary(m.cal.PhaseAt(d.hours, s.from))
	if month := d.date.Month(); month != d.month {
		d.month, d.scheduled, d.exempted, d.before = month, 0, 0, account{}
	}
	m.remain(d)
	d.strip.reset(m.cal.Scheduled(d.hours, d.open, d.close), d.open)
	s.exempt = m.carried(d, closed)
	m.run(d)
	m.grantNow(d, s.from)
	m.schedule(d, s.from)
	m.catchUp(d, at)
}

// run notes which trading day the account runs, by what floor, and when it opens
// the next.
func (m *Meter) run(d *duty) {
	if !m.quiet {
		m.floorOf(d)
		m.running[d.contract] = d.date
		m.st.turn = sooner(m.st.turn, d.nextOpen(), 0)
	}
}

// findDay finds the trading day, by the hours of the terms that hold on it.
func (m *Meter) findDay(d *duty, at market.Time) bool {
	ok := m.dayOf(d, at)
	if d.terms >= 0 && m.p.Terms[d.terms].Hours != d.hours {
		d.hours = m.p.Terms[d.terms].Hours
		ok = m.dayOf(d, at)
	}
	return ok
}

func (m *Meter) dayOf(d *duty, at market.Time) (ok bool) {
	if d.date, ok = m.cal.TradingDay(d.hours, at); !ok {
		return false
	}
	if d.open, d.close, ok = m.cal.Span(d.hours, d.date); !ok {
		return false
	}
	d.reopen = 0
	if next, more := m.cal.TradingDay(d.hours, d.close); more {
		d.reopen, _, _ = m.cal.Span(d.hours, next)
	}
	d.terms = m.find(d.contract, d.date)
	if _, _, covered := m.cal.MonthSpan(d.hours, d.date.Month()); !covered {
		d.terms = -1
	}
	return true
}

// carried forgets what the market has shown in the day that closed, and says what
// it has shown since.
func (m *Meter) carried(d *duty, closed market.Time) (bits uint8) {
	own := m.fresh(d.contract, closed)
	if d.terms < 0 {
		return 0
	}
	t := &m.p.Terms[d.terms]
	if own&(1<<t.Limit) != 0 {
		bits = bitOwn
	}
	if t.Dominant != t.Contract && m.fresh(t.Dominant, closed)&(1<<t.Limit) != 0 {
		bits |= bitDominant
	}
	if t.Option {
		if m.fresh(t.Underlying, closed)&(1<<t.Limit) != 0 {
			bits |= bitUnderlying
		}
		bits |= m.belowFloor(t, closed)
	}
	if !m.owes(d.terms) {
		bits |= bitOutside
	}
	return bits
}

// fresh is by which rules a contract is at its limit since the close.
func (m *Meter) fresh(c market.Contract, closed market.Time) uint8 {
	if int(c) >= len(m.limits) {
		return 0
	}
	if m.limits[c].at > closed {
		return m.limits[c].rules
	}
	if !m.quiet {
		m.limits[c].rules = 0 // the price stays, as the evidence of what is not folded yet
	}
	return 0
}

// roll closes the trading day: what is not proven was not effective.
func (m *Meter) roll(d *duty, t market.Time) {
	m.disprove(d, t)
	m.foldAll(d, t)
	m.ledgerEnd(d)
	if d.waiting && !m.quiet {
		m.st.waiting--
	}
	d.waiting = false
	day, date := d.day, d.date
	if d.terms >= 0 && !m.p.Terms[d.terms].Watch && !m.quiet {
		row := DayRow{}
		m.fill(d, &day, t, &row)
		m.st.lost += m.days.Push(&row)
	}
	d.shut, d.shutOn = m.month(d, &day, t), date
	if !m.quiet {
		m.judged(d, &day)
	}
	if d.terms >= 0 {
		m.passDay(d, &day, &d.before)
	}
	d.scheduled, d.exempted = d.scheduled+day.Scheduled, d.exempted+day.exempted()
	m.begin(d, t)
	if !m.quiet {
		m.unitDone(date, t)
	}
}
