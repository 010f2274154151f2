package request

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"quotient/market"
	"quotient/obligation/calendar"
)

// shortHours is a trading day of four minutes continuous trading, in two sections.
func shortHours() calendar.Hours {
	h := calendar.Hours{DayCount: 4, NightCount: 4}
	h.Day = [calendar.MaxStretches]calendar.Stretch{
		{Phase: market.PhaseAuction, From: 8*market.Hour + 59*market.Minute, To: 8*market.Hour + 59*market.Minute + 40*market.Second},
		{Phase: market.PhaseMatch, From: 8*market.Hour + 59*market.Minute + 40*market.Second, To: 9 * market.Hour},
		{Phase: market.PhaseContinuous, From: 9 * market.Hour, To: 9*market.Hour + 2*market.Minute},
		{Phase: market.PhaseContinuous, From: 9*market.Hour + 2*market.Minute + 10*market.Second, To: 9*market.Hour + 5*market.Minute},
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

// answers are terms as an exchange might write them.
func answers() Terms {
	return Terms{Contract: 0, Scope: ScopeRest, From: 20260101, To: 20261231, Respond: 10 * market.Second, Hold: 20 * market.Second,
		Spread: 4, MinSize: 10, Declared: PolicyNo, Filled: PolicyNo, Resting: PolicyNo, AnyQuote: PolicyNo, Exempt: PolicyNo,
		Breaks: PolicyNo, Merge: PolicyNo, Apart: 60 * market.Second, Underlying: 1}
}

func params(t ...Terms) Params {
	return Params{Contracts: 2, Terms: t, Units: []Unit{{Target: 800_000}}}
}

// newWorld draws a world and its terms.
func newWorld(t *rapid.T, strict bool) *world {
	return seeded(t, rapid.Uint64().Draw(t, "seed"), strict)
}

func seeded(t interface{ Fatalf(string, ...any) }, seed uint64, strict bool) *world {
	w := &world{t: t, rand: rand.New(rand.NewPCG(seed, 1)), terms: answers(), cal: shortCalendar(), strict: strict, known: map[uint64]bool{}}
	w.drawTerms()
	return w
}

// drawTerms draws the agreement and the wires.
func (w *world) drawTerms() {
	r := &w.terms
	r.Scope, r.Respond, r.Hold = Scope(w.draw(1, 2)), w.span(0, 6*market.Second)+1, w.span(0, 8*market.Second)
	r.Declared, r.Filled, r.Resting, r.AnyQuote = w.policy(), w.policy(), w.policy(), w.policy()
	r.Exempt, r.Breaks, r.Merge, r.Apart = w.policy(), w.policy(), w.policy(), w.span(1, 8*market.Second)
	if w.chance(50) {
		r.Moved = market.Price(w.draw(1, 5))
	}
	if w.chance(30) {
		r.Imbalance = w.draw(0, 100_000)
	}
	w.latency = w.span(0, 300*market.Millisecond)
	w.stamped, w.perfect, w.jitter = true, true, true
}

// day runs one trading day and returns the rows and the recount.
func (w *world) day() (rows []Row, recount map[market.Ref]result) {
	w.m = New(params(w.terms), w.cal)
	open, end, _ := w.cal.Span(0, 20260105)
	w.phases(20260105)
	w.at(open-5*market.Second, func() {
		w.m.Up(w.now)
		w.linkUp = true
		w.tick(end)
		w.act(end)
		w.beat(end + 10*market.Second)
		w.ask(end)
	})
	for n := w.draw(0, 3); n > 0; n-- {
		t := open + w.span(0, end-open)
		w.at(t, func() { w.excuse(true) })
		w.at(t+w.span(0, 20*market.Second), func() { w.excuse(false) })
	}
	for n := w.draw(0, 2); n > 0 && !w.strict && !w.busy; n-- {
		w.at(open+w.span(0, end-open-15*market.Second), w.lose)
	}
	w.run(end + 30*market.Second)
	next, _, _ := w.cal.Span(0, 20260106)
	w.now = next
	w.m.Advance(next)
	w.take()
	d := w.demand()
	return w.rows, w.h.all(&w.terms, &d, next)
}

// phases announces the calendar's day, each change a little early or late, with halts.
func (w *world) phases(date market.Date) {
	w.at(date.At(8*market.Hour+58*market.Minute), func() { w.announce(market.PhaseClosed) })
	_, end, _ := w.cal.Span(0, date)
	due, halted := market.PhaseClosed, market.Time(0)
	for t, _, _ := w.cal.Span(0, date); ; {
		ph, shift := w.cal.PhaseAt(0, t), market.Time(0)
		if !w.strict && w.chance(30) {
			shift = w.span(-600*market.Millisecond, 600*market.Millisecond)
		}
		w.at(t+shift, func() {
			if due = ph; w.now >= halted {
				w.announce(ph)
			}
		})
		next, _, ok := w.cal.Next(0, t)
		if t >= end || !ok {
			break
		}
		t = next
	}
	if w.chance(30) {
		w.at(end-w.span(10*market.Second, 4*market.Minute), func() {
			halted = w.now + w.span(2*market.Second, 8*market.Second)
			w.announce(market.PhaseHalt)
			w.at(halted, func() { w.announce(due) })
		})
	}
}

// alike reports whether two reasons to be outside the denominator are one: of a
// request made during an exemption and soon after another, told late, either is said.
func alike(a, b Verdict) bool {
	either := func(v Verdict) bool { return v == Excluded || v == Merged }
	return a == b || either(a) && either(b)
}

// inBand holds what must hold for every request whatever is known.
func (w *world) inBand(rows []Row, recount map[market.Ref]result) {
	if len(rows) != len(recount) {
		w.t.Fatalf("%d rows, %d requests", len(rows), len(recount))
	}
	for _, row := range rows {
		n := recount[row.Ref]
		if out := !n.verdict.Counts(); out && (!alike(row.Low, n.verdict) || !alike(row.High, n.verdict)) {
			w.t.Fatalf("%s low %v high %v, recount %v", row.Ref, row.Low, row.High, n.verdict)
		}
		if row.Low.Counts() != n.verdict.Counts() || row.High.Counts() != n.verdict.Counts() {
			w.t.Fatalf("%s low %v high %v, recount %v", row.Ref, row.Low, row.High, n.verdict)
		}
		if row.Low == Answered && row.High != Answered || row.AnsweredLow != 0 && (row.AnsweredHigh == 0 || row.AnsweredHigh > row.AnsweredLow) {
			w.t.Fatalf("%s low exceeds high: %+v", row.Ref, row)
		}
		if row.Low == Undecided || row.High == Undecided {
			w.t.Fatalf("%s undecided: %+v", row.Ref, row)
		}
		if row.Low == Answered && n.verdict != Answered {
			w.t.Fatalf("%s low %v, recount %+v\n%+v", row.Ref, row.Low, n, row)
		}
		if row.High != Answered && n.verdict == Answered {
			w.t.Fatalf("%s high %v, recount %+v\n%+v", row.Ref, row.High, n, row)
		}
	}
}

// TestPerfectStamps: with perfect exchange stamps high is the recount, to the
// nanosecond, and low never exceeds it.
func TestPerfectStamps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, false)
		w.exact(w.day())
	})
}

