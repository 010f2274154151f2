package config

import (
	"strings"

	"quotient/market"
	"quotient/obligation/calendar"
)

// digits reads exactly n digits.
func digits(t string, n int) (int64, bool) {
	if len(t) != n {
		return 0, false
	}
	v := int64(0)
	for i := range n {
		if !isDigit(t[i]) {
			return 0, false
		}
		v = v*10 + int64(t[i]-'0')
	}
	return v, true
}

// readMonth reads 2020-08.
func readMonth(t string) (market.Month, bool) {
	if len(t) != 7 || t[4] != '-' {
		return 0, false
	}
	y, ok := digits(t[:4], 4)
	m, ok2 := digits(t[5:], 2)
	return market.Month(y*100 + m), ok && ok2 && y >= 1990 && y < 2100 && m >= 1 && m <= 12
}

// readDate reads 2020-08-03.
func readDate(t string) (market.Date, bool) {
	if len(t) != 10 || t[7] != '-' {
		return 0, false
	}
	m, ok := readMonth(t[:7])
	day, ok2 := digits(t[8:], 2)
	d := market.Date(int64(m)*100 + day)
	return d, ok && ok2 && d.Valid()
}

// readClock reads 09:00, 09:00:00 or 09:00:00.123, up to 24:00.
func readClock(t string) (market.Time, bool) {
	if len(t) < 5 || t[2] != ':' {
		return 0, false
	}
	h, ok := digits(t[:2], 2)
	m, ok2 := digits(t[3:5], 2)
	nano := int64(0)
	if len(t) > 5 {
		whole, _, point := strings.Cut(t[5:], ".")
		_, ok3 := digits(strings.TrimPrefix(whole, ":"), 2)
		n, ok4 := fixed(strings.TrimPrefix(t[5:], ":"), 9)
		if whole[0] != ':' || !ok3 || !ok4 || n >= 60e9 || point && len(t) > 5+13 {
			return 0, false
		}
		nano = n
	}
	at := market.Time(h)*market.Hour + market.Time(m)*market.Minute + market.Time(nano)
	return at, ok && ok2 && m < 60 && at <= market.Day
}

// readInstant reads 2020-08-03 09:00:00 as Asia/Shanghai.
func readInstant(t string) (market.Time, bool) {
	if len(t) < 16 || t[10] != ' ' && t[10] != 'T' {
		return 0, false
	}
	d, ok := readDate(t[:10])
	at, ok2 := readClock(t[11:])
	return d.At(at), ok && ok2
}

// readDays reads 02-15 or 02-15..02-21 as from*10000+to, both mmdd.
func readDays(t string) (int64, bool) {
	first, last, ranged := strings.Cut(t, "..")
	if !ranged {
		last = first
	}
	a, ok := readDay(first)
	b, ok2 := readDay(last)
	return a*10000 + b, ok && ok2 && a <= b
}

func readDay(t string) (int64, bool) {
	d, ok := readDate("2020-" + t) // a leap year: 02-29 is checked against its own year later
	return int64(d) % 10000, ok
}

// readStretch reads "eve 20:55-20:59 auction".
func readStretch(t string) (calendar.Stretch, bool) {
	words := strings.Fields(t)
	s := calendar.Stretch{}
	if len(words) == 3 && words[0] == "eve" {
		s.Eve, words = true, words[1:]
	}
	if len(words) != 2 {
		return s, false
	}
	from, to, _ := strings.Cut(words[0], "-")
	a, ok := readClock(from)
	b, ok2 := readClock(to)
	for p := market.PhaseClosed; p < market.PhaseCount; p++ {
		if p.String() == words[1] {
			s.Phase = p
		}
	}
	s.From, s.To = a, b
	return s, ok && ok2 && a < b && s.Phase != market.PhaseUnknown
}

func formatMonth(m market.Month) string {
	return itoa(int64(m/100)) + "-" + itoa(int64(m%100 + 100))[1:]
}

func formatDate(d market.Date) string {
	return formatMonth(d.Month()) + "-" + itoa(int64(d%100 + 100))[1:]
}
