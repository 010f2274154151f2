package obligation

import "quotient/market"

// Bits of stretch.exempt.
const (
	bitOwn uint8 = 1 << iota
	bitDominant
	bitUnderlying
	bitMoney // out of the money by the underlying's last price
	bitCheap // the option's price is below the floor
	bitGrant
	bitOutside // not in the series' set: nothing is owed

	bitsFloor = bitMoney | bitCheap
)

// A stretch is time, from its start to the next one's, in which everything that
// decides what the time counts as stayed the same.
type stretch struct {
	from   market.Time
	cal    market.Phase // by the calendar
	ann    market.Phase // as last announced; PhaseUnknown = never
	missed uint8        // calendar boundaries since then that no announcement met; 2 = more than one
	told   bool         // the next announcement confirmed ann in spite of missed
	exempt uint8        // what exempts it, but the auction
	cause  Cause
	link   bool  // the trading link is up
	quote  State // what our quotes alone make of it: Effective or a reason
	slot   int8  // the standing quote that says so, -1 none
	high   uint8 // slots whose quote may stand and would qualify
	counts uint8 // which totals the time goes into, as of the last join
	_      uint8
	relax  int32 // ppm by which the terms are relaxed, 0 not
}

// Bits of stretch.counts.
const (
	countScheduled uint8 = 1 << iota
	countLow
	countHigh
)

// weigh says which of the day's totals the stretch's time goes into.
func (s *stretch) weigh() (counts uint8) {
	st, _ := s.judge()
	switch st {
	case Off:
		return 0
	case Exempted:
		return countScheduled
	case Effective:
		counts = countLow
	}
	if s.possible() {
		counts |= countHigh
	}
	return counts | countScheduled
}

// session groups phases that differ in nothing we count.
func session(p market.Phase) uint8 {
	switch p {
	case market.PhaseContinuous:
		return 2
	case market.PhaseAuction, market.PhaseMatch:
		return 1
	}
	return 0
}

// phase is the phase the time is counted by: what was announced, unless the
// calendar has moved on since and nothing was heard: where nothing ever was, it has
// moved on since it was closed.
func (s *stretch) phase() market.Phase {
	if s.missed > 0 && !s.told {
		return s.cal
	}
	return s.ann
}

// boundary moves the calendar on to phase p. An announcement that came early
// has met the boundary; one of a halt outlives it.
func (s *stretch) boundary(p market.Phase) {
	met := s.ann == market.PhaseHalt || session(s.cal) == session(p) || s.missed == 0 && session(s.ann) == session(p)
	if !met {
		s.missed = min(s.missed+1, 2)
	}
	s.cal, s.told = p, false
}

// proper reports whether a good quote provably stands in continuous trading, by
// calendar and announcement, exempt or not.
func (s *stretch) proper() bool {
	return s.quote == Effective && s.link && s.missed == 0 && s.ann == market.PhaseContinuous && s.cal == market.PhaseContinuous
}

// possible reports whether a good quote may stand in continuous trading. It does
// where one provably stands.
func (s *stretch) possible() bool {
	return s.high != 0 && s.phase() == market.PhaseContinuous
}

// judge says what the stretch counts as.
func (s *stretch) judge() (State, Exempt) {
	if s.exempt&bitOutside != 0 {
		return Off, ExemptNone
	}
	return s.inside()
}

// inside is what the stretch counts as in the series' set.
func (s *stretch) inside() (State, Exempt) {
	switch s.phase() {
	case market.PhaseAuction, market.PhaseMatch:
		return Exempted, ExemptAuction
	case market.PhaseContinuous:
	default:
		return Off, ExemptNone
	}
	switch {
	case s.exempt&bitOwn != 0:
		return Exempted, ExemptOwnLimit
	case s.exempt&bitDominant != 0:
		return Exempted, ExemptDominantLimit
	case s.exempt&bitUnderlying != 0:
		return Exempted, ExemptUnderlyingLimit
	case s.exempt&bitsFloor == bitsFloor:
		return Exempted, ExemptFloor
	case s.exempt&bitGrant != 0:
		return Exempted, ExemptManual
	case s.proper():
		return Effective, ExemptNone
	}
	return s.reason(), ExemptNone
}

// reason is the first reason that holds; the stretch is not effective.
func (s *stretch) reason() State {
	switch {
	case s.cause&CauseKilled != 0:
		return Killed
	case s.cause&CausePaused != 0:
		return Paused
	case !s.link:
		return Disconnected
	case s.cause&CauseStale != 0:
		return StaleData
	case s.cause&CauseRisk != 0:
		return RiskBlocked
	case s.cause&CauseBudget != 0:
		return Budget
	case s.quote == AwaitingAck:
		return AwaitingAck
	case s.cause&CauseStepped != 0:
		return SteppedBack
	case s.quote == Effective:
		return CannotTell
	}
	return s.quote
}

// same reports whether two stretches differ in nothing but their start.
func (s *stretch) same(o *stretch) bool {
	x := *o
	x.from, x.counts = s.from, s.counts
	return x == *s
}
