package config

import (
	"quotient/market"
	"quotient/obligation"
)

// grants reads the manual exemptions: one row for each contract.
func (b *builder) grants() {
	for _, v := range kids(b.root.get("grants")) {
		from, to, name := v.get("from"), v.get("to"), v.get("reference")
		if from.sound() && to.sound() && from.num >= to.num {
			b.contradiction(to, from, "the grant ends before it begins", "")
		}
		g := obligation.Grant{Contract: market.NoContract, From: market.Time(from.number()), To: market.Time(to.number()),
			Relax: v.get("relax").number()}
		var ok bool
		if g.Ref, ok = market.MakeRef(name.string()); !ok {
			p := name.problem(CodeRange, "the reference is too long")
			p.Found, p.Allowed = name.text, "at most 24 bytes"
			b.add(p)
		}
		for _, s := range kids(v.get("contracts")) {
			g.Contract = b.symbol(s)
			b.desk.Obligation.Grants = append(b.desk.Obligation.Grants, g)
		}
		if v.get("contracts") == nil {
			b.desk.Obligation.Grants = append(b.desk.Obligation.Grants, g)
		}
	}
}
