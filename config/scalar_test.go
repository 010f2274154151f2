package config

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
	"quotient/market"
)

// plainly reads a plain value as YAML would tag it.
func plainly(k *key, text, tag string) (int64, *fault) {
	n, _, bad := k.parse(scalar{text: text, plain: true, tag: tag})
	return n, bad
}

// TestTraps gives the four values that readers of YAML take for something else.
func TestTraps(t *testing.T) {
	lots, lotsDecimal := &key{kind: kindInt}, &key{kind: kindDecimal, scale: 2}
	truth, span, word := &key{kind: kindBool}, &key{kind: kindDuration}, &key{kind: kindCode}
	for _, c := range []struct {
		key        *key
		text, tag  string
		code, hint string
	}{
		{lots, "010", "!!int", CodeNumber, "write 10"},
		{lots, "-010", "!!int", CodeNumber, "write 10"},
		{lots, "1_0", "!!int", CodeNumber, "write 10"},
		{lotsDecimal, "010.50", "!!float", CodeNumber, "write 10.50"},
		{lotsDecimal, "1_0.5", "!!float", CodeNumber, "write 10.5"},
		{lotsDecimal, "00", "!!int", CodeNumber, "write 0"},
		{lots, "0o17", "!!int", CodeNumber, "write it in decimal digits"},
		{lots, "+5", "!!int", CodeNumber, "write 5"},
		{lotsDecimal, ".5", "!!float", CodeNumber, "such as 0.5"},
		{truth, "NO", "!!str", CodeType, "write false"},
		{truth, "on", "!!str", CodeType, "write true"},
		{truth, "True", "!!bool", CodeType, "write true"},
		{span, "10", "!!int", CodeType, "say the unit, such as 10s"},
		{span, "010s", "!!str", CodeNumber, "write 10s"},
		{span, "1 s", "!!str", CodeType, "write it without blanks"},
		{word, "00123", "!!int", CodeType, `write it in quotes: "00123"`},
		{word, "true", "!!bool", CodeType, `write it in quotes: "true"`},
	} {
		_, bad := plainly(c.key, c.text, c.tag)
		if bad == nil || bad.code != c.code || bad.hint != c.hint {
			t.Errorf("%s: %+v, want %s, hint %q", c.text, bad, c.code, c.hint)
		}
	}
	if _, out, bad := word.parse(scalar{text: "NO", plain: true, tag: "!!str"}); bad != nil || out != "NO" {
		t.Errorf("NO as a code is %q, %+v", out, bad)
	}
	if _, out, bad := word.parse(scalar{text: "00123", tag: "!!str"}); bad != nil || out != "00123" {
		t.Errorf(`"00123" as a code is %q, %+v`, out, bad)
	}
	if _, bad := plainly(&key{kind: kindBool}, `true`, "!!bool"); bad != nil {
		t.Errorf("true: %+v", bad)
	}
}

func TestRatio(t *testing.T) {
	k := &key{kind: kindRatio, scale: 6, low: 1, high: onePPM}
	for text, want := range map[string]int64{"80%": 800_000, "0.80": 800_000, "0.8": 800_000, "1": 1_000_000, "100%": 1_000_000,
		"99.9999%": 999_999, "0.000001": 1, "66.67%": 666_700, "0.8000000": 800_000} {
		if n, bad := plainly(k, text, "!!str"); bad != nil || n != want {
			t.Errorf("%s: %d, %+v; want %d", text, n, bad, want)
		}
	}
	for text, code := range map[string]string{"80": CodeRange, "101%": CodeRange, "0": CodeRange, "-0.5": CodeRange, "0.8000001": CodeRange,
		"80.00001%": CodeRange, "%": CodeType, "eighty": CodeType, "0.8.0": CodeType, "8e-1": CodeType, "": CodeType, "080%": CodeNumber} {
		if n, bad := plainly(k, text, "!!str"); bad == nil || bad.code != code {
			t.Errorf("%q: %d, %+v; want %s", text, n, bad, code)
		}
	}
}

