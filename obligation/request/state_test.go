package request

import "quotient/market"

type fataler interface{ Fatalf(string, ...any) }

// checkMeter holds what must be true between any two inputs: what is kept twice
// agrees with its source, and what waits is not forgotten.
func checkMeter(t fataler, m *Meter) {
	if !m.st.started {
		return
	}
	if m.st.need <= m.st.proof {
		t.Fatalf("proof %d waited for, proven %d", m.st.need, m.st.proof)
	}
	earliest := market.Time(0)
	open := make([]int64, len(m.units))
	places := int32(0)
	for c := range m.duties {
		d := &m.duties[c]
		if d.wake != m.wakes.Get(c) || m.st.need > d.need {
			t.Fatalf("contract %d: wake %d and %d, need %d and %d", c, d.wake, m.wakes.Get(c), d.need, m.st.need)
		}
		if earliest == 0 || d.wake != 0 && d.wake < earliest {
			earliest = d.wake
		}
		places += checkRequests(t, m, d, open)
		if d.date != 0 {
			checkTail(t, m, d)
			checkQuotes(t, m, d)
		} else if d.next != 0 || d.terms != -1 || d.wake != 0 {
			t.Fatalf("contract %d: without a day, terms %d, next %d, wake %d", c, d.terms, d.next, d.wake)
		}
	}
	if due := m.Deadline(); due != earliest {
		t.Fatalf("due at %d, the earliest is %d", due, earliest)
	}
	for i := m.st.vacant; i >= 0; i = m.table[i].next {
		places++
	}
	if places != m.st.used {
		t.Fatalf("%d places used, %d were taken", places, m.st.used)
	}
	for u := range m.units {
		if open[u] != m.units[u].open {
			t.Fatalf("unit %d: %d open, %d noted", u, open[u], m.units[u].open)
		}
	}
}

// checkRequests looks at the list of a contract's open requests: in order, each
// merged one with one in it, and none that nothing wakes. It returns their number.
func checkRequests(t fataler, m *Meter, d *duty, open []int64) (n int32) {
	need, wake, final := forever, d.close+Lag, int32(-1)
	if d.first >= 0 {
		wake = d.next
	}
	last := uint64(0)
	heads := map[uint64]bool{}
	for i := d.first; i >= 0; i = m.table[i].next {
		heads[m.table[i].number] = m.table[i].head == 0
	}
	for i := d.first; i >= 0; i = m.table[i].next {
		r := &m.table[i]
		n, final = n+1, i
		need = min(need, r.need)
		if r.wake != 0 && (wake == 0 || r.wake < wake) {
			wake = r.wake
		}
		if r.head != 0 {
			if !heads[r.head] {
				t.Fatalf("contract %d: %s is one with none", d.contract, r.row.Ref)
			}
			continue
		}
		open[r.row.Unit]++
		if r.row.Decided != 0 || r.number <= last || r.number > m.st.number {
			t.Fatalf("contract %d: request %d after %d, decided %d", d.contract, r.number, last, r.row.Decided)
		}
		if last = r.number; r.wake != 0 && r.need != forever || r.wake == 0 && r.need == forever && !m.waits(d, r) {
			t.Fatalf("contract %d: %s is looked at at %d, proof %d", d.contract, r.row.Ref, r.wake, r.need)
		}
	}
	if d.first >= 0 && final != d.final {
		t.Fatalf("contract %d: final is %d, noted %d", d.contract, final, d.final)
	}
	if d.date != 0 && (wake != d.wake || need != d.need) {
		t.Fatalf("contract %d: wake %d, noted %d; need %d, noted %d", d.contract, wake, d.wake, need, d.need)
	}
	return n
}

// waits reports whether what a request waits for has to be heard: the answer to a
// replacement, or which of our quotes stood. A move told late wakes nothing.
func (m *Meter) waits(d *duty, r *request) bool {
	if m.p.Terms[r.terms].Moved > 0 {
		return true
	}
	lo, hi := m.attempts(d, r, m.st.now, m.st.proof)
	if lo.done == 0 && hi.verdict == Answered {
		likely, _ := m.attempts(d, r, m.st.now, m.st.now)
		if likely.since != 0 && likely.done == 0 && d.last().grade == bridge {
			return true
		}
	}
	return hi.done != 0 && m.sure(d) < max(lo.done, hi.done)
}

// checkTail looks at the stretches: in order, joined up to the first edited one,
// and the last one as things stand.
func checkTail(t fataler, m *Meter, d *duty) {
	for i := range d.n {
		s := &d.tail[i]
		if i > 0 && (s.from <= d.tail[i-1].from || i < d.edited && s.same(&d.tail[i-1])) || s.good&^s.may != 0 {
			t.Fatalf("contract %d: stretch %d of %d: %+v", d.contract, i, d.n, d.tail[max(i-1, 0):i+1])
		}
	}
	low, grade := m.standing(d)
	if s := d.last(); s.link != m.st.up || s.low != low || s.grade != grade {
		t.Fatalf("contract %d: link %v, standing %d %d: %+v", d.contract, m.st.up, low, grade, *s)
	}
}

// checkQuotes: one quote at most is known to stand or to be replaced, and since
// when the others are not known is noted.
func checkQuotes(t fataler, m *Meter, d *duty) {
	one, newest := -1, uint64(0)
	for k := range d.quotes {
		q := &d.quotes[k]
		open := q.status != gone
		if may := d.last().may>>k&1 != 0; may != open {
			t.Fatalf("contract %d: may stand %v: %+v", d.contract, may, *q)
		}
		if open && (q.status == live) != (q.unsure == 0) || q.number > d.sent {
			t.Fatalf("contract %d: unsure of %+v", d.contract, *q)
		}
		if q.status == live || q.status == superseded {
			if one >= 0 {
				t.Fatalf("contract %d: %+v and %+v", d.contract, *q, d.quotes[one])
			}
			one = k
		}
		if open {
			newest = max(newest, q.number)
		}
	}
	if one >= 0 && (d.quotes[one].status == live) != (d.quotes[one].number == newest) {
		t.Fatalf("contract %d: the newest is %d: %+v", d.contract, newest, d.quotes[one])
	}
}
