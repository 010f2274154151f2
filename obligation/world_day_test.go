package obligation

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/calendar"
)

// shortHours is a trading day of 25 minutes continuous trading.
func shortHours() calendar.Hours {
	h := calendar.Hours{DayCount: 4, NightCount: 4}
	h.Day = [calendar.MaxStretches]calendar.Stretch{
		{Phase: market.PhaseAuction, From: 8*market.Hour + 59*market.Minute, To: 8*market.Hour + 59*market.Minute + 40*market.Second},
		{Phase: market.PhaseMatch, From: 8*market.Hour + 59*market.Minute + 40*market.Second, To: 9 * market.Hour},
		{Phase: market.PhaseContinuous, From: 9 * market.Hour, To: 9*market.Hour + 2*market.Minute},
		{Phase: market.PhaseContinuous, From: 9*market.Hour + 3*market.Minute, To: 9*market.Hour + 5*market.Minute},
	}
	h.Night = h.Day
	return h
}

func shortCalendar() *calendar.Table {
	return calendar.New(calendar.Params{
		Days: []calendar.Day{{Date: 20260105, Prev: 20251231}, {Date: 20260106, Prev: 20260105},
			{Date: 20260107, Prev: 20260106}, {Date: 20260202, Prev: 20260107}},
		Hours:   []calendar.Hours{shortHours()},
		Covered: []market.Month{202601, 202602},
	})
}

func futures() Terms {
	return Terms{Contract: 0, Dominant: 1, From: 20260101, To: 20261231, Target: 800_000,
		MaxSpread: 4, MinSize: 10, Exempt: EffectLeaves, Limit: LimitOneSided, Basis: SizeRemaining}
}

// newWorld draws a world and plans its day.
func newWorld(t *rapid.T, strict bool) *world {
	seed := rapid.Uint64().Draw(t, "seed")
	w := &world{t: t, rand: rand.New(rand.NewPCG(seed, 1)), terms: futures(), cal: shortCalendar(), strict: strict, known: map[uint64]bool{}}
	w.terms.Basis = SizeBasis(w.draw(1, 2))
	w.latency = w.span(0, 300*market.Millisecond)
	w.stamped, w.perfect, w.jitter = true, true, true
	p := Params{Contracts: 2, Terms: []Terms{w.terms}}
	if !strict && w.chance(20) {
		from := market.Date(20260105).At(9*market.Hour) + w.span(0, 2*market.Minute)
		p.Grants = []Grant{{Contract: 0, From: from, To: from + 10*market.Second}}
		w.h.grants = append(w.h.grants, p.Grants...)
	}
	w.book = market.Depth{Bid: 100, Ask: 101, BidQty: 5, AskQty: 5, Last: 100, Upper: 120, Lower: 80}
	w.m = New(p, w.cal)
	return w
}

// plan makes the exchange's and the agent's day.
func (w *world) plan(date market.Date) (open, end market.Time) {
	open, end, _ = w.cal.Span(0, date)
	w.phases(date)
	start := open - 5*market.Second
	w.at(start, func() { w.m.Up(w.now); w.linkUp = true; w.act(end); w.beat(end + 10*market.Second) })
	if w.strict {
		return open, end
	}
	for n := w.draw(0, 4); n > 0; n-- {
		which, t := int(w.draw(0, 1)), open+w.span(0, end-open)
		w.at(t, func() { w.limit(which, true) })
		w.at(t+w.span(0, 20*market.Second), func() { w.limit(which, false) })
	}
	for n := w.draw(0, 2); n > 0; n-- {
		w.at(open+w.span(0, end-open-15*market.Second), w.lose)
	}
	for n := w.draw(0, 2); n > 0; n-- {
		w.at(open+w.span(0, end-open), w.grant)
	}
	return open, end
}

func (w *world) grant() {
	g := Grant{Contract: 0, From: w.now + w.span(-5*market.Second, 5*market.Second)}
	g.To = g.From + w.span(market.Second, 20*market.Second)
	if w.series != nil && w.chance(60) {
		g.Relax = w.draw(million+1, 2*million)
	}
	w.m.AddGrant(g, w.now)
	if g.From = max(g.From, w.now); g.From < g.To {
		w.h.grants = append(w.h.grants, g)
	}
}

// phases announces the calendar's day, each change a little early or late, with halts.
func (w *world) phases(date market.Date) {
	w.at(date.At(8*market.Hour+58*market.Minute), func() { w.announce(market.PhaseClosed) })
	open, end, _ := w.cal.Span(0, date)
	for t := open; ; {
		ph, shift := w.cal.PhaseAt(0, t), market.Time(0)
		if !w.strict && w.chance(30) {
			shift = w.span(-900*market.Millisecond, 900*market.Millisecond)
		}
		if t >= end {
			ph = market.PhaseClosed
		}
		w.at(t+shift, func() {
			if w.due = ph; w.now >= w.halted {
				w.announce(ph)
			}
		})
		next, _, ok := w.cal.Next(0, t)
		if t >= end || !ok {
			break
		}
		t = next
	}
	if !w.strict && w.chance(20) {
		w.at(open+w.span(market.Minute, 4*market.Minute), func() {
			w.halted = w.now + w.span(2*market.Second, 20*market.Second)
			w.announce(market.PhaseHalt)
			w.at(w.halted, func() { w.announce(w.due) })
		})
	}
}

