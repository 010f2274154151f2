package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"quotient/market"
	"quotient/obligation"
	"quotient/obligation/request"
	"quotient/quoter/port"
)

// A Collector gathers a report from records. Of a contract and day the last tally
// counts, and a final one before any other.
type Collector struct {
	month       market.Month
	instruments []market.Instrument
	terms       *obligation.Params
	answers     *request.Params
	rows        map[rowKey]*pending
	units       map[unitKey]*Unit
	exempts     []Exempt
	requests    []Request
	spreads     spreads
	unknown     int // records of contracts that no header names
}

type rowKey struct {
	contract string
	day      market.Date
}

// pending is a row on the way: its parts come in records of their own.
type pending struct {
	row      Row
	timed    bool // times are there
	traded   bool // trades are there, and final
	measured bool // quality is there, and final
}

// NewCollector gathers the report of one month, or of all for month 0.
func NewCollector(month market.Month) *Collector {
	return &Collector{month: month, rows: map[rowKey]*pending{}, units: map[unitKey]*Unit{}}
}

// Universe says which contracts the records that follow are about. A journal
// says so anew in the header of each epoch.
func (c *Collector) Universe(instruments []market.Instrument) {
	c.instruments = instruments
	c.spreads.reset(len(instruments))
}

// Agreement says what is owed for the records that follow: it names the units
// of contracts. Either may be nil.
func (c *Collector) Agreement(terms *obligation.Params, answers *request.Params) {
	c.terms, c.answers = terms, answers
}

// Add takes a record; those that a report has no use for are passed over.
func (c *Collector) Add(r *port.Record) {
	switch r.Kind {
	case port.RecordTallyTime:
		t := r.TallyTime()
		if p := c.find(t.Contract, t.Date); p != nil && (t.Final != 0 || !p.row.Final) {
			p.row.setTimes(t)
			p.timed = true
		}
		if int(t.Contract) < len(c.instruments) && c.wants(t.Date) {
			c.spreads.close(t.Contract, c.symbol(t.Contract), t.Date, r.Now)
		}
	case port.RecordTally:
		t := r.Tally()
		if p := c.find(t.Contract, t.Date); p != nil && (t.Final != 0 || !p.traded) {
			p.row.setTrades(t)
			p.traded = t.Final != 0
		}
	case port.RecordQuality:
		q := r.Quality()
		if p := c.find(q.Contract, q.Date); p != nil && (q.Final != 0 || !p.measured) {
			p.row.Quality, p.row.HasQuality = *q, true
			p.measured = q.Final != 0
		}
	case port.RecordExempt:
		c.exempt(r.Exempt())
	case port.RecordUnit:
		c.unit(r.Unit())
	case port.RecordRequest:
		c.request(r.Request())
	default:
		c.spreads.add(r)
	}
}

func (c *Collector) wants(day market.Date) bool { return c.month == 0 || day.Month() == c.month }

func (c *Collector) find(k market.Contract, day market.Date) *pending {
	in := c.instrument(k, day)
	if in == nil {
		return nil
	}
	key := rowKey{in.Symbol.String(), day}
	p := c.rows[key]
	if p == nil {
		p = &pending{row: Row{Contract: key.contract, Day: day, NeedRest: -1, Product: in.Product.String(), Option: in.Option()}}
		p.row.Unit, p.row.MaxSpread = c.owed(k, day)
		c.rows[key] = p
	}
	return p
}

// instrument returns what the header says of k if the day is wanted.
func (c *Collector) instrument(k market.Contract, day market.Date) *market.Instrument {
	if !c.wants(day) {
		return nil
	}
	if int(k) >= len(c.instruments) {
		c.unknown++
		return nil
	}
	return &c.instruments[k]
}

// symbol is k's name; empty for none, #n for one that no header names.
func (c *Collector) symbol(k market.Contract) string {
	if int(k) < len(c.instruments) {
		return c.instruments[k].Symbol.String()
	}
	if k == market.NoContract {
		return ""
	}
	return fmt.Sprintf("#%d", k)
}

// Rows returns the rows by contract and day. err names every row whose times do
// not add up; the rows are returned all the same.
func (c *Collector) Rows() (rows []Row, err error) {
	for _, p := range c.rows {
		if p.timed {
			rows = append(rows, p.row)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Day, b.Day))
	})
	for i := range rows {
		err = errors.Join(err, rows[i].Check())
	}
	if c.unknown > 0 {
		err = errors.Join(err, fmt.Errorf("report: %d tallies are of contracts that the journal's header does not name", c.unknown))
	}
	return rows, err
}

// RowsFromRecords gathers the rows of all records that next returns, for one
// universe of contracts. Journals of several epochs go through a Collector.
func RowsFromRecords(next func(*port.Record) bool, instruments []market.Instrument) ([]Row, error) {
	c := NewCollector(0)
	c.Universe(instruments)
	for r := new(port.Record); next(r); {
		c.Add(r)
	}
	return c.Rows()
}
