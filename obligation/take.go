package obligation

// TakeDay takes the row of a trading day that is over and proven; false when
// there is none.
func (m *Meter) TakeDay(row *DayRow) bool { return m.days.Take(row) }

// TakeExempt takes a row of the exemption ledger; false when there is none.
func (m *Meter) TakeExempt(row *ExemptRow) bool { return m.rows.Take(row) }
