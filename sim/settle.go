package sim

import "quotient/market"

// settleLead is how long before a trading day's first phase the settlement
// prices of the day before are told, though not before that day has closed.
const settleLead = 5 * market.Minute

// withheld is a settlement price that will not be told.
const withheld = market.Price(-1)

// dateOf returns the trading day of the plain list's next line.
func (f *Floor) dateOf(line *PhaseAt) market.Date {
	if line.Date != 0 {
		return line.Date
	}
	return line.At.Date()
}

// settles returns when settlement prices are told next; never without options,
// whose strikes are what they matter for.
func (f *Floor) settles() market.Time {
	if !f.options || len(f.phases) == 0 || f.dateOf(&f.phases[0]) == f.date || f.dateOf(&f.phases[0]) == f.settled {
		return never
	}
	return max(f.phases[0].At-settleLead, f.announced+1)
}

// settle tells the settlement prices of the day that has ended.
func (f *Floor) settle() {
	f.settled = f.dateOf(&f.phases[0])
	for c := range f.fixed {
		p := f.fixed[c]
		if p == 0 {
			p = f.match.settlement(market.Contract(c))
		}
		if f.fixed[c] = 0; p > 0 {
			f.tellSettlement(market.Contract(c), p)
		}
	}
}

func (f *Floor) tellSettlement(c market.Contract, p market.Price) {
	f.publish(market.EventSettlement, c).Price = p
	f.count.settlement(c, p, f.inside(), f.now)
}

// inside reports whether the trading day has begun and has lines of the plain
// list to come.
func (f *Floor) inside() bool {
	return len(f.phases) > 0 && f.dateOf(&f.phases[0]) == f.date
}

// settleBy tells a settlement price now, or keeps the next one back.
func (f *Floor) settleBy(c market.Contract, p market.Price) {
	if p == 0 {
		f.fixed[c] = withheld
		return
	}
	f.tellSettlement(c, p)
}

func (x *Exchange) settlement(c market.Contract) market.Price { return x.pits[c].settlement() }

// settlement is nothing: the recorded ones are told by Tick.
func (t *Tape) settlement(market.Contract) market.Price { return 0 }
