package request

import (
	"math/bits"

	"quotient/market"
)

// settle looks at the requests that are due, and closes a day that waited for them.
func (m *Meter) settle(d *duty, now market.Time) {
	if d.date == 0 {
		return
	}
	for i := d.first; i >= 0; i = m.table[i].next {
		if r := &m.table[i]; r.wake != 0 && r.wake <= now {
			m.consider(d, r, now)
		}
	}
	m.sweep(d)
	m.turn(d, now)
}

// end is where stretch i ends; the last one's end is open and given as now.
func (d *duty) end(i int32, now market.Time) market.Time {
	if i+1 < d.n {
		return d.tail[i+1].from
	}
	return now
}

// attempts are both readings of a request up to now, low up to the proof.
func (m *Meter) attempts(d *duty, r *request, now, proof market.Time) (lo, hi attempt) {
	lo, hi = r.low, r.high
	for i := d.at(r.row.At); i < d.n; i++ {
		m.pass(d, r, &lo, &hi, &d.tail[i], d.end(i, now), proof, i+1 == d.n)
	}
	return lo, hi
}

// counts reports whether the request is in the denominator, by when it was made.
func (m *Meter) counts(d *duty, r *request) bool {
	excused := r.excused
	if r.row.At >= d.tail[0].from {
		excused = d.tail[d.at(r.row.At)].excused()
	}
	return m.p.Terms[r.terms].counts(excused)
}

// counts reports whether a request, made during an exemption or not, is in the
// denominator.
func (t *Terms) counts(excused bool) bool { return !excused || t.Exempt == PolicyYes }

// consider decides a request, or says when to look at it again.
func (m *Meter) consider(d *duty, r *request, now market.Time) {
	r.wake, r.need = 0, forever
	if !m.counts(d, r) {
		if r.wake = r.row.Seen + Lag; now >= r.wake {
			r.row.Low, r.row.High = Excluded, Excluded
			m.finish(d, r, now)
		}
		return
	}
	lo, hi := m.attempts(d, r, now, m.st.proof)
	if hi.done == 0 {
		r.wake = m.ahead(d, r, &hi, now)
		return
	}
	if hi.verdict != Answered && lo.done == 0 { // why may be said before it is proven
		likely, _ := m.attempts(d, r, now, now)
		lo.verdict, lo.done = likely.verdict, hi.done
	}
	at := max(lo.done, hi.done)
	switch {
	case lo.done == 0:
		m.await(d, r, now)
	case m.open(r, &lo, &hi) && m.sure(d) < at:
		if m.st.proof < at {
			r.need = at
		}
	case now < at+Lag:
		r.wake = at + Lag
	default:
		r.take(&lo, &hi)
		m.finish(d, r, now)
	}
}

// open reports whether what is still unknown of our quotes may change a request
// that both readings have settled: high allows what low cannot prove, or a fill
// told late may have made the sides of an answer alike enough.
func (m *Meter) open(r *request, lo, hi *attempt) bool {
	if hi.verdict == Answered {
		return lo.verdict != Answered
	}
	return m.p.Terms[r.terms].Imbalance > 0 && hi.verdict != NotAnswered && hi.verdict != Disconnected
}

// await says what low, which lags behind high, is waiting for.
func (m *Meter) await(d *duty, r *request, now market.Time) {
	lo, _ := m.attempts(d, r, now, now)
	switch {
	case lo.since != 0 && lo.done == 0 && d.last().grade == bridge: // the answer to the replacement
	case lo.done == 0:
		r.wake = m.ahead(d, r, &lo, now)
	case lo.verdict == Answered:
		r.need = lo.done
	default:
		r.need = lo.done + 1
	}
}

// ahead is when a reading that is not settled will be, as things stand.
func (m *Meter) ahead(d *duty, r *request, a *attempt, now market.Time) market.Time {
	if a.since == 0 {
		return r.row.Due + 1
	}
	return m.enough(d, r, a, now)
}

// enough is when a chain that stands on will have stood long enough, or the
// market closes on it.
func (m *Meter) enough(d *duty, r *request, a *attempt, now market.Time) market.Time {
	t, need := &m.p.Terms[r.terms], m.p.Terms[r.terms].Hold-a.held
	for ph := d.last().phase(); !over(ph); {
		next, then, _ := m.cal.Next(d.hours, now)
		if t.adds(ph) {
			if now+need <= next {
				return now + need
			}
			need -= next - now
		}
		now, ph = next, then
	}
	return now
}

// sure is up to when it is known which of our quotes stood.
func (m *Meter) sure(d *duty) market.Time {
	t := m.st.proof
	for w := d.possible(); w != 0; w &= w - 1 {
		if q := &d.quotes[bits.TrailingZeros16(w)]; q.unsure != 0 {
			t = min(t, q.unsure)
		}
	}
	return t
}

// take writes what became of the request.
func (r *request) take(lo, hi *attempt) {
	r.row.AnsweredLow, r.row.AnsweredHigh = lo.first, hi.first
	r.row.HeldLow, r.row.HeldHigh = max(lo.best, lo.held), max(hi.best, hi.held)
	r.row.High, r.row.QuoteID = hi.short(NotAnswered), hi.quote
	if r.row.High == Answered {
		r.row.Low = lo.short(Disconnected)
	} else {
		r.row.Low = lo.short(r.row.High)
	}
}

// short is what an attempt that was never settled came to.
func (a *attempt) short(or Verdict) Verdict {
	if a.verdict == Undecided {
		return or
	}
	return a.verdict
}

// finish tells a decided request.
func (m *Meter) finish(d *duty, r *request, now market.Time) {
	r.row.Decided = now
	m.units[r.row.Unit].open--
	m.tell(d, &r.row)
}

// closeOut decides what is still open when the next trading day opens.
func (m *Meter) closeOut(d *duty, t market.Time) {
	for i := d.first; i >= 0; i = m.table[i].next {
		r := &m.table[i]
		if r.head != 0 {
			continue
		}
		if !m.counts(d, r) {
			r.row.Low, r.row.High = Excluded, Excluded
		} else {
			lo, hi := m.attempts(d, r, t, m.st.proof)
			r.take(&lo, &hi)
		}
		m.finish(d, r, t)
	}
	m.sweep(d)
}
