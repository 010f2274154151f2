package fix

import (
	"strconv"

	"quotient/market"

	"quotient/gateway/fix/dialect"
)

const soh = 1

// A body is the application part of a message: fields ascending by tag, groups
// in their place, each field with its delimiter.
type body []byte

func (b body) tag(tag int) body { return append(strconv.AppendInt(b, int64(tag), 10), '=') }
func (b body) end() body        { return append(b, soh) }

func (b body) num(tag int, v uint64) body {
	return body(strconv.AppendUint(b.tag(tag), v, 10)).end()
}

func (b body) text(tag int, s string) body { return append(b.tag(tag), s...).end() }
func (b body) char(tag int, ch byte) body  { return append(b.tag(tag), ch).end() }

func (b body) stamp(t market.Time) body {
	return body(appendStamp(b.tag(dialect.TagTransactTime), t)).end()
}

func (b body) price(tag int, in *market.Instrument, p market.Price) body {
	return body(in.AppendPrice(b.tag(tag), p)).end()
}

func (b body) symbol(in *market.Instrument) body {
	return body(in.Symbol.Append(b.tag(dialect.TagSymbol))).end()
}

// exchange appends nothing when the instrument names none.
func (b body) exchange(in *market.Instrument) body {
	if in.Exchange == (market.Code{}) {
		return b
	}
	return b.text(dialect.TagSecurityExchange, in.Exchange.String())
}

func (b body) side(s market.Side) body {
	if s == market.Bid {
		return b.char(dialect.TagSide, dialect.SideBuy)
	}
	return b.char(dialect.TagSide, dialect.SideSell)
}

// effects are the values of PositionEffect by offset.
var effects = [4]byte{0, dialect.EffectOpen, dialect.EffectClose, dialect.EffectCloseToday}

func (b body) effect(tag int, o market.Offset) body { return b.char(tag, effects[o&3]) }
