package obligation

import (
	"testing"

	"quotient/market"
	"quotient/quoter/port"
)

// TestBar: the sign is for what most of the cells are; of equals what is worse for
// us. Cells that are empty or not scheduled are none.
func TestBar(t *testing.T) {
	cells := map[rune]uint8{' ': 0, '.': uint8(Off) + 1, '=': uint8(Effective) + 1, 'x': uint8(Exempted) + 1,
		'k': uint8(Killed) + 1, '?': uint8(CannotTell) + 1}
	for drawn, want := range map[string]string{
		"        ": " ", "........": " ", ".......=": "▮", "......k ": "▯", "x.......": "·",
		"====kkkk": "▯", "xxxxkkkk": "▯", "====xxxx": "▮", "kk==xxx.": "·", "k?==xxx.": "·",
		"kkk=====": "▮", "kkk===..": "▯", "kkxxx==.": "·", "===xxxxx": "·", "=====xxx": "▮", "kkk==xx ": "▯",
		"kkkxxx==": "▯", "kk===xxx": "▮",
	} {
		var list []uint8
		for _, r := range drawn {
			list = append(list, cells[r])
		}
		if got := bar(list); got != want {
			t.Errorf("%q: %q, want %q", drawn, got, want)
		}
	}
}

// TestLongest: of the one that led and the one that grew the longer, the first of
// equals.
func TestLongest(t *testing.T) {
	var s strip
	s.share[1], s.share[2], s.share[3] = 5, 7, 7
	for _, c := range []struct{ led, grown, want uint8 }{{1, 2, 2}, {2, 1, 2}, {2, 3, 2}, {3, 2, 2}, {3, 1, 3}, {1, 3, 3}, {2, 2, 2}} {
		if got := s.longest(c.led, c.grown); got != c.want {
			t.Errorf("%d led, %d grew: %d, want %d", c.led, c.grown, got, c.want)
		}
	}
}

// TestPaintBeyond: more time than the strip was made for is not painted.
func TestPaintBeyond(t *testing.T) {
	x := stretch{from: 1, cal: market.PhaseContinuous}
	var none strip
	none.paint(&x, NoQuote, 100)
	if none != (strip{}) {
		t.Error("a day without time is painted")
	}
	var s strip
	s.reset(2*port.StripCells, 0)
	s.paint(&x, NoQuote, 1+2*port.StripCells+5)
	s.paint(&x, Killed, 100)
	if s.off != 2*port.StripCells || s.cells[port.StripCells-1] != uint8(NoQuote)+1 {
		t.Errorf("painted up to %d", s.off)
	}
}

// TestReasons: a reason is what is scheduled and neither effective nor exempt.
func TestReasons(t *testing.T) {
	n := 0
	for s := range State(255) {
		if s.Ineffective() {
			if s.Reason() != n {
				t.Errorf("%v is reason %d, want %d", s, s.Reason(), n)
			}
			n++
		}
	}
	if n != ReasonCount || Off.Ineffective() || Effective.Ineffective() || Exempted.Ineffective() || StateCount.Ineffective() {
		t.Errorf("%d reasons", n)
	}
}
