package journal

import (
	"strconv"
	"time"
	"unicode/utf8"

	"quotient/market"
)

// china is the zone that times are shown in.
var china = time.FixedZone("CST", 8*3600)

// A jsonLine builds one JSON object, field by field.
type jsonLine struct {
	b    []byte
	open bool // a field was written in the innermost object
}

func (l *jsonLine) begin() {
	l.b, l.open = append(l.b, '{'), false
}

func (l *jsonLine) end() {
	l.b, l.open = append(l.b, '}'), true
}

func (l *jsonLine) key(name string) {
	if l.open {
		l.b = append(l.b, ',')
	}
	l.open = true
	l.b = append(append(append(l.b, '"'), name...), '"', ':')
}

func (l *jsonLine) null(name string) {
	l.key(name)
	l.b = append(l.b, "null"...)
}

func (l *jsonLine) num(name string, v int64) {
	l.key(name)
	l.b = strconv.AppendInt(l.b, v, 10)
}

func (l *jsonLine) unsigned(name string, v uint64) {
	l.key(name)
	l.b = strconv.AppendUint(l.b, v, 10)
}

func (l *jsonLine) flag(name string, v bool) {
	l.key(name)
	l.b = strconv.AppendBool(l.b, v)
}

func (l *jsonLine) text(name, v string) {
	l.key(name)
	l.b = appendQuoted(l.b, v)
}

// ref writes a text that someone else chose; null when there is none.
func (l *jsonLine) ref(name string, r *market.Ref) {
	if *r == (market.Ref{}) {
		l.null(name)
		return
	}
	l.text(name, r.String())
}

// instant writes name_ns and name: nanoseconds since 1970, and RFC 3339 in
// Shanghai's zone; null when there is none.
func (l *jsonLine) instant(name string, t market.Time) {
	if t == 0 {
		l.null(name + "_ns")
		l.null(name)
		return
	}
	l.num(name+"_ns", int64(t))
	l.key(name)
	l.b = append(l.b, '"')
	l.b = time.Unix(0, int64(t)).In(china).AppendFormat(l.b, "2006-01-02T15:04:05.000000000Z07:00")
	l.b = append(l.b, '"')
}

// price writes name and name_ticks; the decimal is null when there is no price
// or no instrument to tell its tick.
func (l *jsonLine) price(name string, in *market.Instrument, p market.Price, there bool) {
	if in == nil || !there {
		l.null(name)
	} else {
		l.key(name)
		l.b = append(in.AppendPrice(append(l.b, '"'), p), '"')
	}
	l.num(name+"_ticks", int64(p))
}

// date writes a trading day as yyyy-mm-dd; null when there is none.
func (l *jsonLine) date(name string, d market.Date) {
	if d == 0 {
		l.null(name)
		return
	}
	l.text(name, d2(int(d)/10000, 4)+"-"+d2(int(d)/100%100, 2)+"-"+d2(int(d)%100, 2))
}

func d2(v, width int) string {
	s := strconv.Itoa(v)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

const hexDigits = "0123456789abcdef"

// appendQuoted appends s as a JSON string. What is not UTF-8 becomes U+FFFD.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		ch, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case ch == '"' || ch == '\\':
			b = append(b, '\\', byte(ch))
		case ch < ' ' || ch == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hexDigits[ch>>4], hexDigits[ch&15])
		case ch == utf8.RuneError && size == 1:
			b = append(b, "\ufffd"...)
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}
