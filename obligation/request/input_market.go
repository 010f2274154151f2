package request

import "quotient/market"

// Phase notes what the exchange announced for a contract, at its stamp or, when
// that is 0, now. It decides the time since then.
func (m *Meter) Phase(c market.Contract, ph market.Phase, stamp, now market.Time) {
	d := m.touch(c, now)
	if d == nil {
		return
	}
	t := now
	if stamp != 0 {
		t = within(stamp, min(d.phaseAt, now), now)
	}
	i := m.split(d, t)
	d.confirm(i, ph)
	k := clock{cal: d.tail[i].cal, ann: ph}
	for ; i < d.n; i++ {
		k.boundary(d.tail[i].cal)
		d.tail[i].clock = k
	}
	d.phaseAt = t
	for j := d.first; j >= 0; j = m.table[j].next {
		if r := &m.table[j]; r.head == 0 {
			r.wake = now
		}
	}
	d.join()
	m.settle(d, now)
}

// confirm lets the announcement before, which held until stretch i, decide the
// time after the one calendar boundary that ph came late for. When more than one
// announcement is missing, the calendar decides.
func (d *duty) confirm(i int32, ph market.Phase) {
	if i == 0 || ph != market.PhaseHalt && session(d.tail[i-1].cal) != session(ph) {
		return
	}
	for j := i - 1; j >= 0 && d.tail[j].missed > 0; j-- {
		d.tail[j].told = d.tail[i-1].missed == 1
	}
}

// Underlying notes the last price of a contract, at the exchange's stamp or, when
// that is 0, now. Only moves of contracts that terms name matter.
func (m *Meter) Underlying(c market.Contract, last market.Price, stamp, now market.Time) {
	m.tick(now)
	if int(c) < len(m.ticksOf) && m.ticksOf[c] >= 0 {
		m.ticks[m.ticksOf[c]].add(last, orNow(stamp, 0, now))
	}
}

// Exempt notes that an exemption of a contract begins or ends, at the exchange's
// stamp or, when that is 0, now. It decides the time since then.
func (m *Meter) Exempt(c market.Contract, on bool, stamp, now market.Time) {
	d := m.touch(c, now)
	if d == nil {
		return
	}
	m.exempt(d, on, orNow(stamp, min(d.exemptAt, now), now))
	for j := d.first; j >= 0; j = m.table[j].next {
		if r := &m.table[j]; r.head == 0 && !m.counts(d, r) {
			r.wake, r.need = now+Lag, forever // what is one with it may stand for itself
		}
	}
	m.done(d, now)
}

// exempt says whether an exemption holds from t on, when that is news.
func (m *Meter) exempt(d *duty, on bool, t market.Time) {
	if d.last().exempt == on {
		return
	}
	tail := m.since(d, t)
	for i := range tail {
		tail[i].exempt = on
	}
	d.exemptAt = t
}
