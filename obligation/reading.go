package obligation

import (
	"quotient/market"
	"quotient/quoter/port"
)

// A Reading is one contract's account as it stands. The day's and the month's
// low include the provisional time after Proven.
type Reading struct {
	DayRow  // the running trading day; see there
	Obliged bool
	Member  bool // in its series' set now, or owed all the time
	State   State
	Exempt  Exempt
	Since   market.Time
	Proven  market.Time // the trading link was alive up to here
	Lost    bool        // the month cannot be reached any more
	// The month's sums.
	MonthScheduled market.Time
	MonthExempt    market.Time
	// The terms.
	Source    market.Ref
	MaxSpread market.Price
	MinSize   market.Qty
	QuoteID   uint64 // the quote that stands, 0 none

	StripFrom market.Time // scheduled time starts here
	StripCell market.Time // length of one cell of scheduled time
	Strip     [port.StripCells]uint8
}

// Read is ReadInto for those who may copy.
func (m *Meter) Read(c market.Contract, now market.Time) (r Reading) {
	m.ReadInto(c, now, &r)
	return r
}

// ReadInto fills r with the account as it stands at now. It changes nothing.
func (m *Meter) ReadInto(c market.Contract, now market.Time, r *Reading) {
	*r = Reading{Proven: m.st.proof}
	r.Contract, r.NeedRest = c, -1
	d := m.look(c, now)
	if d == nil {
		return
	}
	r.State, r.Exempt, r.Since = d.state, d.exempt, d.since
	r.Date = d.date
	r.StripFrom, r.StripCell, r.Strip = d.strip.from, d.strip.cell, d.strip.cells
	if d.terms < 0 || m.p.Terms[d.terms].Watch {
		return
	}
	t := &m.p.Terms[d.terms]
	r.Member = d.last().exempt&bitOutside == 0
	r.Obliged, r.MaxSpread, r.MinSize = true, t.MaxSpread, t.MinSize
	if int(t.Source) < len(m.p.Sources) {
		r.Source = m.p.Sources[t.Source]
	}
	if k := d.last().slot; k >= 0 {
		r.QuoteID = d.slots[k].id
	}
	m.fill(d, &d.day, now, &r.DayRow)
	r.Lost = r.Slack < 0
	r.MonthScheduled, r.MonthExempt = d.scheduled+d.day.Scheduled, d.exempted+d.day.exempted()
}

// Row returns the running day's row as it stands; ok is false when nothing is
// owed on the contract today, or the day has not opened.
func (m *Meter) Row(c market.Contract, now market.Time) (row DayRow, ok bool) {
	d := m.look(c, now)
	if d == nil || d.terms < 0 || m.p.Terms[d.terms].Watch || now < d.open {
		return row, false
	}
	m.fill(d, &d.day, now, &row)
	return row, true
}

// look copies an account and brings the copy up to now: day holds the whole day.
// It returns nil when there is no account.
func (m *Meter) look(c market.Contract, now market.Time) *duty {
	d := m.duty(c)
	if d == nil {
		return nil
	}
	m.scratch = *d
	d = &m.scratch
	m.quiet = true
	m.catchUp(d, now)
	m.foldAll(d, now)
	m.quiet = false
	return d
}
