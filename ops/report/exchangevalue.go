package report

import (
	"strings"

	"quotient/market"
)

// A scale is what one unit of a column is worth.
type scale struct {
	unit    int64 // in the value's own unit; of a time, money or points
	percent bool  // the header says that ratios are per cent
}

// unitWords are what a header may say in brackets about times and money.
var unitWords = []struct {
	word  string
	money bool
	unit  int64
}{
	{"毫秒", false, int64(market.Millisecond)}, {"ms", false, int64(market.Millisecond)},
	{"分钟", false, int64(market.Minute)}, {"min", false, int64(market.Minute)},
	{"小时", false, int64(market.Hour)}, {"hour", false, int64(market.Hour)},
	{"秒", false, int64(market.Second)}, {"second", false, int64(market.Second)}, {"ns", false, 1},
	{"万元", true, 1_000_000}, {"元", true, 100}, {"yuan", true, 100}, {"fen", true, 1},
}

// scaleOf reads the unit that a header names: seconds, yuan and points otherwise.
func scaleOf(m Meaning, header string) scale {
	header = strings.ToLower(header)
	s := scale{unit: 1, percent: strings.ContainsAny(header, "%％")}
	switch {
	case m.time():
		s.unit = int64(market.Second)
	case m.money():
		s.unit = 100
	case m == MeaningScore:
		s.unit = 1000
	}
	for _, w := range unitWords {
		if (w.money && m.money() || !w.money && m.time()) && strings.Contains(header, w.word) && bracketed(header, w.word) {
			s.unit = w.unit
			break
		}
	}
	return s
}

// bracketed reports whether the word stands behind an opening bracket.
func bracketed(header, word string) bool {
	i := strings.IndexAny(header, "(（[/")
	return i >= 0 && strings.Contains(header[i:], word)
}

func (m Meaning) time() bool  { return m >= MeaningScheduled && m <= MeaningEffective }
func (m Meaning) money() bool { return m == MeaningIncentive || m == MeaningRelief }

// parse reads a cell; want says what would be allowed, "" = it was read.
func (s scale) parse(m Meaning, cell string) (v, step int64, want string) {
	ok := false
	switch {
	case m == MeaningVerdict:
		v, ok = parseVerdict(cell)
		return v, 0, wantUnless(ok, "want whether the month is met: 完成, 未完成, met, missed, yes, no, 1 or 0")
	case m.time() && strings.Contains(cell, ":"):
		v, step, ok = parseClock(cell)
		return v, step, wantUnless(ok, "want a duration such as 3:45:00")
	case m == MeaningRatio:
		return s.ratio(cell)
	}
	v, step, ok = parseDecimal(cell, s.unit)
	switch {
	case !ok && s.unit == 1:
		want = "want a whole number"
	case !ok:
		want = "want a number such as 1234.5"
	case v < 0 && !m.money() && m != MeaningScore:
		want = "want a number that is not negative"
	}
	return v, step, want
}

func wantUnless(ok bool, want string) string {
	if ok {
		return ""
	}
	return want
}

// ratio reads a share of one, or per cent where the cell or the header says so.
func (s scale) ratio(cell string) (v, step int64, want string) {
	number, percent := strings.CutSuffix(strings.ReplaceAll(cell, "％", "%"), "%")
	unit := int64(1_000_000)
	if percent || s.percent {
		unit = 10_000
	}
	v, step, ok := parseDecimal(strings.TrimSpace(number), unit)
	if !ok || v < 0 || v > 1_000_000 {
		return 0, 0, "want a ratio from 0 to 1, or per cent with a % in the cell or in the header"
	}
	return v, step, ""
}

// parseDecimal reads a plain decimal, with commas between thousands if there are
// any, times unit. What is finer than one is rounded down; step is what the last
// digit is worth, at least 1.
func parseDecimal(s string, unit int64) (v, step int64, ok bool) {
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	whole, ok = thousands(whole)
	if !ok || point && fraction == "" || whole == "" && fraction == "" {
		return 0, 0, false
	}
	for _, ch := range []byte(whole) {
		if ch < '0' || ch > '9' || v > (1<<62)/10 {
			return 0, 0, false
		}
		v = v*10 + int64(ch-'0')
	}
	m, fits := market.MulMoney(v, unit)
	v, step = int64(m), unit
	for _, ch := range []byte(fraction) {
		if ch < '0' || ch > '9' || unit == 1 && ch != '0' {
			return 0, 0, false
		}
		part := step * int64(ch-'0') / 10
		step /= 10
		if v > 1<<62-part {
			return 0, 0, false
		}
		v += part
	}
	if negative {
		v = -v
	}
	return v, max(step, 1), fits && v > -1<<62 && v < 1<<62
}

// thousands takes commas between groups of three digits out.
func thousands(s string) (digits string, ok bool) {
	groups := strings.Split(s, ",")
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && (len(g) == 0 || len(g) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// parseClock reads h:mm:ss, with decimals of the second if there are any.
func parseClock(s string) (v, step int64, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) != 3 {
		return 0, 0, false
	}
	h, _, okH := parseDecimal(parts[0], 1)
	m, _, okM := parseDecimal(parts[1], 1)
	sec, step, okS := parseDecimal(parts[2], int64(market.Second))
	if !okH || !okM || !okS || h < 0 || h > 10_000 || m < 0 || m > 59 || sec < 0 || sec >= int64(market.Minute) {
		return 0, 0, false
	}
	return h*int64(market.Hour) + m*int64(market.Minute) + sec, step, true
}

func parseVerdict(s string) (v int64, ok bool) {
	switch strings.ToLower(s) {
	case "完成", "达标", "合格", "met", "yes", "y", "1", "是":
		return 1, true
	case "未完成", "未达标", "不合格", "missed", "not met", "no", "n", "0", "否":
		return 0, true
	}
	return 0, false
}

// parseDay reads 2026-11-17, 2026/11/17, 20261117 or 2026年11月17日.
func parseDay(s string) (d market.Date, ok bool) {
	y, m, day, n := civil(s)
	d = market.Date(y*10000 + m*100 + day)
	return d, n == 3 && d.Valid()
}

// parseMonth reads 2026-11, 2026/11, 202611 or 2026年11月.
func parseMonth(s string) (market.Month, bool) {
	y, m, _, n := civil(s)
	return market.Month(y*100 + m), n == 2 && y >= 1990 && m >= 1 && m <= 12
}

// civil cuts a date into n numbers.
func civil(s string) (y, m, d, n int) {
	s = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-").Replace(s)
	parts := strings.Split(strings.TrimSuffix(s, "-"), "-")
	if len(parts) == 1 && (len(s) == 6 || len(s) == 8) {
		parts = []string{s[:4], s[4:6]}
		if len(s) == 8 {
			parts = append(parts, s[6:])
		}
	}
	var out [3]int
	if len(parts) > 3 {
		return 0, 0, 0, 0
	}
	for i, p := range parts {
		if len(p) == 0 || len(p) > 4 {
			return 0, 0, 0, 0
		}
		for _, ch := range []byte(p) {
			if ch < '0' || ch > '9' {
				return 0, 0, 0, 0
			}
			out[i] = out[i]*10 + int(ch-'0')
		}
	}
	return out[0], out[1], out[2], len(parts)
}