// finish runs the day to its row.
func (w *world) finish(end market.Time) DayRow {
	w.run(end + 10*market.Second)
	settle(w.m, w.now)
	var row DayRow
	if !w.m.TakeDay(&row) {
		w.t.Fatalf("no row")
	}
	checkIdentity(w.t, &row)
	var again DayRow
	if w.m.TakeDay(&again) {
		w.t.Fatalf("two rows: %+v", again)
	}
	return row
}

func (w *world) compare(row *DayRow, n *count) {
	if row.Scheduled != n.scheduled {
		w.t.Fatalf("scheduled %d, recount %d", row.Scheduled, n.scheduled)
	}
	for x := range n.exempt {
		if row.ExemptNs[x] != n.exempt[x] {
			w.t.Fatalf("%s %d, recount %d", Exempt(x), row.ExemptNs[x], n.exempt[x])
		}
	}
}

// high is what the recount calls effective by the terms' basis.
func (w *world) high(n *count) market.Time {
	if w.terms.Basis == SizeDeclared {
		return n.declared
	}
	return n.remaining
}

func (w *world) ledgerSums() (sum [ExemptCount]market.Time) {
	var row ExemptRow
	last := market.Time(0)
	for w.m.TakeExempt(&row) {
		if row.From >= row.To || row.From < last || row.Contract != 0 {
			w.t.Fatalf("ledger row out of order: %+v", row)
		}
		last = row.To
		sum[row.Exempt] += row.To - row.From
	}
	return sum
}

// TestPerfectStamps: with perfect exchange stamps high equals the exact recount,
// low never exceeds it, and every exemption agrees to the nanosecond.
func TestPerfectStamps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, false)
		open, end := w.plan(20260105)
		row := w.finish(end)
		n := w.h.exact(&w.terms, open-market.Minute, end+market.Minute)
		w.compare(&row, &n)
		if row.High != w.high(&n) {
			t.Fatalf("high %d, recount %d (%d)", row.High, w.high(&n), row.High-w.high(&n))
		}
		if row.Low > n.remaining {
			t.Fatalf("low %d exceeds recount %d", row.Low, n.remaining)
		}
		if sum := w.ledgerSums(); sum != n.exempt {
			t.Fatalf("ledger %v, recount %v", sum, n.exempt)
		}
		s := w.h.seconds(&w.terms, open-market.Minute, end+market.Minute)
		if d := s.remaining - n.remaining; max(d, -d) > market.Time(w.h.changes())*market.Second/2 {
			t.Fatalf("by seconds %d, exact %d", s.remaining, n.remaining)
		}
	})
}

// TestShortWires: when nothing takes any time, low, high and recount are one.
func TestShortWires(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, true)
		w.terms.Basis = SizeRemaining
		w.m = New(Params{Contracts: 2, Terms: []Terms{w.terms}}, w.cal)
		open, end := w.plan(20260105)
		row := w.finish(end)
		n := w.h.exact(&w.terms, open-market.Minute, end+market.Minute)
		w.compare(&row, &n)
		if row.Low != n.remaining || row.High != n.remaining {
			t.Fatalf("low %d, high %d, recount %d", row.Low, row.High, n.remaining)
		}
	})
}

// TestNoStamps: without stamps the recount lies in the band. An end that comes
// unasked is seen a wire's length late, so low is held to one length for each.
func TestNoStamps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, false)
		w.stamped, w.jitter, w.perfect = false, false, w.chance(50)
		open, end := w.plan(20260105)
		row := w.finish(end)
		n := w.h.exact(&w.terms, open-market.Minute, end+market.Minute)
		w.compare(&row, &n)
		if row.High < w.high(&n) {
			t.Fatalf("high %d below recount %d", row.High, w.high(&n))
		}
		if row.Low > n.remaining+market.Time(w.ends)*w.latency {
			t.Fatalf("low %d exceeds recount %d", row.Low, n.remaining)
		}
	})
}

// TestLostWords: stamps, but what was lost with the link is never told.
func TestLostWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, false)
		w.perfect = false
		open, end := w.plan(20260105)
		row := w.finish(end)
		n := w.h.exact(&w.terms, open-market.Minute, end+market.Minute)
		w.compare(&row, &n)
		if row.Low > n.remaining || row.High < w.high(&n) {
			t.Fatalf("recount %d outside %d to %d", n.remaining, row.Low, row.High)
		}
	})
}
