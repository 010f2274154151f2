package config

import (
	"math"
	"strings"

	"quotient/market"
)

// A listed is where the file lists a contract.
type listed struct {
	symbol *value // what names it
	entry  *value // its entry under instruments or chains
}

// instruments reads the contracts of the day: those listed, then the chains.
func (b *builder) instruments() {
	b.names = map[string]market.Contract{}
	for _, v := range kids(b.root.get("instruments")) {
		if symbol := v.get("symbol"); symbol.sound() && b.enlist(symbol.text, symbol, v) {
			b.instrument(v, symbol)
		}
	}
	chained := len(b.desk.Instruments)
	for _, v := range kids(b.root.get("chains")) {
		b.chain(v)
	}
	for c := range chained {
		b.option(c)
	}
}

// enlist gives a symbol the next place. It reports false when it has one already.
func (b *builder) enlist(name string, symbol, entry *value) bool {
	if first, ok := b.names[name]; ok {
		p := symbol.problem(CodeDuplicate, "the contract is listed twice")
		p.Found, p.Hint = name, "first listed on line "+itoa(int64(b.listed[first].symbol.node.Line))+"; keep one of the two"
		b.add(p)
		return false
	}
	b.names[name] = market.Contract(len(b.listed))
	b.listed = append(b.listed, listed{symbol, entry})
	return true
}

func (b *builder) instrument(v, symbol *value) {
	exchange := b.root.get("calendar").get("exchange")
	in := market.Instrument{Expiry: market.Date(v.get("expiry").number())}
	in.Symbol, _ = market.MakeSymbol(symbol.text)
	if own := v.get("exchange"); own.sound() && exchange.sound() && own.text != exchange.text {
		b.contradiction(own, exchange, "the contract is of another exchange than the calendar", "both must be the same")
	}
	in.Exchange = b.code(exchange)
	in.Product = b.product(v, symbol, symbol.text)
	multiplier := v.get("multiplier")
	b.tick(v, &in, multiplier)
	b.desk.Instruments = append(b.desk.Instruments, in)
	b.desk.Multiplier = append(b.desk.Multiplier, multiplier.number())
}

// product returns the product that an entry names, or the letters that the symbol
// begins with.
func (b *builder) product(v, at *value, symbol string) market.Code {
	if own := v.get("product"); own != nil {
		return b.code(own)
	}
	letters := symbol[:len(symbol)-len(strings.TrimLeft(symbol, letters))]
	code, _ := market.MakeCode(letters)
	if letters == "" || len(letters) > 8 {
		p := at.problem(CodeMissing, "the product cannot be told from the symbol")
		p.Path, p.Hint = join(v.path, "product"), "add product: to the instrument"
		b.add(p)
	}
	return code
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

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
func (b *builder) tick(v *value, in *market.Instrument, multiplier *value) {
	tick := v.get("tick")
	if !tick.sound() || !multiplier.sound() {
		return
	}
	units, decimals := tick.num, tick.key.scale
	for decimals > 0 && units%10 == 0 {
		units, decimals = units/10, decimals-1
	}
	in.TickUnits, in.Decimals = units, uint8(decimals)
	worth, ok := market.MulMoney(units*100, multiplier.num)
	scale := int64(math.Pow10(decimals))
	if units > math.MaxInt64/100 || !ok || int64(worth)%scale != 0 {
		p := tick.problem(CodeContradiction, "a tick of one lot is not worth a whole number of fen")
		p.Found = "tick " + tick.text + ", multiplier " + itoa(multiplier.num)
		p.Hint = "check tick and multiplier"
		b.add(p)
		return
	}
	in.TickValue = worth / market.Money(scale)
}
