package request

import (
	"quotient/market"
)

// Up notes that the trading link is up. What stood before is not known to stand.
func (m *Meter) Up(now market.Time) {
	if m.st.up {
		m.Down(now)
	}
	m.tick(now)
	m.st.up, m.st.proof, m.st.before, m.st.heard = true, now, now, now
	m.linkAll(now)
}

// Down notes that the trading link is lost, or was lost unnoticed: what stood
// since the last message is not proven.
func (m *Meter) Down(now market.Time) {
	m.tick(now)
	if !m.st.up {
		return
	}
	m.st.up = false
	for c := range m.duties {
		d := m.touch(market.Contract(c), now)
		if d == nil {
			continue
		}
		if proof := m.st.proof; proof < now {
			for i := m.split(d, proof); i < d.n; i++ {
				d.tail[i].link = false
			}
		}
		for k := range d.quotes {
			if q := &d.quotes[k]; q.open() {
				if q.status = unknown; q.unsure == 0 || q.unsure > m.st.proof {
					q.unsure = m.st.proof
				}
			}
		}
		m.regrade(d, now)
	}
	m.linkAll(now)
}

// linkAll takes the link's state over into every account.
func (m *Meter) linkAll(now market.Time) {
	for c := range m.duties {
		if d := m.touch(market.Contract(c), now); d != nil {
			d.tail[m.split(d, now)].link = m.st.up
			m.done(d, now)
		}
	}
	m.prove(now)
}

// Alive notes an inbound message of the trading link: proof that it lived when
// the message was sent, at its stamp where it has one.
func (m *Meter) Alive(stamp, now market.Time) {
	m.tick(now)
	if !m.st.up {
		return
	}
	if now != m.st.heard {
		m.st.before, m.st.heard = m.st.proof, now
	}
	m.st.proof = max(m.st.proof, orNow(stamp, 0, now))
	m.prove(now)
}

// prove tells the contracts with requests that waited for proof up to here.
func (m *Meter) prove(now market.Time) {
	if m.st.need == 0 || m.st.proof < m.st.need {
		return
	}
	m.st.need = 0
	for c := range m.duties {
		d := &m.duties[c]
		if d.need != 0 && d.need <= m.st.proof {
			m.heard(d, now)
		}
		m.st.need = sooner(m.st.need, d.need, 0)
	}
}
