package feed

import (
	"bytes"

	"quotient/market"
)

// Hours of the natural day between which a row without the natural date cannot
// be placed: CTP writes the next trading day beside them.
const (
	nightFrom = 18 * market.Hour
	nightTo   = 6 * market.Hour
)

// field returns the text of a column; nil when the file does not have it.
func (t *Ticks) field(line []byte, col column) []byte {
	at := t.columns.at[col]
	if at < 0 {
		return nil
	}
	sp := t.scan.spans[at]
	return line[sp.lo:sp.hi]
}

// fail notes what is wrong with the field at col of line.
func (t *Ticks) fail(code Code, line []byte, col column) bool {
	t.problem.set(code, t.columns.name(col), t.field(line, col))
	if at := t.columns.at[col]; at >= 0 {
		t.problem.Column = int(t.scan.spans[at].lo) + 1
	}
	return false
}

// row reads one line into e. known is false for a contract outside the universe.
func (t *Ticks) row(line []byte, e *market.Event) (known, ok bool) {
	if code := t.scan.split(line, t.columns.count); code != OK {
		t.problem.set(code, "", line)
		return false, false
	}
	contract, in, known, ok := t.contract(line)
	if !known {
		return false, ok
	}
	*e = market.Event{Kind: market.EventDepth, Contract: contract}
	if !t.when(line, e) || !t.book(line, e, in) || !t.totals(line, e) {
		return true, false
	}
	return true, true
}

// contract finds the row's contract; the last one is remembered, for most files
// have only one.
func (t *Ticks) contract(line []byte) (c market.Contract, in *market.Instrument, known, ok bool) {
	symbol := t.field(line, colSymbol)
	if len(symbol) == 0 {
		return 0, nil, false, t.fail(CodeMissing, line, colSymbol)
	}
	if !bytes.Equal(symbol, t.symbol) {
		t.memo = [colCount]memo{} // ticks of another instrument
		t.symbol = append(t.symbol[:0], symbol...)
		t.contractOf, t.instrument, t.known = t.lookup(symbol)
	}
	return t.contractOf, t.instrument, t.known, true
}

// when reads the exchange's stamp: the natural date and the time of day.
func (t *Ticks) when(line []byte, e *market.Event) bool {
	clock, code := t.clock(line)
	if code != OK {
		return t.fail(code, line, colClock)
	}
	ms, ok := t.figure(line, colMillis, 999, false)
	if !ok {
		return false
	}
	clock += market.Time(ms) * market.Millisecond
	col := colActionDay
	if len(t.field(line, colActionDay)) == 0 {
		// Only the trading day is known, and a night belongs to the next one.
		if clock >= nightFrom || clock < nightTo {
			return t.fail(CodeNight, line, colClock)
		}
		col = colTradingDay
	}
	day := t.field(line, col)
	if !bytes.Equal(day, t.dayText) || len(day) == 0 {
		d, ok := parseDate(day)
		if !ok {
			return t.fail(CodeDate, line, col)
		}
		t.dayText = append(t.dayText[:0], day...)
		t.midnight = d.At(0)
	}
	e.Time = t.midnight + clock
	return true
}

func (t *Ticks) clock(line []byte) (market.Time, Code) {
	text := t.field(line, colClock)
	if t.columns.kind == KindCTP {
		return parseClock(text)
	}
	n, code := whole(text, 235959999, false)
	if code != OK {
		return 0, CodeClock
	}
	h, m, s, ms := n/10000000, n/100000%100, n/1000%100, n%1000
	if m > 59 || s > 59 {
		return 0, CodeClock
	}
	return market.Time((h*60+m)*60+s)*market.Second + market.Time(ms)*market.Millisecond, OK
}

// parseClock reads HH:MM:SS.
func parseClock(b []byte) (market.Time, Code) {
	if len(b) != 8 || b[2] != ':' || b[5] != ':' {
		return 0, CodeClock
	}
	h, m, s := pair(b[0], b[1]), pair(b[3], b[4]), pair(b[6], b[7])
	if h > 23 || m > 59 || s > 59 {
		return 0, CodeClock
	}
	return market.Time((h*60+m)*60+s) * market.Second, OK
}

