package request

import "quotient/market"

// lead notes a request in the denominator, if it was made last.
func (d *duty) lead(at market.Time, number uint64) {
	if at >= d.head {
		d.prior, d.head, d.headNumber = d.head, at, number
	}
}

// leader is the last request in the denominator while it is in the list, nil else.
func (m *Meter) leader(d *duty) *request {
	for i := d.first; i >= 0; i = m.table[i].next {
		if r := &m.table[i]; r.number == d.headNumber {
			return r
		}
	}
	return nil
}

// merge makes a request one with the last one in the denominator. While that is
// open, its answer may name either, and may turn out not to be in the denominator.
func (m *Meter) merge(d *duty, row *Row) {
	if m.leader(d) != nil {
		if i := m.place(d); i >= 0 {
			m.st.number++
			m.table[i] = request{row: *row, number: m.st.number, sent: d.sent, head: d.headNumber, next: -1, need: forever,
				excused: d.tail[d.at(row.At)].excused()}
			return
		}
	}
	m.dismiss(row, Merged, row.Seen)
}

// precede puts a request that is told late in the place of the open one that was
// made after it: that one is merged. It does not when the late one is not in the
// denominator.
func (m *Meter) precede(d *duty, row *Row, terms int32) bool {
	t, excused := &m.p.Terms[terms], d.tail[d.at(row.At)].excused()
	r := m.leader(d)
	if r == nil || !t.counts(excused) {
		return false
	}
	later := r.row
	r.row, r.sent, r.excused, r.low = *row, d.sent, excused, attempt{}
	d.head = row.At
	m.merge(d, &later)
	if m.consider(d, r, row.Seen); r.row.Decided != 0 {
		m.sweep(d)
	}
	return true
}

// unite tells what became of the requests that are one with a decided one, and
// reports whether there was such a one. Where that is not in the denominator the
// first of them stands for itself, and the others are one with it.
func (m *Meter) unite(d *duty) bool {
	for i := d.first; i >= 0; i = m.table[i].next {
		r := &m.table[i]
		if r.row.Decided == 0 || r.head != 0 || r.number == 0 {
			continue
		}
		number, counts, now := r.number, r.row.Low.Counts(), r.row.Decided
		r.number = 0
		switch {
		case counts:
		case d.headNumber == number:
			d.head, d.headNumber, d.prior = d.prior, 0, 0
		case d.prior == r.row.At:
			d.prior = 0
		}
		for j := d.first; j >= 0; j = m.table[j].next {
			switch o := &m.table[j]; {
			case o.head != number:
			case counts:
				m.dismiss(&o.row, Merged, now)
			default:
				m.stand(d, o, r.terms, now)
			}
		}
		return true
	}
	return false
}

// stand lets a merged request be one of its own, or one with another: the one that
// it was one with is not in the denominator.
func (m *Meter) stand(d *duty, o *request, terms int32, now market.Time) {
	t := &m.p.Terms[terms]
	if d.head != 0 && near(o.row.At, d.head, t.Apart) {
		if o.head = d.headNumber; m.leader(d) == nil {
			m.dismiss(&o.row, Merged, now)
		}
		d.rename(o.number, o.head)
		return
	}
	o.head, o.terms = 0, terms
	d.rename(o.number, o.number)
	if m.counts(d, o) {
		d.lead(o.row.At, o.number)
	}
	m.units[o.row.Unit].open++
	m.consider(d, o, now)
}

// rename lets the quotes that name a request answer the one of another number.
func (d *duty) rename(named, number uint64) {
	for k := range d.quotes {
		if q := &d.quotes[k]; q.named == named {
			q.answers = number
		}
	}
}
