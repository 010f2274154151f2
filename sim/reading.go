package sim

import "quotient/market"

// AddGrant takes an exemption that is given at now.
func (f *Floor) AddGrant(g Grant, now market.Time) {
	f.Advance(now)
	f.count.grant(g, f.now)
}

// Member reports whether the maker owes continuous quoting on the contract now:
// terms are in force, and it is in its series' set.
func (f *Floor) Member(maker uint8, c market.Contract) bool {
	f.count.upTo(f.now)
	r := f.count.row(maker, c)
	return r != nil && r.member
}

// Recount returns the running trading day's count up to the latest time seen.
func (f *Floor) Recount(maker uint8, c market.Contract) Recount {
	f.count.upTo(f.now)
	r := f.count.row(maker, c)
	if r == nil {
		return Recount{Maker: maker, Contract: c, Date: f.date}
	}
	r.settle(f.count.grants, f.now)
	return r.day
}

// Recounts appends the count of every maker, contract and trading day whose
// terms were in force: the finished days, then the running one.
func (f *Floor) Recounts(dst []Recount) []Recount {
	f.count.upTo(f.now)
	dst = append(dst, f.count.closed...)
	for i := range f.count.rows {
		if r := &f.count.rows[i]; r.owes() {
			r.settle(f.count.grants, f.now)
			dst = append(dst, r.day)
		}
	}
	return dst
}

// Units appends the sums of every maker, unit and trading day: the finished days,
// then the running one.
func (f *Floor) Units(dst []UnitCount) []UnitCount {
	f.count.upTo(f.now)
	dst = append(dst, f.count.units...)
	day := len(dst)
	for i := range f.count.rows {
		if r := &f.count.rows[i]; r.owes() {
			r.settle(f.count.grants, f.now)
			dst = addUnit(dst, day, r)
		}
	}
	return dst
}

// addUnit adds the row's day to its unit's, which stands in units[from:].
func addUnit(units []UnitCount, from int, r *row) []UnitCount {
	d := &r.day
	i := from
	for i < len(units) && (units[i].Maker != d.Maker || units[i].Unit != r.terms.Unit) {
		i++
	}
	if i == len(units) {
		units = append(units, UnitCount{Maker: d.Maker, Unit: r.terms.Unit, Date: d.Date})
	}
	u := &units[i]
	if d.Scheduled > 0 {
		u.Contracts++
	}
	u.Scheduled += d.Scheduled
	u.Effective += d.Effective
	u.Declared += d.Declared
	for _, x := range d.Exempt {
		u.Exempt += x
	}
	u.ExemptEffective += d.ExemptEffective
	u.ExemptDeclared += d.ExemptDeclared
	return units
}

// Responses appends every request for quote of every maker that has terms for
// answers on the contract, in the order in which they were announced.
func (f *Floor) Responses(dst []Response) []Response {
	f.count.upTo(f.now)
	f.count.passAll(f.now)
	for i := range f.count.asked {
		dst = append(dst, f.count.asked[i].Response)
	}
	return dst
}

// ResponseUnits appends the sums of every maker, unit and trading day on which
// there were requests for quote, in the order of the first of them.
func (f *Floor) ResponseUnits(dst []ResponseCount) []ResponseCount {
	f.count.upTo(f.now)
	f.count.passAll(f.now)
	from := len(dst)
	for i := range f.count.asked {
		q := &f.count.asked[i].Response
		k := len(dst) - 1
		for k >= from && (dst[k].Date != q.Date || dst[k].Maker != q.Maker || dst[k].Unit != q.Unit) {
			k--
		}
		if k < from {
			k = len(dst)
			dst = append(dst, ResponseCount{Maker: q.Maker, Unit: q.Unit, Date: q.Date})
		}
		dst[k].add(q.Outcome)
	}
	return dst
}

func (n *ResponseCount) add(o Outcome) {
	if o.Counts() {
		n.Requests++
	}
	switch o {
	case OutcomeOpen:
		n.Open++
	case Answered:
		n.Answered++
	case Excluded:
		n.Excluded++
	case Merged:
		n.Merged++
	case NotOwed:
		n.NotOwed++
	}
}

// Moves appends every change of every series' continuous-quote set, as they came.
func (f *Floor) Moves(dst []Move) []Move {
	f.count.upTo(f.now)
	return append(dst, f.count.moves...)
}
