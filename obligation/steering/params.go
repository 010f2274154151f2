package steering

import "quotient/market"

// onePPM is 100 % in parts per million.
const onePPM = 1_000_000

// Params are the thresholds between the needs and the keys of stepping back, as
// they hold from a date on. The zero Params let nobody step back: every need is
// critical.
type Params struct {
	Reserve  market.Time // slack kept for outages and exemptions
	Watch    market.Time // slack above the reserve under which to watch
	Critical int64       // ppm of required rest from which the need is critical

	From market.Date // in force from this trading day on; 0 = from the beginning

	Back       Stance      // what stepping back is: Wide or Out; Normal = never
	StepBackAt int64       // the loss signal at or below which to step back, below 0; see Input.Loss
	ReturnAt   int64       // the loss signal at or above which to return
	MinOff     market.Time // least time stepped back: a shorter one only loses the place in the queue
	MinOn      market.Time // least time in a stance before a looser one
}

// Check calls bad for each key that cannot be.
func (p *Params) Check(bad func(key string, found, allowed int64)) {
	least := func(key string, v, low int64) {
		if v < low {
			bad(key, v, low)
		}
	}
	least("reserve", int64(p.Reserve), 0)
	least("watch", int64(p.Watch), 0)
	if p.Critical <= 0 || p.Critical > onePPM {
		bad("critical", p.Critical, onePPM)
	}
	if p.From != 0 && !p.From.Valid() {
		bad("from", int64(p.From), 0)
	}
	least("min_off", int64(p.MinOff), 0)
	least("min_on", int64(p.MinOn), 0)
	switch p.Back {
	case Normal:
	case Wide, Out:
		p.checkBack(bad)
	default:
		bad("back", int64(p.Back), int64(Normal))
	}
}

// checkBack checks the signals: never off while quoting earns, and never out and
// in again on the same signal.
func (p *Params) checkBack(bad func(key string, found, allowed int64)) {
	if p.StepBackAt >= 0 {
		bad("step_back_at", p.StepBackAt, -1)
	}
	if p.ReturnAt <= p.StepBackAt || p.ReturnAt > 0 {
		bad("return_at", p.ReturnAt, 0)
	}
}

// A Schedule is dated Params, ascending by From.
type Schedule []Params

// At returns what is in force on d. Before the first date the first holds; an
// empty schedule has no thresholds. The caller must not write to it.
func (s Schedule) At(d market.Date) *Params {
	if len(s) == 0 {
		return &unset
	}
	p := &s[0]
	for i := range s {
		if s[i].From <= d {
			p = &s[i]
		}
	}
	return p
}

// unset is what holds where nothing was agreed. It is never written to.
var unset Params

// Check calls bad for a key that cannot be, and for dates that do not ascend.
func (s Schedule) Check(bad func(key string, found, allowed int64)) {
	if len(s) == 0 {
		bad("steering", 0, 1)
	}
	for i := range s {
		s[i].Check(bad)
		if i > 0 && s[i].From <= s[i-1].From {
			bad("from", int64(s[i].From), int64(s[i-1].From)+1)
		}
	}
}
