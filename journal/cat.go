package journal

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"quotient/market"
	"quotient/quoter/port"
)

// CatOptions choose what Cat prints. The zero CatOptions are everything.
type CatOptions struct {
	Kinds    []string // record kinds by name, "header" among them; nil = all
	Contract string   // only records of this contract, by symbol; "" = all
}

// CatKinds are the names that CatOptions.Kinds may hold.
func CatKinds() []string {
	list := []string{"header"}
	for k := port.RecordCommand; k < port.RecordCount; k++ {
		list = append(list, k.String())
	}
	return list
}

// Check says what is wrong with o, nil if nothing.
func (o *CatOptions) Check() error {
	for _, k := range o.Kinds {
		if !slices.Contains(CatKinds(), k) {
			return fmt.Errorf("journal: there are no records of kind %q; the kinds are %s", k, strings.Join(CatKinds(), ", "))
		}
	}
	return nil
}

// Cat prints every record that r returns as one JSON object a line, and each
// epoch's header before its records. docs/journal.md lists the fields. It
// returns how many lines it printed, and r's error if that ended it.
func Cat(r *Reader, w io.Writer, o CatOptions) (lines uint64, err error) {
	if err := o.Check(); err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(w, 256<<10)
	c := printer{o: o}
	var rec port.Record
	for r.Next(&rec) {
		if c.epoch != r.Epoch() {
			if err := c.enter(r.Epoch(), r.Header()); err != nil {
				return lines, err
			}
		} else {
			c.b = c.b[:0]
		}
		c.print(&rec)
		for _, ch := range c.b {
			if ch == '\n' {
				lines++
			}
		}
		if _, err := out.Write(c.b); err != nil {
			return lines, err
		}
	}
	if err := out.Flush(); err != nil {
		return lines, err
	}
	return lines, r.Err()
}

// A printer turns records of one epoch into lines.
type printer struct {
	jsonLine
	o           CatOptions
	epoch       uint64
	instruments []market.Instrument
	only        market.Contract
	known       bool // the chosen contract is of this epoch
}

// enter begins an epoch: its header is the first line.
func (c *printer) enter(epoch uint64, h *Header) error {
	c.epoch, c.instruments, c.b, c.known = epoch, h.Instruments, c.b[:0], false
	for i := range c.instruments {
		if c.instruments[i].Symbol.String() == c.o.Contract {
			c.only, c.known = market.Contract(i), true
		}
	}
	if !c.wants("header") {
		return nil
	}
	b, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	c.b = append(append(append(c.b, `{"kind":"header",`...), b[1:]...), '\n')
	return nil
}

func (c *printer) wants(kind string) bool {
	return c.o.Kinds == nil || slices.Contains(c.o.Kinds, kind)
}

// print appends the line of r if it is wanted.
func (c *printer) print(r *port.Record) {
	if !c.wants(r.Kind.String()) {
		return
	}
	if c.o.Contract != "" && (!c.known || !about(r, c.only)) {
		return
	}
	c.begin()
	c.text("kind", r.Kind.String())
	c.unsigned("epoch", c.epoch)
	c.unsigned("seq", r.Seq)
	c.instant("now", r.Now)
	switch r.Kind {
	case port.RecordCommand:
		c.command(r.Command())
	case port.RecordEvent:
		c.event(name(ringNames[:], r.Ring), r.Event())
	case port.RecordDecision:
		c.decision(r.Decision())
	case port.RecordMode:
		c.mode(r.Mode())
	case port.RecordState:
		c.state(r.State())
	case port.RecordTallyTime:
		c.tallyTime(r.TallyTime())
	case port.RecordTally:
		c.tally(r.Tally())
	case port.RecordPoll:
		c.poll(r.Poll())
	case port.RecordExempt:
		c.exempt(r.Exempt())
	case port.RecordUnit:
		c.unit(r.Unit())
	case port.RecordRequest:
		c.request(r.Request())
	case port.RecordMember:
		c.member(r.Member())
	case port.RecordNeed:
		c.need(r.Need())
	case port.RecordQuality:
		c.quality(r.Quality())
	case port.RecordTrip:
		c.trip(r.Trip())
	case port.RecordAlarm:
		c.alarm(r.Alarm())
	case port.RecordHold:
		c.hold(r.Hold())
	}
	c.end()
	c.b = append(c.b, '\n')
}

// about reports whether r is about contract k.
func about(r *port.Record, k market.Contract) bool {
	switch r.Kind {
	case port.RecordCommand:
		return commandFields[min(r.Command().Kind, port.CommandCount)]&hasContract != 0 &&
			(r.Command().Contract == k || r.Command().Contract == market.NoContract)
	case port.RecordEvent:
		return eventFields[min(r.Event().Kind, market.EventCount)]&hasContract != 0 && r.Event().Contract == k
	case port.RecordDecision:
		return instructionHasContract(r.Decision().Instruction.Kind) && r.Decision().Instruction.Contract == k
	case port.RecordState:
		return r.State().Contract == k
	case port.RecordTallyTime:
		return r.TallyTime().Contract == k
	case port.RecordTally:
		return r.Tally().Contract == k
	case port.RecordExempt:
		return r.Exempt().Contract == k
	case port.RecordRequest:
		return r.Request().Contract == k
	case port.RecordMember:
		return r.Member().Underlying == k
	case port.RecordNeed:
		return r.Need().Contract == k
	case port.RecordQuality:
		return r.Quality().Contract == k
	case port.RecordTrip:
		return r.Trip().Contract == k
	case port.RecordAlarm:
		return r.Alarm().Contract == k
	case port.RecordHold:
		return r.Hold().Contract == k
	}
	return false
}

// instrument returns what the header says of k; nil when it does not.
func (c *printer) instrument(k market.Contract) *market.Instrument {
	if int(k) < len(c.instruments) {
		return &c.instruments[k]
	}
	return nil
}

// contract writes k's symbol; null for none or all, #n for one the header lacks.
func (c *printer) contract(k market.Contract) { c.symbol("contract", k) }

func (c *printer) symbol(field string, k market.Contract) {
	switch in := c.instrument(k); {
	case in != nil:
		c.text(field, in.Symbol.String())
	case k == market.NoContract:
		c.null(field)
	default:
		c.text(field, fmt.Sprintf("#%d", k))
	}
}
