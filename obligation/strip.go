package obligation

import (
	"quotient/market"
	"quotient/quoter/port"
)

// A strip is the trading day at a glance: its scheduled time by the calendar in
// cells of equal length, each with the state that holds longest in it.
type strip struct {
	from  market.Time // the day's first scheduled instant
	cell  market.Time // length of one cell
	at    market.Time // painted up to here
	off   market.Time // which is so much scheduled time after from
	share [StateCount]market.Time
	cells [port.StripCells]uint8 // State + 1; 0 not yet
}

// reset begins a day with so much scheduled time.
func (s *strip) reset(total, from market.Time) {
	*s = strip{from: from, at: from, cell: (total + port.StripCells - 1) / port.StripCells}
}

// paint puts the stretch up to `to` on the strip.
func (m *Meter) paint(d *duty, st State, to market.Time) {
	s := &d.strip
	if s.cell == 0 || to <= s.at {
		return
	}
	left := m.cal.Scheduled(d.hours, s.at, to)
	s.at = to
	for left > 0 {
		i := int(s.off / s.cell)
		if i >= port.StripCells {
			return
		}
		in := s.off - market.Time(i)*s.cell
		part := min(left, s.cell-in)
		if in == 0 {
			s.share = [StateCount]market.Time{}
		}
		if s.share[st] += part; in == 0 {
			s.cells[i] = uint8(st) + 1
		} else {
			s.cells[i] = s.longest() + 1
		}
		s.off += part
		left -= part
	}
}

// longest is the state with the largest share of the cell, the first of equals.
func (s *strip) longest() (best uint8) {
	for i := range s.share {
		if s.share[i] > s.share[best] {
			best = uint8(i)
		}
	}
	return best
}
