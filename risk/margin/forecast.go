package margin

import "quotient/market"

// A Forecast is what the next settlement will ask for, in fen.
type Forecast struct {
	Date    market.Date  // the trading day whose rates it is at
	Margin  market.Money // of all that is held, at the marks
	Raised  market.Money // the same where the exchange raises what it may (see MoveRule)
	Free    market.Money // equity less Margin; below 0 is the call (追加保证金)
	Worst   market.Money // equity less Raised
	Raising int32        // contracts held that the exchange may raise
	Guessed int32        // contracts held without a mark: the previous settlement stands
}

// Forecast reckons with the marks as settlement prices and the rates of the
// trading day next. It goes through all contracts. ok is false when a rate or a
// price of what is held is not known, or the funds are not.
func (a *Account) Forecast(next market.Date) (f Forecast, ok bool) {
	f.Date = next
	equity, ok := a.Equity()
	a.then.date = next
	for c := range a.rows {
		r := &a.rows[c]
		a.then.value[c] = a.base(market.Contract(c))
		a.then.rate[c] = a.p.rate(market.Contract(c), next, r.settled[0].interest)
		if !a.marked(market.Contract(c)) && r.held != ([2]market.Qty{}) {
			f.Guessed++
		}
	}
	margin, _ := a.then.total(a) // Raised is not known either then
	for c := range a.rows {
		if a.raise(market.Contract(c)) && a.rows[c].held != ([2]market.Qty{}) {
			f.Raising++
		}
	}
	raised, all := a.then.total(a)
	f.Margin, f.Raised = margin, raised
	f.Free, f.Worst = equity-margin, equity-raised
	return f, ok && all
}

// base is what a lot is worth now: at the mark, else at the newest settlement.
func (a *Account) base(c market.Contract) market.Money {
	r := &a.rows[c]
	if r.mark != 0 && r.settled[0].date < a.h.today {
		return a.worth(c, r.mark)
	}
	return a.worth(c, r.settled[0].price)
}

// marked says whether today's price is known, by a mark or as settled.
func (a *Account) marked(c market.Contract) bool {
	return a.rows[c].mark != 0 || a.rows[c].settled[0].date >= a.h.today
}

// raise puts the rates up that the exchange may raise, and says whether it may.
func (a *Account) raise(c market.Contract) bool {
	factor := int64(0)
	for i := range a.p.Moves {
		if m, ok := a.Projected(c, i); ok && m.Reached {
			factor = max(factor, a.p.Moves[i].Raised)
		}
	}
	if factor == 0 || a.p.Instruments[c].Option() {
		return false
	}
	a.then.scale(c, factor)
	return true
}

// scale makes a contract's rates factor ppm of what they are, at most the whole
// value.
func (s *sheet) scale(c market.Contract, factor int64) {
	var k calc
	for i, r := range s.rate[c] {
		s.rate[c][i] = min(k.ceil(r, factor, million), million)
	}
}
