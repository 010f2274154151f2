package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/margin"
)

// statement takes over what a settlement file says of a contract. Where the day
// before was guessed, or told without its date, the file's figures take that place.
func (l *Loop) statement(c *port.Command) {
	k, date := &l.contracts[c.Contract], c.From.Date()
	if date < k.toldOn {
		return
	}
	x := margin.Settlement{Date: date, Price: market.Price(c.First), Interest: int64(c.Count)}
	taken := l.settled(c.Contract, x)
	if before, known := l.before(); !taken && !known && k.settledOn == l.st.date && date < l.st.date {
		x.Date = before // as the guess is dated, whichever day it was
		taken = l.settled(c.Contract, x)
	}
	if taken {
		k.toldOn = date
	}
	if taken && c.Value == 1 {
		l.compare(c.Contract, market.Qty(c.Epoch), market.Qty(c.To))
	}
}

// compare holds a settlement's position against the ledger's while nothing was
// filled since. The exchange's own reply stays the fact: a file that says otherwise
// stops the contract until somebody has looked.
func (l *Loop) compare(c market.Contract, long, short market.Qty) {
	pos := l.r.Ledger
	if l.contracts[c].toldOn != l.st.date && (pos.Fills(c) != 0 || !l.fresh(c)) || !pos.Differs(c, long, short) {
		return
	}
	l.st.differences++
	l.jumped(c, max(diff(pos.Long(c), long), diff(pos.Short(c), short)))
}

func diff(a, b market.Qty) market.Qty { return max(a-b, b-a) }

// dayBefore is the date under which the settlement of the day before is kept: the
// file's where it told that day.
func (l *Loop) dayBefore(c market.Contract) market.Date {
	if l.fresh(c) {
		return l.contracts[c].toldOn
	}
	day, _ := l.before()
	return day
}

// before is the trading day before this one; at the calendar's first, where it is not
// known, the day before.
func (l *Loop) before() (day market.Date, known bool) {
	if day, known = l.r.Calendar.Before(l.st.date); !known {
		day = market.DateOfDays(l.st.date.Days() - 1)
	}
	return day, known
}

// fresh reports whether a file told the settlement of the trading day before.
func (l *Loop) fresh(c market.Contract) bool {
	told := l.contracts[c].toldOn
	day, known := l.before()
	return told != 0 && told < l.st.date && (told >= day || !known)
}
