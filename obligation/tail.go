package obligation

import "quotient/market"

// tailSize is how many stretches a contract's editable past has at most, and
// tailAge how old a change is before it is folded though there is room.
const (
	tailSize = 64
	tailAge  = market.Minute
)

// last is the stretch that runs now.
func (d *duty) last() *stretch { return &d.tail[d.n-1] }

// end is where stretch i ends; the last one's end is open and given as now.
func (d *duty) end(i int32, now market.Time) market.Time {
	if i+1 < d.n {
		return d.tail[i+1].from
	}
	return now
}

// split makes a stretch begin at t and returns its index. Time before the tail
// is settled: the first stretch stands for it.
func (m *Meter) split(d *duty, t market.Time) int32 {
	i := d.n - 1
	for i > 0 && d.tail[i].from > t {
		i--
	}
	d.unsum(i - 1)
	d.edited = min(d.edited, i)
	if d.tail[i].from >= t {
		return i
	}
	if d.n == tailSize {
		m.foldFirst(d, d.tail[1].from)
		if i--; i < 0 {
			return 0
		}
	}
	copy(d.tail[i+2:d.n+1], d.tail[i+1:d.n])
	d.tail[i+1] = d.tail[i]
	d.tail[i+1].from = t
	d.n++
	return i + 1
}

// join merges neighbours that have become the same since the last join.
func (d *duty) join() {
	first := max(d.edited, 1)
	n := first
	for i := n; i < d.n; i++ {
		if !d.tail[i].same(&d.tail[n-1]) {
			d.tail[n] = d.tail[i]
			n++
		}
	}
	d.n, d.edited = min(d.n, n), tailSize
	for i := first - 1; i < d.n; i++ {
		d.tail[i].counts = d.tail[i].weigh()
	}
}

// foldOld folds what nothing can change any more. The settlement price that
// decides a set may still be told, for the whole trading day.
func (m *Meter) foldOld(d *duty, now market.Time) {
	if d.terms >= 0 {
		if i := m.p.Terms[d.terms].Series; i != 0 && m.sets[i-1].row < 0 && m.p.Series[i-1].By == RestrikeSettlement {
			return
		}
	}
	for d.n > 1 {
		to := d.tail[1].from
		if to > now-tailAge || to > m.st.proof && d.tail[0].proper() {
			return
		}
		m.foldFirst(d, to)
	}
}

// foldFirst folds the first stretch, which ends at to, and drops it.
func (m *Meter) foldFirst(d *duty, to market.Time) {
	if d.summed > 0 {
		d.sum.count(&d.tail[0], d.tail[0].from-to)
		d.summed--
	}
	m.fold(d, &d.tail[0], to)
	copy(d.tail[:d.n-1], d.tail[1:d.n])
	d.n--
	d.edited--
}

// foldAll folds everything up to now and leaves one stretch that begins there.
func (m *Meter) foldAll(d *duty, now market.Time) {
	for d.n > 1 {
		m.foldFirst(d, d.tail[1].from)
	}
	s := &d.tail[0]
	to := max(s.from, now)
	m.fold(d, s, to)
	s.from = to
}

// fold adds one stretch, up to its end, to the sums of the day.
func (m *Meter) fold(d *duty, s *stretch, to market.Time) {
	st, ex := s.judge()
	if st != d.foldState || ex != d.foldExempt {
		d.foldState, d.foldExempt, d.foldSince = st, ex, s.from
	}
	if d.terms < 0 {
		return
	}
	if st == Effective {
		if m.st.proof >= d.unprovenTo {
			d.unproven = 0
		}
		d.unproven += to - max(s.from, m.st.proof)
		d.unprovenTo = to
	}
	d.day.add(s, st, ex, to-s.from)
	m.ledger(d, ex, s.from, to)
	d.strip.paint(s, st, to)
}

// disprove takes back what was counted effective after the last proof.
func (m *Meter) disprove(d *duty, now market.Time) {
	for i := m.split(d, min(m.st.proof, now)); i < d.n; i++ {
		if d.tail[i].proper() {
			d.tail[i].link = false
		}
	}
	if d.unprovenTo > m.st.proof {
		d.day.Low -= d.unproven
		d.day.Ineffective[Disconnected.Reason()] += d.unproven
		d.unprovenTo = 0
	}
}
