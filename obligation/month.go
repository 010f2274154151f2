package obligation

import "quotient/market"

// passDay adds what a trading day came to, up to now or in the end.
func (m *Meter) passDay(d *duty, day *sums, a *account) {
	t := &m.p.Terms[d.terms]
	obliged, low, high := day.standing(t.Exempt)
	a.take(t.Target, obliged, low, high)
}

// month is the contract's month with the given sums of the running day.
func (m *Meter) month(d *duty, day *sums, now market.Time) account {
	a, today := d.before, m.today(d, day, now)
	a.plus(&today)
	a.plus(&d.ahead)
	return a
}

// today is the running day alone.
func (m *Meter) today(d *duty, day *sums, now market.Time) (a account) {
	if d.terms < 0 {
		return a
	}
	m.passDay(d, day, &a)
	if d.last().exempt&bitOutside == 0 {
		t := &m.p.Terms[d.terms]
		a.leave(t.Target, m.net(t, max(now, d.open), d.close))
	}
	return a
}

// fill writes a row: the given sums of the day, and the month with them.
func (m *Meter) fill(d *duty, day *sums, now market.Time, row *DayRow) {
	t, a := &m.p.Terms[d.terms], m.month(d, day, now)
	row.Contract, row.Date, row.Target = d.contract, d.date, t.Target
	row.Scheduled, row.Low, row.High = day.Scheduled, day.Low, day.High
	row.ExemptNs, row.Ineffective = day.Exempt, day.Ineffective
	row.D, row.R, row.MonthLow, row.MonthHigh = a.D, a.R, a.Low, a.High
	row.Slack, row.NeedRest = a.slack(), a.needRest()
}

// remain works out what is obliged of the month after the trading day, over all
// terms of the contract: of a contract that is out of its series' set, nothing.
func (m *Meter) remain(d *duty) {
	d.ahead = account{}
	begin, end, _ := m.cal.MonthSpan(d.hours, d.month)
	for _, i := range m.order[m.terms[d.contract].from:m.terms[d.contract].to] {
		if !m.owes(i) {
			continue
		}
		t := &m.p.Terms[i]
		lo, hi := max(begin, d.close), end
		if t.From.Month() >= d.month {
			lo = max(lo, m.opens(t.Hours, t.From))
		}
		if t.To.Month() <= d.month {
			hi = min(hi, m.opens(t.Hours, market.DateOfDays(t.To.Days()+1)))
		}
		d.ahead.leave(t.Target, m.net(t, lo, hi))
	}
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

// A stay is a question to the calendar and its answer: contracts that share
// hours ask the same.
type stay struct {
	from, to           market.Time
	hours              uint8
	scheduled, auction market.Time
}

// net is the obliged time between two instants by the calendar.
func (m *Meter) net(t *Terms, from, to market.Time) market.Time {
	if k := &m.asked; k.from != from || k.to != to || k.hours != t.Hours {
		*k = stay{from, to, t.Hours, m.cal.Scheduled(t.Hours, from, to), m.cal.Auction(t.Hours, from, to)}
	}
	if t.Exempt == EffectLeaves {
		return m.asked.scheduled - m.asked.auction
	}
	return m.asked.scheduled
}
