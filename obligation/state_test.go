package obligation

import "quotient/market"

// checkState holds what is kept twice against what it is kept from.
func checkState(t interface{ Fatalf(string, ...any) }, m *Meter) {
	waiting := int32(0)
	for c := range m.duties {
		d := &m.duties[c]
		if m.next.Get(c) != d.next || m.running[c] != d.date {
			t.Fatalf("contract %d: next %d, running %d, the account's are %d, %d", c, m.next.Get(c), m.running[c], d.next, d.date)
		}
		if d.waiting {
			waiting++
		}
		if d.date != 0 {
			checkTail(t, d)
			checkTold(t, m, d)
			checkFloor(t, m, d)
		}
	}
	if waiting != m.st.waiting {
		t.Fatalf("%d accounts wait, %d are counted", waiting, m.st.waiting)
	}
}

// checkTail looks at the stretches after an input: in order, no two neighbours the
// same, each in the totals it belongs to, and high wherever low may be.
func checkTail(t interface{ Fatalf(string, ...any) }, d *duty) {
	for i := range d.n {
		s := &d.tail[i]
		if i > 0 && (s.from <= d.tail[i-1].from || s.same(&d.tail[i-1])) {
			t.Fatalf("contract %d: stretch %d is not after the last: %+v", d.contract, i, d.tail[:d.n])
		}
		if s.counts != s.weigh() {
			t.Fatalf("contract %d: stretch %d of %d counts for %b: %+v", d.contract, i, d.n, s.counts, s)
		}
		if s.proper() && !s.possible() {
			t.Fatalf("contract %d: stretch %d is proven and not possible: %+v", d.contract, i, s)
		}
	}
}

// checkTold: what the contract counts as is what its stretches say, and a change
// is marked for those who ask.
func checkTold(t interface{ Fatalf(string, ...any) }, m *Meter, d *duty) {
	if st, ex, since := d.now(); d.terms >= 0 && (st != d.state || ex != d.exempt || since != d.since) {
		t.Fatalf("contract %d: %v %v since %d, noticed %v %v since %d", d.contract, st, ex, since, d.state, d.exempt, d.since)
	}
	w, bit := d.contract/64, uint64(1)<<(d.contract%64)
	if (d.state != d.saidState || d.exempt != d.saidExempt) && m.changed[w]&bit == 0 {
		t.Fatalf("contract %d: nobody hears of %v", d.contract, d.state)
	}
	if d.excuse() != d.excused && m.excuses[w]&bit == 0 {
		t.Fatalf("contract %d: nobody hears of %v", d.contract, d.excuse())
	}
}

// checkFloor: what is known of an option's price is what the account has now.
func checkFloor(t interface{ Fatalf(string, ...any) }, m *Meter, d *duty) {
	o := &m.prices[d.contract]
	if d.terms < 0 || o.by != FloorBid && o.by != FloorLast {
		return
	}
	if m.p.Terms[d.terms].FloorBy != o.by || m.p.Terms[d.terms].Floor != o.floor {
		t.Fatalf("contract %d: another floor than the day's: %+v", d.contract, *o)
	}
	if o.below != (d.last().exempt&bitCheap != 0) {
		t.Fatalf("contract %d: below its floor %v, the account has %b", d.contract, o.below, d.last().exempt)
	}
}

// checkChange: the sums told with a change at now are the day's up to now.
func checkChange(t interface{ Fatalf(string, ...any) }, m *Meter, ch *Change, now market.Time) {
	if row, ok := m.Row(ch.Contract, now); ok && (ch.Scheduled != row.Scheduled || ch.Low != row.Low || ch.High != row.High) {
		t.Fatalf("told %+v, the day has %d %d %d", ch, row.Scheduled, row.Low, row.High)
	}
}

// checkRead holds the three ways to look at a contract against one another.
func checkRead(t interface{ Fatalf(string, ...any) }, m *Meter, c market.Contract, now market.Time) {
	r := m.Read(c, now)
	row, ok := m.Row(c, now)
	if d := m.duty(c); ok != (r.Obliged && d.open <= now) || ok && row != r.DayRow {
		t.Fatalf("contract %d: row %v %+v, read %v %+v", c, ok, row, r.Obliged, r.DayRow)
	}
	if r.Member != m.Member(c) {
		t.Fatalf("contract %d: member %v, read %v", c, m.Member(c), r.Member)
	}
}