// exact holds what must hold when every stamp is perfect.
func (w *world) exact(rows []Row, recount map[market.Ref]result) {
	w.inBand(rows, recount)
	for _, row := range rows {
		n := recount[row.Ref]
		if w.h.flashed(row.At, row.Decided) { // high sees such a one in the nanosecond before
			continue
		}
		if (row.High == Answered) != (n.verdict == Answered) || row.AnsweredHigh != n.first || row.HeldHigh != n.held {
			w.t.Fatalf("%s high %v first %d held %d, recount %v first %d held %d\n%+v", row.Ref, row.High, row.AnsweredHigh, row.HeldHigh,
				n.verdict, n.first, n.held, row)
		}
	}
}

// TestShortWires: when nothing takes any time, low, high and recount come to the
// same verdict; an answer that was too short need not be provable.
func TestShortWires(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, true)
		w.terms.Declared = PolicyNo
		rows, recount := w.day()
		w.inBand(rows, recount)
		for _, row := range rows {
			n := recount[row.Ref]
			if w.h.came(row.At) { // before the request or after it: low cannot tell
				continue
			}
			if n.verdict.Counts() && (row.Low == Answered) != (n.verdict == Answered) {
				t.Fatalf("%s low %v high %v, recount %+v\n%+v", row.Ref, row.Low, row.High, n, row)
			}
			if row.AnsweredLow != 0 && row.AnsweredLow != n.first || row.AnsweredLow == 0 && row.Low == Answered ||
				row.HeldLow > n.held || row.HeldLow < n.held && row.Low == Answered {
				t.Fatalf("%s low first %d held %d, recount first %d held %d\n%+v", row.Ref, row.AnsweredLow, row.HeldLow, n.first, n.held, row)
			}
		}
	})
}

