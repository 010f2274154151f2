package obligation

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
	m.confirm(d, i, ph)
	missed := uint8(0)
	for j := i; j < d.n; j++ {
		s := &d.tail[j]
		if j > i && session(s.cal) != session(d.tail[j-1].cal) && ph != market.PhaseHalt {
			if met := missed == 0 && session(s.cal) == session(ph); !met {
				missed++
			}
		}
		s.ann, s.missed, s.told = ph, missed, false
	}
	d.phaseAt = t
	m.schedule(d, now)
	m.done(d, now)
	m.closeDays(now)
}

// confirm lets the announcement before, which held until stretch i, decide the
// time after the one calendar boundary that ph came late for. When more than one
// announcement is missing, the calendar decides.
func (m *Meter) confirm(d *duty, i int32, ph market.Phase) {
	if i == 0 || d.tail[i-1].ann == ph || ph != market.PhaseHalt && session(d.tail[i-1].cal) != session(ph) {
		return
	}
	d.edited = 0
	d.unsum(0)
	for j := i - 1; j >= 0 && d.tail[j].missed > 0; j-- {
		d.tail[j].told = d.tail[i-1].missed == 1
	}
}

// Market notes a snapshot: the meter reads the price limits in it.
func (m *Meter) Market(c market.Contract, b *market.Depth, now market.Time) {
	if !m.st.started {
		m.start(now)
	}
	if int(c) >= len(m.limits) {
		return
	}
	l := &m.limits[c]
	rules, price := atLimit(b)
	if rules == l.rules {
		return
	}
	t := now
	if b.Stamp != 0 {
		t = within(b.Stamp, min(l.at, now), now)
	}
	d := m.touch(c, now) // a new day forgets the limits of the last
	m.touchAll(m.heirs[m.under[c].from:m.under[c].to], now)
	l.rules, l.price, l.at = rules, price, t
	if d != nil {
		m.limited(d, rules, bitOwn, t, now)
	}
	for _, h := range m.heirs[m.under[c].from:m.under[c].to] {
		if d := &m.duties[h]; d.terms >= 0 && m.p.Terms[d.terms].Dominant == c {
			m.limited(d, rules, bitDominant, t, now)
		}
	}
}

func (m *Meter) touchAll(list []market.Contract, now market.Time) {
	for _, c := range list {
		m.touch(c, now)
	}
}

// limited takes over whether a limit exempts the contract from t on.
func (m *Meter) limited(d *duty, rules, bit uint8, t, now market.Time) {
	if d.terms < 0 {
		return
	}
	on := rules&(1<<m.p.Terms[d.terms].Limit) != 0
	if on == (d.last().exempt&bit != 0) {
		return
	}
	for i := m.split(d, t); i < d.n; i++ {
		d.tail[i].exempt = setBit(d.tail[i].exempt, bit, on)
	}
	m.done(d, now)
}

func setBit(b, bit uint8, on bool) uint8 {
	if on {
		return b | bit
	}
	return b &^ bit
}

// atLimit says by which rules the snapshot is at a price limit, and at which.
func atLimit(b *market.Depth) (rules uint8, price market.Price) {
	is := func(p market.Price) bool { return p != 0 && (p == b.Upper || p == b.Lower) }
	if b.AskQty <= 0 && b.BidQty > 0 && b.Bid == b.Upper && b.Upper != 0 {
		rules, price = 1<<LimitOneSided, b.Bid
	}
	if b.BidQty <= 0 && b.AskQty > 0 && b.Ask == b.Lower && b.Lower != 0 {
		rules, price = 1<<LimitOneSided, b.Ask
	}
	if b.BidQty > 0 && is(b.Bid) {
		rules, price = rules|1<<LimitTouched, b.Bid
	}
	if b.AskQty > 0 && is(b.Ask) {
		rules, price = rules|1<<LimitTouched, b.Ask
	}
	if is(b.Last) {
		rules, price = rules|1<<LimitTouched|1<<LimitLast, b.Last
	}
	return rules, price
}

// AddGrant takes an exemption that is given now. What is past stays counted: a
// grant for the past belongs to the reconciliation with the exchange's figures.
func (m *Meter) AddGrant(g Grant, now market.Time) {
	if !m.st.started {
		m.start(now)
	}
	g.From = max(g.From, now)
	if g.From >= g.To || int(m.st.grants) == len(m.grants) {
		if g.From < g.To {
			m.st.lost++
		}
		return
	}
	for c := range m.duties {
		m.touch(market.Contract(c), now)
	}
	m.grants[m.st.grants] = g
	m.st.grants++
	for c := range m.duties {
		if d := &m.duties[c]; d.date != 0 && g.on(d.contract) {
			m.grantNow(d, now)
			m.schedule(d, now)
			m.done(d, now)
		}
	}
}

// on reports whether the grant is for the contract.
func (g *Grant) on(c market.Contract) bool {
	return g.Contract == market.NoContract || g.Contract == c
}

// grantAt returns the first grant that holds for the contract at t, -1 for none.
func (m *Meter) grantAt(c market.Contract, t market.Time) int {
	for i := range m.grants[:m.st.grants] {
		if g := &m.grants[i]; g.on(c) && g.From <= t && t < g.To {
			return i
		}
	}
	return -1
}

// grantNow takes over whether a grant holds from t on, t being the present.
func (m *Meter) grantNow(d *duty, t market.Time) {
	on := m.grantAt(d.contract, t) >= 0
	if on == (d.last().exempt&bitGrant != 0) {
		return
	}
	s := &d.tail[m.split(d, t)]
	s.exempt = setBit(s.exempt, bitGrant, on)
}
