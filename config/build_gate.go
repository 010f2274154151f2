package config

import (
	"quotient/market"
	"quotient/risk"
)

// An extended is a rule of the gate that a desk may go without, and the keys that
// put it in force: one of them written asks for the others.
type extended struct {
	rule                       risk.Rule
	account, product, contract []string
	options                    bool // contract's keys are of options alone
}

func extensions() []extended {
	return []extended{
		{rule: risk.RuleMove, contract: []string{"move_ticks"}},
		{rule: risk.RuleBound, contract: []string{"bound_ticks"}, options: true},
		{rule: risk.RuleParity, contract: []string{"bound_ticks", "parity_ticks"}, options: true},
		{rule: risk.RuleAccount, account: []string{"max_lots"}},
		{rule: risk.RuleDelta, account: []string{"max_delta"}, product: []string{"max_delta"}},
		{rule: risk.RuleVega, account: []string{"max_vega"}, product: []string{"max_vega"}},
		{rule: risk.RuleExchange, account: []string{"exchange_headroom"}, contract: []string{"exchange_long_lots", "exchange_short_lots"}},
		{rule: risk.RuleLoss, account: []string{"max_loss"}, product: []string{"max_loss"}},
		{rule: risk.RuleRepeat, account: []string{"repeats", "refreshes"}},
	}
}

// gateControls reads the rules of the gate that a desk may go without.
func (b *builder) gateControls() {
	root, p := b.root.get("risk"), &b.desk.Risk
	if root == nil || root.unread() {
		return
	}
	for _, x := range extensions() {
		if cause := b.cause(root, &x); cause != nil {
			p.InForce |= 1 << x.rule
			b.complete(root, &x, cause)
		}
	}
	b.expiries()
	b.accountLimits(root)
	b.codes(root.get("codes"))
	b.ramp(root.get("ramp"))
	b.wholeGreeks(root.get("defaults").get("greeks"))
	for i, w := range b.gate {
		b.moreLimits(&p.Limits[i], w)
		b.greeks(market.Contract(i), w)
		b.wholeGreeks(w.own.get("greeks"))
	}
}

// cause returns a key of x that is written. Parity is caused by its own key alone.
func (b *builder) cause(root *value, x *extended) *value {
	for _, name := range x.account {
		if v := root.get(name); v.written() {
			return v
		}
	}
	for _, product := range kids(root.get("products")) {
		for _, name := range x.product {
			if v := product.get(name); v.written() {
				return v
			}
		}
	}
	own := x.contract
	if x.rule == risk.RuleParity {
		own = own[1:]
	}
	for i, w := range b.gate {
		for _, name := range own {
			if v := w.get(name); v.written() && (!x.options || b.desk.Instruments[i].Option()) {
				return v
			}
		}
	}
	return nil
}

// complete reports the keys of a rule in force that are missing.
func (b *builder) complete(root *value, x *extended, cause *value) {
	for _, name := range x.account {
		if root.get(name) == nil {
			b.because(root, join(root.path, name), root.key.child(name), cause, "")
		}
	}
	for _, product := range kids(root.get("products")) {
		for _, name := range x.product {
			if product.sound() && product.get(name) == nil {
				b.because(product, join(product.path, name), product.key.child(name), cause, "")
			}
		}
	}
	for _, name := range x.contract {
		b.everyContractHas(root, name, cause, x.options)
	}
}

// expiries reports options whose price cannot be bounded, since nobody says when
// they end.
func (b *builder) expiries() {
	if !b.desk.Risk.InForce.Has(risk.RuleBound) {
		return
	}
	for i := range b.desk.Instruments {
		entry, ticks := b.listed[i].entry, b.gate[i].get("bound_ticks")
		if b.desk.Instruments[i].Option() && ticks.sound() && entry.get("expiry") == nil {
			b.because(entry, join(entry.path, "expiry"), entry.key.child("expiry"), ticks, "")
		}
	}
}

// everyContractHas reports a key that contracts lack: once where none has it.
func (b *builder) everyContractHas(root *value, name string, cause *value, options bool) {
	var without []int
	wanted := 0
	for i, w := range b.gate {
		if options && !b.desk.Instruments[i].Option() {
			continue
		}
		wanted++
		if w.get(name) == nil {
			without = append(without, i)
		}
	}
	k := root.key.child("defaults").child(name)
	if len(without) == wanted && wanted > 1 {
		b.because(root, join(root.path, "defaults."+name), k, cause, "set it there for every contract")
		return
	}
	for _, i := range without {
		symbol := b.desk.Instruments[i].Symbol.String()
		b.because(root, join(root.path, "contracts."+symbol+"."+name), k, cause, "set it there or in defaults")
	}
}

// because reports a key that is missing although another, cause, asks for it.
func (b *builder) because(at *value, path string, k *key, cause *value, hint string) {
	p := at.problem(CodeMissing, "missing, and it has no default")
	p.Path, p.Allowed = path, k.allowed()+", because "+cause.says()
	if p.Hint = hint; hint == "" {
		p.Hint = "add " + k.name + ": " + k.doc
	}
	b.add(p)
}

func (b *builder) accountLimits(root *value) {
	p := &b.desk.Risk
	p.MoveOver = market.Time(root.get("move_over").number())
	p.StrikeOver = market.Time(root.get("strike_over").number())
	p.Headroom = root.get("exchange_headroom").number()
	p.MaxLots = market.Qty(root.get("max_lots").number())
	p.MaxDelta, p.MaxVega = root.get("max_delta").number(), root.get("max_vega").number()
	p.MaxLoss = market.Money(root.get("max_loss").number())
	p.Repeats, p.Refreshes = root.get("repeats").number(), root.get("refreshes").number()
	p.RepeatOver = market.Time(root.get("repeat_over").number())
	if same, all := root.get("repeats"), root.get("refreshes"); same.sound() {
		b.atLeast(all, same, same.num, "what is the same is counted among all", "")
	}
}

