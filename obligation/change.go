package obligation

import (
	"math/bits"

	"quotient/market"
)

// A Change is a change of what a contract counts as. Changes within one Poll
// are told as one.
type Change struct {
	Contract  market.Contract
	Was, Now  State
	Exempt    Exempt // of Now
	At        market.Time
	Scheduled market.Time // of the trading day up to the contract's last input
	Low, High market.Time
}

// TakeChange takes one change since the last call; false when there is none.
func (m *Meter) TakeChange(ch *Change) bool {
	for w := range m.changed {
		for m.changed[w] != 0 {
			c := market.Contract(w*64 + lowest(m.changed[w]))
			m.changed[w] &= m.changed[w] - 1
			if d := &m.duties[c]; d.state != d.saidState || d.exempt != d.saidExempt {
				m.tell(d, ch)
				return true
			}
		}
	}
	return false
}

// tell fills in a change and the sums of the day.
func (m *Meter) tell(d *duty, ch *Change) {
	*ch = Change{Contract: d.contract, Was: d.saidState, Now: d.state, Exempt: d.exempt, At: d.since}
	d.saidState, d.saidExempt = d.state, d.exempt
	ch.Scheduled, ch.Low, ch.High = d.totals()
}

// An Excuse says that an exemption begins to hold for a contract or, when it is
// ExemptNone, that none does any more: in the series' set or out of it.
type Excuse struct {
	Contract market.Contract
	Exempt   Exempt
	At       market.Time
}

// TakeExcuse takes one excuse that is news since the last call; false when there
// is none.
func (m *Meter) TakeExcuse(x *Excuse) bool {
	for w := range m.excuses {
		for m.excuses[w] != 0 {
			c := market.Contract(w*64 + lowest(m.excuses[w]))
			m.excuses[w] &= m.excuses[w] - 1
			if d := &m.duties[c]; d.excuse() != d.excused {
				d.excused = d.excuse()
				*x = Excuse{Contract: c, Exempt: d.excused, At: d.excusedAt()}
				return true
			}
		}
	}
	return false
}

// excuse is the exemption that holds now, in the series' set or out of it.
func (d *duty) excuse() Exempt {
	if d.terms < 0 {
		return ExemptNone
	}
	_, x := d.last().inside()
	return x
}

// excusedAt is since when it holds, as far as the tail says.
func (d *duty) excusedAt() market.Time {
	i := d.n - 1
	for _, now := d.tail[i].inside(); i > 0; i-- {
		if _, was := d.tail[i-1].inside(); was != now {
			break
		}
	}
	return d.tail[i].from
}

// lowest is the index of the lowest set bit.
func lowest(w uint64) int { return bits.TrailingZeros64(w) }
