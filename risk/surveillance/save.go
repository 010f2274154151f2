package surveillance

import (
	"quotient/internal/flat"
	"quotient/market"
)

// shape is what a saved state must have in common with the Watch that loads it.
// Thresholds, dates and exemptions may differ.
type shape struct {
	contracts, rules int64
	sum              uint64 // of the products and of what each rule counts
}

func (w *Watch) shape() shape {
	s := shape{contracts: int64(len(w.product)), rules: int64(len(w.p.Rules)), sum: 14695981039346656037}
	for _, n := range w.product {
		s.add(uint64(n))
	}
	for i := range w.p.Rules {
		s.add(uint64(w.p.Rules[i].Kind))
		s.add(uint64(w.p.Rules[i].Messages))
		for _, b := range w.p.Rules[i].Product {
			s.add(uint64(b))
		}
	}
	return s
}

// add folds a number into the sum (FNV-1a).
func (s *shape) add(n uint64) { s.sum = (s.sum ^ n) * 1099511628211 }

// Save appends the state to dst.
func (w *Watch) Save(dst []byte) []byte {
	s := w.shape()
	dst = flat.Append(flat.Append(dst, &s), &w.st)
	dst = flat.AppendSlice(flat.AppendSlice(dst, w.cells), w.books)
	dst = flat.AppendSlice(flat.AppendSlice(dst, w.bursts), w.times)
	dst = flat.AppendSlice(flat.AppendSlice(dst, w.pushes), w.marks)
	return flat.Append(flat.AppendSlice(dst, w.opened), &w.traded)
}

// Load fills the state from the front of src and returns the rest. The Watch that
// saved it had the same products and rules; their thresholds, dates and exemptions
// may have changed since, and what is counted is judged by those of this one. After
// false the Watch is not to be used.
func (w *Watch) Load(src []byte) (rest []byte, ok bool) {
	var s shape
	src, _ = flat.Load(&s, src) // one that is cut short stays zero, and no Watch is of that shape
	if w.bad || s != w.shape() {
		return src, false
	}
	if src, ok = flat.Load(&w.st, src); !ok || w.st.date != 0 && !w.st.date.Valid() || w.st.told > Unreadable {
		return src, false
	}
	if src, ok = w.loadCells(src); !ok {
		return src, false
	}
	if src, ok = w.loadFlow(src); !ok {
		return src, false
	}
	w.rejudge()
	return src, true
}

// rejudge makes everything that follows from the counts.
func (w *Watch) rejudge() {
	w.st.account, w.st.pending, w.st.halt = OK, 0, NoDay
	clear(w.worst)
	clear(w.changed)
	for i := range w.cells {
		w.cells[i].level = OK
	}
	if w.st.date != 0 {
		w.choose()
	}
	for i := range w.cells {
		w.mark(i)
	}
}

func (w *Watch) loadCells(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.LoadSlice(w.cells, src); !ok {
		return src, false
	}
	for i := range w.cells {
		if x := &w.cells[i]; min(x.value, x.seen, x.of, x.base+1) < 0 || x.told >= levels {
			return src, false
		}
	}
	return flat.LoadSlice(w.books, src)
}

func (w *Watch) loadFlow(src []byte) (rest []byte, ok bool) {
	for i := range w.bursts {
		at := w.bursts[i].at // this Watch's own: what is read there is within its ring
		if src, ok = flat.Load(&w.bursts[i], src); !ok || w.bursts[i].at != at {
			return src, false
		}
	}
	if src, ok = flat.LoadSlice(w.times, src); !ok {
		return src, false
	}
	for i := range w.pushes {
		at := w.pushes[i].at
		if src, ok = flat.Load(&w.pushes[i], src); !ok || w.pushes[i].at != at {
			return src, false
		}
	}
	if src, ok = flat.LoadSlice(w.marks, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(w.opened, src); !ok {
		return src, false
	}
	return flat.Load(&w.traded, src)
}

// Date is the trading day that is counted; zero before the first.
func (w *Watch) Date() market.Date { return w.st.date }
