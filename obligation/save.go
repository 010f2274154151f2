package obligation

import "quotient/internal/flat"

// Save appends the Meter's state. Params and calendar are not part of it.
func (m *Meter) Save(dst []byte) []byte {
	dst = flat.Append(dst, &m.st)
	dst = flat.AppendSlice(dst, m.duties)
	dst = flat.AppendSlice(dst, m.limits)
	dst = flat.AppendSlice(dst, m.prices)
	dst = flat.AppendSlice(dst, m.bases)
	dst = flat.AppendSlice(dst, m.sets)
	dst = flat.AppendSlice(dst, m.records)
	dst = flat.AppendSlice(dst, m.grants)
	dst = flat.AppendSlice(dst, m.changed)
	dst = flat.AppendSlice(dst, m.excuses)
	dst = m.days.Save(dst)
	dst = m.members.Save(dst)
	dst = m.units.Save(dst)
	return m.rows.Save(dst)
}

// Load takes back what Save of a Meter with the same Params wrote. When ok is
// false the Meter must not be used.
func (m *Meter) Load(src []byte) (rest []byte, ok bool) {
	src, _ = flat.Load(&m.st, src) // what is too short for it is too short for the accounts
	if int(m.st.grants) > len(m.grants) || m.st.grants < 0 {
		return src, false
	}
	if src, ok = m.loadState(src); !ok {
		return src, false
	}
	if src, ok = m.days.Load(src); !ok {
		return src, false
	}
	if src, ok = m.members.Load(src); !ok {
		return src, false
	}
	if src, ok = m.units.Load(src); !ok {
		return src, false
	}
	for c := range m.duties {
		m.next.Set(c, m.duties[c].next)
		m.running[c] = m.duties[c].date
	}
	return m.rows.Load(src)
}

// loadState takes back what is kept by contract, underlying, series and unit.
func (m *Meter) loadState(src []byte) (rest []byte, ok bool) {
	if src, ok = flat.LoadSlice(m.duties, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.limits, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.prices, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.bases, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.sets, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.records, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.grants, src); !ok {
		return src, false
	}
	if src, ok = flat.LoadSlice(m.changed, src); !ok {
		return src, false
	}
	return flat.LoadSlice(m.excuses, src)
}
