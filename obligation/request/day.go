package request

import (
	"quotient/market"
	"quotient/obligation/rule"
)

// begin opens the trading day that at belongs to, or that comes next.
func (m *Meter) begin(d *duty, at market.Time) {
	s := stretch{from: at, low: -1, grade: rule.Nothing, link: m.st.up}
	fresh := d.date == 0
	if !fresh {
		s.clock, s.exempt = d.last().clock, d.last().exempt
	}
	d.n, d.tail[0], d.quotes = 1, s, [quotes]quote{}
	d.edited, d.head, d.prior, d.heard = 0, 0, 0, [heardRefs]market.Ref{}
	if !m.findDay(d, at) {
		d.date, d.terms, d.next = 0, -1, 0
		return
	}
	if month := d.date.Month(); month != d.month {
		d.month, d.requests, d.low, d.high = month, 0, 0, 0
	}
	for _, i := range m.rowsOf(d.contract) {
		if u := &m.units[m.p.Terms[i].Unit]; u.month == 0 {
			u.month = d.date.Month()
		}
	}
	if fresh {
		d.tail[0].cal = m.cal.PhaseAt(d.hours, at)
	}
	m.schedule(d, at)
}

// findDay finds the trading day, by the hours that held before, and when it opens
// and closes, by the hours of the terms that hold on it.
func (m *Meter) findDay(d *duty, at market.Time) (ok bool) {
	if d.date == 0 {
		d.hours = m.p.Terms[m.rowsOf(d.contract)[0]].Hours
	}
	if d.date, ok = m.cal.TradingDay(d.hours, at); !ok {
		return false
	}
	if d.terms = m.find(d.contract, d.date); d.terms >= 0 {
		d.hours = m.p.Terms[d.terms].Hours
	}
	if d.open, d.close, ok = m.cal.Span(d.hours, d.date); !ok {
		return false
	}
	d.reopen = 0
	if next, more := m.cal.TradingDay(d.hours, d.close); more {
		d.reopen, _, _ = m.cal.Span(d.hours, next)
	}
	return true
}

// roll closes the trading day: what is not proven was not answered.
func (m *Meter) roll(d *duty, t market.Time) {
	m.closeOut(d, t)
	date := d.date
	m.begin(d, t)
	for _, i := range m.rowsOf(d.contract) {
		m.closed(m.p.Terms[i].Unit, date, d.date)
	}
}
