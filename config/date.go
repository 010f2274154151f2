package config

import (
	"quotient/market"
)

// CheckDate reports why the desk may not quote on a date: the calendar does not
// cover its month, or an agreement in force has no list of contracts for it.
func (d *Desk) CheckDate(date market.Date) []Problem {
	b := &builder{sink: &sink{}, desk: d, root: d.root}
	m := date.Month()
	if !d.covers(m) {
		b.uncovered(d.root.get("calendar"), m)
	}
	inForce := false
	for _, a := range d.duty {
		if date >= a.terms.From && date <= a.terms.To {
			inForce = true
			b.selected(a, m)
		}
	}
	if len(d.duty) > 0 && !inForce {
		p := d.root.get("terms").problem(CodeCoverage, "no terms are in force on the date")
		p.Found, p.Hint = formatDate(date), "add the agreement's terms for it"
		b.add(p)
	}
	return b.sorted()
}

// selected reports a month for which an agreement selects no contract.
func (b *builder) selected(a *agreement, m market.Month) {
	one := a.months[after(a.terms.From.Month(), m)]
	switch {
	case one.ruled && one.listed && len(one.picks) == 0:
		p := a.v.problem(CodeCoverage, "no contract is selected for the month")
		p.Found, p.Hint = formatMonth(m), "list the month's contracts under instruments"
		b.add(p)
	case one.ruled || one.listed || one.kept && a.v.get("keep_last").number() == 1:
	default:
		p := a.v.get("contracts").problem(CodeCoverage, "no contract list for the month")
		p.Path, p.Found, p.Allowed = join(p.Path, formatMonth(m)), formatMonth(m), "a list of the contracts assigned"
		p.Hint = "the exchange assigns next month's contracts at the month's end: add " + formatMonth(m) + ": [...]"
		b.add(p)
	}
}
