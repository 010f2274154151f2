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
	a.reckon()
	return src, true
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
