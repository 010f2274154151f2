package feed

import (
	"bytes"

	"github.com/valyala/fastjson"

	"quotient/market"
)

// MaxLine is the longest JSON line taken, in bytes.
const MaxLine = 64 << 10

// A Decoder turns JSON lines of the schema in docs/feed.md into events. A line
// with a Problem gives no event, but for the gap that its number shows.
type Decoder struct {
	instruments []market.Instrument
	symbols     *Symbols
	parser      fastjson.Parser
	visit       func(key []byte, v *fastjson.Value)
	fields      [fieldCount]*fastjson.Value
	twice       field // a field seen twice; fieldNone = no
	raw         []byte
	event       market.Event
	problem     Problem
	hello       Hello
	sequence    uint64 // number of the last line that had one; 0 = none since the hello
	stats       Stats
}

// Stats count what a Decoder saw.
type Stats struct {
	Lines    uint64 // all, blank ones and those with a Problem included
	Depths   uint64
	Phases   uint64
	Requests uint64
	Hellos   uint64
	Beats    uint64 // heartbeats
	Problems uint64
	Settled  uint64 // settlement prices
	Gaps     uint64 // told by the feed, or seen in its numbers
}

// New returns a Decoder for the universe: an instrument's place is its contract.
// Every instrument must have passed its Check.
func New(instruments []market.Instrument) *Decoder {
	d := &Decoder{instruments: instruments, symbols: NewSymbols(instruments), raw: make([]byte, 0, 256)}
	d.visit = func(key []byte, v *fastjson.Value) {
		f := fieldOf(key)
		if f == fieldNone {
			return // unknown fields are allowed: a feed may say more than we need
		}
		if d.fields[f] != nil {
			d.twice = f
		}
		d.fields[f] = v
	}
	return d
}

// Line decodes one line without its newline and calls emit for each event in it;
// the event is valid only inside the call. edge is noted in Event.Edge. A blank
// line is nothing.
func (d *Decoder) Line(line []byte, edge market.Time, emit func(*market.Event)) Problem {
	d.stats.Lines++
	d.problem = Problem{}
	if !d.decode(line, edge, emit) {
		d.stats.Problems++
		d.problem.Line = int(d.stats.Lines)
		d.locate(line)
	}
	return d.problem
}

// Stats returns the counts so far.
func (d *Decoder) Stats() Stats { return d.stats }

// Hello returns what the feed last said of itself; ok is false before its first hello.
func (d *Decoder) Hello() (h Hello, ok bool) { return d.hello, d.stats.Hellos > 0 }

func (d *Decoder) decode(line []byte, edge market.Time, emit func(*market.Event)) bool {
	if len(line) > MaxLine {
		return d.fail(CodeLong, "", line)
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return true
	}
	v, err := d.parser.ParseBytes(line)
	if err != nil {
		return d.syntax(line)
	}
	if v.Type() != fastjson.TypeObject {
		return d.fail(CodeObject, "", line)
	}
	if !d.collect(v) {
		return false
	}
	kind, ok := d.text(fieldType)
	if !ok {
		return false
	}
	d.event = market.Event{Edge: edge}
	if string(kind) == "hello" {
		d.sequence = 0
	}
	if !d.count(emit) {
		return false
	}
	switch string(kind) {
	case "depth":
		return d.depth(emit)
	case "phase":
		return d.phase(emit)
	case "rfq":
		return d.request(emit)
	case "settle":
		return d.settle(emit)
	case "gap":
		return d.gap(emit)
	case "hello":
		return d.greet()
	case "hb":
		d.stats.Beats++
		return d.stamp()
	}
	return d.fail(CodeMessage, fieldType.String(), kind)
}

// collect notes which value each field of the schema has.
func (d *Decoder) collect(v *fastjson.Value) bool {
	clear(d.fields[:])
	d.twice = fieldNone
	o, err := v.Object()
	if err != nil {
		return d.fail(CodeObject, "", nil)
	}
	o.Visit(d.visit)
	if d.twice != fieldNone {
		return d.fail(CodeTwice, d.twice.String(), d.rawOf(d.fields[d.twice]))
	}
	return true
}

func (d *Decoder) fail(code Code, key string, text []byte) bool {
	d.problem.set(code, key, text)
	return false
}

// failValue is fail with the offending value as it stood in the line.
func (d *Decoder) failValue(code Code, f field) bool {
	return d.fail(code, f.String(), d.rawOf(d.fields[f]))
}

// rawOf returns v as text; it is valid until the next call.
func (d *Decoder) rawOf(v *fastjson.Value) []byte {
	if v == nil {
		return nil
	}
	if v.Type() == fastjson.TypeString {
		text, _ := v.StringBytes()
		return text
	}
	d.raw = v.MarshalTo(d.raw[:0])
	return d.raw
}

// locate finds where in the line the field of the problem stands.
func (d *Decoder) locate(line []byte) {
	p := &d.problem
	if p.Column > 0 || p.Key == "" {
		return
	}
	for from := 0; ; {
		i := bytes.Index(line[from:], []byte(p.Key))
		if i < 0 {
			return
		}
		i += from
		end := i + len(p.Key)
		if i > 0 && line[i-1] == '"' && end < len(line) && line[end] == '"' {
			p.Column = i
			return
		}
		from = end
	}
}
