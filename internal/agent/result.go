package agent

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"quotient/config"
	"quotient/internal/text"
	"quotient/ops/report"
	"quotient/quoter/port"
	"quotient/sim"
)

// result is what a run leaves behind: a row per contract and trading day, and
// figures over all of it.
type result struct {
	rows   []report.Row
	digest string
	counts counts
	err    error // a row that does not add up

	lines        int64 // of recorded ticks, in one run
	total        int64 // in all runs
	bad, unknown int64 // rows left out of one run: not readable, of contracts that the desk does not have
	took         time.Duration

	exchange         bool // the exchange's own figures are known
	exchangeMessages int64
}

// newResult makes the rows from the tallies that the pump kept and joins the
// exchange's own recount to them.
func newResult(d *config.Desk, p *pump, recounts []sim.Recount) *result {
	i := 0
	rows, err := report.RowsFromRecords(func(r *port.Record) bool {
		if i == len(p.keep) {
			return false
		}
		*r = p.keep[i]
		i++
		return true
	}, d.Instruments)
	r := &result{rows: rows, digest: p.sum(), counts: p.counts, err: err}
	for i := range r.rows {
		for j := range recounts {
			n := &recounts[j]
			if n.Maker == maker && n.Date == r.rows[i].Day && d.Instruments[n.Contract].Symbol.String() == r.rows[i].Contract {
				r.rows[i].HasExchange, r.rows[i].Exchange = true, n.Effective
			}
		}
	}
	return r
}

// print writes the result: one JSON object, or tables for people.
func (r *result) print(asJSON bool, lang string, s Streams) error {
	if asJSON {
		_, err := s.Out.Write(r.json())
		return errors.Join(err, r.err)
	}
	l, ok := text.ParseLang(lang)
	if !ok {
		l = text.En
	}
	if err := report.Table(s.Out, r.rows, l); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "\ndigest %s\n%d events, %d decisions, %d approved", r.digest, r.counts.Events, r.counts.Decisions, r.counts.Approved)
	if r.exchange {
		fmt.Fprintf(s.Out, ", %d messages at the exchange", r.exchangeMessages)
	}
	if r.total > 0 {
		fmt.Fprintf(s.Out, "\n%d lines in %.2f s: %.0f lines/s", r.total, r.took.Seconds(), r.perSecond(r.total))
	}
	fmt.Fprintln(s.Out)
	return r.err
}

// json is the object that scripts read: fields are added, never renamed.
func (r *result) json() []byte {
	b := append([]byte(`{"schema":1,"digest":"`), r.digest...)
	b = append(b, `","events":`...)
	b = strconv.AppendInt(b, r.counts.Events, 10)
	b = append(b, `,"events_per_second":`...)
	n := r.counts.Events
	if r.total > r.lines && r.lines > 0 {
		n = n * r.total / r.lines
	}
	b = strconv.AppendFloat(b, r.perSecond(n), 'f', 0, 64)
	for _, f := range []struct {
		name  string
		value int64
		on    bool
	}{
		{"decisions", r.counts.Decisions, true},
		{"lines", r.total, r.total > 0},
		{"bad_rows", r.bad, r.total > 0},
		{"unknown_rows", r.unknown, r.total > 0},
		{"gate_records", r.counts.Decisions, r.exchange},
		{"approved", r.counts.Approved, true},
		{"exchange_messages", r.exchangeMessages, r.exchange},
	} {
		if f.on {
			b = strconv.AppendInt(append(append(append(b, `,"`...), f.name...), `":`...), f.value, 10)
		}
	}
	b = report.AppendRows(append(b, `,"rows":`...), r.rows)
	return append(b, "}\n"...)
}

// perSecond is n over the time that the run took.
func (r *result) perSecond(n int64) float64 {
	if r.took <= 0 {
		return 0
	}
	return float64(n) / r.took.Seconds()
}