func (b *builder) moreLimits(l *risk.Limits, w view) {
	l.MoveTicks = market.Price(w.get("move_ticks").number())
	l.BoundTicks = market.Price(w.get("bound_ticks").number())
	l.ParityTicks = market.Price(w.get("parity_ticks").number())
	l.ExchangeLong = market.Qty(w.get("exchange_long_lots").number())
	l.ExchangeShort = market.Qty(w.get("exchange_short_lots").number())
}

// ramp reads how a new build is held back: never below what the terms ask of a
// contract, or the smallest order where they ask nothing.
func (b *builder) ramp(v *value) {
	if !v.written() {
		return
	}
	b.desk.Risk.InForce |= 1 << risk.RuleRamp
	b.desk.Ramp = Ramp{For: market.Time(v.get("for").number()), Lots: market.Qty(v.get("max_lots").number()),
		Percent: v.get("rate").number() / 10_000}
	if rate := v.get("rate"); rate.sound() && rate.num%10_000 != 0 {
		p := rate.problem(CodeRange, "not a whole percent")
		p.Found, p.Allowed = rate.text, "1% to 100% in steps of 1%"
		b.add(p)
	}
	for i := range b.desk.Risk.Limits {
		l := &b.desk.Risk.Limits[i]
		l.RampFloor = max(1, l.MinOrderQty)
	}
	for i := range b.rows {
		b.rampFloor(b.rows[i].Contract, b.rows[i].MinSize)
	}
	for i := range b.asks {
		b.rampFloor(b.asks[i].Contract, b.asks[i].MinSize)
	}
}

func (b *builder) rampFloor(c market.Contract, least market.Qty) {
	l := &b.desk.Risk.Limits[c]
	l.RampFloor = max(l.RampFloor, least)
}

// codes reads the trading codes and finds every contract's.
func (b *builder) codes(v *value) {
	if !v.written() || v.bad {
		for _, w := range b.gate {
			if own := w.get("code"); own.sound() && v == nil {
				p := own.problem(CodeReference, "no trading codes are filed")
				p.Found, p.Hint = own.text, "add codes to risk, or remove it"
				b.add(p)
			}
		}
		return
	}
	p := &b.desk.Risk
	p.InForce |= 1 << risk.RuleCode
	b.desk.Seat = uint8(v.get("seat").number())
	filed := kids(v.get("filed"))
	for i, f := range filed {
		p.Codes = append(p.Codes, risk.Filed{Code: refOf(f.get("code").string()),
			Class: risk.Futures + risk.Class(f.get("class").number()), Seats: seats(f.get("seats"))})
		b.oneClass(filed[:i], f)
		b.inSeat(f, v.get("seat"))
	}
	for i, w := range b.gate {
		p.Limits[i].Code = b.codeOf(i, w.get("code"), v, filed)
	}
}

func seats(list *value) (bits uint32) {
	for _, v := range kids(list) {
		if v.sound() {
			bits |= 1 << (v.num - 1)
		}
	}
	return bits
}

// oneClass reports a code that is filed above.
func (b *builder) oneClass(above []*value, f *value) {
	own := f.get("code")
	for _, o := range above {
		if first := o.get("code"); own.sound() && first.sound() && own.text == first.text {
			if o.get("class").number() != f.get("class").number() {
				b.contradiction(own, first, "futures and options share a trading code", "they are filed under codes of their own")
			} else {
				b.contradiction(own, first, "the trading code is filed twice", "list all its seats once")
			}
		}
	}
}

// inSeat reports a code that is not filed for the seat in use.
func (b *builder) inSeat(f, seat *value) {
	if list := f.get("seats"); list.sound() && seat.sound() && len(list.kids) > 0 && seats(list)>>(seat.num-1)&1 == 0 {
		b.contradiction(seat, list.kids[0], "the code "+f.get("code").string()+" is not filed for the seat in use",
			"every instruction under it would be refused")
	}
}

// codeOf returns the place of contract i's trading code: the one that it names, or
// the only one of its class.
func (b *builder) codeOf(i int, own, section *value, filed []*value) uint8 {
	class, names := int64(0), []string(nil)
	if b.desk.Instruments[i].Option() {
		class = 1
	}
	found := -1
	for j, f := range filed {
		c := f.get("code").string()
		if names = append(names, c); own == nil && f.get("class").number() == class {
			if found >= 0 {
				b.unclear(i, section, f)
				return 0
			}
			found = j
		} else if own != nil && own.text == c {
			found = j
		}
	}
	switch {
	case found < 0 && own.sound():
		b.reference(own, own.text, "risk.codes.filed", names)
	case found < 0 && own == nil && section.get("filed").sound():
		p := section.problem(CodeMissing, "no code of class "+[]string{"futures", "options"}[class]+" is filed")
		p.Path = join(section.path, "filed")
		p.Hint = "list the code that trades it"
		b.add(p)
	case own.sound() && filed[found].get("class").number() != class:
		b.contradiction(own, filed[found].get("class"), "the contract is of another class than its trading code",
			"name a code of its class, or leave it out of defaults")
	}
	return uint8(found + 1)
}

// unclear reports a class with two codes and a contract that names neither.
func (b *builder) unclear(i int, section, second *value) {
	p := second.get("code").problem(CodeContradiction, "several codes of one class, and "+b.desk.Instruments[i].Symbol.String()+" names none")
	p.Found, p.Hint = second.get("code").string(), "set code in risk.defaults or risk.contracts"
	b.add(p)
}
