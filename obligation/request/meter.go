package request

import (
	"quotient/internal/alarm"
	"quotient/internal/flat"
	"quotient/market"
	"quotient/obligation/calendar"
	"quotient/obligation/rule"
)

// Lag is how long what was on its way may take to arrive before a request is decided.
const Lag = market.Second

// tableSize is how many requests can be open at a time. One that finds no room is
// told at once as Unknown: for low it was missed.
const tableSize = 16_384

// keptViews is how many decided requests the page can show.
const keptViews = 64

// standing is the part of the Meter that is not per contract.
type standing struct {
	started bool
	up      bool
	used    int32 // places of the table that were ever taken
	vacant  int32 // first of the free ones among them, -1 none
	_       int32
	number  uint64      // of the last request
	now     market.Time // the last input or deadline
	proof   market.Time // the trading link was alive up to here
	before  market.Time // and up to here before the last Poll that brought a message
	heard   market.Time // that Poll
	need    market.Time // the earliest proof that some request waits for
	lost    int64       // rows that nobody took in time
}

// A Meter follows the requests for quote on every contract of one Loop.
type Meter struct {
	p       Params
	cal     *calendar.Table
	demands []rule.Demand // by terms
	terms   []span        // by contract: its rows in order
	order   []int32
	ticksOf []int32 // by contract: index into ticks, -1 when nobody looks at it

	st      standing
	duties  []duty
	table   []request
	ticks   []ticks
	units   []unit
	rows    flat.Queue[Row]
	days    flat.Queue[UnitReading]
	decided flat.Queue[Row]

	wakes alarm.List // by contract: duty.wake once more, side by side
}

// A span is a part of one of the Meter's flat lists.
type span struct{ from, to int32 }

// New returns a Meter for Params that Check has passed.
func New(p Params, cal *calendar.Table) *Meter {
	m := &Meter{p: p, cal: cal,
		terms: make([]span, p.Contracts), ticksOf: make([]int32, p.Contracts),
		duties: make([]duty, p.Contracts), wakes: alarm.New(p.Contracts), units: make([]unit, len(p.Units)),
		days: flat.NewQueue[UnitReading](4*len(p.Units) + 4)}
	m.st.vacant, m.st.need = -1, forever
	size := 64 // without terms every request is told at once as not owed
	if len(p.Terms) > 0 {
		m.table, size = make([]request, tableSize), tableSize
	}
	m.rows, m.decided = flat.NewQueue[Row](size), flat.NewQueue[Row](keptViews)
	m.index()
	return m
}

// index lists the terms of each contract, and which underlyings are looked at.
func (m *Meter) index() {
	for c := range m.duties {
		d := &m.duties[c]
		d.contract, d.terms, d.first, d.final, d.need = market.Contract(c), -1, -1, -1, forever
		m.terms[c].from = int32(len(m.order))
		m.ticksOf[c] = -1
		for i := range m.p.Terms {
			if t := &m.p.Terms[i]; t.Contract == market.Contract(c) {
				m.order = append(m.order, int32(i))
				m.units[t.Unit].members++
			}
		}
		m.terms[c].to = int32(len(m.order))
	}
	looked := int32(0)
	for i := range m.p.Terms {
		t := &m.p.Terms[i]
		m.demands = append(m.demands, m.demandOf(t))
		if t.Moved > 0 && m.ticksOf[t.Underlying] < 0 {
			m.ticksOf[t.Underlying] = looked
			looked++
		}
	}
	m.ticks = make([]ticks, looked)
}

func (m *Meter) demandOf(t *Terms) rule.Demand {
	d := rule.Demand{Spread: t.Spread, MinSize: t.MinSize, Imbalance: t.Imbalance}
	if t.Tiers > 0 {
		d.Tiers = &m.p.Tiers[t.Tiers-1]
	}
	return d
}

// rowsOf are the indexes of a contract's terms.
func (m *Meter) rowsOf(c market.Contract) []int32 { return m.order[m.terms[c].from:m.terms[c].to] }

// find returns the index of the terms in force, -1 when there are none.
func (m *Meter) find(c market.Contract, date market.Date) int32 {
	for _, i := range m.rowsOf(c) {
		if t := &m.p.Terms[i]; t.From <= date && date <= t.To {
			return i
		}
	}
	return -1
}

// within clamps an exchange stamp into [lo, hi].
func within(stamp, lo, hi market.Time) market.Time { return min(max(stamp, lo), hi) }

// orNow is the clamped stamp, or now when there is none.
func orNow(stamp, lo, now market.Time) market.Time {
	if stamp == 0 {
		return now
	}
	return within(stamp, lo, now)
}

// forever is later than anything.
const forever market.Time = 1<<63 - 1

// sooner is the earlier of a and b, where b counts only after t and 0 is never.
func sooner(a, b, t market.Time) market.Time {
	if b <= t {
		return a
	}
	if a == 0 {
		return b
	}
	return min(a, b)
}
