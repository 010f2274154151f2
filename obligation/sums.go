package obligation

import (
	"quotient/market"
	"quotient/quoter/port"
)

// sums is where scheduled time went. Always
// Scheduled = Low + sum(Exempt) + sum(Ineffective).
type sums struct {
	Scheduled   market.Time
	Low, High   market.Time
	ExemptLow   market.Time // of the exempt time, in which a good quote provably stood
	ExemptHigh  market.Time // and in which one may have stood
	Exempt      [port.MaxExempts]market.Time
	Ineffective [port.MaxReasons]market.Time
}

// add counts span as what the stretch is.
func (u *sums) add(s *stretch, st State, ex Exempt, span market.Time) {
	if st == Off {
		return
	}
	u.Scheduled += span
	if st == Exempted {
		u.Exempt[ex] += span
		if s.proper() {
			u.ExemptLow += span
		}
		if s.possible() {
			u.ExemptHigh += span
		}
		return
	}
	if st == Effective {
		u.Low += span
	} else {
		u.Ineffective[st.Reason()] += span
	}
	if s.possible() {
		u.High += span
	}
}

// exempted is all exempt time.
func (u *sums) exempted() (t market.Time) {
	for _, x := range u.Exempt {
		t += x
	}
	return t
}

// standing returns what the agreement compares: obliged time so far, and of it
// the effective time, proven and possible.
func (u *sums) standing(effect Effect) (obliged, low, high market.Time) {
	switch effect {
	case EffectCounts:
		x := u.exempted()
		return u.Scheduled, u.Low + x, u.High + x
	case EffectIgnored:
		return u.Scheduled, u.Low + u.ExemptLow, u.High + u.ExemptHigh
	}
	return u.Scheduled - u.exempted(), u.Low, u.High
}
