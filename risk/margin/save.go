package margin

import (
	"quotient/internal/flat"
	"quotient/market"
)

// Save appends the account's state to dst.
func (a *Account) Save(dst []byte) []byte {
	n := [2]uint64{uint64(len(a.rows)), uint64(len(a.confirmed))}
	dst = flat.Append(flat.Append(dst, &n), &a.h)
	return flat.AppendSlice(flat.AppendSlice(dst, a.rows), a.confirmed)
}

// Load takes over what Save wrote, by an account of as many contracts and pairs,
// and reckons anew by its own tables. When ok is false src is not that, and the
// account must not be used.
func (a *Account) Load(src []byte) (rest []byte, ok bool) {
	var n [2]uint64
	if src, _ = flat.Load(&n, src); n != [2]uint64{uint64(len(a.rows)), uint64(len(a.confirmed))} {
		return src, false
	}
	if src, ok = flat.Load(&a.h, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(a.rows, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(a.confirmed, src); !ok {
		return src, false
	}
	if !a.sound() {
		return src, false
	}
	a.reckon()
	return src, true
}

// sound reports whether what was loaded is what could have been told.
func (a *Account) sound() bool {
	if a.h.today != 0 && !a.h.today.Valid() {
		return false
	}
	for c := range a.rows {
		r := &a.rows[c]
		if !lots(r.held[0], r.held[1]) || min(r.frozen[0], r.frozen[1]) < unknown ||
			max(r.frozen[0], r.frozen[1]) > believable || r.mark != 0 && !priced(r.mark) || r.limit < 0 ||
			r.weighed != 0 && !a.weighs(market.Contract(c), r.greeks) || !r.history() {
			return false
		}
	}
	for _, n := range a.confirmed {
		if !lots(n[0], n[1]) {
			return false
		}
	}
	return true
}

// history reports whether the settlements can be, newest first.
func (r *row) history() bool {
	for i := range r.settled {
		x := &r.settled[i]
		if *x == (settled{}) {
			continue
		}
		if !x.date.Valid() || !priced(x.price) || x.limit < 0 || x.interest < 0 || i > 0 && x.date >= r.settled[i-1].date {
			return false
		}
	}
	return true
}

// reckon makes everything that follows from the state.
func (a *Account) reckon() {
	a.frozen = sum{}
	for c := range a.rows {
		a.adopt(market.Contract(c))
		for _, m := range a.rows[c].frozen {
			a.frozen.take(m, 1)
		}
	}
	a.refold()
}
