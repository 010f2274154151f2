package ops

import (
	"math/bits"
	"strconv"
	"time"

	"quotient/market"
)

// Figures that decide something are rounded against us: ratios and slack down,
// what is still needed up.

const one = 1_000_000 // parts per million in one

// ratioText returns part/whole with four decimals, rounded down, or nil where
// there is no whole yet.
func ratioText(part, whole market.Time) *string {
	if whole <= 0 || part < 0 {
		return nil
	}
	hi, lo := bits.Mul64(uint64(part), 10_000)
	if hi >= uint64(whole) {
		return nil
	}
	q, _ := bits.Div64(hi, lo, uint64(whole))
	s := fixed(int64(q), 4)
	return &s
}

// ppmText returns v parts per million as a decimal of at least two places; none
// of the six is cut off unless it is zero.
func ppmText(v int64) string {
	s := fixed(v, 6)
	for n := len(s); n > 4 && s[n-1] == '0' && s[n-3] != '.'; n = len(s) {
		s = s[:n-1]
	}
	return s
}

// needText returns v parts per million with four decimals, rounded up, or nil
// for the -1 that says there is no time left to need anything in.
func needText(v int64) *string {
	if v < 0 {
		return nil
	}
	q := v / 100
	if v%100 > 0 {
		q++
	}
	s := fixed(q, 4)
	return &s
}

// minutesText returns t in minutes with one decimal, rounded down.
func minutesText(t market.Time) string {
	const tenth = int64(market.Minute / 10)
	q := int64(t) / tenth
	if int64(t)%tenth < 0 {
		q--
	}
	return fixed(q, 1)
}

// fixed returns v / 10^decimals as a decimal.
func fixed(v int64, decimals int) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	s := strconv.FormatInt(v, 10)
	for len(s) <= decimals {
		s = "0" + s
	}
	if decimals == 0 {
		return sign + s
	}
	return sign + s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}

// secondsText returns t in seconds, exactly.
func secondsText(t market.Time) string { return fixed(int64(t), 9) }

// china is the exchange's zone, without daylight saving since 1991.
var china = time.FixedZone("CST", 8*60*60)

// stamp returns t as RFC 3339 with nanoseconds in the exchange's zone, "" for none.
func stamp(t market.Time) string {
	if t == 0 {
		return ""
	}
	return time.Unix(0, int64(t)).In(china).Format("2006-01-02T15:04:05.000000000-07:00")
}

// dateText returns d as 2006-01-02, "" for none.
func dateText(d market.Date) string {
	if d == 0 {
		return ""
	}
	s := fixed(int64(d), 0)
	for len(s) < 8 {
		s = "0" + s
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:]
}

// age returns now - at, not below zero, or nil when at never was.
func age(now, at market.Time) *int64 {
	if at == 0 {
		return nil
	}
	v := max(0, int64(now-at))
	return &v
}
