package obligation

import "quotient/market"

// totals are three figures of the day, kept beside the full sums so that a change
// of state can tell them without going through the whole tail.
type totals struct{ scheduled, low, high market.Time }

// count adds span to the totals that the stretch goes into; a negative span
// takes it out again.
func (t *totals) count(s *stretch, span market.Time) {
	if s.counts&countScheduled != 0 {
		t.scheduled += span
	}
	if s.counts&countLow != 0 {
		t.low += span
	}
	if s.counts&countHigh != 0 {
		t.high += span
	}
}

// totals are the figures up to the last change: what is folded, the stretches
// that have ended, and the one that runs.
func (d *duty) totals() (scheduled, low, high market.Time) {
	if d.terms < 0 {
		return d.day.Scheduled, d.day.Low, d.day.High
	}
	for ; d.summed < d.n-1; d.summed++ {
		s := &d.tail[d.summed]
		d.sum.count(s, d.tail[d.summed+1].from-s.from)
	}
	t := d.sum
	t.count(d.last(), d.noted-d.last().from)
	return d.day.Scheduled + t.scheduled, d.day.Low + t.low, d.day.High + t.high
}

// unsum takes the stretches from i on out of the sum, before they are changed.
func (d *duty) unsum(i int32) {
	for i = max(i, 0); d.summed > i; {
		d.summed--
		s := &d.tail[d.summed]
		d.sum.count(s, s.from-d.tail[d.summed+1].from)
	}
}
