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
	m.done(d, now)
	m.closeDays(now)
}

// confirm lets the announcement before, which held until stretch i, decide the
// time after the one calendar boundary that ph came late for. When more than one
// announcement is missing, the calendar decides.
func (m *Meter) confirm(d *duty, i int32, ph market.Phase) {
	if i == 0 || ph != market.PhaseHalt && session(d.tail[i-1].cal) != session(ph) {
		return
	}
	d.edited = 0
	d.unsum(0)
	for j := i - 1; j >= 0 && d.tail[j].missed > 0; j-- {
		d.tail[j].told = d.tail[i-1].missed == 1
	}
}

// Market notes a snapshot: the meter reads the price limits in it, and of an
// underlying and its options what sets and floors go by.
func (m *Meter) Market(c market.Contract, b *market.Depth, now market.Time) {
	m.arrive(now)
	if int(c) >= len(m.limits) {
		return
	}
	if rules, price := atLimit(b); rules != m.limits[c].rules {
		m.atLimit(c, rules, price, b.Stamp, now)
	}
	if m.of.floor[c] {
		m.cheap(c, b, now)
	}
	if root := m.of.rootOf[c]; root >= 0 {
		m.underlying(int32(root), b, now)
	}
}

// atLimit takes over by which rules a contract is at its limit.
func (m *Meter) atLimit(c market.Contract, rules uint8, price market.Price, stamp, now market.Time) {
	l := &m.limits[c]
	t := within(orNow(stamp, 0, now), min(l.at, now), now)
	heirs := m.heirs[m.under[c].from:m.under[c].to]
	var chain []market.Contract
	if root := m.of.rootOf[c]; root >= 0 {
		chain = m.of.chain[m.of.roots[root].chain.from:m.of.roots[root].chain.to]
	}
	d := m.touch(c, now) // a new day forgets the limits of the last
	m.touchAll(heirs, now)
	m.touchAll(chain, now)
	if l.rules, l.at = rules, t; rules != 0 {
		l.price = price
	}
	if d != nil {
		m.limited(d, rules, bitOwn, t, now)
	}
	for _, h := range heirs {
		if d := &m.duties[h]; d.terms >= 0 && m.p.Terms[d.terms].Dominant == c {
			m.limited(d, rules, bitDominant, t, now)
		}
	}
	for _, o := range chain {
		if d := &m.duties[o]; d.terms >= 0 && m.p.Terms[d.terms].Option {
			m.limited(d, rules, bitUnderlying, t, now)
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
	m.flag(d, bit, rules&(1<<m.p.Terms[d.terms].Limit) != 0, t, now)
}

// flag sets a bit of what exempts the contract, or clears it, from t on.
func (m *Meter) flag(d *duty, bit uint8, on bool, t, now market.Time) {
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
