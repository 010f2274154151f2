package obligation

import "quotient/market"

// An ExemptRow is one line of the exemption ledger: why a contract's time was
// exempt, from when to when, and on what evidence. Rows of a contract follow
// one another in time; their sum is the exempt time of the day.
type ExemptRow struct {
	Contract market.Contract
	Witness  market.Contract // whose market or phase says so
	Exempt   Exempt
	Date     market.Date
	From, To market.Time
	Price    market.Price // the price limit it stood at, for limits; the option's price, for the floor
	Ref      market.Ref   // the grant's reference, for a grant
}

// ledger continues or ends the contract's row with folded time.
func (m *Meter) ledger(d *duty, ex Exempt, from, to market.Time) {
	row := ExemptRow{Contract: d.contract, Witness: d.contract, Exempt: ex, Date: d.date, From: from, To: to}
	switch ex {
	case ExemptOwnLimit:
		row.Price = m.limits[d.contract].price
	case ExemptDominantLimit:
		row.Witness = m.p.Terms[d.terms].Dominant
		row.Price = m.limits[row.Witness].price
	case ExemptUnderlyingLimit:
		row.Witness = m.p.Terms[d.terms].Underlying
		row.Price = m.limits[row.Witness].price
	case ExemptFloor:
		row.Price = m.prices[d.contract].shown
	case ExemptManual:
		if i := m.grantAt(d.contract, from); i >= 0 {
			row.Ref, row.To = m.grants[i].Ref, min(to, m.grants[i].To)
		}
	}
	if o := &d.row; o.Exempt == ex && o.Ref == row.Ref {
		o.To = row.To
	} else {
		m.ledgerEnd(d)
		if ex != ExemptNone {
			d.row = row
		}
	}
	if row.To < to { // another grant goes on
		m.ledger(d, ex, row.To, to)
	}
}

// ledgerEnd hands the contract's row out.
func (m *Meter) ledgerEnd(d *duty) {
	if m.quiet || d.row.Exempt == ExemptNone {
		return
	}
	m.st.lost += m.rows.Push(&d.row)
	d.row = ExemptRow{}
}
