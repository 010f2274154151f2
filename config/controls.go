package config

import "quotient/risk"

// NotInForce names the controls that the desk goes without, as the file's keys do:
// sections first, then rules of the gate.
func (d *Desk) NotInForce() (names []string) {
	for _, s := range []struct {
		name    string
		missing bool
	}{{"protection", d.Breaker == nil}, {"conduct", d.Conduct == nil}, {"limits", d.Limits == nil}, {"funds", d.Margin == nil}} {
		if s.missing {
			names = append(names, s.name)
		}
	}
	for r := risk.RuleReduce; r < risk.RuleCount; r++ {
		if risk.Extended.Has(r) && r != risk.RuleFunds && !d.Risk.InForce.Has(r) && d.concerned(r) {
			names = append(names, "risk."+r.String())
		}
	}
	return names
}

// concerned reports whether a rule could say anything of the desk's contracts.
func (d *Desk) concerned(r risk.Rule) bool {
	if r != risk.RuleBound && r != risk.RuleParity && r != risk.RuleVega {
		return true
	}
	for i := range d.Instruments {
		if d.Instruments[i].Option() {
			return true
		}
	}
	return false
}
