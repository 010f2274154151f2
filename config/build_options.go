package config

import (
	"strings"

	"quotient/market"
)

// An optionCode is what the code of an option says.
type optionCode struct {
	underlying string
	put        bool
	strike     string
}

// readOption takes the code of an option apart: letters and digits of the
// underlying, MS for a short-term series, C or P, the strike; dashes may part them.
func readOption(symbol string) (o optionCode, ok bool) {
	rest := strings.TrimLeft(symbol, letters)
	tail := strings.TrimLeft(rest, "0123456789")
	if rest == symbol || tail == rest {
		return o, false
	}
	under := symbol[:len(symbol)-len(tail)]
	tail, dashed := strings.CutPrefix(strings.TrimPrefix(tail, "MS"), "-")
	put := strings.HasPrefix(tail, "P")
	if !put && !strings.HasPrefix(tail, "C") {
		return o, false
	}
	strike, again := strings.CutPrefix(tail[1:], "-")
	if _, ok := fixed(strike, 8); !ok || !isDigit(strike[0]) || dashed != again {
		return o, false
	}
	return optionCode{under, put, strike}, true
}

// option completes contract c when it is an option.
func (b *builder) option(c int) {
	in, v := &b.desk.Instruments[c], b.listed[c].entry
	said, isOption := readOption(b.listed[c].symbol.text)
	kind := v.get("kind")
	switch {
	case kind.sound() && kind.text == "future" || kind == nil && !isOption:
		b.noOption(v, kind)
		return
	case kind == nil:
		in.Kind = side(said.put)
	case kind.bad:
		return
	default:
		in.Kind = side(kind.text == "put")
		if isOption && in.Kind != side(said.put) {
			b.contradiction(kind, b.listed[c].symbol, "the symbol says otherwise", "remove kind, or write what the symbol says")
		}
	}
	at := v.get("underlying")
	if at == nil {
		at = b.told(v, c, "underlying", said.underlying)
	}
	strike := v.get("strike")
	if strike == nil {
		strike = b.told(v, c, "strike", said.strike)
	}
	in.Underlying = b.underlying(at)
	if in.Underlying != market.NoContract {
		in.Strike, _ = b.price(in.Underlying, strike, strike.string())
	}
}

func side(put bool) market.InstrumentKind {
	if put {
		return market.Put
	}
	return market.Call
}

// noOption reports what only an option has.
func (b *builder) noOption(v, kind *value) {
	for _, name := range []string{"underlying", "strike"} {
		if own := v.get(name); own != nil {
			p := own.problem(CodeContradiction, "only an option has this")
			p.Found, p.Hint = own.text, "say kind: call or kind: put, or remove it"
			b.add(p)
		}
	}
}

// told returns what the symbol of contract c says for a key that is not written;
// nil, and a problem, when it says nothing.
func (b *builder) told(v *value, c int, name, text string) *value {
	at := *b.listed[c].symbol
	at.path = join(v.path, name)
	if text == "" {
		p := at.problem(CodeMissing, "the "+name+" cannot be told from the symbol")
		p.Found, p.Allowed = at.text, v.key.child(name).allowed()
		p.Hint = "add " + name + ": to the instrument"
		b.add(p)
		return nil
	}
	at.text = text
	return &at
}

// underlying returns the future that v names.
func (b *builder) underlying(v *value) market.Contract {
	if v == nil || !v.sound() {
		return market.NoContract
	}
	c := b.symbol(v)
	if c == market.NoContract {
		return c
	}
	if _, option := readOption(v.text); option || b.desk.Instruments[c].Option() {
		p := v.problem(CodeContradiction, "the underlying is an option itself")
		p.Found, p.Hint = v.text, "name the future"
		b.add(p)
		return market.NoContract
	}
	return c
}

// price reads text as a price of contract c, in ticks; a problem is reported at v
// when it is none.
func (b *builder) price(c market.Contract, v *value, text string) (ticks market.Price, ok bool) {
	in := &b.desk.Instruments[c]
	if !v.sound() || in.TickUnits == 0 {
		return 0, false
	}
	ticks, ok = in.ParsePrice([]byte(text))
	if ok && ticks <= maxPrice {
		return ticks, true
	}
	p := v.problem(CodeRange, "not a whole number of ticks of "+in.Symbol.String()+", or too high")
	p.Found, p.Allowed = text, "multiples of "+in.FormatPrice(1)
	p.Hint = "check it against the instrument's tick"
	b.add(p)
	return 0, false
}

// maxPrice bounds prices in ticks, so that sums and ratios of them stay exact.
const maxPrice = 1 << 40
