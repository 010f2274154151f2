package obligation

import "quotient/market"

// ReadUnit fills r with the unit's standing at now: of the month that runs until
// all of its contracts have closed it. It changes nothing.
func (m *Meter) ReadUnit(u int, now market.Time, r *UnitReading) {
	date, over := m.unitDate(u)
	n := m.gather(u, date.Month(), true, now)
	m.fillUnit(u, n, date, r)
	if over {
		m.keepDays(u, n, market.DateOfDays(date.Days()+1), running{}, r)
	} else {
		m.keepDays(u, n, date, m.runningDay(u, date, now), r)
	}
}

// unitDate is the earliest trading day that a contract of the unit runs. When
// none does it is the last that was closed, and over; 0 before the start.
func (m *Meter) unitDate(u int) (date market.Date, over bool) {
	runs := never
	for _, c := range m.pool(u) {
		if m.running[c] != 0 {
			runs = min(runs, m.running[c])
		}
		date = max(date, m.duties[c].shutOn)
	}
	if runs != never {
		return runs, false
	}
	return date, true
}

// never is a trading day after all others.
const never market.Date = 1<<31 - 1

// gather puts the months of the unit's contracts side by side, as they stand or
// as they stood after the last closed trading day, and returns how many.
func (m *Meter) gather(u int, month market.Month, live bool, now market.Time) (n int) {
	for _, c := range m.pool(u) {
		if int(m.unitIn(c, month)) != u {
			continue
		}
		d, k := &m.duties[c], &m.ranks[n]
		day, runs := sums{}, false
		if live {
			d, day = m.upTo(d, now)
			runs = d.month == month
		}
		switch {
		case runs:
			k.account, k.ahead = m.month(d, &day, now), d.ahead
		case d.shutOn.Month() == month:
			k.account, k.ahead = d.shut, d.shut
		default:
			continue
		}
		if k.contract, k.verdict = c, k.account.verdict(); k.verdict != NotAssessed {
			k.slack, k.need = k.account.slack(), k.needRest()
		}
		n++
	}
	return n
}

// upTo returns the account brought up to now, a copy when something has come
// due, and the sums of its running day.
func (m *Meter) upTo(d *duty, now market.Time) (*duty, sums) {
	if d.next != 0 && d.next <= now {
		d = m.look(d.contract, now)
	}
	day := d.day
	if d.terms >= 0 {
		for i := range d.n {
			st, ex := d.tail[i].judge()
			day.add(&d.tail[i], st, ex, d.end(i, now)-d.tail[i].from)
		}
	}
	return d, day
}

// fillUnit fills r from the first n ranks.
func (m *Meter) fillUnit(u, n int, date market.Date, r *UnitReading) {
	t := &m.p.Units[u]
	*r = UnitReading{Unit: u, By: t.By, Date: date, Name: t.Name, Target: t.Target, NeedRest: -1}
	for i := range r.Worst {
		r.Worst[i] = market.NoContract
	}
	var sum account
	owing := 0
	for i := range n {
		k := &m.ranks[i]
		sum.plus(&k.account)
		if k.verdict == NotAssessed {
			continue
		}
		m.ranking[owing] = int32(i)
		owing++
		if k.passes() {
			r.Passed++
		}
	}
	r.Contracts = int32(owing)
	r.D, r.R, r.Low, r.High = sum.D, sum.R, sum.Low, sum.High
	list := m.ranking[:owing]
	m.sortRanks(list)
	for i := range min(owing, len(r.Worst)) {
		r.Worst[i] = m.ranks[list[i]].contract
	}
	if owing == 0 {
		return
	}
	switch t.By {
	case AggregatePooled:
		r.Slack, r.NeedRest, r.Verdict = sum.slack(), sum.needRest(), sum.verdict()
	case AggregateSome:
		m.some(list, int(t.Least), r)
	default:
		m.every(list, r)
	}
	if m.gap(u, date.Month()) {
		r.Verdict = NotAssessed
	}
}

// gap reports whether the unit has no contract list for the month.
func (m *Meter) gap(u int, month market.Month) bool {
	for _, g := range m.p.Unlisted {
		if int(g.Unit) == u && g.Month == month {
			return true
		}
	}
	return false
}

// every judges by the worst of the ranked contracts.
func (m *Meter) every(list []int32, r *UnitReading) {
	r.Slack, r.Verdict = m.ranks[list[0]].slack, Met
	for _, i := range list {
		k := &m.ranks[i]
		r.NeedRest = max(r.NeedRest, k.need)
		r.Verdict = worse(r.Verdict, k.verdict)
	}
}

// worse is the verdict over two of which both must be met.
func worse(a, b Verdict) Verdict {
	for _, v := range [...]Verdict{Missed, Open, InBand} {
		if a == v || b == v {
			return v
		}
	}
	return Met
}

// some judges by the least-th best of the ranked contracts.
func (m *Meter) some(list []int32, least int, r *UnitReading) {
	var n [VerdictCount]int
	for _, i := range list {
		n[m.ranks[i].verdict]++
	}
	switch {
	case n[Met] >= least:
		r.Verdict = Met
	case n[Met]+n[InBand]+n[Open] < least:
		r.Verdict = Missed
	case n[Open] > 0:
		r.Verdict = Open
	default:
		r.Verdict = InBand
	}
	if len(list) < least { // even all of them are too few
		r.Slack, r.NeedRest = min(m.ranks[list[0]].slack, -1), 1<<63-1
		return
	}
	k := &m.ranks[list[len(list)-least]]
	r.Slack, r.NeedRest = k.slack, k.need
}
