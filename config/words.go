package config

import (
	"strings"

	"quotient/market"
)

// allowed says in words what the key takes.
func (k *key) allowed() string {
	switch k.kind {
	case kindText:
		return "text on one line"
	case kindCode:
		return "a code of letters, digits and . _ & -, at most 32"
	case kindName:
		return strings.Join(k.words, ", ")
	case kindBool:
		return "true or false"
	case kindInt, kindDecimal, kindRatio, kindDuration, kindSize:
		return k.allowedNumber()
	case kindDate:
		return "a date such as 2020-08-03"
	case kindMonth:
		return "a month such as 2020-08"
	case kindInstant:
		t := "a date and time such as 2020-08-03 09:00"
		if len(k.words) > 0 {
			t += ", or " + strings.Join(k.words, ", ")
		}
		return t
	case kindAddress:
		return "host:port"
	case kindFile:
		return "a file in the desk file's folder or below it"
	case kindPath:
		return "a path"
	case kindDays:
		return "days such as 02-15 or 02-15..02-21"
	case kindStretch:
		return `a stretch such as "eve 20:55-20:59 auction"`
	case kindList:
		return "a list"
	case kindMap:
		return "keys that are names, with their settings below"
	}
	return "keys with their settings below"
}

func (k *key) allowedNumber() string {
	noun := map[kind]string{kindInt: "a whole number", kindDecimal: "a decimal", kindRatio: "a ratio such as 0.80 or 80%",
		kindDuration: "a duration such as 5s", kindSize: "a size such as 64MiB"}[k.kind]
	if k.unit != "" {
		noun += " of " + k.unit
	}
	switch {
	case k.low == 0 && k.high == 0:
		return noun
	case k.low == k.high:
		return k.format(k.low)
	case k.high == maxNumber:
		return noun + ", at least " + k.format(k.low)
	}
	return noun + " from " + k.format(k.low) + " to " + k.format(k.high)
}

// maxNumber as an upper bound means that only the type bounds the value.
const maxNumber = 1 << 62

// format writes n as the file would have it.
func (k *key) format(n int64) string {
	switch k.kind {
	case kindName:
		if n >= 0 && int(n) < len(k.words) {
			return k.words[n]
		}
	case kindBool:
		return map[int64]string{0: "false", 1: "true"}[n]
	case kindDecimal, kindRatio:
		return decimalText(n, k.scale)
	case kindDuration:
		return measureText(n, durationUnits())
	case kindSize:
		return measureText(n, sizeUnits())
	case kindMonth:
		return formatMonth(market.Month(n))
	case kindDate:
		return formatDate(market.Date(n))
	}
	return itoa(n)
}

func decimalText(n int64, scale int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	t := itoa(n)
	for len(t) <= scale {
		t = "0" + t
	}
	whole, part := t[:len(t)-scale], strings.TrimRight(t[len(t)-scale:], "0")
	if part == "" {
		return sign + whole
	}
	return sign + whole + "." + part
}

// measureText writes n in the largest unit that leaves no rest.
func measureText(n int64, units []unit) string {
	best := unit{"", 1}
	for _, u := range units {
		if n%u.size == 0 && (best.name == "" || u.size > best.size) && (n != 0 || u.size <= 1e9) {
			best = u
		}
	}
	return itoa(n/best.size) + best.name
}

// didYouMean returns a hint that names the nearest of the words, or "".
func didYouMean(found string, words []string) string {
	if w := nearest(found, words); w != "" {
		return "did you mean " + w + "?"
	}
	return ""
}

// nearest returns the word that found was most likely meant to be: the least
// edits, where a word that found begins, or that begins found, is near as well.
func nearest(found string, words []string) string {
	best, least := "", max(2, len(found)/3)+1
	if len(found) > 64 {
		return ""
	}
	lower := strings.ToLower(found)
	for _, w := range words {
		d := edits(lower, strings.ToLower(w))
		if len(found) >= 3 && (strings.HasPrefix(w, lower) || strings.HasPrefix(lower, w) && len(w) >= 3) {
			d = min(d, 2)
		}
		if d < least && d < max(len(found), len(w)) {
			best, least = w, d
		}
	}
	return best
}

// edits is the Levenshtein distance, with a swap of neighbours as one edit.
func edits(a, b string) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
