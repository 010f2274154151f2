package position

import "quotient/market"

// A Period is the stretch of a contract's life that its limit depends on.
type Period uint8

// The periods. The zero Period is none: a row that does not say it is refused.
const (
	NoPeriod    Period = iota
	Ordinary           // 一般月份
	MonthBefore        // 交割月前一个月份
	Delivery           // 交割月份
	EveryPeriod        // a limit that does not depend on it
	PeriodCount
)

var periodNames = [PeriodCount]string{"none", "ordinary", "month_before", "delivery", "every"}

// String returns the period's name.
func (p Period) String() string {
	if p >= PeriodCount {
		return "invalid"
	}
	return periodNames[p]
}

// PeriodOn returns the period of a contract that is delivered in month, on a
// trading day. NoPeriod when the month is not one, or is over.
func PeriodOn(month market.Month, day market.Date) Period {
	if !validMonth(month) || !day.Valid() {
		return NoPeriod
	}
	switch left := monthsOf(month) - monthsOf(day.Month()); {
	case left > 1:
		return Ordinary
	case left == 1:
		return MonthBefore
	case left == 0:
		return Delivery
	}
	return NoPeriod
}

// DeliveryMonth reads the delivery month (交割月份) from a symbol such as AP010,
// IF2101 or SR609C6000; an option has its underlying's. ZCE writes one digit of
// the year: it is the first such month not before asOf's.
func DeliveryMonth(y market.Symbol, asOf market.Date) (m market.Month, ok bool) {
	at := 0
	for at < len(y) && letter(y[at]) {
		at++
	}
	digits, n := 0, at
	for ; n < len(y) && y[n] >= '0' && y[n] <= '9'; n++ {
		digits = digits*10 + int(y[n]-'0')
	}
	year, month := digits/100, digits%100
	if at == 0 || month < 1 || month > 12 || !asOf.Valid() {
		return 0, false
	}
	span := 100
	switch n - at {
	case 3:
		span = 10
	case 4:
	default:
		return 0, false
	}
	now := asOf.Month()
	for full := int(now/100)/span*span + year; ; full += span {
		if m = market.Month(full*100 + month); m >= now {
			return m, true
		}
	}
}

func letter(ch byte) bool { return ch >= 'A' && ch <= 'Z' || ch >= 'a' && ch <= 'z' }

func validMonth(m market.Month) bool { return m/100 > 0 && m%100 >= 1 && m%100 <= 12 }

// monthsOf numbers months in a row.
func monthsOf(m market.Month) int32 { return int32(m)/100*12 + int32(m)%100 }
