package obligation

import "quotient/market"

// slots is how many quotes of ours may at most be possibly live on a contract.
const slots = 8

// What we know of a quote.
type status uint8

const (
	free       status = iota
	sent              // not answered
	live              // acknowledged, nothing sent that ends it
	superseded        // acknowledged, a newer quote was sent; at most one is
	ending            // a cancel was sent
	unknown           // the link was lost since
)

// A slot is one two-sided quote of ours that may be live.
type slot struct {
	id       uint64
	sent     market.Time
	bid, ask market.Price
	declared [2]market.Qty
	leaves   [2]market.Qty
	filled   [2]market.Time // when a leg was filled last, 0 never
	status   status
	seen     bool // acknowledged at some time
}

func (s *slot) used() bool { return s.status != free }

// before reports whether the quote was sent before the other one.
func (s *slot) before(o *slot) bool { return s.sent < o.sent || s.sent == o.sent && s.id < o.id }

// find returns the slot of a quote, -1 when it is not known.
func (d *duty) find(id uint64) int {
	for i := range d.slots {
		if d.slots[i].id == id && d.slots[i].used() {
			return i
		}
	}
	return -1
}

// vacant returns a slot for a new quote; when all are taken, the oldest one's
// quote is given up: from here on high knows the new one in its place.
func (d *duty) vacant() int {
	oldest := 0
	for i := range d.slots {
		if !d.slots[i].used() {
			return i
		}
		if d.slots[i].sent < d.slots[oldest].sent {
			oldest = i
		}
	}
	return oldest
}

// release frees a slot: its quote may not have stood from t on.
func (m *Meter) release(d *duty, k int, t market.Time) {
	m.mask(d, k, false, t)
	d.slots[k] = slot{}
}

// mask says for the time from t on whether slot k's quote may stand and qualify.
func (m *Meter) mask(d *duty, k int, on bool, t market.Time) {
	for i := m.split(d, t); i < d.n; i++ {
		if on {
			d.tail[i].high |= 1 << k
		} else {
			d.tail[i].high &^= 1 << k
		}
	}
}

// reweigh holds what is left of slot k's quote, which was old before, against the
// terms from t on, for high. Up to the last fill of the other leg it is not known
// what that had left: this one is told late.
func (m *Meter) reweigh(d *duty, k int, other market.Side, old *slot, t market.Time) {
	q := &d.slots[k]
	whole, was := *q, *old
	whole.leaves[other], was.leaves[other] = q.declared[other], q.declared[other]
	for i := m.split(d, t); i < d.n; i++ {
		s := &d.tail[i]
		can, could := m.could(d, q, s.relax), m.could(d, old, s.relax)
		if s.from < q.filled[other] {
			can, could = m.could(d, &whole, s.relax), m.could(d, &was, s.relax)
		}
		if can != could {
			s.high = setBit(s.high, 1<<k, can)
		}
	}
}

// lower takes from low, from t on, what is left of slot k's quote but not good.
func (m *Meter) lower(d *duty, k int, t market.Time) {
	for i := m.split(d, t); i < d.n; i++ {
		if s := &d.tail[i]; s.slot == int8(k) {
			if st := m.worth(d, &d.slots[k], s.relax); st != Effective {
				s.quote = st
			}
		}
	}
}

// restate holds every quote of ours against what is asked from now on.
func (m *Meter) restate(d *duty, now market.Time) {
	s := &d.tail[m.split(d, now)]
	s.high = 0
	for k := range d.slots {
		if q := &d.slots[k]; q.used() && m.could(d, q, s.relax) {
			s.high |= 1 << k
		}
	}
	m.requote(d, now)
}

// cut says that from t on the quote in slot k did not stand.
func (m *Meter) cut(d *duty, k int, t market.Time) {
	for i := m.split(d, t); i < d.n; i++ {
		if d.tail[i].slot == int8(k) {
			d.tail[i].quote, d.tail[i].slot = NoQuote, -1
		}
	}
}

// requote makes the time from now on follow what is known of our quotes.
func (m *Meter) requote(d *duty, now market.Time) {
	i := m.split(d, now)
	s := &d.tail[i]
	s.quote, s.slot = NoQuote, -1
	for k := range d.slots {
		switch q := &d.slots[k]; q.status {
		case sent:
			s.quote = AwaitingAck
		case live: // none is in flight
			s.quote, s.slot = m.worth(d, q, s.relax), int8(k)
		case unknown:
			if s.quote == NoQuote {
				s.quote = CannotTell
			}
		}
	}
}
