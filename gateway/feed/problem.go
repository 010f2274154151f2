package feed

import "strconv"

// A Code says what is wrong with a line, a row or a file. The zero Code is OK.
type Code uint8

// The codes.
const (
	OK            Code = iota
	CodeLong           // the line is longer than the limit; it was dropped
	CodeSyntax         // not JSON
	CodeTruncated      // JSON, or a line, that ends too early
	CodeObject         // JSON, but not an object
	CodeType           // the value has the wrong type
	CodeMissing        // a field that must be there is not
	CodeTwice          // a field appears twice
	CodeMessage        // "t" names no message of the schema
	CodeVersion        // the feed speaks another version of the schema
	CodeContract       // the contract is not in the universe
	CodeProduct        // no contract of the universe is of the product
	CodePhase          // no such trading phase
	CodeNumber         // not a plain decimal number (NaN, infinity, exponent, text)
	CodeNegative       // below zero
	CodeFraction       // not a whole number
	CodeAbsurd         // outside anything real
	CodeOffTick        // the price is not a whole number of ticks
	CodeColumns        // the row has another number of columns than the header
	CodeQuote          // a quoted field is not closed, or text follows the closing quote
	CodeDate           // no such date
	CodeClock          // no such time of day
	CodeNight          // a row of the evening without the natural date
	CodeRead           // the file cannot be read further
	CodeCount
)

var codeNames = [CodeCount]string{"ok", "long", "syntax", "truncated", "object", "type", "missing", "twice",
	"message", "version", "contract", "product", "phase", "number", "negative", "fraction", "absurd",
	"off_tick", "columns", "quote", "date", "clock", "night", "read"}

var codeHelp = [CodeCount]string{
	OK:            "nothing is wrong",
	CodeLong:      "the line is too long and was dropped; lines end with a newline",
	CodeSyntax:    "not JSON; one object a line is expected",
	CodeTruncated: "it ends too early; the sender or the file was cut off",
	CodeObject:    "want one JSON object a line",
	CodeType:      "the value has the wrong type",
	CodeMissing:   "the field must be there",
	CodeTwice:     "the field appears twice, or beside another that says the same",
	CodeMessage:   "want depth, phase, rfq, settle, hello or hb",
	CodeVersion:   "this build speaks version 1",
	CodeContract:  "the contract is not among the instruments of the desk file",
	CodeProduct:   "no instrument of the desk file is of this product",
	CodePhase:     "want closed, auction, match, continuous, break, halt or unknown",
	CodeNumber:    "want a plain decimal such as 7268 or 7268.5",
	CodeNegative:  "must not be negative",
	CodeFraction:  "want a whole number",
	CodeAbsurd:    "outside anything real; stamps are in nanoseconds since 1970",
	CodeOffTick:   "not a whole number of ticks; compare the instrument's tick",
	CodeColumns:   "another number of columns than the header",
	CodeQuote:     "a quoted field is not closed, or text follows its end",
	CodeDate:      "want a date as yyyymmdd",
	CodeClock:     "want a time of day",
	CodeNight:     "a row between 18:00 and 06:00 needs the natural date (ActionDay)",
	CodeRead:      "the file cannot be read further",
}

// String returns the code's name as counters and logs write it.
func (c Code) String() string {
	if c >= CodeCount {
		return "invalid"
	}
	return codeNames[c]
}

// Help says what is allowed, or what to do.
func (c Code) Help() string {
	if c >= CodeCount {
		return ""
	}
	return codeHelp[c]
}

// MaxText is how much of the offending text a Problem keeps, in bytes.
const MaxText = 48

// A Problem is one thing that is wrong in the input, with the offending text,
// bounded. It is a value and holds no reference to the input. The zero Problem
// is none.
type Problem struct {
	Code   Code
	cut    bool // the text was longer
	size   uint8
	Key    string // the field, or the column's name; empty = the whole line
	Name   string // the file; empty = a stream
	Line   int    // 1, 2, …; 0 = not known
	Column int    // byte in the line, from 1; 0 = not known
	text   [MaxText]byte
}

func (p *Problem) set(code Code, key string, text []byte) {
	*p = Problem{Code: code, Key: key}
	p.size = uint8(copy(p.text[:], text))
	p.cut = len(text) > MaxText
}

// Value returns the offending text, cut at MaxText bytes.
func (p *Problem) Value() string { return string(p.text[:p.size]) }

// Append appends the problem as one line without the newline, such as
//
//	AP010.csv:17:133: BidPrice1: off_tick: "7168.50": not a whole number of ticks; compare the instrument's tick
func (p *Problem) Append(dst []byte) []byte {
	if p.Name != "" {
		dst = append(append(dst, p.Name...), ':')
	}
	if p.Line > 0 {
		dst = append(strconv.AppendInt(dst, int64(p.Line), 10), ':')
	}
	if p.Column > 0 {
		dst = append(strconv.AppendInt(dst, int64(p.Column), 10), ':')
	}
	if len(dst) > 0 && dst[len(dst)-1] == ':' {
		dst = append(dst, ' ')
	}
	if p.Key != "" {
		dst = append(append(dst, p.Key...), ": "...)
	}
	dst = append(append(dst, p.Code.String()...), ": "...)
	if p.size > 0 {
		dst = strconv.AppendQuoteToASCII(dst, p.Value())
		if p.cut {
			dst = append(dst, "..."...)
		}
		dst = append(dst, ": "...)
	}
	return append(dst, p.Code.Help()...)
}

// String returns what Append appends.
func (p *Problem) String() string { return string(p.Append(nil)) }
