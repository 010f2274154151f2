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

// begin opens the trading day that at belongs to. The first day after a start
// begins at its open: what lies before at has passed without us.
func (m *Meter) begin(d *duty, at market.Time, first bool) {
	s := stretch{slot: -1, quote: NoQuote, from: at}
	if !first {
		s = *d.last()
		s.from, s.exempt, s.high, s.slot, s.quote = at, 0, 0, -1, NoQuote
		s.link = m.st.up
	}
	closed := d.close
	if !m.findDay(d, at) {
		m.wake(d, 0)
		d.date, d.terms = 0, -1
		d.n, d.tail[0], d.edited = 1, s, 0
		d.summed, d.sum = 0, totals{}
		d.tail[0].cal = market.PhaseClosed
		return
	}
	if first && d.open < at {
		s.from = d.open
	}
	s.cal = m.cal.PhaseAt(d.hours, s.from)
	if month := d.date.Month(); month != d.month {
		d.month, d.past = month, sums{}
	}
	d.day, d.unproven, d.unprovenTo = sums{}, 0, 0
	d.slots = [slots]slot{}
	d.n, d.tail[0], d.edited = 1, s, 0
	d.summed, d.sum = 0, totals{}
	d.foldSince = 0
	d.rest = m.owed(d, d.close)
	d.strip.reset(m.cal.Scheduled(d.hours, d.open, d.close), d.open)
	d.tail[0].exempt = m.carried(d, closed)
	m.grantNow(d, s.from)
	m.schedule(d, s.from)
	if first && s.from < at {
		m.catchUp(d, at)
		i := m.split(d, at)
		d.tail[i].link = m.st.up
	} else {
		d.tail[0].link = m.st.up
	}
}

// findDay finds the trading day, by the hours of the terms that hold on it.
func (m *Meter) findDay(d *duty, at market.Time) bool {
	mine := m.order[m.terms[d.contract].from:m.terms[d.contract].to]
	if d.date == 0 {
		d.hours = m.p.Terms[mine[0]].Hours
	}
	ok := m.dayOf(d, at)
	if ok && d.terms >= 0 && m.p.Terms[d.terms].Hours != d.hours {
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

// carried forgets the price limits of the day that closed, and says what the
// market has shown of the new ones.
func (m *Meter) carried(d *duty, closed market.Time) (bits uint8) {
	if d.terms < 0 {
		m.fresh(d.contract, closed)
		return 0
	}
	t := &m.p.Terms[d.terms]
	if m.fresh(t.Contract, closed)&(1<<t.Limit) != 0 {
		bits = bitOwn
	}
	if t.Dominant != t.Contract && m.fresh(t.Dominant, closed)&(1<<t.Limit) != 0 {
		bits |= bitDominant
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
		m.limits[c] = limit{at: m.limits[c].at}
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
	d.past.plus(&d.day)
	day := d.day
	d.day = sums{}
	if d.terms >= 0 && !m.quiet {
		row := DayRow{}
		m.fill(d, &day, t, &row)
		m.st.lost += m.days.push(&row)
	}
	m.begin(d, t, false)
}

// fill writes a row: the given sums of the day, and the month of which the day
// is already part.
func (m *Meter) fill(d *duty, day *sums, now market.Time, row *DayRow) {
	t := &m.p.Terms[d.terms]
	row.Contract, row.Date, row.Target = d.contract, d.date, t.Target
	row.Scheduled, row.Low, row.High = day.Scheduled, day.Low, day.High
	row.ExemptNs, row.Ineffective = day.Exempt, day.Ineffective
	row.D, row.MonthLow, row.MonthHigh = d.past.standing(t.Exempt)
	row.R = m.left(d, now)
	row.Slack = slack(t.Target, row.D, row.R, row.MonthLow)
	row.NeedRest = needRest(t.Target, row.D, row.R, row.MonthLow)
}

// left is the obliged time from now to the end of the month, by the calendar.
func (m *Meter) left(d *duty, now market.Time) market.Time {
	return m.net(&m.p.Terms[d.terms], max(now, d.open), d.close) + d.rest
}

// owed is the obliged time of the month after from, over all terms of the contract.
func (m *Meter) owed(d *duty, from market.Time) (sum market.Time) {
	if d.terms < 0 {
		return 0
	}
	begin, end, ok := m.cal.MonthSpan(d.hours, d.month)
	if !ok {
		return 0
	}
	for _, i := range m.order[m.terms[d.contract].from:m.terms[d.contract].to] {
		t := &m.p.Terms[i]
		lo, hi := max(begin, from), end
		if t.From.Month() >= d.month {
			lo = max(lo, m.opens(t.Hours, t.From))
		}
		if t.To.Month() <= d.month {
			hi = min(hi, m.opens(t.Hours, market.DateOfDays(t.To.Days()+1)))
		}
		sum += m.net(t, lo, hi)
	}
	return sum
}

// opens is when the first trading day not before date opens.
func (m *Meter) opens(hours uint8, date market.Date) market.Time {
	day, ok := m.cal.TradingDay(hours, date.At(0))
	if !ok {
		return 1<<63 - 1
	}
	open, _, _ := m.cal.Span(hours, day)
	return open
}

// net is the obliged time between two instants by the calendar.
func (m *Meter) net(t *Terms, from, to market.Time) market.Time {
	if from >= to {
		return 0
	}
	sum := m.cal.Scheduled(t.Hours, from, to)
	if t.Exempt == EffectLeaves {
		sum -= m.cal.Auction(t.Hours, from, to)
	}
	return sum
}
