package config

import (
	"strings"

	"quotient/market"
	"quotient/risk"
)

// Greeks is what a lot of an option bought weighs, in thousandths: Delta of a lot
// of the underlying, Vega in the unit of the limits on vega. Gamma and Money are for
// stress, and known together.
type Greeks struct {
	Contract    market.Contract
	Delta, Vega int64
	Known       bool         // Gamma and Money are
	Gamma       int64        // ppm of a lot by which delta goes up with one tick of the underlying
	Money       market.Money // a lot's, for a point of volatility
}

// greeks reads what a lot of an option weighs. A future weighs a lot of itself.
func (b *builder) greeks(c market.Contract, w view) {
	in := &b.desk.Instruments[c]
	if !in.Option() {
		if own := w.own.get("greeks"); own.written() {
			p := own.problem(CodeContradiction, "a future weighs a lot of itself")
			p.Hint = "remove it, or put it in defaults for every option"
			b.add(p)
		}
		return
	}
	delta, vega := w.get("greeks", "delta"), w.get("greeks", "vega")
	if !delta.sound() || !vega.sound() {
		return
	}
	g := Greeks{Contract: c, Delta: delta.num, Vega: vega.num}
	if of := w.own.get("greeks"); of.written() {
		g.stress(of)
	} else {
		g.stress(w.defaults.get("greeks"))
	}
	if in.Kind == market.Put {
		g.Delta = -g.Delta
	}
	b.desk.Greeks = append(b.desk.Greeks, g)
}

// stress takes over what the section says for stress.
func (g *Greeks) stress(of *value) {
	gamma, money := of.get("gamma"), of.get("vega_yuan")
	if gamma.written() && money.written() {
		g.Known, g.Gamma, g.Money = true, gamma.number(), market.Money(money.number())
	}
}

// wholeGreeks reports a section with one of the two figures that stress needs.
func (b *builder) wholeGreeks(of *value) {
	if of.unread() {
		return
	}
	gamma, money := of.get("gamma"), of.get("vega_yuan")
	switch {
	case gamma.written() && !money.written():
		b.because(of, join(of.path, "vega_yuan"), of.key.child("vega_yuan"), gamma, "")
	case money.written() && !gamma.written():
		b.because(of, join(of.path, "gamma"), of.key.child("gamma"), money, "")
	}
}

// Weights says in lines what the limits on delta and vega count an option as, and
// which options they hold back until greeks are imported.
func (d *Desk) Weights() string {
	if !d.Risk.InForce.Has(risk.RuleDelta) && !d.Risk.InForce.Has(risk.RuleVega) {
		return ""
	}
	var text strings.Builder
	known := make([]bool, len(d.Instruments))
	for _, g := range d.Greeks {
		known[g.Contract] = true
		text.WriteString("greeks: " + d.Instruments[g.Contract].Symbol.String() + " delta " + milli(g.Delta) + ", vega " + milli(g.Vega) + "\n")
	}
	var without []string
	for i := range d.Instruments {
		if d.Instruments[i].Option() && !known[i] {
			without = append(without, d.Instruments[i].Symbol.String())
		}
	}
	if len(without) > 0 {
		text.WriteString("greeks: not known, so nothing of it is opened until they are imported: " + words(without) + "\n")
	}
	return text.String()
}

// milli writes thousandths.
func milli(v int64) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	text := itoa(v % 1000)
	return sign + itoa(v/1000) + "." + strings.Repeat("0", 3-len(text)) + text
}
