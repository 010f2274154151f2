package obligation

import "quotient/market"

// A UnitReading is the standing of a unit of the agreement (考核单元) in its month.
//
// D, R, Low and High are sums over its contracts. Of a moving set R is what the
// contracts that are in it now would owe to the end of the month if it stayed
// where it is. Slack and NeedRest are those of the sums for AggregatePooled, of
// the contract that stands worst for AggregateEvery, of the Least-th best for
// AggregateSome; for AggregateDays see there.
type UnitReading struct {
	Unit       int // index into Params.Units
	By         Aggregation
	Verdict    Verdict
	Final      bool // the trading day Date is over and proven for every contract
	_          [1]byte
	Date       market.Date
	Name       market.Ref
	Contracts  int32       // that owe something in the month
	Passed     int32       // of them, those at or over their target so far, by low
	Days       int32       // trading days that are over and count
	DaysPassed int32       // of them, those on which every contract reached its target, by low
	Target     int64       // parts per million
	D, R       market.Time // obliged so far, obliged left
	Low, High  market.Time // effective
	Slack      market.Time
	NeedRest   int64              // parts per million, rounded up; -1 = nothing left
	Worst      [4]market.Contract // the contracts that stand worst, worst first; NoContract where there are fewer
}

// A record is what a unit keeps of its trading days: of this month and, until
// all contracts have closed it, the month before.
type record struct {
	told  market.Date // the last trading day that TakeUnit was given
	_     int32
	month [2]monthDays // by the parity of the month
}

// monthDays are sets of a month's days, a bit for each day of the month.
type monthDays struct {
	month      market.Month
	held       uint32 // something was obliged
	missedLow  uint32 // and some contract missed its target, by low
	missedHigh uint32 // and even by high
}

// Units returns how many units there are.
func (m *Meter) Units() int { return len(m.p.Units) }

// TakeUnit takes the standing of a unit after a trading day that is over and
// proven for all of its contracts; false when there is none.
func (m *Meter) TakeUnit(r *UnitReading) bool { return m.units.Take(r) }

// unitIn is the unit in which a contract is judged in a month, -1 for none.
func (m *Meter) unitIn(c market.Contract, month market.Month) int16 {
	for _, i := range m.order[m.terms[c].from:m.terms[c].to] {
		t := &m.p.Terms[i]
		if t.From.Month() <= month && month <= t.To.Month() && int(t.Unit) < len(m.p.Units) && !t.Watch {
			return int16(t.Unit)
		}
	}
	return -1
}

// pool are the contracts that may be judged in a unit.
func (m *Meter) pool(u int) []market.Contract {
	return m.of.pool[m.of.unit[u].from:m.of.unit[u].to]
}

// kept is what unit u keeps of a month.
func (m *Meter) kept(u int, month market.Month) (days monthDays) {
	if k := &m.records[u].month[month&1]; k.month == month {
		days = *k
	}
	return days
}

// judged notes what the contract's trading day came to for its unit.
func (m *Meter) judged(d *duty, day *sums) {
	u := m.unitIn(d.contract, d.month)
	if d.terms < 0 || u < 0 {
		return
	}
	var a account
	m.passDay(d, day, &a)
	if a.D == 0 {
		return
	}
	days, bit := m.kept(int(u), d.month), uint32(1)<<(d.date%100)
	days.month = d.month
	days.held |= bit
	if !a.passes() {
		days.missedLow |= bit
	}
	if a.Low = a.High; !a.passes() {
		days.missedHigh |= bit
	}
	m.records[u].month[d.month&1] = days
}

// unitDone tells of the units for which a trading day is over now that a
// contract has closed it.
func (m *Meter) unitDone(date market.Date, now market.Time) {
	for u := range m.p.Units {
		if m.records[u].told >= date || m.runs(u, date) {
			continue
		}
		m.records[u].told = date
		if n := m.gather(u, date.Month(), false, now); n > 0 {
			var r UnitReading
			m.fillUnit(u, n, date, &r)
			r.Final = true
			m.keepDays(u, n, market.DateOfDays(date.Days()+1), running{}, &r)
			m.st.lost += m.units.Push(&r)
		}
	}
}

// runs reports whether a trading day is still open for a contract of the unit.
func (m *Meter) runs(u int, date market.Date) bool {
	for _, c := range m.pool(u) {
		if run := m.running[c]; run != 0 && run <= date {
			return true
		}
	}
	return false
}