// pair reads two digits; anything else gives more than 99.
func pair(hi, lo byte) uint32 {
	a, b := uint32(hi)-'0', uint32(lo)-'0'
	if a > 9 || b > 9 {
		return 100
	}
	return a*10 + b
}

// parseDate reads yyyymmdd.
func parseDate(b []byte) (market.Date, bool) {
	if len(b) != 8 {
		return 0, false
	}
	n, code := whole(b, 99991231, false)
	d := market.Date(n)
	return d, code == OK && d >= 19800101 && d < 21000101 && d.Valid()
}

// book reads both sides, the last price and the limits.
func (t *Ticks) book(line []byte, e *market.Event, in *market.Instrument) bool {
	var ok bool
	if e.Bid, e.BidQty, ok = t.side(line, colBid, in); !ok {
		return false
	}
	if e.Ask, e.AskQty, ok = t.side(line, colAsk, in); !ok {
		return false
	}
	if e.Last, ok = t.price(line, colLast, in); !ok {
		return false
	}
	if e.Upper, ok = t.price(line, colUpper, in); !ok {
		return false
	}
	e.Lower, ok = t.price(line, colLower, in)
	return ok
}

// side reads price and lots, which stands in the column after. No lots means no
// side, whatever the price says; lots without a price is an error.
func (t *Ticks) side(line []byte, col column, in *market.Instrument) (market.Price, market.Qty, bool) {
	qty, ok := t.figure(line, col+1, MaxSize, false)
	if !ok {
		return 0, 0, false
	}
	p, ok := t.price(line, col, in)
	if !ok || qty == 0 {
		return 0, 0, ok
	}
	if p == 0 {
		return 0, 0, t.fail(CodeMissing, line, col)
	}
	return p, market.Qty(qty), true
}

// memo is the price that a column held in the row before. The zero memo says
// that no text is no price.
type memo struct {
	price market.Price
	size  uint8
	text  [15]byte
}

// price reads a price in ticks; absent is 0.
func (t *Ticks) price(line []byte, col column, in *market.Instrument) (market.Price, bool) {
	text := t.field(line, col)
	m := &t.memo[col]
	if string(text) == string(m.text[:m.size]) {
		return m.price, true
	}
	p, code := market.Price(0), OK
	if !absent(text) {
		p, code = price(in, text)
	}
	if code != OK {
		return 0, t.fail(code, line, col)
	}
	if len(text) <= len(m.text) {
		m.price, m.size = p, uint8(copy(m.text[:], text))
	}
	return p, true
}

// figure reads a whole number; absent is 0.
func (t *Ticks) figure(line []byte, col column, limit int64, cut bool) (int64, bool) {
	text := t.field(line, col)
	if absent(text) {
		return 0, true
	}
	n, code := whole(text, limit, cut)
	if code != OK {
		return 0, t.fail(code, line, col)
	}
	return n, true
}

func (t *Ticks) totals(line []byte, e *market.Event) bool {
	volume, ok := t.figure(line, colVolume, MaxTotal, false)
	if !ok {
		return false
	}
	interest, ok := t.figure(line, colInterest, MaxTotal, false)
	if !ok {
		return false
	}
	turnover, ok := t.figure(line, colTurnover, MaxTurnover, true)
	if !ok {
		return false
	}
	e.Volume, e.OpenInterest, e.Turnover = market.Qty(volume), market.Qty(interest), turnover
	return true
}

// dblMaxDigits is the number of digits of the largest double, which CTP writes
// for "no value": 1.7976931348623157e+308, or all of its digits.
const dblMaxDigits = 309

// absent reports whether text stands for "no value". Real figures are short and
// begin and end with digits.
func absent(text []byte) bool {
	if len(text) < 9 {
		return len(text) == 0 || len(text) == 3 && (string(text) == "N/A" || string(text) == "nan" || string(text) == "NaN")
	}
	if text[0] != '1' || text[1] != '.' && text[1] != '7' {
		return false // almost every figure, at once
	}
	if bytes.HasPrefix(text, []byte("17976931348623157")) {
		whole, _, _ := bytes.Cut(text, []byte("."))
		return len(whole) == dblMaxDigits
	}
	if !bytes.HasPrefix(text, []byte("1.797693")) {
		return false
	}
	_, exponent, found := bytes.Cut(text, []byte("+"))
	return found && string(exponent) == "308"
}
