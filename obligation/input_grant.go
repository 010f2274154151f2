package obligation

import "quotient/market"

// AddGrant takes an exemption that is given now. What is past stays counted: a
// grant for the past belongs to the reconciliation with the exchange's figures.
func (m *Meter) AddGrant(g Grant, now market.Time) {
	if g.From = max(g.From, now); g.From >= g.To {
		return
	}
	if int(m.st.grants) == len(m.grants) {
		m.st.lost++
		return
	}
	m.grants[m.st.grants] = g
	m.st.grants++
	for c := range m.duties {
		if d := m.touch(market.Contract(c), now); d != nil {
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

// grantAt returns the first grant that exempts the contract at t, -1 for none.
func (m *Meter) grantAt(c market.Contract, t market.Time) int {
	for i := range m.grants[:m.st.grants] {
		if g := &m.grants[i]; g.Relax == 0 && g.on(c) && g.From <= t && t < g.To {
			return i
		}
	}
	return -1
}

// relaxAt returns by how much the terms are relaxed for the contract at t: the
// most that a grant says, 0 for not.
func (m *Meter) relaxAt(c market.Contract, t market.Time) (relax int32) {
	for i := range m.grants[:m.st.grants] {
		if g := &m.grants[i]; g.on(c) && g.From <= t && t < g.To {
			relax = max(relax, int32(g.Relax))
		}
	}
	return relax
}

// grantNow takes over which grants hold from t on, t being the present.
func (m *Meter) grantNow(d *duty, t market.Time) {
	on, relax := m.grantAt(d.contract, t) >= 0, m.relaxAt(d.contract, t)
	if s := d.last(); on != (s.exempt&bitGrant != 0) || relax != s.relax {
		s = &d.tail[m.split(d, t)]
		s.exempt = setBit(s.exempt, bitGrant, on)
		if relax != s.relax {
			s.relax = relax
			m.restate(d, t)
		}
	}
}
