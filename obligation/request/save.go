package request

import "quotient/internal/flat"

// Save appends the Meter's state. Params and calendar are not part of it.
func (m *Meter) Save(dst []byte) []byte {
	dst = flat.Append(dst, &m.st)
	dst = flat.AppendSlice(dst, m.duties)
	dst = flat.AppendSlice(dst, m.table[:m.st.used])
	dst = flat.AppendSlice(dst, m.ticks)
	dst = flat.AppendSlice(dst, m.units)
	dst = m.rows.Save(dst)
	dst = m.days.Save(dst)
	return m.decided.Save(dst)
}

// Load takes back what Save of a Meter with the same Params wrote. When ok is
// false the Meter must not be used.
func (m *Meter) Load(src []byte) (rest []byte, ok bool) {
	src, _ = flat.Load(&m.st, src)
	if m.st.used < 0 || int(m.st.used) > len(m.table) {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.duties, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.table[:m.st.used], src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.ticks, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.units, src); !ok {
		return src, false
	}
	for c := range m.duties {
		m.wakes.Set(c, m.duties[c].wake)
	}
	if src, ok = m.rows.Load(src); !ok {
		return src, false
	}
	if src, ok = m.days.Load(src); !ok {
		return src, false
	}
	return m.decided.Load(src)
}
