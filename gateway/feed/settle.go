package feed

import "quotient/market"

// settled remembers of which trading day each contract's settlement price of the
// day before was told, and holds a row's depth back while it is.
type settled struct {
	days    []market.Date // by contract; 0 = none
	held    market.Event
	holding bool
}

func (s *settled) reset() {
	clear(s.days)
	s.holding = false
}

// release gives the depth that was held back.
func (s *settled) release(e *market.Event) bool {
	if !s.holding {
		return false
	}
	*e, s.holding = s.held, false
	return true
}

// told reports whether the contract's price was told on the day.
func (s *settled) told(c market.Contract, day market.Date) bool {
	return int(c) < len(s.days) && s.days[c] == day
}

func (s *settled) note(c market.Contract, day market.Date) {
	for len(s.days) <= int(c) {
		s.days = append(s.days, 0)
	}
	s.days[c] = day
}

// settle puts the settlement price of the day before in front of the first depth
// of the contract's trading day that tells it. A price that cannot be read is a
// Problem once a day, and the depth is given all the same.
func (t *Ticks) settle(line []byte, e *market.Event) (bool, *Problem) {
	if t.columns.at[colSettled] < 0 {
		return true, nil
	}
	day := t.tradingDay(line, e)
	if t.settled.told(e.Contract, day) {
		return true, nil
	}
	p, ok := t.price(line, colSettled, t.instrument)
	if ok && p == 0 {
		return true, nil // not said yet
	}
	t.settled.note(e.Contract, day)
	t.settled.held, t.settled.holding = *e, true
	if !ok {
		t.stats.Unsettled++
		return false, t.tell()
	}
	t.stats.Settled++
	*e = market.Event{Kind: market.EventSettlement, Contract: e.Contract, Time: e.Time, Price: p}
	return true, nil
}

// tradingDay is the row's trading day; the natural day of its stamp where the file
// does not say it.
func (t *Ticks) tradingDay(line []byte, e *market.Event) market.Date {
	if d, ok := parseDate(t.field(line, colTradingDay)); ok {
		return d
	}
	return e.Time.Date()
}
