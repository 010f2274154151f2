package request

import (
	"math/bits"

	"quotient/market"
)

// Up notes that the trading link is up. What stood before is not known to stand.
func (m *Meter) Up(now market.Time) {
	if m.st.up {
		m.Down(now)
	}
	m.st.up, m.st.proof, m.st.before, m.st.heard = true, now, now, now
	for c := range m.duties {
		if d := m.touch(market.Contract(c), now); d != nil {
			m.since(d, now)[0].link = true
		}
	}
	m.prove(now)
}

// Down notes that the trading link is lost, or was lost unnoticed: what stood
// since the last message is not proven.
func (m *Meter) Down(now market.Time) {
	if !m.st.up {
		return
	}
	m.st.up = false
	for c := range m.duties {
		if d := m.touch(market.Contract(c), now); d != nil {
			m.disprove(d, now)
		}
	}
}

// disprove forgets what was believed since the last message.
func (m *Meter) disprove(d *duty, now market.Time) {
	tail := m.since(d, m.st.proof)
	for i := range tail {
		tail[i].link = false
	}
	for w := d.possible(); w != 0; w &= w - 1 {
		q := &d.quotes[bits.TrailingZeros16(w)]
		q.status, q.unsure = unknown, sooner(q.unsure, m.st.proof, 0)
	}
	m.regrade(d, now)
	m.done(d, now)
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

// prove gives the requests that waited for proof up to here another look.
func (m *Meter) prove(now market.Time) {
	if m.st.proof < m.st.need {
		return
	}
	m.st.need = forever
	for c := range m.duties {
		if d := &m.duties[c]; d.need <= m.st.proof {
			m.done(d, now)
		} else {
			m.st.need = min(m.st.need, d.need)
		}
	}
}
