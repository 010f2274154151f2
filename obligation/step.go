package obligation

import "quotient/market"

// start opens every account at the first input.
func (m *Meter) start(now market.Time) {
	m.st.started = true
	for i := range m.bases {
		m.clock(&m.bases[i], m.of.roots[i].hours, now)
	}
	for c := range m.duties {
		if d := &m.duties[c]; m.terms[c].from < m.terms[c].to {
			d.n, d.hours, d.foldState = 1, m.p.Terms[m.order[m.terms[c].from]].Hours, StateCount // nothing is folded yet
			m.begin(d, now)
			m.done(d, now)
		}
	}
	m.st.turn = m.nextTurn()
}

// touch brings a contract's account up to now; nil when it has none.
func (m *Meter) touch(c market.Contract, now market.Time) *duty {
	m.arrive(now)
	d := m.duty(c)
	if d != nil {
		m.catchUp(d, now)
	}
	return d
}

// duty returns a contract's account; nil when it has none, or the calendar no
// more days.
func (m *Meter) duty(c market.Contract) *duty {
	if int(c) >= len(m.duties) || m.duties[c].date == 0 {
		return nil
	}
	return &m.duties[c]
}

// catchUp does what has come due by itself, in order.
func (m *Meter) catchUp(d *duty, now market.Time) {
	for d.next != 0 && d.next <= now {
		m.step(d, d.next)
	}
	m.foldOld(d, now)
}

// done ends every input: it joins stretches and notices a change of state.
func (m *Meter) done(d *duty, now market.Time) {
	d.join()
	d.noted = now
	d.state, d.exempt, d.since = d.now()
	if m.quiet {
		return
	}
	if d.state != d.saidState || d.exempt != d.saidExempt {
		m.changed[d.contract/64] |= 1 << (d.contract % 64)
	}
	if d.excuse() != d.excused {
		m.excuses[d.contract/64] |= 1 << (d.contract % 64)
	}
}

// now is what the contract counts as, and since when.
func (d *duty) now() (st State, ex Exempt, since market.Time) {
	i := d.n - 1
	if d.terms < 0 {
		return Off, ExemptNone, d.tail[0].from
	}
	st, ex = d.tail[i].judge()
	for ; i > 0; i-- {
		if s, x := d.tail[i-1].judge(); s != st || x != ex {
			return st, ex, d.tail[i].from
		}
	}
	if st == d.foldState && ex == d.foldExempt {
		return st, ex, d.foldSince
	}
	return st, ex, d.tail[0].from
}

// step does what is due at t: the calendar's next phase, a grant's edge, the
// end of the trading day.
func (m *Meter) step(d *duty, t market.Time) {
	m.endDay(d, t)
	if d.date != 0 {
		if ph := m.cal.PhaseAt(d.hours, t); ph != d.last().cal {
			d.tail[m.split(d, t)].boundary(ph)
		}
		m.grantNow(d, t)
		m.schedule(d, t)
	}
	m.done(d, t)
}

// schedule finds when something changes next by itself after t.
func (m *Meter) schedule(d *duty, t market.Time) {
	when, _, _ := m.cal.Next(d.hours, t)
	for i := range m.grants[:m.st.grants] {
		if g := &m.grants[i]; g.on(d.contract) {
			when = sooner(when, g.From, t)
			when = sooner(when, g.To, t)
		}
	}
	when = sooner(when, d.close+closeLag, t)
	when = sooner(when, d.close+closeWait, t)
	m.wake(d, sooner(when, d.reopen, t))
}

// wake notes when the account has to be looked at next, 0 for never.
func (m *Meter) wake(d *duty, t market.Time) {
	d.next = t
	if !m.quiet {
		m.next.Set(int(d.contract), t)
	}
}

// sooner is the earlier of a and b, where b counts only after t and 0 is never.
func sooner(a, b, t market.Time) market.Time {
	if b <= t {
		return a
	}
	if a == 0 {
		return b
	}
	return min(a, b)
}

// Deadline returns the next instant at which something changes by itself, 0 for none.
func (m *Meter) Deadline() market.Time {
	return sooner(m.next.First(), m.st.turn, 0)
}

// Advance does what has come due up to now. It changes nothing before Deadline.
func (m *Meter) Advance(now market.Time) {
	if !m.st.started {
		return
	}
	m.arrive(now)
	for c := m.next.Due(0, now); c >= 0; c = m.next.Due(c+1, now) {
		m.catchUp(&m.duties[c], now)
	}
}
