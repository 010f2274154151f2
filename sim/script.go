package sim

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"quotient/market"
)

// A Script is a day made to happen: acts, ascending by time. Its text has one act
// a line; # begins a comment. Times are Asia/Shanghai, or count from the open.
//
//	day 2020-08-03               the date of the lines below
//	at 09:30:00 limit AP010 up   up, down or off
//	at 10:00 disconnect          cut the session and keep it out
//	at 10:05 reconnect
//	at 10:10 hole 5s             no snapshots
//	at 10:15 gap AP101           the feed says that something is missing, until the next snapshot; or all
//	at 10:20 halt                one contract, or all
//	at 10:22 resume AP101
//	at 10:29 phase continuous    or break, at another time than planned; a contract may follow
//	at 10:40 grant AP101 5m Z-17 an exemption, with its reference
//	at 10:50 request AP101       a request for quote; its reference may follow
//	at 11:00 refuse 10s          every quote and order is rejected
//	at 11:05 slow 800ms          answers take so long; slow 0s ends it
//	at 11:10 cancel AP101        the exchange ends all quotes
//	at 11:15 sweep AP101 buy 40  an aggressive order
//	at 11:20 hit AP101 bid 7     fills 7 lots of the maker's standing bid
//	at +90s  jump AP010 -12      the fair price moves by ticks
//	at 11:25 stress all 10m 1.5  a stressed market: 1.5 times as wide; a reference may follow
//	at 11:26 storm all 5000 1s   requests for quote on the options in turn, so many in that time
//	at 14:00 restrike AP010 7200 the fair price goes there, and is the day's settlement price
//	at 15:30 settle AP010 off    the next settlement price is not told
//	at 20:00 settle AP010 7180   a settlement price of the day before, in ticks
//
// An option's underlying goes to its limit by a limit act on the future.
// disconnect, reconnect, grant, stress and hit end with "maker 1" for another maker than 0.
type Script []Act

// A ScriptError says where a script's text is wrong and what may stand there.
// Line and Column count from 1, in bytes.
type ScriptError struct {
	Line, Column   int
	Found, Allowed string
}

// Error returns the place, what was found and what is allowed.
func (e *ScriptError) Error() string {
	return fmt.Sprintf("script line %d, column %d: found %q, want %s", e.Line, e.Column, e.Found, e.Allowed)
}

// maxScript is the longest text that ParseScript takes.
const maxScript = 1 << 20

// ParseScript reads a script. Times stand on date until a day line, `+` counts
// from open. Its error is every *ScriptError, joined.
func ParseScript(text []byte, date market.Date, open market.Time, lookup func(symbol string) (market.Contract, bool)) (Script, error) {
	p := parser{date: date, open: open, lookup: lookup}
	if len(text) > maxScript {
		return nil, &ScriptError{Line: 1, Column: 1, Found: strconv.Itoa(len(text)) + " bytes",
			Allowed: "at most " + strconv.Itoa(maxScript)}
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		p.line++
		p.words = p.split(line)
		if len(p.words) > 0 && p.parse() && len(p.words) > 0 {
			p.fail("the end of the line")
		}
	}
	return p.script, errors.Join(p.errs...)
}

// A word is a word of a line and where it begins.
type word struct {
	text   string
	column int
}

type parser struct {
	date   market.Date
	open   market.Time
	lookup func(string) (market.Contract, bool)
	line   int
	words  []word // those of the line that are still to be read
	end    int    // the column after the line's last word
	script Script
	errs   []error
}

func (p *parser) split(line string) (words []word) {
	line, _, _ = strings.Cut(line, "#")
	p.end = 1
	for i := 0; i < len(line); {
		n := strings.IndexAny(line[i:], " \t\r")
		if n < 0 {
			n = len(line) - i
		}
		if n > 0 {
			words = append(words, word{line[i : i+n], i + 1})
			p.end = i + n + 1
		}
		i += n + 1
	}
	return words
}

// fail notes that the next word is not one of the allowed.
func (p *parser) fail(allowed string) bool {
	e := &ScriptError{Line: p.line, Column: p.end, Allowed: allowed}
	if len(p.words) > 0 {
		e.Column, e.Found = p.words[0].column, p.words[0].text
	}
	p.errs = append(p.errs, e)
	return false
}

// peek returns the next word, "" at the end of the line.
func (p *parser) peek() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0].text
}

func (p *parser) skip() { p.words = p.words[1:] }

// parse reads one line and reports whether it was right as far as it goes.
func (p *parser) parse() bool {
	switch p.peek() {
	case "day":
		p.skip()
		d, ok := parseDate(p.peek())
		if !ok {
			return p.fail("a date such as 2020-08-03")
		}
		p.date = d
		p.skip()
		return true
	case "at":
		p.skip()
		return p.parseAct()
	}
	return p.fail("at or day")
}

func (p *parser) parseAct() bool {
	a := Act{Contract: market.NoContract}
	at, ok := p.time(p.peek())
	if !ok {
		return p.fail("a time such as 09:30:00 or +90s")
	}
	if n := len(p.script); n > 0 && at < p.script[n-1].At {
		return p.fail("a time not before the line above")
	}
	a.At = at
	p.skip()
	for k := range verbs {
		if verbs[k].name == p.peek() {
			p.skip()
			a.Kind = verbs[k].kind
			for _, arg := range verbs[k].args {
				if !arg(p, &a) {
					return false
				}
			}
			p.script = append(p.script, a)
			return true
		}
	}
	names := make([]string, len(verbs))
	for k := range verbs {
		names[k] = verbs[k].name
	}
	return p.fail(strings.Join(names, ", "))
}
