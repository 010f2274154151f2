package config

import (
	"quotient/market"
	"quotient/obligation"
)

// alarmDays is how many trading days before a month the alarm about its missing
// list begins: the exchange assigns at the month's end.
const alarmDays = 3

// keepLast gives each month without a list the contracts of the last one, says
// that it is not to be assessed, and sets the alarm.
func (b *builder) keepLast(a *agreement) {
	var last []pick
	for i := range a.months {
		m := &a.months[i]
		if m.listed {
			last = m.picks
			continue
		}
		if m.ruled || !b.desk.covers(m.Month) || b.listedElsewhere(a, m.Month) {
			continue
		}
		b.alarm(a, m.Month)
		if a.role == roleResponse && a.v.get("keep_last").number() == 0 {
			continue // no verdict of answers says that it was not assessed
		}
		for _, p := range last {
			if !b.gone(p.c, m.Month) {
				m.picks = append(m.picks, p)
			}
		}
		if m.kept = len(m.picks) > 0; m.kept && a.role != roleResponse {
			b.desk.Obligation.Unlisted = append(b.desk.Obligation.Unlisted, obligation.Gap{Unit: a.terms.Unit, Month: m.Month})
		}
	}
}

// listedElsewhere reports whether other terms of the unit have the month's list.
func (b *builder) listedElsewhere(a *agreement, m market.Month) bool {
	for _, other := range b.duty {
		if other == a || (other.role == roleResponse) != (a.role == roleResponse) || other.unitIndex() != a.unitIndex() {
			continue
		}
		if i := after(other.terms.From.Month(), m); i >= 0 && i < len(other.months) && other.months[i].listed {
			return true
		}
	}
	return false
}

// unitIndex is the index of the unit whose month the contract lists decide.
func (a *agreement) unitIndex() uint8 {
	if a.role == roleResponse {
		return a.answer.Unit
	}
	return a.terms.Unit
}

// alarm tells, from a few trading days before month m on, that its list is missing.
func (b *builder) alarm(a *agreement, m market.Month) {
	days := b.desk.Calendar.Days
	for i := range days {
		if days[i].Date.Month() != m {
			continue
		}
		b.desk.Alarms = append(b.desk.Alarms, Alarm{
			At: days[max(0, i-alarmDays)].Date.At(0),
			Text: a.product.String() + ": no contract list for " + formatMonth(m) + "; add it to " +
				a.v.path + ".contracts (" + a.v.get("source").string() + ")",
		})
		return
	}
}
