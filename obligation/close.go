package obligation

import "quotient/market"

// When a trading day's rows are closed: not before closeLag has passed since
// the close, for what is still on its way; and when the exchange has not
// announced the close, not before closeWait.
const (
	closeLag  = market.Second
	closeWait = market.Minute
)

// endDay closes the trading day when it is over and proven, or when the next
// one is about to open.
func (m *Meter) endDay(d *duty, t market.Time) {
	switch over := t >= d.close+closeLag; {
	case d.reopen != 0 && t >= d.reopen || over && m.ready(d, t):
		m.roll(d, t)
	case over && !d.waiting && !m.quiet:
		d.waiting = true
		m.st.waiting++
	}
}

// ready reports whether nothing that is on its way can change the day.
func (m *Meter) ready(d *duty, now market.Time) bool {
	if s := d.last(); s.phase().Scheduled() || session(s.ann) != 0 && now < d.close+closeWait {
		return false
	}
	return !m.open(d, now)
}

// open reports whether effective time is counted that is not proven.
func (m *Meter) open(d *duty, now market.Time) bool {
	if d.unprovenTo > m.st.proof {
		return true
	}
	for i := d.n - 1; i >= 0 && d.end(i, now) > m.st.proof; i-- {
		if d.tail[i].proper() {
			return true
		}
	}
	return false
}

// closeDays closes the days that were waiting for proof.
func (m *Meter) closeDays(now market.Time) {
	if m.st.waiting != 0 {
		for c := range m.duties {
			if d := &m.duties[c]; d.waiting && m.ready(d, now) {
				m.roll(d, now)
				m.done(d, now)
			}
		}
	}
}
