package obligation

// totals is the short way to three of the figures that fill sums up in full.
func (d *duty) slowTotals() (u sums) {
	u = d.day
	if d.terms >= 0 {
		for i := range d.n {
			s := &d.tail[i]
			st, ex := s.judge()
			u.add(s, st, ex, d.end(i, d.noted)-s.from)
		}
	}
	return u
}

// checkTotals holds the short way against the full one.
func checkTotals(t interface{ Fatalf(string, ...any) }, m *Meter) {
	checkState(t, m)
	for c := range m.duties {
		d := &m.duties[c]
		slow := d.slowTotals()
		if s, l, h := d.totals(); s != slow.Scheduled || l != slow.Low || h != slow.High {
			t.Fatalf("contract %d: totals %d %d %d, in full %d %d %d", c, s, l, h, slow.Scheduled, slow.Low, slow.High)
		}
	}
}
