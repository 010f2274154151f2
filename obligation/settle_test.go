package obligation

import "quotient/market"

// settle ends a run: the link goes down, and a trading day that is over is
// closed at the latest when the next one opens.
func settle(m *Meter, now market.Time) {
	m.Down(now)
	last := now
	for c := range m.duties {
		if d := &m.duties[c]; d.date != 0 && now >= d.close {
			last = max(last, d.reopen)
		}
	}
	for t := m.Deadline(); t != 0 && t <= last; t = m.Deadline() {
		m.Advance(t)
	}
}
