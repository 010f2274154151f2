package obligation

import "quotient/market"

// Up notes that the trading link is up. What stood before is not known to stand.
func (m *Meter) Up(now market.Time) {
	m.Down(now)
	m.st.up, m.st.proof, m.st.before, m.st.heard = true, now, now, now
	m.linkAll(now)
}

// Down notes that the trading link is lost, or was lost unnoticed: what was
// effective since the last message is not proven and counts as disconnected.
func (m *Meter) Down(now market.Time) {
	m.arrive(now)
	if !m.st.up {
		return
	}
	for c := range m.duties {
		if d := m.touch(market.Contract(c), now); d != nil {
			m.disprove(d, now)
			for k := range d.slots {
				if d.slots[k].used() {
					d.slots[k].status = unknown
				}
			}
			m.requote(d, now)
		}
	}
	m.st.up = false
	m.linkAll(now)
	m.closeDays(now)
}

// linkAll takes the link's state over into every account.
func (m *Meter) linkAll(now market.Time) {
	for c := range m.duties {
		if d := m.touch(market.Contract(c), now); d != nil {
			d.tail[m.split(d, now)].link = m.st.up
			m.done(d, now)
		}
	}
}

// Alive notes an inbound message of the trading link: proof that it lived when
// the message was sent, at its stamp where it has one.
func (m *Meter) Alive(stamp, now market.Time) {
	m.arrive(now)
	if !m.st.up {
		return
	}
	if now != m.st.heard {
		m.st.before, m.st.heard = m.st.proof, now
	}
	m.st.proof = max(m.st.proof, orNow(stamp, 0, now))
	m.closeDays(now)
}

// Why notes that one of the loop's own causes begins or ends. NoContract is all.
func (m *Meter) Why(c market.Contract, cause Cause, on bool, now market.Time) {
	if c == market.NoContract {
		for i := range m.duties {
			m.Why(market.Contract(i), cause, on, now)
		}
	} else if d := m.touch(c, now); d != nil {
		s := &d.tail[m.split(d, now)]
		if on {
			s.cause |= cause
		} else {
			s.cause &^= cause
		}
		m.done(d, now)
	}
}
