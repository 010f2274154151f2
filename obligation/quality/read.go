package quality

import (
	"math/bits"

	"quotient/internal/flat"
	"quotient/market"
)

// Read tells the contract's running day as far as it is proven, however much later
// it is read; false for a contract that is not ours.
func (m *Meter) Read(c market.Contract, _ market.Time, r *Row) bool {
	if int(c) >= len(m.all) {
		return false
	}
	a := m.all[c]
	a.fold(m.st.proof, m.st.now)
	a.row(c, r)
	return true
}

// TakeDay takes the row of a trading day that is over and proven; false when
// there is none.
func (m *Meter) TakeDay(r *Row) bool {
	for w := range m.ended {
		for left := m.ended[w]; left != 0; left &= left - 1 {
			c := market.Contract(w*64 + bits.TrailingZeros64(left))
			d := &m.all[c].ended
			d.prove(m.st.proof)
			if d.loose != (times{}) {
				continue
			}
			m.ended[w] &^= left & -left
			d.row(c, r)
			r.Final = 1
			return true
		}
	}
	return false
}

// Lost counts days that were over before the one before them was taken.
func (m *Meter) Lost() int64 { return m.st.lost }

// Save appends the Meter's state. Params are not part of it.
func (m *Meter) Save(dst []byte) []byte {
	dst = flat.Append(dst, &m.st)
	dst = flat.AppendSlice(dst, m.all)
	return flat.AppendSlice(dst, m.ended)
}

// Load takes back what Save of a Meter with the same Params and size wrote. When
// ok is false the Meter must not be used.
func (m *Meter) Load(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.Load(&m.st, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.all, src); !ok {
		return src, false
	}
	return flat.LoadSlice(m.ended, src)
}
