package obligation

import "quotient/market"

// A base is what is known of a root: its trading days, and its prices.
type base struct {
	closed    market.Time  // when the trading day before the running one closed, 0 = not known
	opened    market.Time  // when the running trading day opened, or the last one that is over
	close     market.Time  // when it closes, or closed
	open      market.Time  // when the next one opens, 0 = not known
	settledAt market.Time  // the exchange's time of the last settlement price
	last      market.Price // the last price since the open; 0 = none
	money     market.Price // the last price by which options are in or out of the money; 0 = none
	moneyAt   market.Time  // and when it was told
	stale     bool         // options have begun a trading day without it
	_         [7]byte
}

// clock finds the trading day of a root at now, and the days beside it.
func (m *Meter) clock(b *base, hours uint8, now market.Time) {
	day, _ := m.cal.TradingDay(hours, now)
	b.opened, b.close, _ = m.cal.Span(hours, day)
	if now < b.opened {
		b.open = b.opened
		day = m.dayBefore(hours, day)
		b.opened, b.close, _ = m.cal.Span(hours, day)
	} else {
		next, _ := m.cal.TradingDay(hours, b.close)
		b.open, _, _ = m.cal.Span(hours, next)
	}
	_, b.closed, _ = m.cal.Span(hours, m.dayBefore(hours, day))
}

// dayBefore is the trading day before date, 0 when the data has none.
func (m *Meter) dayBefore(hours uint8, date market.Date) market.Date {
	for n := range int32(31) {
		day := market.DateOfDays(date.Days() - 1 - n)
		if _, _, ok := m.cal.Span(hours, day); ok {
			return day
		}
	}
	return 0
}

// underlying reads the price of a root in a snapshot: for the sets that move by
// it, and for which of its options are out of the money.
func (m *Meter) underlying(root int32, b *market.Depth, now market.Time) {
	r, k := &m.of.roots[root], &m.bases[root]
	if b.Last != 0 {
		k.last = b.Last
	}
	if k.stale || b.Last != k.money {
		m.moneyness(root, b.Last, b.Stamp, now)
	}
	for _, i := range m.of.series[r.series.from:r.series.to] {
		switch by := m.p.Series[i].By; {
		case by == RestrikeLast:
			m.refer(i, 2*b.Last, b.Stamp, now)
		case by == RestrikeMid && b.TwoSided():
			m.refer(i, b.Bid+b.Ask, b.Stamp, now)
		case by == RestrikeMid:
			m.refer(i, 0, b.Stamp, now)
		}
	}
}

// moneyness takes over the underlying's last price p: only options with strikes
// between the old and the new one can change sides.
func (m *Meter) moneyness(root int32, p market.Price, stamp, now market.Time) {
	r, k := &m.of.roots[root], &m.bases[root]
	list := m.of.chain[r.chain.from:r.chain.to]
	if !k.stale && p != 0 && k.money != 0 {
		list = m.of.between(r, min(p, k.money), max(p, k.money))
	}
	t := within(orNow(stamp, 0, now), k.moneyAt, now)
	m.touchAll(list, now)
	k.money, k.moneyAt, k.stale = p, t, false
	for _, c := range list {
		if d := &m.duties[c]; d.terms >= 0 {
			m.flag(d, bitMoney, m.p.Terms[d.terms].outOfMoney(p), t, now)
		}
	}
}