// TestLostWords: stamps, but what was lost with the link is never told, but for
// fills, which recovery tells.
func TestLostWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, false)
		w.perfect, w.terms.Filled = false, PolicyNo // fills are always told again
		w.inBand(w.day())
	})
}

// TestNoStamps: without stamps on the trading link the recount lies in the band.
// An end that comes unasked is seen a wire's length late, so low's holding time is
// held to one length.
func TestNoStamps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, false)
		w.stamped, w.jitter, w.perfect = false, false, w.chance(50)
		w.terms.Moved = 0
		if !w.perfect { // fills are always told again; of one that is not, nobody can guess what it did
			w.terms.Filled, w.terms.Imbalance = PolicyNo, 0
		}
		w.terms.Hold = max(w.terms.Hold, w.latency)
		rows, recount := w.day()
		eased := w.terms
		eased.Hold -= w.latency
		d := w.demand()
		next, _, _ := w.cal.Span(0, 20260106)
		easier := w.h.all(&eased, &d, next)
		for _, row := range rows {
			if row.Low == Answered && easier[row.Ref].verdict != Answered {
				t.Fatalf("%s low %v, recount %+v\n%+v", row.Ref, row.Low, easier[row.Ref], row)
			}
			if row.High != Answered && recount[row.Ref].verdict == Answered {
				t.Fatalf("%s high %v, recount %+v\n%+v", row.Ref, row.High, recount[row.Ref], row)
			}
		}
	})
}

// TestBusy: the same when a contract is quoted several times a second and an
// answer must stand so long that its beginning is folded by then.
func TestBusy(t *testing.T) {
	answered := [2]int{}
	for seed := range uint64(4) {
		w := seeded(t, seed, false)
		w.busy = true
		w.terms.Hold, w.terms.Spread, w.terms.MinSize = w.span(20*market.Second, 60*market.Second), 6, 3
		rows, recount := w.day()
		w.exact(rows, recount)
		for _, row := range rows {
			answered[0] += int(one(row.Low == Answered))
			answered[1] += int(one(row.High == Answered))
		}
	}
	if answered[0] < 5 || answered[1] < answered[0] {
		t.Errorf("answered %v: nothing is tried", answered)
	}
}

// TestWorldIsBusy: the worlds bring about every verdict, and low is not idle.
func TestWorldIsBusy(t *testing.T) {
	var low, high [VerdictCount]int
	for seed := range uint64(30) {
		rows, _ := seeded(t, seed, false).day()
		for _, row := range rows {
			low[row.Low]++
			high[row.High]++
		}
	}
	t.Logf("low %v\nhigh %v", low, high)
	for v := Answered; v < VerdictCount; v++ {
		if low[v] == 0 || high[v] == 0 && v != Unknown && v != Disconnected {
			t.Errorf("%v never happens", v)
		}
	}
	if low[Answered]*10 < high[Answered]*8 {
		t.Errorf("low proves %d of %d answers", low[Answered], high[Answered])
	}
}
