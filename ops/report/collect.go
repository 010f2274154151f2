package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"quotient/market"
	"quotient/quoter/port"
)

// A Collector gathers rows from records. Of a contract and day the last tally
// counts, and a final one before any other.
type Collector struct {
	month       market.Month
	instruments []market.Instrument
	rows        map[rowKey]*pending
	unknown     int // tallies of contracts that no header names
}

type rowKey struct {
	contract string
	day      market.Date
}

// pending is a row on the way: its two halves come in records of their own.
type pending struct {
	row    Row
	timed  bool // times are there
	traded bool // trades are there, and final
}

// NewCollector gathers the rows of one month, or of all for month 0.
func NewCollector(month market.Month) *Collector {
	return &Collector{month: month, rows: map[rowKey]*pending{}}
}

// Universe says which contracts the records that follow are about. A journal
// says so anew in the header of each epoch.
func (c *Collector) Universe(instruments []market.Instrument) { c.instruments = instruments }

// Add takes a record; those that are no tallies are passed over.
func (c *Collector) Add(r *port.Record) {
	switch r.Kind {
	case port.RecordTallyTime:
		t := r.TallyTime()
		if p := c.find(t.Contract, t.Date); p != nil && (t.Final != 0 || !p.row.Final) {
			p.row.setTimes(t)
			p.timed = true
		}
	case port.RecordTally:
		t := r.Tally()
		if p := c.find(t.Contract, t.Date); p != nil && (t.Final != 0 || !p.traded) {
			p.row.setTrades(t)
			p.traded = t.Final != 0
		}
	}
}

func (c *Collector) find(k market.Contract, day market.Date) *pending {
	if c.month != 0 && day.Month() != c.month {
		return nil
	}
	if int(k) >= len(c.instruments) {
		c.unknown++
		return nil
	}
	key := rowKey{c.instruments[k].Symbol.String(), day}
	p := c.rows[key]
	if p == nil {
		p = &pending{row: Row{Contract: key.contract, Day: day, NeedRest: -1}}
		c.rows[key] = p
	}
	return p
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
