package request

import (
	"math/bits"

	"quotient/market"
	"quotient/obligation/rule"
)

// quotes is how many quotes of ours on a contract are followed at a time.
const quotes = 16

// What we know of a quote.
type status uint8

const (
	gone       status = iota // it ended, or there was none; the tail may still speak of it
	sent                     // not answered
	live                     // acknowledged, nothing sent that ends it
	superseded               // acknowledged, a newer quote was sent
	ending                   // a cancel was sent
	unknown                  // the link was lost since
)

// A quote is a two-sided quote of ours.
type quote struct {
	id       uint64
	number   uint64 // in the order sent
	named    uint64 // number of the request whose id it carries, 0 none
	answers  uint64 // and of the one which that is one with
	sent     market.Time
	early    market.Time // it came into the book not before this
	late     market.Time // and not after this; 0 = not known
	unsure   market.Time // whether it stands is not known from here on; 0 = it is
	bid, ask market.Price
	declared [2]market.Qty
	leaves   [2]market.Qty
	filled   [2]market.Time // when a leg was filled last, 0 never
	status   status
	seen     bool // acknowledged at some time
	guessed  bool // when a side of it was filled completely is not known
}

// possible are the quotes that may stand now: bit k is quotes[k].
func (d *duty) possible() uint16 { return d.last().may }

// judge is low's reading of the quote's worth now: by what remains, and by what
// the agreement looks at.
func (m *Meter) judge(d *duty, q *quote) rule.Verdict {
	demand := &m.demands[d.terms]
	if v := demand.Judge(q.bid, q.ask, q.leaves[0], q.leaves[1]); v != rule.Good {
		return v
	}
	return m.worth(d, q)
}

// worth is high's reading: by the size the agreement looks at.
func (m *Meter) worth(d *duty, q *quote) rule.Verdict {
	demand, size := &m.demands[d.terms], q.leaves
	if m.p.Terms[d.terms].Declared == PolicyYes {
		for i := range size {
			if size[i] > 0 {
				size[i] = max(size[i], q.declared[i])
			}
		}
	}
	return demand.Judge(q.bid, q.ask, size[0], size[1])
}

// find returns the index of a quote that may stand, -1 when it is not known.
func (d *duty) find(id uint64) int {
	if d == nil {
		return -1
	}
	for w := d.possible(); w != 0; w &= w - 1 {
		if k := bits.TrailingZeros16(w); d.quotes[k].id == id {
			return k
		}
	}
	return -1
}

// recall returns the index of a quote that may stand or has ended, -1 when it is
// not known any more.
func (d *duty) recall(id uint64) int {
	if d == nil || id == 0 {
		return -1
	}
	for k := range d.quotes {
		if d.quotes[k].id == id {
			return k
		}
	}
	return -1
}

// vacant returns a place for a new quote. When the tail speaks of all, its oldest
// stretches are folded; when all may stand, the oldest is given up: high forgets it.
func (m *Meter) vacant(d *duty, now market.Time) int {
	for {
		used := d.possible()
		if used == 1<<quotes-1 {
			m.release(d, d.oldest(), now)
			continue
		}
		for i := range d.tail[:d.n] {
			used |= d.tail[i].may
		}
		if used != 1<<quotes-1 {
			k := bits.TrailingZeros16(^used)
			d.last().hit &^= 1 << k
			return k
		}
		m.foldFirst(d, d.tail[1].from)
	}
}

// oldest is the quote that was sent first; all may stand.
func (d *duty) oldest() (k int) {
	first := uint64(1<<64 - 1)
	for i := range d.quotes {
		first = min(first, d.quotes[i].number)
	}
	for d.quotes[k].number != first {
		k++
	}
	return k
}

// flash keeps in sight of high a quote that is good and ends, or is filled, at t,
// the instant in which it came: the nanosecond before stands for that instant.
func (m *Meter) flash(d *duty, k int, t market.Time) {
	q := &d.quotes[k]
	if !q.seen || t > q.early || d.tail[m.split(d, t)].good&(1<<k) == 0 {
		return
	}
	s := &d.tail[m.split(d, t-1)]
	s.may |= 1 << k
	s.good |= 1 << k
}

// release notes that a quote may not have stood from t on.
func (m *Meter) release(d *duty, k int, t market.Time) {
	m.flash(d, k, t)
	tail := m.since(d, t)
	for i := range tail {
		tail[i].may &^= 1 << k
		tail[i].good &^= 1 << k
	}
	d.quotes[k].status = gone
}

// admit notes that a quote may stand from t on.
func (m *Meter) admit(d *duty, k int, t market.Time) {
	tail := m.since(d, t)
	for i := range tail {
		tail[i].may |= 1 << k
	}
	if m.worth(d, &d.quotes[k]) == rule.Good {
		m.better(d, k, t)
	}
}

// better says that from t on the quote may be good.
func (m *Meter) better(d *duty, k int, t market.Time) {
	tail := m.since(d, t)
	for i := range tail {
		tail[i].good |= tail[i].may & (1 << k)
	}
}

// worse says that from t on the quote is not good.
func (m *Meter) worse(d *duty, k int, t market.Time) {
	tail := m.since(d, t)
	for i := range tail {
		tail[i].good &^= 1 << k
	}
}

// cut says that from t on the quote that low believed in was worth only g. When
// it ended because it was replaced, its successor may come in the same instant.
func (m *Meter) cut(d *duty, k int, g rule.Verdict, t market.Time) {
	tail := m.since(d, t)
	if s := &tail[0]; s.low == int8(k) && (g != rule.Nothing || d.quotes[k].status != superseded) {
		s.gap = true
	}
	for i := range tail {
		if s := &tail[i]; s.low == int8(k) {
			if s.grade = g; g == rule.Nothing {
				s.low = -1
			}
		}
	}
}

// stands reports whether a good quote provably stands, or is being replaced.
func stands(g rule.Verdict) bool { return g == rule.Good || g == bridge }

// regrade makes low's time from now on follow what is known of our quotes.
func (m *Meter) regrade(d *duty, now market.Time) {
	s := &d.tail[m.split(d, now)]
	was := s.grade
	s.low, s.grade = m.standing(d)
	if stands(was) != stands(s.grade) {
		s.gap = true // even when it is undone in the same instant
	}
}

// standing is the quote that low believes in now, and what it makes of it.
func (m *Meter) standing(d *duty) (low int8, grade rule.Verdict) {
	low, grade = -1, rule.Nothing
	flying := false
	for w := d.possible(); w != 0; w &= w - 1 {
		k := bits.TrailingZeros16(w)
		switch q := &d.quotes[k]; q.status {
		case live:
			return int8(k), m.judge(d, q)
		case sent:
			flying = true
		case unknown:
			grade = doubtful
		}
	}
	for w := d.possible(); flying && w != 0; w &= w - 1 {
		k := bits.TrailingZeros16(w)
		if q := &d.quotes[k]; q.status == superseded && m.judge(d, q) == rule.Good {
			return int8(k), bridge
		}
	}
	return low, grade
}
