package surveillance

import "quotient/market"

// NewDay begins a trading day: the rules and exemptions in force are chosen and
// every count is 0. A day that has begun does not begin again, and none before it; a
// date that is none begins nothing.
func (w *Watch) NewDay(date market.Date) {
	if w.bad || date <= w.st.date || !date.Valid() {
		return
	}
	w.st.date, w.st.account, w.traded = date, OK, pair{}
	clear(w.books)
	clear(w.opened)
	clear(w.worst)
	for i := range w.bursts {
		w.bursts[i].end, w.bursts[i].n = 0, 0
	}
	for i := range w.pushes {
		w.pushes[i].n = 0
	}
	for i := range w.cells {
		w.cells[i] = cell{told: w.cells[i].told, base: -1}
		w.mark(i)
	}
	w.choose()
}

// choose lists the rules in force by kind, takes off what is exempt and judges all
// that is counted so far.
func (w *Watch) choose() {
	for k := range w.kinds {
		w.kinds[k] = w.kinds[k][:0]
	}
	for i := range w.p.Rules {
		if r := &w.p.Rules[i]; r.holds(w.st.date) {
			w.kinds[r.Kind] = append(w.kinds[r.Kind], uint16(i))
		}
	}
	w.st.halt = w.covered()
	for i := range w.cells {
		w.cells[i].exempt = w.exemption(i)
		w.settle(i)
	}
}

// covered reports whether the rules in force are enough for a day.
func (w *Watch) covered() Halt {
	for _, k := range w.p.Need {
		if len(w.kinds[k]) == 0 {
			return Missing
		}
	}
	for k := range w.kinds {
		if len(w.kinds[k]) > 0 {
			return Running
		}
	}
	return Uncovered
}

// exemption finds what takes a cell's rule off today; 0 = nothing.
func (w *Watch) exemption(i int) uint8 {
	r := &w.p.Rules[w.owner[i]]
	product := r.Product
	switch n := i - w.first[w.owner[i]]; r.Kind.Scope() {
	case Product:
		product = w.names[n]
	case Contract:
		product = w.names[w.product[n]]
	}
	for j := range w.p.Exemptions {
		x := &w.p.Exemptions[j]
		if x.Kind == r.Kind && x.From <= w.st.date && w.st.date <= x.Until &&
			(x.Product == (market.Code{}) || x.Product == product) {
			return uint8(j + 1)
		}
	}
	return 0
}
