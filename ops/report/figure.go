package report

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"quotient/market"
)

// share returns part / whole in units of 1/scale, rounded down; ok is false when
// there is no whole.
func share(part, whole market.Time, scale uint64) (n uint64, ok bool) {
	if whole <= 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(max(part, 0)), scale)
	if hi >= uint64(whole) {
		return 0, false
	}
	n, _ = bits.Div64(hi, lo, uint64(whole))
	return n, true
}

// ratioText returns part / whole with four decimals, rounded down: against us.
func ratioText(part, whole market.Time) (s string, ok bool) {
	n, ok := share(part, whole, 10_000)
	return fmt.Sprintf("%d.%04d", n/10_000, n%10_000), ok
}

// percentText returns part / whole in per cent with two decimals, rounded down.
func percentText(part, whole market.Time) string {
	n, ok := share(part, whole, 10_000)
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%d.%02d%%", n/100, n%100)
}

// ppmText returns parts per million as a fraction with at least two decimals.
func ppmText(ppm int64) string {
	s := fmt.Sprintf("%d.%06d", ppm/1_000_000, ppm%1_000_000)
	for strings.HasSuffix(s, "0") && len(s)-strings.IndexByte(s, '.') > 3 {
		s = s[:len(s)-1]
	}
	return s
}

// needText returns the share needed of the rest, in per cent rounded up.
func needText(ppm int64) string {
	switch {
	case ppm < 0:
		return "–"
	case ppm > 1_000_000:
		return ">100%"
	}
	n := (ppm + 99) / 100
	return fmt.Sprintf("%d.%02d%%", n/100, n%100)
}

// dayText returns a date as yyyy-mm-dd.
func dayText(d market.Date) string {
	return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100)
}

// monthText returns a month as yyyy-mm.
func monthText(m market.Month) string { return fmt.Sprintf("%04d-%02d", m/100, m%100) }

// spanText returns a duration as h:mm:ss, rounded down; a negative one away from
// zero. Down is against us for what counts for us.
func spanText(t market.Time) string {
	sign := ""
	if t < 0 {
		sign, t = "-", -t+market.Second-1
	}
	return fmt.Sprintf("%s%d:%02d:%02d", sign, t/market.Hour, t/market.Minute%60, t/market.Second%60)
}

// lossText is spanText rounded up, for what counts against us.
func lossText(t market.Time) string { return spanText(t + market.Second - 1) }

// yuanText returns fen as yuan with two decimals and thousands separated.
func yuanText(m market.Money) string {
	sign, u := "", uint64(m)
	if m < 0 {
		sign, u = "-", -u
	}
	return sign + grouped(u/100) + fmt.Sprintf(".%02d", u%100)
}

// countText returns a count with thousands separated.
func countText(n int64) string {
	if n < 0 {
		return "-" + grouped(-uint64(n))
	}
	return grouped(uint64(n))
}

func grouped(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// centiText returns hundredths as a decimal.
func centiText(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
