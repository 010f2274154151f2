package quoter

import (
	"quotient/market"
	"quotient/quoter/port"
	"quotient/risk/margin"
)

// Sizes of what an outlook looks at; config bounds the lists by less.
const (
	mostCells = 256
	mostSteps = 16
)

// outlookAtOnce is up to how many contracts one page works everything out; with more
// it takes several.
const outlookAtOnce = 64

// An outlook is what the account's funds may come to, as the page shows it, and what
// is needed to work it out.
type outlook struct {
	view  port.Outlook
	part  int // of outlookParts, the next to be worked out
	cells []margin.Cell
	days  []margin.Locked
}

const outlookParts = 4

// viewOutlook works out the next part and fills in what is known.
func (l *Loop) viewOutlook(v *port.Outlook) {
	if l.r.Account == nil {
		*v = port.Outlook{}
		return
	}
	parts := 1
	if len(l.contracts) <= outlookAtOnce {
		parts = outlookParts
	}
	for range parts {
		switch l.outlook.part {
		case 0:
			l.foresee()
		case 1:
			l.stress()
		case 2:
			l.lockedDays()
		case 3:
			l.exercise()
		}
		l.outlook.part = (l.outlook.part + 1) % outlookParts
	}
	*v = l.outlook.view
}

// know notes whether a part of the outlook is known.
func (l *Loop) know(bit uint8, ok bool) {
	l.outlook.view.Known &^= bit
	if ok {
		l.outlook.view.Known |= bit
	}
}

// foresee works out what the next settlement will ask for.
func (l *Loop) foresee() {
	o := &l.outlook.view
	next, there := l.r.Calendar.TradingDay(l.r.Hours[0], l.st.dateEnd)
	f, ok := l.r.Account.Forecast(next)
	l.know(port.OutlookForecast, ok && there)
	o.Next, o.Margin, o.Raised, o.Free, o.Worst = f.Date, f.Margin, f.Raised, f.Free, f.Worst
	o.Raising, o.Guessed = f.Raising, f.Guessed
}

// stress works out the worst of the scenarios.
func (l *Loop) stress() {
	o := &l.outlook.view
	n, ok := l.r.Account.Stress(margin.Whole, l.outlook.cells)
	w := margin.Worst(l.outlook.cells[:n])
	l.know(port.OutlookStress, ok && n > 0 && n < mostCells)
	o.Price, o.Vol, o.PnL, o.Left = w.Price, w.Vol, w.PnL, w.Free
}

// lockedDays works out the worst of limit days in a row, up and down.
func (l *Loop) lockedDays() {
	o := &l.outlook.view
	known, first := true, true
	for up := range uint8(2) {
		n, ok := l.r.Account.LimitDays(margin.Whole, up != 0, l.outlook.days)
		known = known && ok && n > 0
		for _, d := range l.outlook.days[:n] {
			if first || d.Free < o.Locked {
				o.Up, o.Day, o.LockedPnL, o.Locked = up, d.Day, d.PnL, d.Free
				first = false
			}
		}
	}
	l.know(port.OutlookLocked, known)
}

// exercise works out what options in the money would bring.
func (l *Loop) exercise() {
	o := &l.outlook.view
	o.Exercises = 0
	for i := range l.contracts {
		c := market.Contract(i)
		if l.r.Instruments[i].Option() || o.Exercises == port.MaxExercises {
			continue
		}
		if x, ok := l.r.Account.Exercised(c); ok && x.Long+x.Short > 0 {
			o.Exercise[o.Exercises] = port.Exercise{Contract: c, Long: x.Long, Short: x.Short, Margin: x.Margin}
			o.Exercises++
		}
	}
}

// marked tells the account what the contract is worth now, and how wide its price
// limits are: as far up as down from the settlement before.
func (l *Loop) marked(c market.Contract) {
	k := &l.contracts[c]
	mark, ok := k.markPrice()
	if l.r.Account == nil || !ok || mark == k.marked {
		return
	}
	limit := market.Price(0)
	if k.book.Lower > 0 && k.book.Upper > k.book.Lower {
		limit = (k.book.Upper - k.book.Lower) / 2
	}
	if l.r.Account.Mark(c, mark, limit) {
		k.marked = mark
	}
}

// unwinds reports whether what is held of the contract is headed to delivery and so
// near to it that it is taken down. A last trading day beyond the calendar's data is
// not known to be near.
func (l *Loop) unwinds(c market.Contract) bool {
	last := l.r.Instruments[c].Expiry
	if l.r.Account == nil || last == 0 || !l.r.Calendar.Reaches(last) {
		return false
	}
	return l.r.Account.Unwinds(c, int64(l.r.Calendar.Left(l.st.date, last)))
}

// viewDelivery fills in the countdown of what is held to the last trading day.
func (l *Loop) viewDelivery(c market.Contract, v *port.GuardView) {
	k, in := &l.contracts[c], &l.r.Instruments[c]
	if in.Expiry == 0 || l.r.Ledger.Long(c)+l.r.Ledger.Short(c) == 0 {
		return
	}
	d := l.r.Account.Deliver(c, int64(l.r.Calendar.Left(l.st.date, in.Expiry)), k.book.Volume)
	v.Days, v.Unwind = d.Days, d.Unwind
	if d.Soon {
		v.Delivery |= port.DeliverySoon
	}
	if d.Soon && d.Late {
		v.Delivery |= port.DeliveryLate
	}
}
