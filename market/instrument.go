package market

// An Instrument is what the exchange says about a contract (合约). The tick is
// TickUnits × 10^-Decimals in the quoted currency unit.
type Instrument struct {
	Symbol    Symbol
	Exchange  Code
	Product   Code
	TickUnits int64 // the tick in units of the last decimal, such as 2 for 0.2
	Decimals  uint8 // decimals of the quoted price, at most 8
	TickValue Money // fen per tick and lot: tick × multiplier × 100

	Kind       InstrumentKind
	Underlying Contract // of an option: the future it is on (标的期货)
	Strike     Price    // of an option, in ticks of Underlying (行权价)
	Expiry     Date     // the last trading day; 0 = not said
}

// An InstrumentKind says what an Instrument is.
type InstrumentKind uint8

// The kinds. The zero kind is a future.
const (
	Future InstrumentKind = iota
	Call                  // 看涨期权
	Put                   // 看跌期权
)

// Option reports whether the instrument is an option (期权).
func (in *Instrument) Option() bool { return in.Kind == Call || in.Kind == Put }

const maxDecimals = 8

var pow10 = [maxDecimals + 1]int64{1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000}

// Check calls bad for each field that no instrument may have.
func (in *Instrument) Check(bad func(key string, found, allowed int64)) {
	if in.TickUnits <= 0 {
		bad("tick", in.TickUnits, 1)
	}
	if in.Decimals > maxDecimals {
		bad("tick", int64(in.Decimals), maxDecimals)
	}
	if in.TickValue <= 0 {
		bad("multiplier", int64(in.TickValue), 1)
	}
}

// ParsePrice reads a decimal such as "7357.00" as ticks. ok is false when the
// text is not a plain decimal, is negative, is off-tick or does not fit.
func (in *Instrument) ParsePrice(text []byte) (p Price, ok bool) {
	var units int64
	decimals, digits, point := uint8(0), 0, false
	for _, ch := range text {
		switch {
		case ch == '.' && !point:
			point = true
		case ch < '0' || ch > '9':
			return 0, false
		case point && decimals == in.Decimals:
			if ch != '0' {
				return 0, false
			}
			digits++
		default:
			if units > (1<<62)/10 {
				return 0, false
			}
			units = units*10 + int64(ch-'0')
			digits++
			if point {
				decimals++
			}
		}
	}
	if digits == 0 {
		return 0, false
	}
	scale := pow10[in.Decimals-decimals]
	if units > (1<<62)/scale {
		return 0, false
	}
	units *= scale
	if in.TickUnits == 1 {
		return Price(units), true
	}
	return Price(units / in.TickUnits), units%in.TickUnits == 0
}

// AppendPrice appends p as a decimal with the instrument's decimals.
func (in *Instrument) AppendPrice(dst []byte, p Price) []byte {
	units := int64(p) * in.TickUnits
	if units < 0 {
		dst, units = append(dst, '-'), -units
	}
	var buf [24]byte
	i, left := len(buf), int(in.Decimals)
	for units > 0 || left >= 0 {
		if left == 0 && in.Decimals > 0 {
			i--
			buf[i] = '.'
		}
		i--
		buf[i] = byte('0' + units%10)
		units /= 10
		left--
	}
	return append(dst, buf[i:]...)
}

// FormatPrice returns p as a decimal with the instrument's decimals.
func (in *Instrument) FormatPrice(p Price) string {
	return string(in.AppendPrice(nil, p))
}
