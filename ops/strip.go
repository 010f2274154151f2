package ops

import (
	"quotient/market"
	"quotient/quoter/port"
)

// A Mark says at which instant a cell of a strip begins. Between two marks cells
// follow each other without a break.
type Mark struct {
	Cell int    `json:"cell"`
	At   string `json:"at"`
}

// A Strip is the trading day of one contract, one letter per cell of scheduled
// time; a cell that has not begun is a blank, and trailing blanks are cut.
type Strip struct {
	CellNs market.Time `json:"cell_ns"`
	Length int         `json:"length"` // cells of the whole day
	Cells  string      `json:"cells"`
	Marks  []Mark      `json:"marks"`
}

// A Stretch is a part of a trading day's scheduled time without a break.
type Stretch struct{ From, To market.Time }

func (in *Info) strip(c market.Contract, v *port.ContractView, day market.Date) Strip {
	if v.StripCell <= 0 {
		return Strip{Marks: []Mark{}}
	}
	s := Strip{CellNs: v.StripCell, Length: port.StripCells, Cells: cells(&v.Strip)}
	s.Marks, s.Length = marks(in.stretches(c, day, v), v.StripCell)
	return s
}

// stretches asks the calendar; without one the day has no breaks.
func (in *Info) stretches(c market.Contract, day market.Date, v *port.ContractView) []Stretch {
	if in.Stretches != nil {
		if s := in.Stretches(c, day); len(s) > 0 {
			return s
		}
	}
	return []Stretch{{v.StripFrom, v.StripFrom + port.StripCells*v.StripCell}}
}

// marks lays the stretches end to end and returns where each begins and how many
// cells they fill.
func marks(stretches []Stretch, cell market.Time) (m []Mark, length int) {
	var laid market.Time
	for _, s := range stretches {
		// A stretch that begins inside a cell is marked at the next one.
		first := (laid + cell - 1) / cell
		m = append(m, Mark{int(first), stamp(s.From + first*cell - laid)})
		laid += s.To - s.From
	}
	return m, min(int((laid+cell-1)/cell), port.StripCells)
}

// cells returns the strip's letters without trailing blanks.
func cells(strip *[port.StripCells]uint8) string {
	buf := make([]byte, 0, len(strip))
	for _, state := range strip {
		if state == 0 {
			buf = append(buf, ' ')
			continue
		}
		buf = append(buf, letter(state-1))
	}
	n := len(buf)
	for n > 0 && buf[n-1] == ' ' {
		n--
	}
	return string(buf[:n])
}
