package obligation

import "quotient/market"

// arrive begins every input: the Meter is started, and what has come due for many
// contracts at once is done.
func (m *Meter) arrive(now market.Time) {
	if !m.st.started {
		m.start(now)
	}
	m.turn(now)
}

// turn does in order what comes due up to now for many contracts at once: before
// a trading day opens, the one before it is closed everywhere; sets move.
func (m *Meter) turn(now market.Time) {
	for m.st.turn != 0 && m.st.turn <= now {
		t := m.st.turn
		for c := range m.duties {
			m.catchUp(&m.duties[c], t)
		}
		for i := range m.bases {
			if open := m.bases[i].open; open != 0 && open <= t {
				m.dawn(int32(i), t)
			}
		}
		for i := range m.sets {
			if due := m.sets[i].due(m.p.Series[i].Hold); due != 0 && due <= t {
				m.move(int32(i), m.sets[i].near, m.p.Series[i].By, due, t)
			}
		}
		m.st.turn = m.nextTurn()
	}
}

// nextTurn is when turn has something to do next, 0 never.
func (m *Meter) nextTurn() (t market.Time) {
	for c := range m.duties {
		t = sooner(t, m.duties[c].nextOpen(), 0)
	}
	for i := range m.bases {
		t = sooner(t, m.bases[i].open, 0)
	}
	for i := range m.sets {
		t = sooner(t, m.sets[i].due(m.p.Series[i].Hold), 0)
	}
	return t
}

// nextOpen is when the account's next trading day opens, 0 = not known.
func (d *duty) nextOpen() market.Time {
	if d.date == 0 {
		return 0
	}
	return d.reopen
}
