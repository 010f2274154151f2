package config

import (
	"slices"

	"quotient/market"
	"quotient/risk"
	"quotient/risk/breaker"
	"quotient/risk/window"
)

// rejectWords are the exchange's reasons; index i is market.RejectOther+i. What never
// left the house is not the exchange's, and no storm of it.
func rejectWords() []string {
	return []string{"other", "unknown", "closed", "price", "size", "spread", "duplicate", "funds", "rate"}
}

// gateWords are the rules that may strike; index i is gateRules()[i].
func gateWords() (words []string) {
	for _, r := range gateRules() {
		words = append(words, r.String())
	}
	return words
}

func gateRules() []risk.Rule {
	return []risk.Rule{risk.RuleSize, risk.RuleSpread, risk.RuleValue, risk.RulePrice, risk.RuleCollar, risk.RuleMove,
		risk.RuleBound, risk.RuleParity, risk.RuleSelfMatch, risk.RuleLinked, risk.RuleRepeat, risk.RuleRate, risk.RuleContractRate}
}

// policyKinds are the kinds of trip that need a policy.
func policyKinds() (kinds []breaker.Kind) {
	for k := range breaker.KindCount {
		if k.Ends() != breaker.Unset {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// authorityWords are who may end a trip of kind k, the least first.
func authorityWords(k breaker.Kind) (words []string) {
	for a := k.Ends(); a <= breaker.ByRisk; a++ {
		words = append(words, a.String())
	}
	return words
}

func tripText(k breaker.Kind) string {
	return map[breaker.Kind]string{
		breaker.Protection: "too much was filled in a stretch",
		breaker.OneSided:   "fills on one side only",
		breaker.Rejects:    "a storm of rejects",
		breaker.Collar:     "prices that the gate refused again and again",
		breaker.Repeat:     "repetitions that the gate refused again and again",
		breaker.Loss:       "the loss of the day",
		breaker.Drawdown:   "a fall from the best result",
		breaker.Late:       "the loop was late",
		breaker.Jump:       "a position that does not follow from the fills",
	}[k]
}

// protection reads what stops quoting at trade.
func (b *builder) protection() {
	v := b.root.get("protection")
	if !v.written() || v.unread() {
		return
	}
	p := &breaker.Params{
		Spans: [2]market.Time{market.Time(v.get("short").number()), market.Time(v.get("long").number())},
		Storm: storm(v.get("account").get), Purse: purse(v.get("account").get),
		Codes:  rejects(v.get("reject_reasons")),
		Collar: strike(v.get("price_refusals")), Repeat: strike(v.get("repeat_refusals")),
		UnackedWarn: market.Time(v.get("unacked_warn").number()), Unacked: market.Time(v.get("unacked").number()),
		FallOver: market.Time(v.get("drawdown_over").number()),
		Unmarked: market.Time(v.get("unmarked").number()), Late: market.Time(v.get("late").number()),
	}
	b.groups(v, p)
	p.Messages = b.mostMessages(p.Spans[breaker.Long])
	for _, k := range policyKinds() {
		r := v.get("rearm").get(k.String())
		by := k.Ends() + breaker.Authority(r.get("by").number()) // the words begin with the least
		p.Policies[k] = breaker.Policy{Rearm: by, Pause: market.Time(r.get("pause").number()), ToRisk: r.get("to_risk").number()}
	}
	b.desk.Breaker = p
	b.protectionHolds(v)
}

// groups makes a group of every product, in the order of the instruments.
func (b *builder) groups(v *value, p *breaker.Params) {
	names := b.productNames()
	for _, in := range b.desk.Instruments {
		p.Of = append(p.Of, uint16(slices.Index(names, in.Product.String())))
	}
	own := map[string]*value{}
	for _, w := range kids(v.get("products")) {
		if own[w.label()] = w; !slices.Contains(names, w.label()) {
			at := *w
			at.node = w.name
			b.reference(&at, w.label(), "the products of instruments", names)
		}
	}
	for _, name := range names {
		b.guard = append(b.guard, view{section: v, own: own[name], defaults: v.get("defaults")})
	}
	b.guardMissing(v, names)
	for _, w := range b.guard {
		p.Groups = append(p.Groups, group(w))
	}
}

// productNames lists the products in the order of the instruments.
func (b *builder) productNames() (names []string) {
	for _, in := range b.desk.Instruments {
		if name := in.Product.String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// guardMissing reports the limits that neither a product nor defaults say.
func (b *builder) guardMissing(v *value, names []string) {
	for _, k := range v.key.child("defaults").keys {
		for i, w := range b.guard {
			if w.get(k.name) != nil || v.get("defaults").unread() || w.own.unread() {
				continue
			}
			if w.own == nil {
				at := v.get("defaults")
				if !at.written() {
					at = v
				}
				b.lacks(at, join(v.path, "defaults."+k.name), k, "", "set "+k.name+" there")
			} else {
				b.lacks(w.own, join(w.own.path, k.name), k, " for product "+names[i], "set "+k.name+" there or in defaults")
			}
		}
	}
}

func group(w view) breaker.Limits {
	get := func(name string) *value { return w.get(name) }
	both := func(name string) [2]int64 {
		return [2]int64{get(name + "_short").number(), get(name + "_long").number()}
	}
	return breaker.Limits{
		Flow:     breaker.Flow{Fills: both("fills"), Lots: both("lots"), Delta: both("delta"), Vega: both("vega")},
		OneSided: get("one_sided_fills").number(), Storm: storm(get), Purse: purse(get),
	}
}

func storm(get func(string) *value) breaker.Storm {
	return breaker.Storm{Count: get("rejects").number(), Share: get("reject_share").number(), Least: get("reject_share_from").number()}
}

func purse(get func(string) *value) breaker.Purse {
	return breaker.Purse{Floor: market.Money(get("max_loss").number()), Drawdown: market.Money(get("max_drawdown").number())}
}

func rejects(list *value) (bits uint64) {
	for _, v := range kids(list) {
		bits |= 1 << (int64(market.RejectOther) + v.num)
	}
	return bits
}

func strike(v *value) breaker.Strike {
	s := breaker.Strike{Most: v.get("count").number(), Over: market.Time(v.get("over").number())}
	for _, r := range kids(v.get("rules")) {
		s.Rules |= 1 << gateRules()[r.num]
	}
	return s
}

// mostMessages is how many messages the gate lets out within a stretch.
func (b *builder) mostMessages(over market.Time) int64 {
	r := &b.desk.Risk
	if r.Window <= 0 {
		return 1
	}
	windows := int64(over/r.Window) + 2 // those at both ends count in part
	if r.MaxMessages > window.Most/windows {
		return window.Most
	}
	return max(1, r.MaxMessages*windows)
}

// protectionHolds compares the limits with one another.
func (b *builder) protectionHolds(v *value) {
	if long := v.get("long"); long.sound() {
		b.atMost(v.get("short"), long, long.num-1, "the short stretch is not shorter than the long one", "")
	}
	if after := v.get("unacked"); after.sound() {
		b.atMost(v.get("unacked_warn"), after, after.num, "it would warn after it has stopped", "")
	}
	for _, w := range b.guard {
		for _, what := range []string{"fills", "lots", "delta", "vega"} {
			if short := w.get(what + "_short"); short.sound() {
				b.atLeast(w.get(what+"_long"), short, short.num, "what the short stretch allows would trip the long one", "")
			}
		}
	}
}
