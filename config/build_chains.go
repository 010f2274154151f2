package config

import (
	"strings"

	"quotient/market"
)

// maxContracts is how many contracts a desk may have, chains included.
const maxContracts = 512

// chain lists the options of one chain: call and put of each strike.
func (b *builder) chain(v *value) {
	name := v.get("underlying")
	c := b.underlying(name)
	if c == market.NoContract {
		return
	}
	multiplier := v.get("multiplier")
	if multiplier == nil {
		multiplier = &value{key: v.key.child("multiplier"), path: join(v.path, "multiplier"), num: b.desk.Multiplier[c]}
	}
	last := market.Price(0)
	for _, stretch := range kids(v.get("strikes")) {
		from, to, step := stretch.get("from"), stretch.get("to"), stretch.get("step")
		first, ok := b.price(c, from, from.string())
		end, ok2 := b.price(c, to, to.string())
		by, ok3 := b.price(c, step, step.string())
		switch {
		case !ok || !ok2 || !ok3: // said already
			continue
		case end < first:
			b.contradiction(to, from, "the last strike is below the first", "")
			continue
		case first <= last:
			p := from.problem(CodeOverlap, "the stretch begins before the one above it ends")
			p.Found, p.Hint = from.text, "list the strikes ascending, each once"
			b.add(p)
			continue
		}
		for strike := first; strike <= end; strike += by {
			if !b.rung(v, name, c, strike, multiplier) {
				return
			}
		}
		last = end
	}
}

// rung lists call and put of one strike; false when no more fit.
func (b *builder) rung(v, name *value, under market.Contract, strike market.Price, multiplier *value) bool {
	future := b.desk.Instruments[under]
	for _, put := range []bool{false, true} {
		if sides := v.get("sides").string(); sides == "calls" && put || sides == "puts" && !put {
			continue
		}
		if len(b.listed) >= maxContracts {
			p := v.problem(CodeRange, "too many contracts")
			p.Path, p.Allowed = join(v.path, "strikes"), "at most "+itoa(maxContracts)+" contracts, chains included"
			b.add(p)
			return false
		}
		letter := map[bool]string{false: "C", true: "P"}[put]
		symbol := strings.NewReplacer("{underlying}", name.text, "{side}", letter, "{strike}", future.FormatPrice(strike)).
			Replace(v.get("symbol").string())
		at := v.get("symbol")
		if !at.written() {
			at = name
		}
		if !isCode(symbol) {
			p := at.problem(CodeType, "the options' symbols would be no codes")
			p.Path, p.Found, p.Allowed = join(v.path, "symbol"), short(symbol), (&key{kind: kindCode}).allowed()
			b.add(p)
			return false
		}
		if !b.enlist(symbol, at, v) {
			return false
		}
		in := market.Instrument{Exchange: future.Exchange, Kind: side(put), Underlying: under, Strike: strike,
			Expiry: market.Date(v.get("expiry").number())}
		in.Symbol, _ = market.MakeSymbol(symbol)
		before := len(b.list)
		in.Product = b.product(v, at, symbol)
		b.tick(v, &in, multiplier)
		b.desk.Instruments = append(b.desk.Instruments, in)
		b.desk.Multiplier = append(b.desk.Multiplier, multiplier.number())
		if len(b.list) > before {
			return false
		}
	}
	return true
}
