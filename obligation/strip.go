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
	off   market.Time // so much scheduled time is painted
	share [StateCount]market.Time
	cells [port.StripCells]uint8 // State + 1; 0 not yet
}

// reset begins a day with so much scheduled time.
func (s *strip) reset(total, from market.Time) {
	*s = strip{from: from, cell: (total + port.StripCells - 1) / port.StripCells}
}

// paint puts the stretch t, which counts as st, up to `to` on the strip, after
// those before it. Within a stretch the calendar's phase does not change.
func (s *strip) paint(t *stretch, st State, to market.Time) {
	if !t.cal.Scheduled() {
		return
	}
	end := s.cell * port.StripCells
	for left := to - t.from; left > 0 && s.off < end; {
		i := int(s.off / s.cell)
		in := s.off - market.Time(i)*s.cell
		part := min(left, s.cell-in)
		if in == 0 {
			s.share = [StateCount]market.Time{}
		}
		if s.share[st] += part; in == 0 {
			s.cells[i] = uint8(st) + 1
		} else {
			s.cells[i] = s.longest(s.cells[i]-1, uint8(st)) + 1
		}
		s.off += part
		left -= part
	}
}

// longest is the state with the larger share of the cell, the first of equals:
// the one that led, or the one whose share has just grown.
func (s *strip) longest(led, grown uint8) uint8 {
	switch {
	case s.share[grown] > s.share[led]:
		return grown
	case s.share[grown] == s.share[led]:
		return min(grown, led)
	}
	return led
}
