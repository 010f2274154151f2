package config

import (
	"slices"
	"strings"
	"unicode/utf8"

	"quotient/market"
)

// A scalar is one plain or quoted value of a file.
type scalar struct {
	text  string
	plain bool   // not quoted
	tag   string // what YAML takes it for, such as !!int
}

// A fault says what is wrong with a scalar; the caller knows where.
type fault struct{ code, message, allowed, hint string }

// parse reads s as k asks. num is the value in the key's smallest unit; for
// words it is the index. out is the text to keep.
func (k *key) parse(s scalar) (num int64, out string, bad *fault) {
	if s.tag == "!!null" && s.plain {
		return 0, "", &fault{CodeType, "no value", k.allowed(), "write a value after the colon, or remove the key"}
	}
	switch k.kind {
	case kindText, kindCode, kindFile, kindPath, kindAddress:
		return k.parseText(s)
	case kindName:
		if i := slices.Index(k.words, s.text); i >= 0 {
			return int64(i), s.text, nil
		}
		return 0, "", &fault{CodeChoice, "not a word allowed here", k.allowed(), didYouMean(s.text, k.words)}
	case kindBool:
		return parseBool(s)
	case kindInt:
		num, bad = parseInt(s, k)
	case kindDecimal, kindRatio:
		num, bad = parseDecimal(s, k)
	case kindDuration:
		num, bad = parseDuration(s)
	case kindSize:
		num, bad = parseSize(s)
	case kindDate, kindMonth, kindInstant, kindDays, kindStretch:
		if slices.Contains(k.words, s.text) {
			return 0, s.text, nil
		}
		num, bad = parseTime(s, k.kind)
		if bad != nil && bad.allowed == "" {
			bad.allowed = k.allowed()
		}
	default:
		return 0, "", &fault{CodeType, "a single value where " + k.allowed() + " belongs", k.allowed(), ""}
	}
	if bad == nil && (k.low != 0 || k.high != 0) && (num < k.low || num > k.high) {
		bad = &fault{CodeRange, "out of range", k.allowed(), k.rangeHint(s.text)}
	}
	return num, s.text, bad
}

// rangeHint knows the commonest slips: a percentage without its sign, a file of
// another version.
func (k *key) rangeHint(text string) string {
	if k.low == k.high && k.name == "schema" {
		return "this build reads version " + itoa(k.low)
	}
	if k.kind != kindRatio {
		return ""
	}
	if n, bad := parseDecimal(scalar{text: text + "%", plain: true}, k); bad == nil && n >= k.low && n <= k.high {
		return `did you mean "` + text + `%"?`
	}
	return ""
}

const maxText = 200

func (k *key) parseText(s scalar) (int64, string, *fault) {
	if s.plain && s.tag != "!!str" {
		return 0, "", &fault{CodeType, "YAML reads this as " + tagNoun(s.tag) + ", not as text",
			k.allowed(), `write it in quotes: "` + s.text + `"`}
	}
	if s.text == "" || strings.TrimSpace(s.text) != s.text {
		return 0, "", &fault{CodeType, "text that is empty or has blanks around it", k.allowed(), "remove the blanks or the key"}
	}
	if utf8.RuneCountInString(s.text) > maxText || strings.ContainsFunc(s.text, control) {
		return 0, "", &fault{CodeType, "text that is too long or holds control characters", k.allowed(), ""}
	}
	switch {
	case k.kind == kindCode && !isCode(s.text):
		return 0, "", &fault{CodeType, "not a code", k.allowed(), ""}
	case k.kind == kindAddress && !isAddress(s.text):
		return 0, "", &fault{CodeType, "not an address", k.allowed(), "such as 127.0.0.1:9880"}
	}
	return 0, s.text, nil
}

// tagNoun says what YAML takes a plain value for.
func tagNoun(tag string) string {
	switch tag {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!timestamp":
		return "a date"
	}
	return "something else"
}

func control(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

func isCode(s string) bool {
	if len(s) > 32 || !isAlnum(s[0]) {
		return false
	}
	for i := range len(s) {
		if !isAlnum(s[i]) && !strings.ContainsRune("._&-", rune(s[i])) {
			return false
		}
	}
	return true
}

func isAlnum(b byte) bool { return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isAddress(s string) bool {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return false
	}
	host, port := s[:i], s[i+1:]
	n, bad := parseInt(scalar{text: port, plain: true, tag: "!!int"}, &key{kind: kindInt})
	if bad != nil || n < 0 || n > 65535 {
		return false
	}
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		host = strings.ReplaceAll(host[1:len(host)-1], ":", "")
	}
	for j := range len(host) {
		if !isAlnum(host[j]) && host[j] != '.' && host[j] != '-' {
			return false
		}
	}
	return host != ""
}

// parseBool takes true and false only: readers of YAML disagree about the rest.
func parseBool(s scalar) (int64, string, *fault) {
	const allowed = "true or false"
	switch {
	case s.plain && s.text == "true":
		return 1, s.text, nil
	case s.plain && s.text == "false":
		return 0, s.text, nil
	}
	hint := ""
	switch strings.ToLower(s.text) {
	case "yes", "y", "on", "true", "1":
		hint = "write true"
	case "no", "n", "off", "false", "0":
		hint = "write false"
	}
	return 0, "", &fault{CodeType, "neither true nor false", allowed, hint}
}

// parseTime reads dates, months, instants and the calendar's own notations.
func parseTime(s scalar, k kind) (int64, *fault) {
	var n int64
	ok := false
	switch k {
	case kindDate:
		var d market.Date
		d, ok = readDate(s.text)
		n = int64(d)
	case kindMonth:
		var m market.Month
		m, ok = readMonth(s.text)
		n = int64(m)
	case kindInstant:
		var t market.Time
		t, ok = readInstant(s.text)
		n = int64(t)
	case kindDays:
		n, ok = readDays(s.text)
	case kindStretch:
		_, ok = readStretch(s.text)
	}
	if ok {
		return n, nil
	}
	hint := ""
	if k == kindDate && len(s.text) == 8 {
		if d, ok := readDate(s.text[:4] + "-" + s.text[4:6] + "-" + s.text[6:]); ok {
			hint = "write " + formatDate(d)
		}
	}
	return 0, &fault{code: CodeType, message: "not " + (&key{kind: k}).allowed(), hint: hint}
}