// TestDecimalOracle compares fixed with exact fractions.
func TestDecimalOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,12})?|[-.0-9]{0,8}`).Draw(t, "text")
		scale := rapid.IntRange(0, 9).Draw(t, "scale")
		n, ok := fixed(text, scale)
		exact, isNumber := new(big.Rat).SetString(text)
		if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "-.") || strings.HasSuffix(text, ".") || text == "-" || text == "" {
			isNumber = false
		}
		if scale == 0 && strings.Contains(text, ".") {
			isNumber = false
		}
		if !isNumber {
			if ok {
				t.Fatalf("%q is %d", text, n)
			}
			return
		}
		exact.Mul(exact, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
		fits := exact.IsInt() && exact.Num().IsInt64()
		if ok && (!fits || exact.Num().Int64() != n) {
			t.Fatalf("%q in 10^-%d is %d, want %v", text, scale, n, exact)
		}
		if !ok && fits && exact.Num().CmpAbs(big.NewInt(1<<62)) < 0 {
			t.Fatalf("%q in 10^-%d is refused, want %v", text, scale, exact)
		}
	})
}

// TestFormatParses: what format writes, parse reads as the same number.
func TestFormatParses(t *testing.T) {
	keys := []*key{{kind: kindInt}, {kind: kindDecimal, scale: 3}, {kind: kindDecimal, scale: 8}, {kind: kindRatio, scale: 6},
		{kind: kindRatio, scale: 7}, {kind: kindDuration}, {kind: kindSize}}
	rapid.Check(t, func(t *rapid.T) {
		k := keys[rapid.IntRange(0, len(keys)-1).Draw(t, "key")]
		low := int64(-1 << 50)
		if k.kind == kindDuration || k.kind == kindSize {
			low = 0
		}
		n := rapid.Int64Range(low, 1<<50).Draw(t, "n")
		text := k.format(n)
		if m, bad := plainly(k, text, "!!int"); bad != nil || m != n {
			t.Fatalf("%d is written %s and read as %d, %+v", n, text, m, bad)
		}
	})
}

// TestDurationOracle compares with the standard library, which takes more
// spellings but means the same by those we take.
func TestDurationOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([0-9]{1,4}(\.[0-9]{1,4})?(ns|us|ms|s|m|h)){1,3}|[0-9.smh ]{0,6}`).Draw(t, "text")
		n, bad := parseDuration(scalar{text: text, plain: true})
		if bad != nil {
			return
		}
		d, err := time.ParseDuration(text)
		if err != nil || int64(d) != n {
			t.Fatalf("%q is %d, the library says %d, %v", text, n, d, err)
		}
	})
	for text, want := range map[string]int64{"250ms": 250e6, "5s": 5e9, "1m30s": 90e9, "1.5s": 1.5e9, "0s": 0, "0.5ns": -1, "1.0000000001s": -1,
		"300000h": 300000 * 3600e9, "3000000h": -1, "s": -1, "": -1, "-1s": -1, "1d": -1, "5S": -1, "1h1": -1} {
		if n, bad := parseDuration(scalar{text: text}); (bad == nil) != (want >= 0) || bad == nil && n != want {
			t.Errorf("%q: %d, %+v; want %d", text, n, bad, want)
		}
	}
	for text, want := range map[string]int64{"64MiB": 64 << 20, "1GiB": 1 << 30, "1.5KiB": 1536, "100B": 100, "64MB": -1, "64": -1, "0.3B": -1} {
		if n, bad := parseSize(scalar{text: text}); (bad == nil) != (want >= 0) || bad == nil && n != want {
			t.Errorf("%q: %d, %+v; want %d", text, n, bad, want)
		}
	}
}

func TestCivil(t *testing.T) {
	for text, want := range map[string]market.Date{"2020-08-03": 20200803, "2020-02-29": 20200229, "2021-02-29": 0, "2020-8-3": 0,
		"2020-00-01": 0, "2020-13-01": 0, "1989-12-31": 0, "1990-01-01": 19900101, "2099-12-31": 20991231, "2100-01-01": 0, "2020/08/03": 0, "2020-08-03T": 0, "２０２０-08-03": 0} {
		if d, ok := readDate(text); ok != (want != 0) || ok && d != want {
			t.Errorf("%s: %d, %v", text, d, ok)
		}
	}
	at := market.Date(20200803).At
	for text, want := range map[string]market.Time{
		"2020-08-03 09:00":              at(9 * market.Hour),
		"2020-08-03T09:00:01":           at(9*market.Hour + market.Second),
		"2020-08-03 09:00:00.5":         at(9*market.Hour + 500*market.Millisecond),
		"2020-08-03 23:59:59.999999999": at(market.Day - 1),
		"2020-08-03 24:00":              at(market.Day),
	} {
		if got, ok := readInstant(text); !ok || got != want {
			t.Errorf("%s: %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"2020-08-03", "2020-08-03 9:00", "2020-08-03 24:01", "2020-08-03 09:60", "2020-08-03 09:00:60", "2020-08-03 09:00:",
		"2020-08-03 09:00:1", "2020-08-03 09:00:00.", "2020-08-03 09:00:00.0000000001", "2020-08-03 09:00+08:00", "2020-08-03  09:00", "auto"} {
		if got, ok := readInstant(text); ok {
			t.Errorf("%s is taken as %d", text, got)
		}
	}
	for text, ok := range map[string]bool{"eve 20:55-20:59 auction": true, "09:00-10:15 continuous": true, "10:15-09:00 continuous": false,
		"09:00-09:00 continuous": false, "09:00-10:15": false, "09:00 continuous": false, "09:00-10:15 unknown": false, "day 09:00-10:15 break": false} {
		if s, got := readStretch(text); got != ok {
			t.Errorf("%s: %+v, %v", text, s, got)
		}
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]bool{"127.0.0.1:9880": true, "localhost:0": true, "[::1]:8080": true, "fix.example.com:443": true,
		"127.0.0.1": false, ":8080": false, "host:": false, "host:99999": false, "host:-1": false, "host:080": false, "ho st:80": false,
		"http://host:80": false, "[]:80": false, "host:80:90": false} {
		if got := isAddress(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for text, want := range map[string]bool{"127.0.0.1:1": true, "127.9.9.9:1": true, "localhost:1": true, "[::1]:1": true, "0.0.0.0:1": false,
		"[::]:1": false, "10.0.0.1:1": false, "example.com:1": false, "127.0.0.1.evil.com:1": false} {
		if got := loopback(text); got != want {
			t.Errorf("loopback %s: %v", text, got)
		}
	}
}
