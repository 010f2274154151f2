package position

import "quotient/market"

// Frozen is what our working orders on one side of a contract would already close
// (平仓冻结): lots marked Close and lots marked CloseToday. Leave out the quote that
// a new one replaces: the exchange frees its lots in the same act.
type Frozen struct{ Close, CloseToday market.Qty }

// An Assignment splits lots by how they are to be marked (开平). It closes all that
// is free to be closed, because that gives margin back where opening takes more.
type Assignment struct {
	Open, Close, CloseToday market.Qty
	TodayFirst              bool // send the CloseToday part first: it costs less
}

// Free returns the lots of yesterday and of today that an order on side s may still
// close. An exchange refuses to close a lot twice, and so a lot that a working
// order would close counts as gone. Frozen lots that one kind cannot cover are
// taken from the other, as a fill would. Fewer than none are frozen by nothing.
func (l *Ledger) Free(c market.Contract, s market.Side, f Frozen) (yesterday, today market.Qty) {
	if int(c) >= len(l.rows) {
		return 0, 0
	}
	f.Close, f.CloseToday = most(f.Close), most(f.CloseToday)
	held := s.Opposite()
	old, recent := l.Yesterday(c, held), l.Today(c, held)
	yesterday = max(0, old-f.Close-max(0, f.CloseToday-recent))
	today = max(0, recent-f.CloseToday-max(0, f.Close-old))
	return yesterday, today
}

// most is lots without what no order can have, so that their sums fit.
func most(lots market.Qty) market.Qty { return min(max(0, lots), maxTotal) }

// Assign says how qty lots on side s are best marked. Where the exchange tells
// today's lots apart, those that cost less to close go first, yesterday's when
// both cost the same. No side or no lots: nothing.
func (l *Ledger) Assign(c market.Contract, s market.Side, qty market.Qty, f Frozen) (a Assignment) {
	if int(c) >= len(l.rows) || s != market.Bid && s != market.Ask {
		return a
	}
	qty = max(0, qty)
	yesterday, today := l.Free(c, s, f)
	if !l.apart(c) {
		a.Close = min(qty, yesterday+today)
	} else if l.todayCheaper(c) {
		a.CloseToday = min(qty, today)
		a.Close = min(qty-a.CloseToday, yesterday)
		a.TodayFirst = a.CloseToday > 0
	} else {
		a.Close = min(qty, yesterday)
		a.CloseToday = min(qty-a.Close, today)
	}
	a.Open = qty - a.Close - a.CloseToday
	return a
}

// One returns the one mark that all lots of an instruction can carry, since a leg
// carries no more than one: a close when every lot closes in the same way, else
// Open. NoOffset without lots.
func (a Assignment) One() market.Offset {
	switch {
	case a == Assignment{}:
		return market.NoOffset
	case a.Open == 0 && a.CloseToday == 0:
		return market.Close
	case a.Open == 0 && a.Close == 0:
		return market.CloseToday
	}
	return market.Open
}

// Parts returns the marks and lots of the instructions to send, closes first: a
// part of 0 lots is not to be sent.
func (a Assignment) Parts() [3]Part {
	parts := [3]Part{{market.Close, a.Close}, {market.CloseToday, a.CloseToday}, {market.Open, a.Open}}
	if a.TodayFirst {
		parts[0], parts[1] = parts[1], parts[0]
	}
	return parts
}

// A Part is one mark and its lots.
type Part struct {
	Offset market.Offset
	Qty    market.Qty
}

// apart reports whether c's exchange takes CloseToday.
func (l *Ledger) apart(c market.Contract) bool {
	return int(c) < len(l.p.TodayApart) && l.p.TodayApart[c]
}

// todayCheaper reports whether a lot of today costs less to close than an older
// one, by value at the last price noted. What cannot be told is not cheaper.
func (l *Ledger) todayCheaper(c market.Contract) bool {
	if int(c) >= len(l.p.Fees) {
		return false
	}
	f, h := &l.p.Fees[c], &l.rows[c]
	var old, recent holding
	tick := int64(l.p.Instruments[c].TickValue)
	old.levy(1, f.ClosePerLot, f.CloseRate, h.mark, tick)
	recent.levy(1, f.CloseTodayPerLot, f.CloseTodayRate, h.mark, tick)
	return old.broken|recent.broken == 0 && recent.fees < old.fees
}
