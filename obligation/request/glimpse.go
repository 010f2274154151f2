package request

import (
	"math/bits"

	"quotient/market"
	"quotient/obligation/rule"
)

// pass lets both readings of a request go through a stretch, which ends at to;
// low up to the proof. The last stretch may be an instant.
func (m *Meter) pass(d *duty, r *request, lo, hi *attempt, s *stretch, to, proof market.Time, last bool) {
	from := max(s.from, r.row.At)
	if to < from || to == from && !last {
		return
	}
	hi.step(m.highGlimpse(d, r, s, from, to))
	if proof >= from {
		lo.step(m.lowGlimpse(d, r, hi, s, from, min(to, proof)))
	}
}

// glimpse is what both readings see of a stretch.
func (m *Meter) glimpse(r *request, s *stretch, from, to market.Time) (g glimpse) {
	t := &m.p.Terms[r.terms]
	g = glimpse{from: from, to: to, due: r.row.Due, hold: t.Hold, adds: t.adds(s.phase()), fault: HeldShort}
	if t.Filled == PolicyYes {
		g.hit = s.hit
	}
	if t.Moved > 0 {
		g.ticks, g.move = &m.ticks[m.ticksOf[t.Underlying]], t.Moved
	}
	return g
}

// highGlimpse is what high sees of a stretch.
func (m *Meter) highGlimpse(d *duty, r *request, s *stretch, from, to market.Time) glimpse {
	g := m.glimpse(r, s, from, to)
	t, answers := &m.p.Terms[r.terms], uint16(0)
	for w := s.may; w != 0; w &= w - 1 {
		k := bits.TrailingZeros16(w)
		q := &d.quotes[k]
		if q.mayAnswer(r, t) {
			answers |= 1 << k
		}
		switch {
		case s.good&(1<<k) == 0:
		case q.late == 0:
			g.until = forever
		case q.late > q.early:
			g.until = max(g.until, q.late)
		}
	}
	g.tries = answers != 0
	switch {
	case over(s.phase()):
	case s.good != 0:
		g.stands, g.links = true, s.good
	case s.may != 0:
		g.fault = m.flaw(d, s, s.may)
	}
	if can := answers & g.links; can != 0 {
		g.begins, g.quote = true, d.quotes[bits.TrailingZeros16(can)].id
	} else if g.tries {
		g.wants = m.flaw(d, s, answers)
	} else if !s.link {
		g.wants = Disconnected
	}
	return g
}

// flaw is what is wrong with the first of these quotes.
func (m *Meter) flaw(d *duty, s *stretch, which uint16) Verdict {
	k := bits.TrailingZeros16(which)
	q := &d.quotes[k]
	switch {
	case s.hit&(1<<k) != 0:
		return OneSided
	case q.ask-q.bid > m.demands[d.terms].Widest(q.bid, q.ask):
		return TooWide
	}
	return TooSmall
}

// lowGlimpse is what low sees of a stretch.
func (m *Meter) lowGlimpse(d *duty, r *request, hi *attempt, s *stretch, from, to market.Time) glimpse {
	g := m.glimpse(r, s, from, to)
	g.low, g.gap, g.back = true, s.gap, hi.since
	for w := g.hit; w != 0; w &= w - 1 {
		if k := bits.TrailingZeros16(w); d.quotes[k].guessed {
			g.hit &^= 1 << k
		}
	}
	if s.low >= 0 && s.grade != bridge {
		g.tries = d.quotes[s.low].answersSurely(r, &m.p.Terms[r.terms])
	}
	switch {
	case !s.link:
		g.fault, g.wants, g.hit = Disconnected, Disconnected, 0
	case !s.agreed():
		g.blame(Unknown)
	case over(s.phase()):
	case s.grade == bridge:
		g.stands, g.adds, g.ticks = true, false, nil
	case s.grade == doubtful:
		g.fault, g.wants = Disconnected, Disconnected
	case s.grade == rule.Good:
		g.stands, g.links, g.begins, g.quote = true, 1<<s.low, g.tries, d.quotes[s.low].id
	case s.low >= 0:
		g.blame(flawOf(s.grade))
	}
	return g
}

// blame says what is wrong with what stands.
func (g *glimpse) blame(v Verdict) {
	if g.fault = v; g.tries {
		g.wants = v
	}
}

// flawOf is the verdict on an answer that is worth only g.
func flawOf(g rule.Verdict) Verdict {
	switch g {
	case rule.TooSmall:
		return TooSmall
	case rule.TooWide:
		return TooWide
	}
	return OneSided // or both sides are filled
}

// mayAnswer reports whether the quote may be an answer to the request.
func (q *quote) mayAnswer(r *request, t *Terms) bool {
	switch {
	case q.answers == r.number:
		return true
	case t.AnyQuote == PolicyYes && t.Resting == PolicyYes:
		return true
	case t.AnyQuote == PolicyYes:
		return q.late == 0 || q.late >= r.row.At
	case t.Resting == PolicyYes:
		return q.early <= r.row.At
	}
	return false
}

// answersSurely reports whether the quote, which was acknowledged, surely is one.
// Which of two came first in one instant no stamp says.
func (q *quote) answersSurely(r *request, t *Terms) bool {
	switch {
	case q.answers == r.number:
		return true
	case t.AnyQuote == PolicyYes && t.Resting == PolicyYes:
		return true
	case t.AnyQuote == PolicyYes:
		return q.early > r.row.At || q.number > r.sent
	case t.Resting == PolicyYes:
		return q.late < r.row.At
	}
	return false
}
