package request

import "quotient/market"

// A clock is a contract's phase by the calendar and as it was announced.
type clock struct {
	cal    market.Phase
	ann    market.Phase // PhaseUnknown = never
	missed uint8        // calendar boundaries since then that no announcement met, up to 2
	told   bool         // the next announcement confirmed ann in spite of missed
}

// session groups phases in which the same is allowed.
func session(p market.Phase) uint8 {
	switch p {
	case market.PhaseContinuous:
		return 2
	case market.PhaseAuction, market.PhaseMatch:
		return 1
	}
	return 0
}

// phase is the phase that counts: what was announced, unless the calendar has
// moved on since and nothing was heard.
func (k *clock) phase() market.Phase {
	if k.ann == market.PhaseUnknown || k.missed > 0 && !k.told {
		return k.cal
	}
	return k.ann
}

// agreed reports whether the phase is proven: calendar and announcement say the
// same, or a halt was announced. A halt does not keep the market open.
func (k *clock) agreed() bool {
	if k.ann == market.PhaseHalt {
		return k.missed == 0 && !over(k.cal)
	}
	return k.ann != market.PhaseUnknown && k.missed == 0 && session(k.ann) == session(k.cal)
}

// boundary moves the calendar on to phase p, which may be the same. An announcement
// that came early has met the boundary; one of a halt outlives it.
func (k *clock) boundary(p market.Phase) {
	met := k.ann == market.PhaseHalt || session(k.cal) == session(p) || k.missed == 0 && session(k.ann) == session(p)
	if !met {
		k.missed = min(k.missed+1, 2) // more than one is all that matters
	}
	k.cal, k.told = p, false
}

// adds reports whether standing in phase p, which is not over, is holding time.
func (t *Terms) adds(p market.Phase) bool {
	return p == market.PhaseContinuous || t.Breaks == PolicyYes
}

// over reports whether phase p ends every answer (闭市).
func over(p market.Phase) bool { return p == market.PhaseClosed || p == market.PhaseUnknown }
