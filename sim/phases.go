package sim

import "quotient/market"

// announce takes over the next line of the plain list.
func (f *Floor) announce() {
	line := f.phases[0]
	f.phases = f.phases[1:]
	f.announced = line.At
	date := f.dateOf(&line)
	if date != f.date {
		f.roll(date)
	}
	first, end := line.Contract, line.Contract+1
	if line.Contract == market.NoContract {
		first, end = 0, market.Contract(len(f.listed))
	}
	for c := first; c < end; c++ {
		f.listed[c] = line.Phase
		f.say(c)
	}
}

// say announces the contract's phase: the plain list's, or a halt over it.
func (f *Floor) say(c market.Contract) {
	ph := f.listed[c]
	if f.halted[c] && ph.Scheduled() {
		ph = market.PhaseHalt
	}
	if ph == f.phase[c] {
		return
	}
	f.phase[c] = ph
	f.count.phase(c, ph, f.now)
	f.publish(market.EventPhase, c).Phase = ph
	f.match.phased(c)
	if ph == market.PhaseClosed {
		f.endOn(c, market.EndExpired)
	}
}

// roll begins the trading day date.
func (f *Floor) roll(date market.Date) {
	f.count.roll(date, f.now)
	if f.date != 0 {
		for i := range f.makers {
			f.makers[i].fills = f.makers[i].fills[:0]
			for c := range f.makers[i].holdings {
				f.makers[i].holdings[c].roll()
			}
		}
		f.endWhere(market.EndExpired, func(*entry) bool { return true })
		f.match.rolled()
	}
	f.date = date
}
