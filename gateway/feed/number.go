package feed

import "quotient/market"

// The largest figures taken for real. A feed that sends more is out of order,
// and a sum of such figures would not fit an int64.
const (
	MaxTicks    = market.Price(1e9)          // a price, in ticks
	MaxSize     = int64(1e9)                 // lots at one price
	MaxTotal    = int64(1e12)                // lots traded or open
	MaxTurnover = int64(1e17)                // price × lots, in the feed's own unit
	MinStamp    = 315532800 * market.Second  // 1980-01-01
	MaxStamp    = 4102444800 * market.Second // 2100-01-01
)

// price reads a price in ticks from its text.
func price(in *market.Instrument, text []byte) (market.Price, Code) {
	p, ok := in.ParsePrice(text)
	switch {
	case !ok:
		return 0, whyNotPrice(text)
	case p > MaxTicks:
		return 0, CodeAbsurd
	}
	return p, OK
}

// whyNotPrice says why ParsePrice refused text.
func whyNotPrice(text []byte) Code {
	rest := text
	if len(rest) > 1 && rest[0] == '-' {
		rest = rest[1:]
	}
	points, digits, whole := 0, 0, 0
	for _, ch := range rest {
		switch {
		case ch >= '0' && ch <= '9':
			digits++
			if points == 0 && (whole > 0 || ch != '0') {
				whole++
			}
		case ch == '.':
			points++
		default:
			return CodeNumber
		}
	}
	switch {
	case digits == 0 || points > 1:
		return CodeNumber
	case len(rest) < len(text):
		return CodeNegative
	case whole > 9: // more than MaxTicks, or so close that the tick does not matter
		return CodeAbsurd
	}
	return CodeOffTick
}

// whole reads a number that may carry a fraction of zeros, such as 148703.00.
// With cut any fraction is dropped.
func whole(text []byte, limit int64, cut bool) (v int64, code Code) {
	i := 0
	for ; i < len(text) && text[i] >= '0' && text[i] <= '9'; i++ {
		if v > limit {
			continue // absurd already; the rest must still be digits
		}
		v = v*10 + int64(text[i]-'0')
	}
	if i == 0 {
		return 0, whyNotWhole(text)
	}
	if i < len(text) {
		if code := fraction(text[i:], cut); code != OK {
			return 0, code
		}
	}
	if v > limit {
		return 0, CodeAbsurd
	}
	return v, OK
}

// fraction judges what follows the digits of a whole number.
func fraction(rest []byte, cut bool) Code {
	if rest[0] != '.' || len(rest) == 1 {
		return CodeNumber
	}
	code := OK
	for _, ch := range rest[1:] {
		switch {
		case ch < '0' || ch > '9':
			return CodeNumber
		case ch != '0' && !cut:
			code = CodeFraction
		}
	}
	return code
}

func whyNotWhole(text []byte) Code {
	if len(text) > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9' {
		return CodeNegative
	}
	return CodeNumber
}
