package obligation

import "quotient/market"

// describeCells is how many bars Describe draws at most.
const describeCells = 60

// Describe appends the contract's trading day up to now as bars, one for every
// eight cells of the strip: ▮ effective, · exempt, ▯ not effective.
//
//	09:00 ▮▮▮▯▯··▮ 10:15
func (m *Meter) Describe(dst []byte, c market.Contract, now market.Time) []byte {
	d := m.look(c, now)
	if d == nil {
		return dst
	}
	dst = append(appendClock(dst, d.strip.from), ' ')
	for i := range describeCells {
		cells := d.strip.cells[i*8 : i*8+8]
		if cells[0] == 0 {
			break
		}
		dst = append(dst, bar(cells)...)
	}
	return appendClock(append(dst, ' '), min(now, d.close))
}

// bar is the sign for what most of the cells are.
func bar(cells []uint8) string {
	var good, exempt, bad int
	for _, s := range cells {
		switch {
		case s == 0 || State(s-1) == Off:
		case State(s-1) == Effective:
			good++
		case State(s-1) == Exempted:
			exempt++
		default:
			bad++
		}
	}
	switch {
	case bad >= good && bad >= exempt && bad > 0:
		return "▯"
	case good >= exempt && good > 0:
		return "▮"
	case exempt > 0:
		return "·"
	}
	return " "
}

// appendClock appends hh:mm of China's time.
func appendClock(dst []byte, t market.Time) []byte {
	h, min := t.Clock()/market.Hour, t.Clock()%market.Hour/market.Minute
	return append(dst, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+min/10), byte('0'+min%10))
}
