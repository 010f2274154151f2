package report

import (
	"fmt"
	"slices"

	"quotient/market"
)

// A Meaning is what a column of the exchange's statistics holds.
type Meaning uint8

// The meanings. Values are nanoseconds, parts per million, counts, lots, fen, or
// 1/1000 points.
const (
	MeaningContract  Meaning = iota // a contract, a product or a unit, by name
	MeaningDay                      // trading day
	MeaningMonth                    // month
	MeaningScheduled                // trading time
	MeaningObliged                  // the denominator of the ratio (应报价时间)
	MeaningExempt                   // exempt time
	MeaningEffective                // effective quote time (有效持续报价时间)
	MeaningRatio                    // effective over obliged
	MeaningRequests                 // requests for quote in the denominator
	MeaningAnswered                 // effectively answered
	MeaningTrades                   // lots traded
	MeaningPassive                  // of them passive
	MeaningIncentive                // incentives (激励)
	MeaningRelief                   // fees waived (减免)
	MeaningScore                    // of the evaluation (评价)
	MeaningRank                     // by time at the best price
	MeaningVerdict                  // whether the month is met: 1, else 0
	MeaningVolume                   // weighted volume of all market makers
	MeaningOpen                     // open interest of all market makers
	MeaningCount
)

var meaningNames = [MeaningCount]string{"contract", "day", "month", "scheduled", "obliged", "exempt", "effective", "ratio",
	"requests", "answered", "trades", "passive", "incentive", "relief", "score", "rank", "verdict", "all_volume", "all_open_interest"}

// String returns the meaning's name as the desk file writes it.
func (m Meaning) String() string {
	if m >= MeaningCount {
		return "invalid"
	}
	return meaningNames[m]
}

// Meanings returns every name that a ColumnMap may hold.
func Meanings() []string { return meaningNames[:] }

// A ColumnMap says which column of a file holds what: the column's header by
// Meaning; "" = the file has no such column.
type ColumnMap struct {
	Name    string
	Headers [MeaningCount]string
}

// Map makes a ColumnMap from headers by the meanings' names.
func Map(name string, headers map[string]string) (*ColumnMap, error) {
	m := &ColumnMap{Name: name}
	for key, header := range headers {
		i := slices.Index(meaningNames[:], key)
		if i < 0 {
			return nil, fmt.Errorf("column map %s: %q is no meaning of a column; allowed are %v", name, key, meaningNames)
		}
		m.Headers[i] = header
	}
	if m.Headers[MeaningContract] == "" {
		return nil, fmt.Errorf("column map %s: no column is mapped to contract: nothing could be compared", name)
	}
	for i := MeaningScheduled; i < MeaningCount; i++ {
		if m.Headers[i] != "" {
			return m, nil
		}
	}
	return nil, fmt.Errorf("column map %s: no column holds a figure; allowed are %v", name, meaningNames[MeaningScheduled:])
}

// Figures are what the exchange says about one contract, product or unit on one
// trading day, or in one month.
type Figures struct {
	Name  string
	Day   market.Date // 0 = the month as a whole
	Month market.Month
	Has   [MeaningCount]bool
	Value [MeaningCount]int64
	Step  [MeaningCount]int64 // what the last digit of Value is worth
	File  string
	Line  int
}

// Get returns a figure.
func (f *Figures) Get(m Meaning) (v int64, ok bool) { return f.Value[m], f.Has[m] }

// Period is the day or the month as text.
func (f *Figures) Period() string {
	if f.Day != 0 {
		return dayText(f.Day)
	}
	return monthText(f.Month)
}

// A Problem is a row, or a part of it, that could not be read.
type Problem struct {
	File   string
	Line   int
	Column int // from 1; 0 = the line as a whole
	Found  string
	Want   string
}

// String says where, what was found and what is allowed.
func (p *Problem) String() string {
	at := fmt.Sprintf("%s:%d", p.File, p.Line)
	if p.Column > 0 {
		at += fmt.Sprintf(":%d", p.Column)
	}
	if p.Found == "" {
		return at + ": " + p.Want
	}
	return fmt.Sprintf("%s: found %q: %s", at, p.Found, p.Want)
}
