package fix

import "quotient/market"

// appendStamp appends t as a UTCTimestamp with nanoseconds.
func appendStamp(dst []byte, t market.Time) []byte {
	days, rest := t/market.Day, t%market.Day
	if rest < 0 {
		days, rest = days-1, rest+market.Day
	}
	dst = appendDigits(dst, int64(market.DateOfDays(int32(days))), 8)
	dst = appendDigits(append(dst, '-'), int64(rest/market.Hour), 2)
	dst = appendDigits(append(dst, ':'), int64(rest/market.Minute%60), 2)
	dst = appendDigits(append(dst, ':'), int64(rest/market.Second%60), 2)
	return appendDigits(append(dst, '.'), int64(rest%market.Second), 9)
}

func appendDigits(dst []byte, v int64, width int) []byte {
	for scale := pow(width - 1); scale > 0; scale /= 10 {
		dst = append(dst, byte('0'+v/scale%10))
	}
	return dst
}

func pow(n int) int64 {
	v := int64(1)
	for range n {
		v *= 10
	}
	return v
}

const stampSeconds = len("20060102-15:04:05")

// parseStamp reads a UTCTimestamp with any number of decimals up to nine. A leap
// second counts as the last nanosecond before it.
func parseStamp(b []byte) (market.Time, bool) {
	if len(b) < stampSeconds || b[8] != '-' || b[11] != ':' || b[14] != ':' {
		return 0, false
	}
	date, ok1 := digits(b[:8])
	hour, ok2 := digits(b[9:11])
	minute, ok3 := digits(b[12:14])
	second, ok4 := digits(b[15:17])
	day := market.Date(date)
	if !(ok1 && ok2 && ok3 && ok4) || !day.Valid() || hour > 23 || minute > 59 || second > 60 {
		return 0, false
	}
	nanos := int64(0)
	if rest := b[stampSeconds:]; len(rest) > 0 {
		v, ok := digits(rest[1:])
		if rest[0] != '.' || !ok || len(rest) > 10 {
			return 0, false
		}
		nanos = v * pow(10-len(rest))
	}
	if second == 60 {
		second, nanos = 59, int64(market.Second)-1
	}
	return market.Time(day.Days())*market.Day + market.Time(hour)*market.Hour + market.Time(minute)*market.Minute +
		market.Time(second)*market.Second + market.Time(nanos), true
}

// digits reads one to eighteen digits and nothing else.
func digits(b []byte) (v int64, ok bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	for _, ch := range b {
		if ch < '0' || ch > '9' {
			return 0, false
		}
		v = v*10 + int64(ch-'0')
	}
	return v, true
}
