package request

import "quotient/market"

type fataler interface{ Fatalf(string, ...any) }

// checkKept holds what is kept twice against what it is kept from, and looks for
// what would never be decided.
func checkKept(t fataler, m *Meter) {
	open, listed, earliest, need := make([]int64, len(m.units)), int32(0), market.Time(0), forever
	for c := range m.duties {
		d := &m.duties[c]
		if m.wakes[c] != d.wake {
			t.Fatalf("contract %d: wakes at %d, its copy is %d", c, d.wake, m.wakes[c])
		}
		earliest, need = sooner(earliest, d.wake, 0), min(need, d.need)
		final := int32(-1)
		for i := d.first; i >= 0; i = m.table[i].next {
			r := &m.table[i]
			if final, listed = i, listed+1; r.head == 0 {
				open[r.row.Unit]++
			}
			checkWaits(t, m, d, r)
		}
		if final != d.final {
			t.Fatalf("contract %d: the list ends with %d, not %d", c, final, d.final)
		}
		checkDuty(t, m, d)
	}
	for u := range m.units {
		if m.units[u].open != open[u] {
			t.Fatalf("unit %d: %d requests are open, %d are counted", u, open[u], m.units[u].open)
		}
	}
	if m.st.need > need || m.due && m.earliest != earliest {
		t.Fatalf("due %d, proof %d; the accounts have %d, %d", m.earliest, m.st.need, earliest, need)
	}
	for i := m.st.vacant; i >= 0; i = m.table[i].next {
		listed++
	}
	if listed != m.st.used {
		t.Fatalf("%d places are used or vacant, of %d", listed, m.st.used)
	}
}

// checkWaits: an open request has an instant, or a proof, or a quote of which we
// do not know something, to wait for.
func checkWaits(t fataler, m *Meter, d *duty, r *request) {
	waits := r.wake != 0 || r.need != forever
	for k := range d.quotes {
		q := &d.quotes[k]
		waits = waits || q.open() && q.unsure != 0
	}
	if !waits || r.row.Decided != 0 {
		t.Fatalf("contract %d: %s waits for nothing: %+v", d.contract, r.row.Ref, r)
	}
	if d.wake != 0 && r.wake != 0 && r.wake < d.wake || r.need < d.need {
		t.Fatalf("contract %d: %s waits for %d, %d, the contract for %d, %d", d.contract, r.row.Ref, r.wake, r.need, d.wake, d.need)
	}
}

// checkDuty looks at an account between inputs.
func checkDuty(t fataler, m *Meter, d *duty) {
	if d.date == 0 {
		if d.next != 0 || d.terms != -1 || d.wake != 0 {
			t.Fatalf("contract %d: without a day, terms %d, next %d, wake %d", d.contract, d.terms, d.next, d.wake)
		}
		return
	}
	need := forever
	for i := d.first; i >= 0; i = m.table[i].next {
		need = min(need, m.table[i].need)
	}
	if d.need != need {
		t.Fatalf("contract %d: needs proof %d, its requests %d", d.contract, d.need, need)
	}
	if d.next == 0 || d.next > d.close+Lag && m.st.now < d.close {
		if d.reopen != 0 || d.first < 0 {
			t.Fatalf("contract %d: closes %d, next %d", d.contract, d.close, d.next)
		}
	}
	for i := range d.n {
		s := &d.tail[i]
		if i > 0 && (s.from <= d.tail[i-1].from || i < d.edited && s.same(&d.tail[i-1])) || s.good&^s.may != 0 {
			t.Fatalf("contract %d: stretch %d of %d, edited from %d: %+v", d.contract, i, d.n, d.edited, *s)
		}
	}
	may, stand := uint16(0), 0
	for k := range d.quotes {
		if q := &d.quotes[k]; q.open() {
			may |= 1 << k
			stand += int(one(q.status == live || q.status == superseded))
		}
	}
	if s := d.last(); s.link != m.st.up || s.may != may || stand > 1 {
		t.Fatalf("contract %d: link %v, quotes %b, %d live: %+v", d.contract, m.st.up, may, stand, *s)
	}
}
