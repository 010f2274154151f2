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
	blocks, inForce := kids(d.root.get("terms")), false
	for _, v := range blocks {
		if int64(date) < v.get("from").num || int64(date) > v.get("to").num {
			continue
		}
		inForce = true
		if !hasKid(v.get("contracts"), formatMonth(m)) {
			p := v.get("contracts").problem(CodeCoverage, "no contract list for the month")
			p.Path, p.Found, p.Allowed = join(p.Path, formatMonth(m)), formatMonth(m), "a list of the contracts assigned"
			p.Hint = "the exchange assigns next month's contracts at the month's end: add " + formatMonth(m) + ": [...]"
			b.add(p)
		}
	}
	if len(blocks) > 0 && !inForce {
		p := d.root.get("terms").problem(CodeCoverage, "no terms are in force on the date")
		p.Found, p.Hint = formatDate(date), "add the agreement's terms for it"
		b.add(p)
	}
	return b.sorted()
}
