package quoter

import "quotient/market"

// wakeAt makes sure that the contract is looked at again at t.
func (l *Loop) wakeAt(c market.Contract, t market.Time) {
	if at := l.due.Get(int(c)); at == 0 || t < at {
		l.due.Set(int(c), t)
	}
}

// advance does what has come due in the meters, and says how much it was.
func (l *Loop) advance() (work int) {
	if t := l.r.Meter.Deadline(); t != 0 && t <= l.now {
		l.r.Meter.Advance(l.now)
		work++
	}
	if t := l.r.Requests.Deadline(); t != 0 && t <= l.now {
		l.r.Requests.Advance(l.now)
		work++
	}
	return work
}

// deadlines does what has come due without an input, and says how much it was.
func (l *Loop) deadlines() (work int) {
	work = l.advance() + int(l.st.more) + l.protect() + l.limitsDue() + l.closingsDue()
	if l.st.stage != StageReady {
		return work
	}
	work += l.needs()
	for c := l.due.Due(0, l.now); c >= 0; c = l.due.Due(c+1, l.now) {
		l.due.Set(c, 0)
		l.mark(market.Contract(c))
		work++
	}
	return work
}

// next is the earliest instant at which Poll has something to do without input.
func (l *Loop) next() (t market.Time) {
	if l.pending() || l.st.more != 0 || l.st.regard != 0 {
		return l.now
	}
	t = earliest(earliest(l.r.Meter.Deadline(), l.st.dateEnd), earliest(l.st.opens, l.r.Requests.Deadline()))
	t = earliest(earliest(t, l.st.limitAt), l.st.closingAt)
	if l.r.Breaker != nil {
		t = earliest(t, l.r.Breaker.Deadline())
	}
	if l.st.stage == StageReady {
		return earliest(earliest(t, l.st.needAt), l.due.First())
	}
	if l.st.venueUp == 0 || l.st.stage == StageStopped {
		return t
	}
	if l.st.sweepAt > l.now {
		t = earliest(t, l.st.sweepAt)
	}
	if l.st.askRetry > l.now {
		t = earliest(t, l.st.askRetry)
	}
	if l.st.askedAt != 0 && l.st.asked != 0 {
		t = earliest(t, l.st.askedAt+l.p.answerWithin())
	}
	return t
}

// pending reports whether contracts are marked that one Poll had no turn for.
func (l *Loop) pending() bool {
	for i := range l.st.dirty {
		if l.st.dirty[i]|l.st.urgent[i] != 0 {
			return true
		}
	}
	return false
}

// earliest is the smaller of two instants of which 0 means never.
func earliest(a, b market.Time) market.Time {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// roll starts a new trading day when the present one is over: today's positions
// become yesterday's, and the finished day's trades are kept for its row.
// Executions are remembered until the new day opens: until then the exchange
// tells those of the old one again. It reports how much it did.
func (l *Loop) roll() (work int) {
	if l.st.opens != 0 && l.now >= l.st.opens {
		l.st.opens = 0
		l.r.Orders.NewDay()
		work++
	}
	if l.st.dateEnd != 0 && l.now < l.st.dateEnd {
		return work
	}
	hours := l.r.Hours[0]
	date, ok := l.r.Calendar.TradingDay(hours, l.now)
	if !ok {
		l.st.dateEnd = l.now + market.Day
		return 1
	}
	opens, end, _ := l.r.Calendar.Span(hours, date)
	ended := l.st.date
	l.st.date, l.st.dateEnd = date, end
	if ended == 0 {
		l.rollQuality(date)
		l.beginDay(date, end)
	}
	if ended == 0 || ended == date {
		return 1
	}
	l.carryFunds()
	for c := range l.contracts {
		k := &l.contracts[c]
		if mark, ok := k.markPrice(); ok {
			l.r.Ledger.Mark(market.Contract(c), mark)
		}
		t := l.today(market.Contract(c))
		t.date = ended
		k.endDay(t)
	}
	l.r.Ledger.Roll()
	l.rollQuality(date)
	l.st.opens = max(opens, l.now+1)
	l.r.Gate.NewDay()
	l.beginDay(date, end)
	return 1
}

// rollQuality begins a trading day of what incentives are paid on.
func (l *Loop) rollQuality(date market.Date) {
	for c := range l.contracts {
		l.r.Quality.Roll(market.Contract(c), date)
	}
}
