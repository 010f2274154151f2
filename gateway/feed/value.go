package feed

import (
	"encoding/json"
	"errors"

	"github.com/valyala/fastjson"

	"quotient/market"
)

// absent reports whether f is missing or null.
func (d *Decoder) absent(f field) bool {
	v := d.fields[f]
	return v == nil || v.Type() == fastjson.TypeNull
}

// text returns the string at f, which must be there and not be empty.
func (d *Decoder) text(f field) ([]byte, bool) {
	if d.absent(f) {
		return nil, d.failValue(CodeMissing, f)
	}
	text, err := d.fields[f].StringBytes()
	if err != nil {
		return nil, d.failValue(CodeType, f)
	}
	if len(text) == 0 {
		return nil, d.failValue(CodeMissing, f)
	}
	return text, true
}

// number returns the raw text of a number, or of a string that should hold one:
// a figure never passes through a float.
func (d *Decoder) number(v *fastjson.Value, f field) ([]byte, bool) {
	switch v.Type() {
	case fastjson.TypeNumber:
		d.raw = v.MarshalTo(d.raw[:0])
		return d.raw, true
	case fastjson.TypeString:
		text, _ := v.StringBytes()
		return text, true
	}
	return nil, d.fail(CodeType, f.String(), d.rawOf(v))
}

// price reads v in ticks of in.
func (d *Decoder) price(v *fastjson.Value, f field, in *market.Instrument) (market.Price, bool) {
	text, ok := d.number(v, f)
	if !ok {
		return 0, false
	}
	p, code := price(in, text)
	if code != OK {
		return 0, d.fail(code, f.String(), text)
	}
	return p, true
}

// optionalPrice is price; absent is 0.
func (d *Decoder) optionalPrice(f field, in *market.Instrument) (market.Price, bool) {
	if d.absent(f) {
		return 0, true
	}
	return d.price(d.fields[f], f, in)
}

// figure reads the whole number at f; absent is 0.
func (d *Decoder) figure(f field, limit int64, cut bool) (int64, bool) {
	if d.absent(f) {
		return 0, true
	}
	return d.whole(d.fields[f], f, limit, cut)
}

func (d *Decoder) whole(v *fastjson.Value, f field, limit int64, cut bool) (int64, bool) {
	text, ok := d.number(v, f)
	if !ok {
		return 0, false
	}
	n, code := whole(text, limit, cut)
	if code != OK {
		return 0, d.fail(code, f.String(), text)
	}
	return n, true
}

// stamp reads "ts" into the event; absent and 0 are no stamp.
func (d *Decoder) stamp() bool {
	t, ok := d.instant(fieldStamp)
	d.event.Time = t
	return ok
}

// instant reads nanoseconds since 1970; absent and 0 are none.
func (d *Decoder) instant(f field) (market.Time, bool) {
	n, ok := d.figure(f, int64(MaxStamp), false)
	if ok && n != 0 && market.Time(n) < MinStamp {
		return 0, d.failValue(CodeAbsurd, f) // seconds or milliseconds, not nanoseconds
	}
	return market.Time(n), ok
}

// contract reads "c" into the event.
func (d *Decoder) contract() (*market.Instrument, bool) {
	text, ok := d.text(fieldContract)
	if !ok {
		return nil, false
	}
	c, ok := d.symbols.Find(text)
	if !ok {
		return nil, d.fail(CodeContract, fieldContract.String(), text)
	}
	d.event.Contract = c
	return &d.instruments[c], true
}

// syntax says where and how line stops being JSON. Only here, off the good path,
// the standard library looks at it again: it knows the place, fastjson does not.
func (d *Decoder) syntax(line []byte) bool {
	var raw json.RawMessage
	var bad *json.SyntaxError
	if !errors.As(json.Unmarshal(line, &raw), &bad) {
		return d.fail(CodeSyntax, "", line)
	}
	code := CodeSyntax
	at := min(int(bad.Offset), len(line))
	if bad.Error() == "unexpected end of JSON input" {
		code = CodeTruncated
		d.fail(code, "", line[max(0, len(line)-MaxText):])
	} else {
		d.fail(code, "", line[max(0, at-1):])
	}
	d.problem.Column = max(1, at)
	return false
}
