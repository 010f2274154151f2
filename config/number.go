package config

import (
	"math"
	"strings"
)

// lint refuses spellings of numbers that readers of YAML disagree about: 010 is
// 8 to some and 10 to others, and so is 1_0.
func lint(t string) *fault {
	digits := strings.TrimLeft(t, "+-")
	switch {
	case strings.Contains(t, "_") && strings.Trim(digits, "0123456789._") == "":
		return &fault{CodeNumber, "digits grouped with _", "", "write " + strings.ReplaceAll(t, "_", "")}
	case len(digits) > 1 && digits[0] == '0' && isDigit(digits[1]):
		plain := strings.TrimLeft(digits, "0")
		if plain == "" || plain[0] == '.' {
			plain = "0" + plain
		}
		return &fault{CodeNumber, "a leading zero, which some readers take for octal", "", "write " + plain}
	case len(digits) > 1 && digits[0] == '0' && strings.ContainsAny(digits[1:2], "xXoObB"):
		return &fault{CodeNumber, "not a decimal number", "", "write it in decimal digits"}
	case strings.HasPrefix(t, "+"):
		return &fault{CodeNumber, "a plus sign", "", "write " + digits}
	case strings.Trim(digits, "0123456789.") == "" && (strings.HasPrefix(digits, ".") || strings.HasSuffix(digits, ".")):
		return &fault{CodeNumber, "a decimal point without a digit on both sides", "", "such as 0.5"}
	}
	return nil
}

// parseInt reads a whole number.
func parseInt(s scalar, k *key) (int64, *fault) {
	if bad := lint(s.text); bad != nil {
		bad.allowed = k.allowed()
		return 0, bad
	}
	n, ok := fixed(s.text, 0)
	if ok && s.plain {
		return n, nil
	}
	hint := ""
	switch {
	case ok:
		hint = "write it without quotes"
	case strings.Trim(s.text, "-0123456789") == "":
		return 0, &fault{CodeRange, "out of range", k.allowed(), ""}
	default:
		if whole, _, found := strings.Cut(s.text, "."); found {
			if isDecimal(s.text) {
				hint = "whole numbers only, such as " + whole
			}
		}
	}
	return 0, &fault{CodeType, "not a whole number", k.allowed(), hint}
}

// parseDecimal reads a decimal, or for a ratio also a percentage, exactly.
func parseDecimal(s scalar, k *key) (int64, *fault) {
	t, scale := s.text, k.scale
	if k.kind == kindRatio {
		if body, found := strings.CutSuffix(t, "%"); found {
			t, scale = body, k.scale-2
		}
	}
	if bad := lint(t); bad != nil {
		bad.allowed = k.allowed()
		return 0, bad
	}
	if n, ok := fixed(t, scale); ok {
		return n, nil
	}
	if _, part, _ := strings.Cut(t, "."); isDecimal(t) && len(strings.TrimRight(part, "0")) > scale {
		return 0, &fault{CodeRange, "too many decimals", "at most " + itoa(int64(scale)) + " decimals", ""}
	} else if isDecimal(t) {
		return 0, &fault{CodeRange, "out of range", k.allowed(), ""}
	}
	return 0, &fault{CodeType, "not a decimal number", k.allowed(), ""}
}

// fixed reads [-]digits[.digits] as a whole number of 10^-scale. Further decimals
// must be zeros.
func fixed(t string, scale int) (n int64, ok bool) {
	digits, negative := strings.CutPrefix(t, "-")
	whole, part, point := strings.Cut(digits, ".")
	if whole == "" || point && part == "" || point && scale == 0 {
		return 0, false
	}
	for len(part) < scale {
		part += "0"
	}
	if strings.Trim(part[scale:], "0") != "" {
		return 0, false
	}
	for _, ch := range whole + part[:scale] {
		if ch < '0' || ch > '9' || n > (math.MaxInt64-9)/10 {
			return 0, false
		}
		n = n*10 + int64(ch-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

// isDecimal reports whether t is [-]digits[.digits], of whatever length.
func isDecimal(t string) bool {
	whole, part, point := strings.Cut(strings.TrimPrefix(t, "-"), ".")
	return whole != "" && (part != "" || !point) && strings.Trim(whole+part, "0123456789") == ""
}

// A unit is a suffix and what it stands for.
type unit struct {
	name string
	size int64
}

func durationUnits() []unit {
	return []unit{{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}}
}

func sizeUnits() []unit {
	return []unit{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"B", 1}}
}

// parseDuration reads 250ms, 5s, 1m30s, 1.5s.
func parseDuration(s scalar) (int64, *fault) {
	n, ok := measured(s.text, durationUnits())
	if ok {
		return n, nil
	}
	return 0, unmeasured(s.text, "a duration such as 250ms, 5s or 1m30s", "s")
}

// parseSize reads 64MiB.
func parseSize(s scalar) (int64, *fault) {
	n, ok := measured(s.text, sizeUnits())
	if ok {
		return n, nil
	}
	return 0, unmeasured(s.text, "a size such as 64MiB", "MiB")
}

func unmeasured(t, allowed, unit string) *fault {
	if bad := lint(t); bad != nil {
		bad.allowed = allowed
		return bad
	}
	hint := ""
	if isDecimal(t) {
		hint = "say the unit, such as " + t + unit
	} else if strings.ContainsAny(t, " ") {
		hint = "write it without blanks"
	}
	return &fault{CodeType, "not " + allowed, allowed, hint}
}

// measured sums numbers with units, such as 1m30s.
func measured(t string, units []unit) (sum int64, ok bool) {
	for rest := t; rest != ""; ok = true {
		i := strings.IndexFunc(rest, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if i <= 0 || lint(rest[:i]) != nil {
			return 0, false
		}
		amount := rest[:i]
		rest = rest[i:]
		j := strings.IndexAny(rest, "0123456789.")
		if j < 0 {
			j = len(rest)
		}
		n, fine := amountOf(amount, rest[:j], units)
		if !fine || sum > math.MaxInt64-n {
			return 0, false
		}
		sum, rest = sum+n, rest[j:]
	}
	return sum, ok
}

func amountOf(amount, name string, units []unit) (int64, bool) {
	for _, u := range units {
		if u.name != name {
			continue
		}
		digits, decimals, _ := strings.Cut(amount, ".")
		whole, ok := fixed(digits, 0)
		part, ok2 := fixed("0."+decimals+"0", 9)
		if !ok || !ok2 {
			return 0, false
		}
		// whole*size + part*size/1e9, which must come out even.
		g := gcd(u.size, 1e9)
		if whole > math.MaxInt64/u.size/2 || part*(u.size/g)%(1e9/g) != 0 {
			return 0, false
		}
		return whole*u.size + part*(u.size/g)/(1e9/g), true
	}
	return 0, false
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
