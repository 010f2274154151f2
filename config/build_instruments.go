package config

import (
	"math"
	"strings"

	"quotient/market"
)

// instruments reads the contracts of the day.
func (b *builder) instruments() {
	exchange := b.root.get("calendar").get("exchange")
	seen := map[string]*value{}
	b.names = map[string]market.Contract{}
	for _, v := range kids(b.root.get("instruments")) {
		symbol := v.get("symbol")
		if !symbol.sound() {
			continue
		}
		if first := seen[symbol.text]; first != nil {
			p := symbol.problem(CodeDuplicate, "the contract is listed twice")
			p.Found, p.Hint = symbol.text, "first listed on line "+itoa(int64(first.node.Line))+"; keep one of the two"
			b.add(p)
			continue
		}
		seen[symbol.text] = symbol
		b.names[symbol.text] = market.Contract(len(b.desk.Instruments))
		b.instrument(v, symbol, exchange)
	}
}

func (b *builder) instrument(v, symbol, exchange *value) {
	in := market.Instrument{}
	in.Symbol, _ = market.MakeSymbol(symbol.text)
	if own := v.get("exchange"); own.sound() && exchange.sound() && own.text != exchange.text {
		b.contradiction(own, exchange, "the contract is of another exchange than the calendar", "both must be the same")
	}
	in.Exchange = b.code(exchange)
	product := v.get("product")
	if product == nil {
		letters := symbol.text[:len(symbol.text)-len(strings.TrimLeft(symbol.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))]
		in.Product, _ = market.MakeCode(letters)
		if letters == "" || len(letters) > 8 {
			p := symbol.problem(CodeMissing, "the product cannot be told from the symbol")
			p.Path, p.Hint = join(v.path, "product"), "add product: to the instrument"
			b.add(p)
		}
	} else {
		in.Product = b.code(product)
	}
	multiplier := v.get("multiplier").number()
	b.tick(v, &in, multiplier)
	b.desk.Instruments = append(b.desk.Instruments, in)
	b.desk.Multiplier = append(b.desk.Multiplier, multiplier)
}

// code reads a short code.
func (b *builder) code(v *value) market.Code {
	if !v.sound() {
		return market.Code{}
	}
	c, ok := market.MakeCode(v.text)
	if !ok {
		p := v.problem(CodeRange, "the code is too long")
		p.Found, p.Allowed = v.text, "at most 8 characters"
		v.bad = true
		b.add(p)
	}
	return c
}

// tick splits the price step into units of its last decimal and finds what one
// tick of one lot is worth.
func (b *builder) tick(v *value, in *market.Instrument, multiplier int64) {
	tick := v.get("tick")
	if !tick.sound() || !v.get("multiplier").sound() {
		return
	}
	units, decimals := tick.num, tick.key.scale
	for decimals > 0 && units%10 == 0 {
		units, decimals = units/10, decimals-1
	}
	in.TickUnits, in.Decimals = units, uint8(decimals)
	worth, ok := market.MulMoney(units*100, multiplier)
	scale := int64(math.Pow10(decimals))
	if units > math.MaxInt64/100 || !ok || int64(worth)%scale != 0 {
		p := tick.problem(CodeContradiction, "a tick of one lot is not worth a whole number of fen")
		p.Found = "tick " + tick.text + ", multiplier " + itoa(multiplier)
		p.Hint = "check tick and multiplier"
		b.add(p)
		return
	}
	in.TickValue = worth / market.Money(scale)
}
