package request

import "quotient/market"

// tailSize is how many stretches a contract's editable past has at most, and
// tailAge how old a change is before it is folded though there is room.
const (
	tailSize = 64
	tailAge  = market.Minute
)

// last is the stretch that runs now.
func (d *duty) last() *stretch { return &d.tail[d.n-1] }

// at is the index of the stretch that holds t; the first stands for what was before.
func (d *duty) at(t market.Time) int32 {
	i := d.n - 1
	for i > 0 && d.tail[i].from > t {
		i--
	}
	return i
}

// split makes a stretch begin at t and returns its index. Time before the tail
// is settled: the first stretch stands for it.
func (m *Meter) split(d *duty, t market.Time) int32 {
	i := d.at(t)
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
	d.tail[i+1].from, d.tail[i+1].gap = t, false
	d.n++
	return i + 1
}

// since are the stretches from t on.
func (m *Meter) since(d *duty, t market.Time) []stretch {
	i := m.split(d, t)
	return d.tail[i:d.n]
}

// join merges neighbours that have become the same since the last join.
func (d *duty) join() {
	n := max(d.edited, 1)
	for i := n; i < d.n; i++ {
		if !d.tail[i].same(&d.tail[n-1]) {
			d.tail[n] = d.tail[i]
			n++
		}
	}
	d.n, d.edited = min(d.n, n), tailSize
}

// foldOld folds what nothing can change any more.
func (m *Meter) foldOld(d *duty, now market.Time) {
	for d.n > 1 {
		to := d.tail[1].from
		if to > now-tailAge || d.first >= 0 && to > m.st.proof {
			return
		}
		m.foldFirst(d, to)
	}
}

// foldFirst lets every open request go through the first stretch, which ends at
// to, for good, and drops it. What is not proven by then was not for low.
func (m *Meter) foldFirst(d *duty, to market.Time) {
	s := &d.tail[0]
	dead := *s
	dead.link = false
	for i := d.first; i >= 0; i = m.table[i].next {
		r := &m.table[i]
		if s.from <= r.row.At && r.row.At < to {
			r.excused = s.excused()
		}
		m.pass(d, r, &r.low, &r.high, s, to, m.st.proof, false)
		if from := max(s.from, r.row.At, m.st.proof); from < to {
			r.low.step(m.lowGlimpse(d, r, &r.high, &dead, from, to))
		}
	}
	copy(d.tail[:d.n-1], d.tail[1:d.n])
	d.n--
	d.edited--
}
