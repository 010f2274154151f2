package config

import (
	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// unit finds the unit that an agreement's contracts are judged in.
func (b *builder) unit(a *agreement) {
	if a.role == roleResponse {
		return
	}
	u := obligation.Unit{Product: a.product, Target: a.terms.Target, By: obligation.AggregateEvery}
	name := a.product.String()
	if a.role == rolePrimary {
		u.By, name = obligation.AggregatePooled, name+" options"
	}
	how := a.v.get("aggregation")
	if how.sound() {
		u.By = obligation.Aggregation(how.num)
	}
	least, days := a.v.get("least_contracts"), a.v.get("day_share")
	u.Least, u.DayShare = int32(least.number()), days.number()
	b.belongs(a, least, how, u.By == obligation.AggregateSome, "least_contracts")
	b.belongs(a, days, how, u.By == obligation.AggregateDays, "day_share")
	u.Name = b.unitName(a.v.get("unit"), name)
	for i := range b.desk.Obligation.Units {
		if have := &b.desk.Obligation.Units[i]; have.Name == u.Name {
			b.sameUnit(a, have, &u, how)
			have.Target = u.Target
			a.terms.Unit = uint8(i)
			return
		}
	}
	a.terms.Unit = uint8(len(b.desk.Obligation.Units))
	b.desk.Obligation.Units = append(b.desk.Obligation.Units, u)
}

// belongs reports a key of one aggregation that is missing with it, or written without it.
func (b *builder) belongs(a *agreement, v, how *value, wanted bool, name string) {
	switch {
	case wanted && v == nil:
		b.want(a.v, name)
	case !wanted && v.written() && how == nil:
		p := v.problem(CodeContradiction, "this says nothing without its aggregation")
		p.Found, p.Hint = v.text, "set aggregation, or remove it"
		b.add(p)
	case !wanted && v.written():
		b.contradiction(v, how, "this says nothing with the aggregation", "change aggregation, or remove it")
	}
}

// unitName returns a unit's name: as written, or the standard one.
func (b *builder) unitName(v *value, standard string) market.Ref {
	if v.sound() {
		standard = v.text
		if len(standard) > len(market.Ref{}) {
			p := v.problem(CodeRange, "the name is too long")
			p.Found, p.Allowed = short(v.text), "at most 24 bytes"
			b.add(p)
		}
	}
	return refOf(standard)
}

// sameUnit reports terms of one unit that are judged in two ways.
func (b *builder) sameUnit(a *agreement, have, u *obligation.Unit, how *value) {
	if have.By == u.By && have.Least == u.Least && have.DayShare == u.DayShare && have.Product == u.Product {
		return
	}
	at := how
	if !at.written() {
		at = a.v.get("product")
	}
	p := at.problem(CodeContradiction, "terms of one unit are judged in two ways")
	p.Found = u.Name.String()
	p.Hint = "write the same aggregation, product and figures, or give these terms a unit of their own"
	b.add(p)
}

// units checks what only all agreements together say.
func (b *builder) units() {
	continuous, answers := b.desk.Obligation.Units, b.desk.Requests.Units
	if n := len(continuous) + len(answers); n > port.MaxUnits {
		p := b.root.get("terms").problem(CodeRange, "too many units")
		p.Found, p.Allowed = itoa(int64(n)), "at most "+itoa(port.MaxUnits)
		p.Hint = "let terms that follow each other share a unit"
		b.add(p)
	}
	for _, a := range b.duty {
		if least := a.v.get("least_contracts"); a.role != roleResponse && least.sound() && continuous[a.terms.Unit].By == obligation.AggregateSome {
			b.enough(a, least)
		}
	}
}

// enough reports more contracts wanted than there are to choose from.
func (b *builder) enough(a *agreement, least *value) {
	most := 0
	for _, m := range a.months {
		most = max(most, len(m.picks))
	}
	if most > 0 && least.num > int64(most) {
		p := least.problem(CodeContradiction, "more contracts than there are to choose from")
		p.Found, p.Allowed = least.text, "at most "+itoa(int64(most))
		p.Hint = "list more contracts, or lower it"
		b.add(p)
	}
}

// answerUnit finds the unit that an agreement's answers are judged in.
func (b *builder) answerUnit(a *agreement, v *value) uint8 {
	u := request.Unit{Product: a.product, Target: v.get("target").number()}
	u.Name = b.unitName(v.get("unit"), a.product.String()+" answers")
	for i := range b.desk.Requests.Units {
		if have := &b.desk.Requests.Units[i]; have.Name == u.Name {
			have.Target = u.Target
			return uint8(i)
		}
	}
	b.desk.Requests.Units = append(b.desk.Requests.Units, u)
	return uint8(len(b.desk.Requests.Units) - 1)
}
