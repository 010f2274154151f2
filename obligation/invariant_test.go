package obligation

import "quotient/market"

// checkMeter holds what must be true between any two inputs: what is kept twice
// agrees with its source, and what comes due by itself is noted.
func checkMeter(t interface{ Fatalf(string, ...any) }, m *Meter) {
	if !m.st.started {
		return
	}
	waiting := int32(0)
	for c := range m.duties {
		d := &m.duties[c]
		if d.waiting {
			waiting++
		}
		if m.next.Get(c) != d.next || m.running[c] != d.date {
			t.Fatalf("contract %d: next %d and %d, day %d and %d", c, d.next, m.next.Get(c), d.date, m.running[c])
		}
		if d.date == 0 && (d.next != 0 || d.terms != -1) {
			t.Fatalf("contract %d: after the last day, next %d, terms %d", c, d.next, d.terms)
		}
		if d.date != 0 {
			checkDuty(t, m, d)
		}
	}
	if waiting != m.st.waiting {
		t.Fatalf("%d days wait for proof, not %d", waiting, m.st.waiting)
	}
	if next := m.nextTurn(); next != 0 && (m.st.turn == 0 || m.st.turn > next) {
		t.Fatalf("turn at %d, due at %d", m.st.turn, next)
	}
	checkTotals(t, m)
}

func checkDuty(t interface{ Fatalf(string, ...any) }, m *Meter, d *duty) {
	for i := range d.n {
		s := &d.tail[i]
		if s.counts != s.weigh() || i > 0 && s.from <= d.tail[i-1].from || i > 0 && s.same(&d.tail[i-1]) {
			t.Fatalf("contract %d: stretch %d of %d: %+v", d.contract, i, d.n, *s)
		}
	}
	last := d.last()
	if last.link != m.st.up || (last.exempt&bitGrant != 0) != (m.grantAt(d.contract, d.noted) >= 0) || last.relax != m.relaxAt(d.contract, d.noted) {
		t.Fatalf("contract %d: link %v, grants %+v", d.contract, m.st.up, *last)
	}
	for k := range d.slots {
		if last.high>>k&1 != 0 && !d.slots[k].used() {
			t.Fatalf("contract %d: slot %d is free and may stand", d.contract, k)
		}
	}
	if m.Member(d.contract) != (d.terms >= 0 && m.owes(d.terms)) {
		t.Fatalf("contract %d: not in its set", d.contract)
	}
	copied := *d
	m.quiet = true
	m.schedule(&copied, d.noted)
	m.quiet = false
	if copied.next != d.next {
		t.Fatalf("contract %d: due at %d, noted is %d", d.contract, copied.next, d.next)
	}
}

// checkReading reads every account and unit, now and when much has come due that
// nobody has advanced to: all stays as it was.
func checkReading(t interface{ Fatalf(string, ...any) }, m *Meter, now market.Time) {
	was := string(m.Save(nil))
	for _, at := range [...]market.Time{now, now + 18*market.Hour, now + 60*market.Day} {
		for c := range m.duties {
			r := m.Read(market.Contract(c), at)
			checkIdentity(t, &r.DayRow)
		}
		var r UnitReading
		for u := range m.p.Units {
			m.ReadUnit(u, at, &r)
		}
	}
	if string(m.Save(nil)) != was {
		t.Fatalf("reading has changed the state")
	}
}
